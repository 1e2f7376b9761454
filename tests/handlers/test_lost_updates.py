"""Two clerks at once: the second one is told what was, what they want and what is now."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gridctl.domain.errors import Conflict
from gridctl.domain.tickets import TicketChanged
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.tickets import ShowTicket


@pytest.fixture
def ticket(gateway: Gateway) -> str:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    made = gateway.send(CreateTicket.model_validate({"title": "路面坍塌", "place": "320281000000"}))
    return made.serial_no


def test_the_second_of_two_clerks_sees_all_three_sides(gateway: Gateway, ticket: str) -> None:
    seen = gateway.send(ShowTicket(ticket=ticket)).revision
    first = EditTicket(ticket=ticket, title="路面塌陷", address="人民路1号", if_match=seen)
    changed = gateway.send(first)
    second = EditTicket(ticket=ticket, title="路面沉降", contact_phone="13800000000", if_match=seen)
    with pytest.raises(TicketChanged) as conflict:
        gateway.send(second)
    told = conflict.value.params
    assert (told["by"], told["seen"], told["actual"]) == ("test", seen, changed.revision)
    assert told["at"] == "2026-11-03 10:00"
    sides: list[dict[str, Any]] = json.loads(str(told["differences"]))
    assert {each.pop("field"): each for each in sides} == {
        "title": {"base": "路面坍塌", "mine": "路面沉降", "theirs": "路面塌陷"},
        "address": {"base": "", "mine": "", "theirs": "人民路1号"},
    }
    assert "13800000000" not in str(told)
    # Nothing was lost, and who looked again may go on.
    assert gateway.send(ShowTicket(ticket=ticket)).title == "路面塌陷"
    again = second.model_copy(update={"if_match": changed.revision})
    assert gateway.send(again).title == "路面沉降"


def test_three_changes_are_told_as_one(gateway: Gateway, ticket: str) -> None:
    seen = gateway.send(ShowTicket(ticket=ticket)).revision
    for title in ("一", "二", "三"):
        gateway.send(EditTicket(ticket=ticket, title=title))
    with pytest.raises(TicketChanged) as conflict:
        gateway.send(EditTicket(ticket=ticket, title="四", if_match=seen))
    assert json.loads(str(conflict.value.params["differences"])) == [
        {"field": "title", "base": "路面坍塌", "mine": "四", "theirs": "三"}
    ]


def test_a_revision_of_tomorrow_is_a_plain_conflict(gateway: Gateway, ticket: str) -> None:
    with pytest.raises(Conflict) as conflict:
        gateway.send(EditTicket(ticket=ticket, title="四", if_match=99))
    assert type(conflict.value) is Conflict
