"""A store: one moment to each reader, one memory until the next entry, and errors in words."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from gridctl.domain.chain import Entry
from gridctl.domain.errors import GridctlError
from gridctl.domain.evidence import EvidenceNotFound
from gridctl.domain.office import (
    AddressMalformed,
    DatabaseUnreachable,
    NotAnOffice,
    OfficeBusy,
    OfficeExists,
    OfficeMissing,
    OfficeOlder,
)
from gridctl.domain.requests import ValueUnfit
from gridctl.foundation.clock import Clock
from gridctl.gateway.connect import create_office, upgrade_office
from gridctl.gateway.local import LocalGateway
from gridctl.handlers.queries.closed_months import closed_until
from gridctl.handlers.queries.context import Actor, QueryContext
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CreateGrid, EditGrid
from gridctl.operations.commands.ticket_signals import CommentTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.evidence import ShowEvidence
from gridctl.operations.queries.units import ListUnits
from gridctl.storage import sqlite
from gridctl.storage.journal import close_entry, open_entry
from gridctl.storage.queries import units
from gridctl.storage.queries.clocks import FROZEN
from gridctl.storage.queries.reader import Reader
from gridctl.storage.stores import open_store
from gridctl.storage.stores.memory import newest
from gridctl.storage.tables.units import Unit

if TYPE_CHECKING:
    from tests.postgresql import Server


def test_a_reader_sees_one_moment(gateway: Gateway) -> None:
    store = getattr(gateway, "behind", gateway)._store
    with store.reading() as reader:
        before = reader.rows(units.CODES)
        gateway.send(CreateUnit(name="档案馆"))
        assert reader.rows(units.CODES) == before
    with store.reading() as reader:
        assert len(reader.rows(units.CODES)) == len(before) + 1


def test_within_a_block_a_thread_asks_of_one_moment(gateway: Gateway) -> None:
    store = getattr(gateway, "behind", gateway)._store
    with store.standing():
        with store.reading() as reader:
            before = reader.rows(units.CODES)
        gateway.send(CreateUnit(name="档案馆"))
        with store.reading() as again:
            assert again is reader
            assert again.rows(units.CODES) == before
        with ThreadPoolExecutor(1) as other, store.reading():
            assert other.submit(gateway.send, ListUnits()).result().total == len(before) + 1
    with store.reading() as reader:
        assert len(reader.rows(units.CODES)) == len(before) + 1


def test_a_block_in_which_nothing_is_asked_opens_nothing(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "away.db"))
    with store.standing():
        pass
    with pytest.raises(GridctlError), store.standing(), store.reading():
        pass


def test_many_threads_ask_one_store(gateway: Gateway) -> None:
    behind = getattr(gateway, "behind", gateway)
    gateway.send(CreateUnit(name="档案馆"))
    with ThreadPoolExecutor(12) as threads:
        wishes = [threads.submit(behind.send, ListUnits()) for _ in range(60)]
        counts = {wish.result().total for wish in wishes}
    assert counts == {1}


def test_many_threads_write_to_one_store(gateway: Gateway) -> None:
    behind = getattr(gateway, "behind", gateway)
    with ThreadPoolExecutor(6) as threads:
        wishes = [threads.submit(behind.send, CreateUnit(name=f"单位{n}")) for n in range(24)]
        codes = {wish.result().code for wish in wishes}
    assert len(codes) == 24
    assert gateway.send(ListUnits()).total == 24


def test_a_value_no_column_holds_is_refused(gateway: Gateway) -> None:
    # PostgreSQL compares any number; SQLite takes none it could not store.
    with pytest.raises((ValueUnfit, EvidenceNotFound)):
        gateway.send(ShowEvidence(evidence_id=10**23))


def test_a_null_sign_is_refused_by_every_engine(gateway: Gateway) -> None:
    """Only one of them could keep it, and its office could never be moved to the other."""
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    for wish, reason in (
        (CreateUnit(name="城\x00管"), ""), (CreateUnit(name="城管"), "因\x00为"),
        (CreateTicket(title="垃圾", place="江阴市", contact_name="王\x00"), ""),
        (ListUnits(text="\x00"), ""),
    ):  # fmt: skip
        with pytest.raises(ValueUnfit):
            gateway.send(wish, reason=reason)
    told = gateway.send(CreateUnit(name=r"城\u0000管"), reason=r"\\u0000")
    assert told.name == r"城\u0000管"


def test_what_is_remembered_ends_with_the_next_entry_of_anybody(
    gateway: Gateway, clock: Clock
) -> None:
    """Another process writes: its entry is noticed although nothing told this one."""
    behind = getattr(gateway, "behind", gateway)
    store = behind._store
    other = LocalGateway(
        open_store(getattr(store, "_address", store.name)), actor="test", clock=clock
    )
    gateway.send(CreateUnit(name="档案馆"))
    with store.reading() as reader:
        store.memory.of(reader, None)["tried"] = "kept"
    with store.reading() as reader:
        assert store.memory.of(reader, None) == {"tried": "kept"}
    other.send(CreateUnit(name="文化馆"))
    with store.reading() as reader:
        assert store.memory.of(reader, None) == {}
    other.close()


def test_what_was_read_of_places_outlasts_the_work_on_tickets(gateway: Gateway) -> None:
    store = getattr(gateway, "behind", gateway)._store
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    with store.reading() as reader:
        store.memory.of(reader, None)["tried"] = "kept"
    made = gateway.send(CreateTicket(title="井盖缺失", place="江阴市"))
    gateway.send(CommentTicket(ticket=made.serial_no, opinion="已派人"))
    with store.reading() as reader:
        assert store.memory.of(reader, None)["tried"] == "kept"
    gateway.send(EditGrid(code="320281000000", name="江阴县"))
    with store.reading() as reader:
        assert "tried" not in store.memory.of(reader, None)


def test_what_a_ticket_looked_up_is_remembered_for_the_next(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateTicket(title="井盖缺失", place="江阴市"), dry_run=True)
    store = getattr(gateway, "behind", gateway)._store
    with store.reading() as reader:
        assert store.memory.of(reader, None) == {}
    gateway.send(CreateTicket(title="井盖缺失", place="江阴市"))
    with store.reading() as reader:
        known = store.memory.of(reader, None)
        assert known
    # What it would look up otherwise is what everybody else sees.
    gateway.send(EditGrid(code="320281000000", name="江阴城"))
    assert gateway.send(CreateTicket(title="井盖缺失", place="江阴城")).county == "江阴城"


def test_the_work_on_tickets_is_not_asked_after(gateway: Gateway) -> None:
    """Who wrote it knows what it touched; who began to read before it reads what is true."""
    store = getattr(gateway, "behind", gateway)._store
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    with store.reading() as earlier:
        store.memory.of(earlier, None)["tried"] = "kept"
        gateway.send(CreateTicket(title="井盖缺失", place="江阴市"))
        with patch.object(store.memory, "_holds", side_effect=AssertionError):
            with store.reading() as reader:
                assert newest(reader) != newest(earlier)
                assert store.memory.of(reader, None)["tried"] == "kept"
            assert store.memory.of(earlier, None)["tried"] == "kept"


def test_who_knows_the_closed_months_rests_on_them(gateway: Gateway, clock: Clock) -> None:
    store = getattr(gateway, "behind", gateway)._store
    gateway.send(CreateUnit(name="档案馆"))
    for _ in range(2):
        asked: set[str] = set()
        with store.reading() as reader:
            memory = store.memory.of(reader, None)
            asking = Reader(reader._connection, reader.engine, asked=asked)
            assert closed_until(QueryContext(asking, clock, Actor("test"), memory)) is None
        assert asked == {FROZEN.name}


def test_a_command_taken_back_leaves_nothing_remembered(gateway: Gateway) -> None:
    gateway.send(CreateUnit(name="档案馆", aliases=("档馆",)), dry_run=True)
    with pytest.raises(Exception, match="档馆"):
        gateway.send(CreateUnit(name="图书馆", parent="档馆"))


def test_a_file_that_is_locked_is_busy(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)
    holder = sqlite.connect(office, write=True)
    holder.execute("BEGIN IMMEDIATE")
    gateway = LocalGateway(office)
    with pytest.raises(OfficeBusy):
        gateway.send(CreateUnit(name="档案馆"))
    gateway.close()
    holder.close()


def test_errors_of_a_program_are_not_put_into_words(office: Path) -> None:
    store = open_store(str(office))
    assert store.told(sqlite3.ProgrammingError("no such column")) is None
    assert store.told(ValueError("locked")) is None


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    address = f"postgresql://clerk:secret@/county?host={tmp_path}"
    gateway = LocalGateway(open_store(address))
    with pytest.raises(DatabaseUnreachable) as caught:
        gateway.send(ListUnits())
    assert "secret" not in str(caught.value.params)
    with pytest.raises(AddressMalformed):
        LocalGateway(open_store("postgresql://a b:c:d/%zz?x=1")).send(ListUnits())


@pytest.mark.needs_program
def test_an_office_in_a_database(postgresql: Server) -> None:
    with postgresql.database("template0") as name:
        address = postgresql.address(name)
        with pytest.raises(OfficeMissing):
            LocalGateway(open_store(address)).send(ListUnits())
        create_office(address)
        with pytest.raises(OfficeExists):
            create_office(address)
        gateway = LocalGateway(open_store(address), actor="test")
        assert gateway.send(CreateUnit(name="档案馆")).code
        gateway.close()
        assert upgrade_office(address) == (sqlite.FORMAT, sqlite.FORMAT)
        with postgresql.connect(name) as connection:
            connection.execute("UPDATE gridctl_format SET number = 1")
        with pytest.raises(OfficeOlder):
            LocalGateway(open_store(address)).send(ListUnits())


@pytest.mark.needs_program
def test_a_connection_goes_back_to_the_pool_as_it_came(postgresql: Server) -> None:
    with postgresql.database() as name:
        store = open_store(postgresql.address(name))
        listeners = []
        for _ in range(2):
            with store.writing() as uow:
                listeners.append(len(uow.driver._notice_handlers))
        assert listeners == [0, 0]
        store.close()


@pytest.mark.needs_program
def test_a_database_of_something_else_is_left_alone(postgresql: Server) -> None:
    with postgresql.database("template0") as name:
        with postgresql.connect(name) as connection:
            connection.execute("CREATE TABLE unit (id INT)")
        for attempt in (create_office, upgrade_office):
            with pytest.raises(NotAnOffice):
                attempt(postgresql.address(name))


@pytest.mark.needs_program
def test_what_was_begun_first_and_ends_last_is_noticed_too(postgresql: Server) -> None:
    with postgresql.database() as name:
        store = open_store(postgresql.address(name))
        with store.writing() as first, store.writing() as second:
            open_entry(first, _entry("first"))
            open_entry(second, _entry("second"))
            close_entry(second, "")
            second.commit()
            with store.reading() as reader:
                store.memory.of(reader, None)["tried"] = "kept"
            first.add(Unit(code="B9", name="档案馆", name_key="档案馆"))
            close_entry(first, "")
            first.commit()
            with store.reading() as reader:
                assert store.memory.of(reader, None) == {}
        store.close()


def _entry(key: str) -> Entry:
    return Entry(
        office_id=1, at=0, operation="units.CreateUnit", actor="test", idempotency_key=key,
        request_digest="",
    )  # fmt: skip


@pytest.mark.needs_program
def test_a_database_that_was_restarted_costs_nobody_an_error_and_one_that_is_away_is_told(
    postgresql: Server,
) -> None:
    """What a token stands for is asked before any operation, on a connection of the pool."""
    with postgresql.database() as name:
        gateway = LocalGateway(open_store(postgresql.address(name)), actor="test")
        found = gateway.ask(lambda context: context.read.rows(units.CODES))
        with postgresql.connect(name) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert gateway.ask(lambda context: context.read.rows(units.CODES)) == found
        with postgresql.connect("postgres") as other:
            other.execute(f"DROP DATABASE {name} WITH (FORCE)")
    store: Any = gateway._store
    store._pool.timeout = 0.3
    with pytest.raises(DatabaseUnreachable):
        gateway.ask(lambda context: context.read.rows(units.CODES))
    gateway.close()
