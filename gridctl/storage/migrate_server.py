"""Bringing a database on a server to the newest format.

All migrations run in one transaction: either the office has the new format or it is as it was. A
lock that somebody else holds is asked for again and again for short whiles, so that nobody queues
up behind a migration that waits. What would take long in it, the indexes on full tables, is done
before, while people work; where that is broken off, an index nobody asks for is left, and the next
upgrade builds it anew.
"""

from __future__ import annotations

import time
from contextlib import closing, suppress

from psycopg.errors import LockNotAvailable, UndefinedColumn, UndefinedTable
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from gridctl.domain.office import OfficeBusy
from gridctl.storage import sqlite
from gridctl.storage.migrate import ahead, migrate
from gridctl.storage.stores.postgresql import connect, format_of, shown

#: How long a migration waits for a lock before it lets others pass, and then rests: seconds.
_LOCK_S = 3
_PATIENCE = (1, 2, 4, 8, 16)
_BROKEN_OFF = """
    SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%(name)s) AND NOT indisvalid
"""


def create(address: str) -> None:
    """Make a new, empty office in an empty database of a server."""
    _run_on_server(address, 0, sqlite.FORMAT)


def upgrade(address: str) -> tuple[int, int]:
    """Bring a database of ours to the newest format; return the format before and after."""
    before = format_of(address)
    if before < sqlite.FORMAT:
        _build_ahead(address, before)
        _run_on_server(address, before, sqlite.FORMAT)
    return before, sqlite.FORMAT


def build(connection: Connection, before: int, after: int) -> None:
    """Run the migrations after a format on an open connection, and write down the new one."""
    migrate(connection, before, after)
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS gridctl_format (number INT)")
    connection.exec_driver_sql("DELETE FROM gridctl_format")
    connection.exec_driver_sql(f"INSERT INTO gridctl_format VALUES ({after})")


def _build_ahead(address: str, before: int) -> None:
    """Build the indexes the migrations would make on full tables, while others read and write."""
    with closing(connect(address)) as connection:
        connection.autocommit = True
        # It may wait for whoever began before, and build for long: nobody queues up behind it.
        connection.execute("SET lock_timeout = 0")
        connection.execute("SET statement_timeout = 0")
        for index in ahead(before):
            if index.needs:
                connection.execute(index.needs)
            if connection.execute(_BROKEN_OFF, {"name": index.name}).fetchone():
                connection.execute(f"DROP INDEX CONCURRENTLY {index.name}")
            # What comes with a later migration of these is empty until then.
            with suppress(UndefinedTable, UndefinedColumn):
                connection.execute(index.statement(beside=True))


def _run_on_server(address: str, before: int, after: int) -> None:
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: connect(address), poolclass=NullPool
    )
    for patience in _PATIENCE:
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_S}s'")
                build(connection, before, after)
            return
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
            time.sleep(patience)
    raise OfficeBusy(path=shown(address))
