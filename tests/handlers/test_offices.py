"""The office and its check through the gateway, local and remote."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from gridctl.domain.office import CHECK_MESSAGES
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.queries.offices import CheckOffice, OfficeCheck
from gridctl.operations.queries.today import ShowToday


@pytest.fixture
def busy(gateway: Gateway) -> Gateway:
    """An office with three entries in its journal."""
    gateway.send(SetUpOffice(name="江阴中心", county_code="320281", operator="王芳"))
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    return gateway


def after(office: Path, gateway: Gateway, *statements: str) -> OfficeCheck:
    connection = sqlite3.connect(office)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return gateway.send(CheckOffice())


def test_a_sound_office(busy: Gateway) -> None:
    checked = busy.send(CheckOffice())
    assert (checked.items, checked.entries, checked.total) == ((), 3, 0)


@pytest.mark.parametrize(
    "column",
    ["at", "operation", "actor", "behalf", "reason", "idempotency_key", "request_digest", "result"],
)
def test_every_column_of_an_entry_is_covered(busy: Gateway, office: Path, column: str) -> None:
    checked = after(office, busy, f"UPDATE journal SET {column} = '7' WHERE seq = 2")
    (finding,) = checked.items
    assert (finding.check, finding.code, finding.params["seq"]) == ("journal", "journal_altered", 2)


def test_entries_that_are_gone_are_named_once(busy: Gateway, office: Path) -> None:
    checked = after(
        office,
        busy,
        "PRAGMA foreign_keys=OFF",
        "UPDATE journal SET seq = 1000000000 WHERE seq = 3",
    )
    assert {each.code for each in checked.items} == {"journal_gap", "journal_altered"}
    assert {each.code for each in checked.items} <= set(CHECK_MESSAGES)
    gap = next(each for each in checked.items if each.code == "journal_gap")
    assert gap.params == {"first": 3, "last": 999_999_999}


def test_a_reference_to_nothing_names_both_tables(busy: Gateway, office: Path) -> None:
    checked = after(office, busy, "DELETE FROM grid WHERE code = '320281001000'")
    assert {(each.check, each.code) for each in checked.items} == {
        ("references", "reference_broken")
    }
    assert checked.items[0].params["parent"] == "grid"


def test_who_acts_on_a_file_is_whom_the_office_names_now(office: Path) -> None:
    gateway = LocalGateway(office)
    for operator in ("王芳", "李强"):
        gateway.send(SetUpOffice(name="江阴中心", county_code="320281", operator=operator))
        assert gateway.send(ShowToday()).party == operator
    gateway.close()
