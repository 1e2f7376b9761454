"""Migrations lead from every format to the tables as they are declared, and lose nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg.errors import QueryCanceled
from sqlalchemy import Connection, create_engine, inspect

from gridctl.foundation.clock import Clock
from gridctl.gateway.connect import create_office, upgrade_office
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from gridctl.storage import migrate, migrate_server, sqlite
from gridctl.storage.search import sqlite as search
from gridctl.storage.stores.postgresql import format_of
from gridctl.storage.tables import METADATA
from tests.gateways import local_gateway
from tests.postgresql import Server
from tests.server.serving import until
from tests.storage.older import made, tables_of

OLDER = range(1, sqlite.FORMAT)


def _rows(path: Path, tables: dict[str, list[str]]) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of some columns of some tables."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: connection.execute(
                f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1, 2"
            ).fetchall()
            for table, columns in tables.items()
        }


@pytest.fixture
def filled(tmp_path: Path, clock: Clock) -> Path:
    """Return an office of today's format with a record of most kinds."""
    path = tmp_path / "filled.db"
    create_office(path)
    gateway = local_gateway(path, clock)
    for code, name in (("320281000000", "江阴市"), ("320281001000", "澄江街道"),
                       ("320281001001", "文定社区居委会")):  # fmt: skip
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateUnit(name="城市管理局", aliases=("城管局",)))
    gateway.send(CreateStaff(name="张三", staff_no="G001", employment="full", phone="13800001234"))
    gateway.send(PostStaff(staff_no="G001", role="gridworker", place="文定社区"))
    gateway.send(
        CreateTicket(
            title="垃圾未清", place="文定社区", lead_unit="城管局", contact_name="王小明",
            contact_phone="138-0000 1234",
        )
    )  # fmt: skip
    gateway.send(CreateEvidence(kind="check", on=date(2026, 11, 2), staff="G001", outcome="pass"))
    gateway.close()
    return path


def _older(path: Path, number: int, filled: Path) -> dict[str, list[str]]:
    """Fill a file of an older format with the rows of a newer; return its tables."""
    made(path, number)
    with closing(sqlite3.connect(path)) as connection:
        search.register(connection)
        tables = tables_of(connection)
        connection.execute("ATTACH ? AS newer", (str(filled),))
        for table, columns in tables.items():
            names = ", ".join(columns)
            connection.execute(f"DELETE FROM {table}")
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM newer.{table}")
        connection.commit()
    return tables


@pytest.mark.parametrize("number", OLDER)
def test_a_filled_file_of_any_format_is_brought_up_to_date(
    number: int, tmp_path: Path, filled: Path, clock: Clock
) -> None:
    path = tmp_path / "older.db"
    tables = _older(path, number, filled)
    before = _rows(path, tables)
    assert sum(map(len, before.values())) > 20
    assert upgrade_office(path) == (number, sqlite.FORMAT)
    assert _rows(path, tables) == before
    called = {"ticket_contact": ["caller", "repeat_days", "repeated"]}
    if "office_secret" in tables:
        # By the same key a caller of before is the caller of now.
        assert _rows(path, called) == _rows(filled, called)
    gateway = local_gateway(path, clock)
    shown = gateway.send(ShowTicket(ticket=gateway.send(ListTickets()).items[0].serial_no))
    assert (shown.community, shown.contact_name) == ("文定社区居委会", "王**")
    assert gateway.send(CheckOffice()).total == 0
    gateway.send(CreateTicket(title="路灯不亮", place="文定社区"))
    gateway.close()
    assert upgrade_office(path) == (sqlite.FORMAT, sqlite.FORMAT)


@pytest.mark.parametrize("number", OLDER)
def test_an_empty_file_of_any_format_is_brought_up_to_date(number: int, tmp_path: Path) -> None:
    older, newest = tmp_path / "older.db", tmp_path / "newest.db"
    made(older, number)
    create_office(newest)
    assert upgrade_office(older) == (number, sqlite.FORMAT)
    assert _schema(older) == _schema(newest)


def _schema(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()


def test_a_failed_migration_changes_nothing(
    tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "older.db"
    _older(path, sqlite.FORMAT - 1, filled)
    before = _schema(path)
    last = migrate.revisions()[-1][1]
    applied = last.upgrade

    def fail() -> None:
        applied()
        raise RuntimeError("power cut")

    monkeypatch.setattr(last, "upgrade", fail)
    monkeypatch.setattr(migrate, "revisions", lambda: [(sqlite.FORMAT, last)])
    with pytest.raises(RuntimeError, match="power cut"):
        upgrade_office(path)
    assert _schema(path) == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (sqlite.FORMAT - 1,)


def test_formats_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in migrate.revisions()] == list(range(1, sqlite.FORMAT + 1))


_ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_program)]


