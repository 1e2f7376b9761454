"""Two clerks at once: the second one is told what was, what they want and what is now."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from gridctl.domain.conflicts import RecordChanged
from gridctl.domain.errors import Conflict
from gridctl.domain.rights import Rights
from gridctl.domain.roles import shipped_roles
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.operations.base import Command, Gateway
from gridctl.operations.commands.categories import ConditionChange, CreateCategory, EditCategory
from gridctl.operations.commands.grids import CreateGrid, EditGrid
from gridctl.operations.commands.reply_templates import CreateTemplate, EditTemplate
from gridctl.operations.commands.routes import CreateRoute, EditRoute, EndRoute
from gridctl.operations.commands.saved_views import SaveView
from gridctl.operations.commands.staff import CreateStaff, EditStaff
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit, EditUnit
from gridctl.operations.queries.audits import ShowTrace
from gridctl.operations.queries.tickets import ShowTicket
from tests.gateways import RightsGateway


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
    with pytest.raises(RecordChanged) as conflict:
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
    with pytest.raises(RecordChanged) as conflict:
        gateway.send(EditTicket(ticket=ticket, title="四", if_match=seen))
    assert json.loads(str(conflict.value.params["differences"])) == [
        {"field": "title", "base": "路面坍塌", "mine": "四", "theirs": "三"}
    ]


def test_a_deadline_at_midnight_is_told_as_the_end_of_its_day(
    gateway: Gateway, ticket: str
) -> None:
    """In a conflict and in the course of the ticket as in every list."""
    seen = gateway.send(ShowTicket(ticket=ticket)).revision
    fifth, sixth = (datetime(2026, 11, day, tzinfo=OFFICE_ZONE) for day in (6, 7))
    gateway.send(EditTicket(ticket=ticket, deadline_at=fifth))
    with pytest.raises(RecordChanged) as conflict:
        gateway.send(EditTicket(ticket=ticket, deadline_at=sixth, if_match=seen))
    (side,) = json.loads(str(conflict.value.params["differences"]))
    assert (side["mine"], side["theirs"]) == ("2026-11-06 24:00", "2026-11-05 24:00")
    course = gateway.send(ShowTrace(ticket=ticket))
    assert "2026-11-05 24:00" in str(course.model_dump())


_GRID = "320281000000"
#: Record -> what makes it, what one clerk changes of it, what another one wants, what is told.
RECORDS: dict[str, tuple[Command[Any], Command[Any], Command[Any], list[dict[str, str]]]] = {
    "grid": (
        CreateGrid(name="澄江街道", code="320281001000"),
        EditGrid(code="320281001000", name="澄江", households=12),
        EditGrid(code="320281001000", households=15, if_match=1),
        [
            {"field": "households", "base": "", "mine": "15", "theirs": "12"},
            {"field": "name", "base": "澄江街道", "mine": "", "theirs": "澄江"},
        ],
    ),
    "unit": (
        CreateUnit(name="城管局"),
        EditUnit(unit="城管局", level="town", place=_GRID),
        EditUnit(unit="城管局", level="county", if_match=1),
        [
            {"field": "level", "base": "", "mine": "county", "theirs": "town"},
            {"field": "place", "base": "", "mine": "", "theirs": "江阴市"},
        ],
    ),
    "staff": (
        CreateStaff(name="张三", staff_no="G001", employment="full"),
        EditStaff(staff_no="G001", employment="part", phone="13800000000"),
        EditStaff(staff_no="G001", employment="full", phone="13900000000", if_match=1),
        [
            {"field": "employment", "base": "full", "mine": "full", "theirs": "part"},
            {"field": "phone", "base": "***", "mine": "***", "theirs": "***"},
        ],
    ),
    "category": (
        CreateCategory(name="市容", conditions=(ConditionChange(limit_text="1工作日"),)),
        EditCategory(
            category="市容",
            note="改",
            conditions=(ConditionChange(seq=1, limit_text="2工作日"),),
        ),
        EditCategory(
            category="市容",
            conditions=(ConditionChange(seq=1, limit_text="3工作日"),),
            if_match=1,
        ),
        [
            {
                "field": "conditions",
                "base": "1; 1工作日",
                "mine": "1; 3工作日",
                "theirs": "1; 2工作日",
            },
            {"field": "note", "base": "", "mine": "", "theirs": "改"},
        ],
    ),
    "route": (
        CreateRoute(place=_GRID, unit="环卫所"),
        EditRoute(route_no="R1", limit_text="2工作日"),
        EndRoute(route_no="R1", as_of=date(2027, 1, 1), if_match=1),
        [{"field": "limit_text", "base": "", "mine": "", "theirs": "2工作日"}],
    ),
    "reply_template": (
        CreateTemplate(name="已办", body="一"),
        EditTemplate(name="已办", body="二"),
        EditTemplate(name="已办", body="三", if_match=1),
        [{"field": "body", "base": "一", "mine": "三", "theirs": "二"}],
    ),
    "saved_view": (
        SaveView(name="今日", filter="open"),
        SaveView(name="今日", filter="overdue", columns=("title",)),
        SaveView(name="今日", filter="urgent", if_match=1),
        [
            {"field": "filter", "base": "open", "mine": "urgent", "theirs": "overdue"},
            {"field": "columns", "base": "", "mine": "", "theirs": "title"},
        ],
    ),
}


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_tells_its_three_sides(gateway: Gateway, record: str) -> None:
    make, change, late, told = RECORDS[record]
    gateway.send(CreateGrid(name="江阴市", code=_GRID))
    gateway.send(CreateUnit(name="环卫所"))
    gateway.send(make)
    gateway.send(change)
    with pytest.raises(RecordChanged) as conflict:
        gateway.send(late)
    params = conflict.value.params
    assert (params["record"], params["by"], params["seen"]) == (record, "test", 1)
    assert json.loads(str(params["differences"])) == told
    assert "13" not in str(params["differences"])
    gateway.send(late.model_copy(update={"if_match": params["actual"]}))


def test_a_place_is_told_as_it_was_before_a_change_from_a_day_on(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code=_GRID))
    gateway.send(EditGrid(code=_GRID, name="新江阴", as_of=date(2026, 10, 1)))
    with pytest.raises(RecordChanged) as conflict:
        gateway.send(EditGrid(code=_GRID, households=1, if_match=1))
    # What only the late one changes has its three sides as well.
    assert json.loads(str(conflict.value.params["differences"])) == [
        {"field": "households", "base": "", "mine": "1", "theirs": ""},
        {"field": "name", "base": "江阴市", "mine": "", "theirs": "新江阴"},
    ]


def test_where_a_ticket_lies_is_one_thing(gateway: Gateway, ticket: str) -> None:
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    seen = gateway.send(ShowTicket(ticket=ticket)).revision
    gateway.send(EditTicket(ticket=ticket, place="澄江街道", urgent=True))
    with pytest.raises(RecordChanged) as conflict:
        gateway.send(EditTicket(ticket=ticket, place="江阴市", if_match=seen))
    told = {each["field"]: each for each in json.loads(str(conflict.value.params["differences"]))}
    assert told["place"] == {
        "field": "place", "base": "江阴市", "mine": "江阴市", "theirs": "澄江街道",
    }  # fmt: skip
    assert (told["urgent"]["base"], told["urgent"]["theirs"]) == ("no", "yes")


def test_a_clerk_of_a_part_of_the_office_is_told_the_sides_too(
    gateway: Gateway, ticket: str
) -> None:
    seen = gateway.send(ShowTicket(ticket=ticket)).revision
    gateway.send(EditTicket(ticket=ticket, title="路面塌陷"))
    permissions = shipped_roles().one("town_office").permissions
    rights = Rights("clerk", "town_office", permissions, "place", place_id=1, level="county")
    clerk = RightsGateway(gateway, rights)
    with pytest.raises(RecordChanged) as conflict:
        clerk.send(EditTicket(ticket=ticket, title="路面沉降", if_match=seen))
    assert "路面塌陷" in str(conflict.value.params["differences"])


def test_a_revision_of_tomorrow_is_a_plain_conflict(gateway: Gateway, ticket: str) -> None:
    with pytest.raises(Conflict) as conflict:
        gateway.send(EditTicket(ticket=ticket, title="四", if_match=99))
    assert type(conflict.value) is Conflict
