"""Whole copies of an office: the same on both sides, or nothing at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gridctl.domain.keeping import CopyDiffers, CopyRefused, SameOffice
from gridctl.domain.office import (
    NotAnOffice,
    OfficeBusy,
    OfficeDamaged,
    OfficeExists,
    OfficeMissing,
)
from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Target
from gridctl.gateway.keeping import of_today
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.audits import VerifyChain, VerifyRows
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.tickets import ListTickets
from gridctl.operations.queries.units import ListUnits
from gridctl.storage import sqlite
from gridctl.storage.copies import file, tables
from gridctl.storage.copies.whole import copy_office, count_rows
from gridctl.storage.stores import open_store
from tests.beginnings import Beginning
from tests.storage.older import made

if TYPE_CHECKING:
    from tests.postgresql import Server


def _filled(gateway: Gateway) -> None:
    for code, name in (
        ("320281000000", "江阴市"), ("320281001000", "澄江街道"),
        ("320281001001", "文定社区居委会"),
    ):  # fmt: skip
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateUnit(name="城市管理局", aliases=("城管局",)))
    for title in ("垃圾未清", "路灯不亮", "井盖\t破损\\N\n第二行"):
        gateway.send(CreateTicket(title=title, place="文定社区", contact_phone="13800001234"))


@pytest.fixture
def beginning() -> Beginning:
    """Return what each office begins with."""
    return _filled


@pytest.fixture
def on_server(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Callable[[str], str]]:
    """Yield what makes a database: a filled one, or an empty one, and returns its address."""
    server: Server = request.getfixturevalue("postgresql")
    beginnings = request.getfixturevalue("beginnings")
    with ExitStack() as stack:

        def make(kind: str) -> str:
            template = (
                "template0" if kind == "empty" else beginnings.database(_filled, clock, server)
            )
            return server.address(stack.enter_context(server.database(template)))

        yield make


@pytest.fixture
def opened(clock: Clock) -> Iterator[Callable[[str], LocalGateway]]:
    """Yield what opens an office by its address."""
    with ExitStack() as stack:

        def gateway(address: str) -> LocalGateway:
            made = LocalGateway(open_store(address), actor="test", clock=clock)
            stack.callback(made.close)
            return made

        yield gateway


_needs_server = pytest.mark.needs_program
_WAYS = [
    ("file", "file"),
    pytest.param(("file", "server"), marks=_needs_server),
    pytest.param(("server", "file"), marks=_needs_server),
    pytest.param(("server", "server"), marks=_needs_server),
]


@pytest.mark.parametrize("way", _WAYS, ids="-".join)
def test_a_copy_is_the_same_and_can_be_worked_on(
    way: tuple[str, str],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    opened: Callable[[str], LocalGateway],
) -> None:
    places: list[str] = []
    for kind, content in zip(way, ("filled", "empty"), strict=True):
        if kind == "server":
            places.append(request.getfixturevalue("on_server")(content))
        elif content == "filled":
            places.append(str(request.getfixturevalue("office")))
        else:
            places.append(str(tmp_path / "copy.db"))
    source, target = places
    passed: list[int] = []
    copied = copy_office(source, target, advance=passed.append)
    assert copied.rows == count_rows(source) == count_rows(target)
    assert sum(passed) == 2 * copied.rows
    old, new = opened(source), opened(target)
    assert new.send(VerifyChain()) == old.send(VerifyChain())
    assert new.send(VerifyChain()).head_hash == copied.head_hash
    assert new.send(VerifyRows()).total == new.send(CheckOffice()).total == 0
    assert new.send(ListTickets(text="井盖")).items == old.send(ListTickets(text="井盖")).items
    assert len(new.send(ListTickets(text="井盖")).items) == 1
    # The next numbers follow those that are taken.
    new.send(CreateTicket(title="新的路灯不亮", place="文定社区"))
    assert len(new.send(ListTickets(text="路灯")).items) == 2
    assert new.send(VerifyRows()).total == 0
    with pytest.raises(OfficeExists):
        copy_office(source, target)


def test_every_table_and_column_is_copied(office: Path) -> None:
    with closing(sqlite.connect(office, write=False)) as connection:
        rows = connection.execute(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND m.name NOT LIKE 'ticket_search%'"
        ).fetchall()
    copied = {(table.name, name) for table in tables.copied_tables() for name in table.columns}
    assert set(rows) == copied


def test_what_others_enter_meanwhile_is_not_in_the_copy(
    office: Path, tmp_path: Path, opened: Callable[[str], LocalGateway]
) -> None:
    written: list[object] = []

    def enter(_count: int) -> None:
        if not written:
            written.append(opened(str(office)).send(CreateUnit(name="档案馆")))

    copied = copy_office(str(office), str(tmp_path / "copy.db"), advance=enter)
    assert opened(str(tmp_path / "copy.db")).send(ListUnits()).total == 1
    assert opened(str(office)).send(VerifyChain()).head == copied.head + 1


@pytest.mark.needs_program
def test_the_same_holds_on_a_server(
    on_server: Callable[[str], str], tmp_path: Path, opened: Callable[[str], LocalGateway]
) -> None:
    source = on_server("filled")
    written: list[object] = []

    def enter(_count: int) -> None:
        if not written:
            written.append(opened(source).send(CreateUnit(name="档案馆")))

    copied = copy_office(source, str(tmp_path / "copy.db"), advance=enter)
    assert opened(source).send(VerifyChain()).head == copied.head + 1


def test_an_office_that_is_held_is_not_changed_meanwhile(
    office: Path,
    tmp_path: Path,
    opened: Callable[[str], LocalGateway],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)

    def enter(_count: int) -> None:
        with pytest.raises(OfficeBusy):
            opened(str(office)).send(CreateUnit(name="档案馆"))

    copied = copy_office(str(office), str(tmp_path / "copy.db"), hold=True, advance=enter)
    assert opened(str(office)).send(VerifyChain()).head == copied.head


def test_a_copy_that_differs_is_thrown_away(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transfer = file._transfer

    def lossy(source: sqlite3.Connection, target: sqlite3.Connection, path: Path) -> None:
        transfer(source, target, path)
        target.execute("DELETE FROM unit_alias")

    monkeypatch.setattr(file, "_transfer", lossy)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(CopyDiffers) as caught:
        copy_office(str(office), str(tmp_path / "copy.db"))
    assert caught.value.params == {"table": "unit_alias", "rows": 1, "found": 0}
    assert sorted(tmp_path.iterdir()) == before


def test_an_office_is_replaced_under_those_who_work_on_it(
    office: Path, tmp_path: Path, opened: Callable[[str], LocalGateway]
) -> None:
    backup = str(tmp_path / "backup.db")
    copy_office(str(office), backup)
    working = opened(str(office))
    working.send(CreateUnit(name="档案馆"))
    assert working.send(ListUnits()).total == 2
    copy_office(backup, str(office), replace=True, keep=False)
    assert working.send(ListUnits()).total == 2
    copy_office(backup, str(office), replace=True)
    assert working.send(ListUnits()).total == 1
    working.send(CreateUnit(name="档案馆"))
    assert working.send(VerifyRows()).total == 0


@pytest.mark.needs_program
def test_a_database_is_replaced_whole_or_not_at_all(
    on_server: Callable[[str], str], office: Path, opened: Callable[[str], LocalGateway]
) -> None:
    address = on_server("filled")
    working = opened(address)
    working.send(CreateUnit(name="档案馆"))
    # PostgreSQL takes no text with this sign.
    opened(str(office)).send(CreateUnit(name="文化馆"))
    with closing(sqlite.connect(office, write=True)) as connection:
        connection.execute("UPDATE unit SET name = 'a' || char(0) WHERE name = '文化馆'")
    with pytest.raises(CopyRefused) as caught:
        copy_office(str(office), address, replace=True)
    assert caught.value.params["table"] == "unit"
    assert working.send(ListUnits()).total == 2
    with closing(sqlite.connect(office, write=True)) as connection:
        connection.execute("UPDATE unit SET name = '文化馆' WHERE name LIKE 'a%'")
    copy_office(str(office), address, replace=True)
    assert {each.name for each in working.send(ListUnits()).items} == {"城市管理局", "文化馆"}
    assert working.send(VerifyRows()).total == 0


def test_what_is_no_office_is_neither_copied_nor_replaced(office: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("不是数据库\n" * 500)
    with pytest.raises(NotAnOffice):
        copy_office(str(office), str(other), replace=True)
    with pytest.raises(NotAnOffice):
        copy_office(str(other), str(tmp_path / "copy.db"))
    with pytest.raises(OfficeMissing):
        copy_office(str(tmp_path / "none.db"), str(tmp_path / "copy.db"))
    with pytest.raises(SameOffice):
        copy_office(str(office), str(office), replace=True)
    assert other.read_text().startswith("不是数据库")


def test_a_damaged_office_is_put_aside_for_its_backup(
    office: Path, tmp_path: Path, opened: Callable[[str], LocalGateway]
) -> None:
    backup = str(tmp_path / "backup.db")
    copy_office(str(office), backup)
    whole = office.read_bytes()
    office.write_bytes(whole[:4096] + b"\xaa" * (len(whole) - 4096))
    with pytest.raises(OfficeDamaged):
        copy_office(str(office), str(tmp_path / "copy.db"))
    copy_office(backup, str(office), replace=True)
    assert opened(str(office)).send(CheckOffice()).total == 0


def test_an_older_backup_is_brought_up_to_date_in_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    made(path, 3)
    before = path.read_bytes()
    with of_today(Target("sqlite", str(path), path.name)) as today:
        copied = copy_office(today.address, str(tmp_path / "office.db"))
    assert copied.head == 0
    assert path.read_bytes() == before
    sqlite.connect(tmp_path / "office.db", write=False).close()
