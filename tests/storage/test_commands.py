"""One command is one transaction, one journal entry, and one result however often it is sent."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.domain.office import KeyReused
from gridctl.operations.base import Command, Gateway
from gridctl.operations.commands.grids import CloseGrid, CreateGrid, EditGrid
from gridctl.operations.commands.imports import OpenBatch
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.staff import CreateStaff, EditStaff
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit, EditUnit
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.tickets import ListTickets

DAY = datetime(2026, 10, 8, 1, tzinfo=UTC)
PHONES = ("13800001234", "0510-86861234")


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    gateway.send(SetUpOffice(name="江阴市", county_code="320281", operator="王芳"))
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    return gateway


def _table(office: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(office)) as connection:
        return connection.execute(sql).fetchall()


def _content(office: Path) -> str:
    """Return the digest of everything the database holds."""
    with closing(sqlite3.connect(office)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'ticket_search%'"
        )
        tables = sorted(name for (name,) in names)
        # The search index holds nothing of its own, and cannot be read out by rows.
        rows = [(name, connection.execute(f"SELECT * FROM {name}").fetchall()) for name in tables]
        return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_the_same_key_is_the_same_command(county: Gateway) -> None:
    wish = CreateTicket(title="垃圾未清", place="澄江街道", reported_at=DAY)
    first = county.send(wish, key="k1")
    assert county.send(wish, key="k1") == first
    assert county.send(CreateTicket.model_validate(wish.model_dump()), key="k2") != first
    assert county.send(ListTickets()).total == 2


def test_a_result_is_repeated_as_it_was(county: Gateway) -> None:
    """Whoever asks again after a lost answer is told what the first answer said."""
    wish = CreateUnit(name="城管局")
    first = county.send(wish, key="k1")
    county.send(EditUnit(unit="城管局", name="城市管理局"))
    assert county.send(wish, key="k1") == first


@pytest.mark.parametrize(
    "other",
    [
        CreateUnit(name="供电公司"),
        CreateUnit(name="城管局", level="county"),
        CreateUnit(name="城管局", place=None),
        CreateGrid(name="城管局"),
    ],
    ids=repr,
)
def test_a_key_belongs_to_one_command(other: Command[Any], gateway: Gateway) -> None:
    gateway.send(CreateUnit(name="城管局"), key="k1")
    with pytest.raises(KeyReused) as caught:
        gateway.send(other, key="k1")
    assert caught.value.params == {"key": "k1"}


def test_a_key_of_a_refused_command_is_free_again(county: Gateway) -> None:
    with pytest.raises(GridctlError):
        county.send(CreateTicket(title="甲", place="月城镇"), key="k1")
    county.send(CreateGrid(name="月城镇", code="320281102000"))
    assert county.send(CreateTicket(title="甲", place="月城镇"), key="k1").town == "月城镇"


WISHES = (
    CreateTicket(title="甲", place="澄江街道", reported_at=DAY, contact_phone=PHONES[0]),
    CreateGrid(name="月城镇", code="320281102000"),
    EditGrid(code="320281001000", name="澄江镇"),
    CloseGrid(code="320281001000", as_of=DAY.date()),
    CreateStaff(name="张三", employment="full", phone=PHONES[0]),
    SetUpOffice(name="别处", county_code="320282", operator="李娜"),
    OpenBatch(kind="ticket", file_name="t.csv", file_digest="0" * 64),
)


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: type(wish).__name__)
def test_a_dry_run_leaves_no_trace(wish: Command[Any], county: Gateway, office: Path) -> None:
    before, size = _content(office), office.stat().st_size
    tried = county.send(wish, key="k1", dry_run=True)
    assert (_content(office), office.stat().st_size) == (before, size)
    # Not even its key: the command itself may now be sent under it, and answers the same.
    done = county.send(wish, key="k1")
    assert done == tried
    assert _content(office) != before


def test_a_refused_command_leaves_no_trace(county: Gateway, office: Path) -> None:
    made = county.send(CreateTicket(title="甲", reported_at=DAY))
    before = _content(office)
    refused: tuple[Command[Any], ...] = (
        CreateTicket(title="乙", place="无此地", reported_at=DAY),
        EditTicket(ticket=made.serial_no, title="乙", if_match=7),
        CreateGrid(name="又一个", code="320281001000"),
    )
    for wish in refused:
        with pytest.raises(GridctlError):
            county.send(wish)
    assert _content(office) == before


def test_one_command_is_one_entry(county: Gateway, office: Path) -> None:
    county.send(CreateUnit(name="城管局"), key="k1", reason="机构改革")
    county.send(CreateUnit(name="城管局"), key="k1")
    county.send(ListTickets())
    county.send(OpenBatch(kind="ticket", file_name="t.csv", file_digest="0" * 64))
    entries = _table(office, "SELECT seq, operation, actor, reason FROM journal ORDER BY id")
    assert entries == [
        (1, "offices.SetUpOffice", "test", ""),
        (2, "grids.CreateGrid", "test", ""),
        (3, "grids.CreateGrid", "test", ""),
        (4, "units.CreateUnit", "test", "机构改革"),
    ]
    assert county.send(CheckOffice()).total == 0


def test_each_entry_names_its_changes(county: Gateway, office: Path) -> None:
    """Without this nothing could be undone: every row touched, and what it was before."""
    made = county.send(CreateTicket(title="甲", reported_at=DAY))
    county.send(EditTicket(ticket=made.serial_no, title="乙", opinion="改"))
    changes = [
        (table, action, json.loads(before) if before else None)
        for table, action, before in _table(
            office,
            "SELECT table_name, action, before FROM change"
            " WHERE journal_id = (SELECT max(id) FROM journal) ORDER BY id",
        )
    ]
    assert [(table, action) for table, action, _ in changes] == [
        ("ticket", "update"), ("ticket_event", "insert"),
    ]  # fmt: skip
    image = changes[0][2] or {}
    assert (image["title"], image["revision"], image["serial_no"]) == ("甲", 1, made.serial_no)
    assert changes[1][2] is None


def test_contact_values_stand_beside_their_record_only(county: Gateway, office: Path) -> None:
    county.send(CreateStaff(name="张三", staff_no="G001", employment="full", phone=PHONES[0]))
    county.send(EditStaff(staff_no="G001", phone=PHONES[1]), key="k1")
    county.send(
        CreateTicket(title="甲", reported_at=DAY, contact_name="王小明", contact_phone=PHONES[0])
    )
    kept = {
        (table, column)
        for (table,) in _table(
            office,
            "SELECT name FROM sqlite_master"
            " WHERE type = 'table' AND name NOT LIKE 'ticket_search%'",
        )
        for _, column, *_ in _table(office, f"PRAGMA table_info({table})")
        for number in ("38000012", "6861234", "王小明")
        if _table(office, f"SELECT 1 FROM {table} WHERE \"{column}\" LIKE '%{number}%'")
    }
    assert kept == {
        ("staff_contact", "phone"), ("ticket_contact", "phone"), ("ticket_contact", "name"),
        ("contact_before", "image"),
    }  # fmt: skip


def test_a_number_used_in_a_dry_run_is_given_out_again(county: Gateway) -> None:
    wish = CreateTicket(title="甲", reported_at=DAY)
    assert county.send(wish, dry_run=True).serial_no == "3202812026100800001"
    assert county.send(wish).serial_no == "3202812026100800001"