@pytest.fixture(params=_ENGINES)
def databases(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Connection, Connection]]:
    """Yield a database that migrations have made, and one made from the tables as declared."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            create_office(tmp_path / "office.db")
            engines = [create_engine(f"sqlite:///{tmp_path / name}") for name in ("office.db", "d")]
        else:
            server: Server = request.getfixturevalue("postgresql")
            names = [stack.enter_context(server.database(t)) for t in ("migrated", "template0")]
            engines = [server.engine(name) for name in names]
        for engine in engines:
            stack.callback(engine.dispose)
        METADATA.create_all(engines[1])
        migrated, declared = (stack.enter_context(engine.connect()) for engine in engines)
        yield migrated, declared


@pytest.fixture
def migrated(databases: tuple[Connection, Connection]) -> Connection:
    """Return a connection to a database that only migrations have made."""
    return databases[0]


def _declarable(name: str | None) -> bool:
    """Tell whether a table is one of ours, not what a text index keeps for itself."""
    # On a server a table of its own holds the format's number.
    return not (name or "").startswith(("ticket_search", "gridctl_format"))


# Alembic does not read indexes over expressions; all indexes are compared by their text below.
@pytest.mark.filterwarnings("ignore:.* expression-based index")
def test_migrations_make_the_tables_as_they_are_declared(migrated: Connection) -> None:
    context = MigrationContext.configure(
        migrated,
        opts={
            "compare_type": True,
            "compare_server_default": True,
            "include_object": lambda _object, name, kind, _reflected, _other: (
                kind != "index" and (kind != "table" or _declarable(name))
            ),
        },
    )
    assert compare_metadata(context, METADATA) == []


_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def _indexes(connection: Connection) -> dict[str, str]:
    found = connection.exec_driver_sql(_INDEXES[connection.dialect.name])
    return {str(name): str(text) for name, text in found if name != "ix_ticket_search"}


def test_migrations_make_the_indexes_as_they_are_declared(
    databases: tuple[Connection, Connection],
) -> None:
    made, declared = map(_indexes, databases)
    assert made == declared
    assert len(made) > 20


def test_tables_hold_integers_text_and_truth_only(migrated: Connection) -> None:
    """Nothing else reads alike on both engines (design: Stored so that both engines agree)."""
    found = inspect(migrated)
    kinds = {
        column["type"].__class__.__name__.upper()
        for table in filter(_declarable, found.get_table_names())
        for column in found.get_columns(table)
    }
    assert kinds == {"INTEGER", "BIGINT", "TEXT", "BOOLEAN"}


_OVER = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"


def test_an_index_on_a_table_that_is_full_by_then_is_built_ahead() -> None:
    """On a server nobody may write to the table while a migration itself builds one."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        for number, script in migrate.revisions():
            full = set(inspect(connection).get_table_names())
            before = set(connection.exec_driver_sql(_OVER))
            migrate.migrate(connection, number - 1, number)
            made = {(name, of) for name, of in connection.exec_driver_sql(_OVER) if of in full}
            declared = {(each.name, each.table) for each in getattr(script, "AHEAD", ())}
            # The other engine searches tickets by a table of its own.
            assert made - before == declared - {("ix_ticket_search", "ticket")}, number
    engine.dispose()


#: Writes what fills a table with rows that hold something in each column that needs it.
_FILLING = """
    SELECT 'INSERT INTO ticket_event (' || string_agg(column_name, ', ') || ') SELECT '
        || string_agg(CASE data_type WHEN 'text' THEN '''t'' || n' WHEN 'boolean' THEN 'false'
                      ELSE 'n' END, ', ')
        || ' FROM generate_series(1, 2000) AS n'
    FROM information_schema.columns WHERE table_name = 'ticket_event' AND is_nullable = 'NO'
"""
_BUILDING = """
    SELECT pid FROM pg_stat_progress_create_index
    WHERE relid = 'ticket_event'::regclass AND command = 'CREATE INDEX CONCURRENTLY'
"""

_BROKEN = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"


@pytest.mark.needs_program
def test_people_read_and_write_while_a_full_table_gets_an_index(postgresql: Server) -> None:
    with ExitStack() as stack:
        name = stack.enter_context(postgresql.database("template0"))
        address = postgresql.address(name)
        engine = postgresql.engine(name)
        stack.callback(engine.dispose)
        with engine.begin() as connection:
            migrate_server.build(connection, 0, 13)
        writer, beside = (stack.enter_context(postgresql.connect(name)) for _ in range(2))
        (filling,) = writer.execute(_FILLING).fetchall()[0]
        # Nobody looks whether the tickets are there.
        writer.execute("SET session_replication_role = replica")
        writer.execute(filling)
        pool = stack.enter_context(ThreadPoolExecutor(1))

        def building() -> Any:
            return beside.execute(_BUILDING).fetchone()

        # It waits for whoever is in the middle of a change; nobody waits for it.
        with writer.transaction():
            writer.execute("UPDATE ticket_event SET opinion = 'begun before' WHERE id = 1")
            upgrade = pool.submit(migrate_server.upgrade, address)
            (builder,) = until(building, "an index to be begun")
            beside.execute("UPDATE ticket_event SET opinion = 'meanwhile' WHERE id = 2")
            seen = beside.execute("SELECT id FROM ticket_event WHERE opinion = 'meanwhile'")
            assert seen.fetchall() == [(2,)]
            assert building() == (builder,)
            # Broken off, it leaves the office as it was, and nothing in the way of the next time.
            beside.execute("SELECT pg_cancel_backend(%s)", [builder])
            with pytest.raises(QueryCanceled):
                upgrade.result()
        assert format_of(address) == 13
        assert beside.execute(_BROKEN).fetchall() == [("ix_ticket_event_visit",)]
        assert migrate_server.upgrade(address) == (13, sqlite.FORMAT)
        assert beside.execute(_BROKEN).fetchall() == []
