"""Bringing a database to the newest format, one numbered migration after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from gridctl.foundation import own_files
from gridctl.storage import sqlite
from gridctl.storage.engine import engine_over
from gridctl.storage.migrations.ahead import Index

_SCRIPTS = Path(__file__).parent / "migrations"


def create(path: Path) -> None:
    """Make a new, empty office file of the newest format.

    What SQLite keeps beside it has the same rights. Where it cannot be made, nothing is left.
    """
    own_files.make_file(path)
    try:
        _run(path, 0, sqlite.FORMAT)
    except BaseException:
        for ending in sqlite.BESIDE:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        raise


def upgrade(path: Path) -> tuple[int, int]:
    """Bring an existing file of ours to the newest format; return the format before and after."""
    connection = sqlite.open_raw(path, write=True)
    try:
        before = sqlite.format_of(connection)
    finally:
        connection.close()
    if before < sqlite.FORMAT:
        _run(path, before, sqlite.FORMAT)
    return before, sqlite.FORMAT


def migrate(connection: Connection, before: int, after: int) -> None:
    """Run the migrations numbered ``before + 1`` to ``after`` on an open connection."""
    context = MigrationContext.configure(connection, opts={"target_metadata": None})
    with Operations.context(context):
        for number, script in revisions():
            if before < number <= after:
                script.upgrade()


def ahead(before: int) -> Iterator[Index]:
    """Yield the indexes that migrations after a format make on tables that are full by then."""
    for number, script in revisions():
        if number > before:
            yield from getattr(script, "AHEAD", ())


def revisions() -> list[tuple[int, ModuleType]]:
    """Return the numbered migrations, oldest first, as (number, module)."""
    directory = ScriptDirectory(str(_SCRIPTS))
    scripts = sorted(directory.walk_revisions(), key=lambda script: script.revision)
    return [(int(script.revision), script.module) for script in scripts]


def _run(path: Path, before: int, after: int) -> None:
    with closing(sqlite.open_raw(path, write=True)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=OFF")
        engine = engine_over(connection)
        with engine.begin() as transaction:
            migrate(transaction, before, after)
            transaction.exec_driver_sql(f"PRAGMA application_id={sqlite.APPLICATION_ID}")
            transaction.exec_driver_sql(f"PRAGMA user_version={after}")
        engine.dispose()
