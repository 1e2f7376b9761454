"""Tickets through the gateway, local and remote."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from gridctl.domain.telephones import TelephoneUnfit
from gridctl.domain.tickets import (
    ClosingUnfit,
    CountyUnknown,
    NotClosed,
    TicketExists,
    TicketNotFound,
)
from gridctl.operations.base import Gateway
from gridctl.operations.commands.contacts import ShowTicketContact
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.staff import CreateStaff
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from tests.beginnings import Beginning

CHINA = timezone(timedelta(hours=8))


def at(day: int, hour: int = 9, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CHINA)


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    for code, name in (("320281001000", "澄江街道"), ("320281102000", "月城镇")):
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateGrid(name="月城村委会", code="320281102201"))
    gateway.send(CreateUnit(name="城市管理局", aliases=("城管局",)))
    gateway.send(CreateStaff(name="张三", staff_no="G001", employment="full"))


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning | None:
    return _county if "county" in request.fixturenames else None


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


def test_a_ticket_gets_the_days_next_serial_number(county: Gateway) -> None:
    tickets = [
        county.send(CreateTicket(title="垃圾未清", place="文定社区", reported_at=at(8)))
        for _ in range(2)
    ]
    assert [t.serial_no for t in tickets] == ["3202812026100800001", "3202812026100800002"]
    other = county.send(CreateTicket(title="路灯不亮", place="月城村", reported_at=at(9)))
    assert other.serial_no == "3202812026100900001"


def test_everything_said_is_there_and_contact_values_are_masked(county: Gateway) -> None:
    made = county.send(
        CreateTicket(
            title="占道经营", place="文定社区", lead_unit="城管局", reporter="张三", urgent=True,
            reported_at=at(8), contact_name="王小明", contact_phone="13800001234",
            tags=("夜市", "重复"), external_no="12345-7", amount_fen=1999,
        )
    )  # fmt: skip
    shown = county.send(ShowTicket(ticket="12345-7"))
    assert shown == made
    assert (shown.town, shown.community, shown.lead_unit) == (
        "澄江街道", "文定社区居委会", "城市管理局",
    )  # fmt: skip
    assert (shown.contact_name, shown.contact_phone) == ("王**", "138****1234")
    assert (shown.reporter_no, shown.tags, shown.amount_fen) == ("G001", ("夜市", "重复"), 1999)
    assert [(e.verb, e.to_state, e.actor) for e in shown.events] == [("report", "reported", "test")]


def test_a_correction_is_an_event_and_a_revision(county: Gateway) -> None:
    made = county.send(CreateTicket(title="路面破损", place="文定社区", reported_at=at(8)))
    edited = county.send(
        EditTicket(ticket=made.serial_no, title="路面塌陷", opinion="现场核对", if_match=1)
    )
    assert (edited.title, edited.revision) == ("路面塌陷", 2)
    assert [(e.verb, e.opinion) for e in edited.events][1] == ("edit", "现场核对")
    unchanged = county.send(EditTicket(ticket=made.serial_no, title="路面塌陷"))
    assert (unchanged.revision, len(unchanged.events)) == (2, 2)


def test_helpers_and_contact_are_corrected_with_an_event_and_a_revision(county: Gateway) -> None:
    for name in ("供电公司", "住建局"):
        county.send(CreateUnit(name=name))
    serial = county.send(
        CreateTicket(
            title="路灯",
            place="文定社区",
            assist_units=("城管局", "供电公司"),
            contact_phone="13800000001",
        )
    ).serial_no
    edited = county.send(
        EditTicket(
            ticket=serial,
            assist_units=("供电公司", "住建局"),
            contact_name="张三",
            opinion="派单有误",
        )
    )
    assert (set(edited.assist_units), edited.revision) == ({"供电公司", "住建局"}, 2)
    assert (edited.contact_name, edited.contact_phone) == ("张**", "138****0001")
    assert [(event.verb, event.opinion) for event in edited.events[1:]] == [("edit", "派单有误")]
    cleared = county.send(
        EditTicket(ticket=serial, assist_units=(), contact_name="", contact_phone="")
    )
    assert (cleared.assist_units, cleared.contact_name, cleared.contact_phone) == ((), None, None)
    same = county.send(EditTicket(ticket=serial, assist_units=(), contact_phone=""))
    assert (same.revision, len(same.events)) == (3, 3)


def test_a_callers_number_is_normalised_and_what_is_none_is_refused(county: Gateway) -> None:
    facts = {"title": "路灯", "place": "文定社区"}
    serial = county.send(CreateTicket(**facts, contact_phone="0510-8888 1234 转 12")).serial_no
    assert county.send(ShowTicketContact(ticket=serial, purpose="回访")).phone == "0510-88881234-12"
    with pytest.raises(TelephoneUnfit):
        county.send(CreateTicket(**facts, contact_phone="1380000111"))
    with pytest.raises(TelephoneUnfit):
        county.send(EditTicket(ticket=serial, contact_phone="无"))
    assert county.send(ListTickets()).total == 1
    edited = county.send(EditTicket(ticket=serial, contact_phone="１３８００００１１１１"))
    assert edited.contact_phone == "138****1111"


def test_contact_values_stand_nowhere_but_beside_the_ticket(county: Gateway, office: Path) -> None:
    serial = county.send(CreateTicket(title="路灯", place="文定社区")).serial_no
    county.send(EditTicket(ticket=serial, contact_name="欧阳修", contact_phone="13800000001"))
    county.send(EditTicket(ticket=serial, contact_phone="13900000002"))
    county.close()
    connection = sqlite3.connect(office)
    # The index of the search holds pairs of signs and cannot be dumped; no contact is in it.
    connection.execute("DROP TABLE ticket_search")
    dump = "\n".join(connection.iterdump())
    told = [
        line.split("(")[0]
        for line in dump.splitlines()
        if any(word in line for word in ("13900000002", "13800000001", "欧阳修"))
    ]
    # What it was stands in a table beside it, from where undoing brings it back.
    assert told == ['INSERT INTO "contact_before" VALUES', 'INSERT INTO "ticket_contact" VALUES']


def test_the_same_external_number_is_refused(county: Gateway) -> None:
    county.send(CreateTicket(title="甲", place="文定社区", external_no="A1", reported_at=at(8)))
    with pytest.raises(TicketExists) as caught:
        county.send(CreateTicket(title="乙", place="文定社区", external_no="A1"))
    assert caught.value.params["serial"] == "3202812026100800001"


def test_no_county_no_serial_number(gateway: Gateway) -> None:
    with pytest.raises(CountyUnknown):
        gateway.send(CreateTicket(title="甲"))
    with pytest.raises(TicketNotFound):
        gateway.send(ShowTicket(ticket="nobody"))


def _make(county: Gateway, day: int, closed: int | None, deadline: int, place: str) -> None:
    county.send(
        CreateTicket(
            title=f"{day}日", place=place, reported_at=at(day), deadline_at=at(deadline, 18),
            closed_at=at(closed) if closed else None, state="closed" if closed else "handling",
        )
    )  # fmt: skip


def test_figures_count_intake_by_report_and_due_by_deadline(county: Gateway) -> None:
    _make(county, 8, 9, 10, "文定社区")  # closed on time
    _make(county, 8, 12, 10, "文定社区")  # closed late
    _make(county, 9, None, 12, "文定社区")  # open past its deadline
    county.send(CreateTicket(title="未定期限", place="月城村", reported_at=at(9)))
    stats = county.send(ShowStats(by="town", period="2026-10"))
    rows = {row.name: row for row in stats.items}
    near = rows["澄江街道"]
    assert (near.count, near.due_to_close, near.closed, near.closed_on_time) == (3, 3, 2, 1)
    assert (near.overdue, near.stated, near.close_on_time) == (2, 0, Decimal("33.33"))
    far = rows["月城镇"]
    assert (far.count, far.due_to_close, far.close_on_time, far.standing) == (
        1, 0, None, "none_due",
    )  # fmt: skip
    assert (stats.sum.count, stats.sum.due_to_close) == (4, 3)


def test_what_came_in_closed_was_solved_at_the_level_of_its_unit(county: Gateway) -> None:
    county.send(CreateUnit(name="澄江街道综治中心", level="town"))
    states = (
        ("澄江街道综治中心", "closed"), ("城管局", "closed"), ("城管局", "self_closed"),
        ("城管局", "handling"),
    )  # fmt: skip
    for day, (unit, state) in enumerate(states, 1):
        done = None if state == "handling" else at(day)
        county.send(
            CreateTicket(
                title=unit, place="文定社区", lead_unit=unit, reported_at=at(day),
                deadline_at=at(9, 18), state=state, closed_at=done,
            )  # type: ignore[arg-type]
        )  # fmt: skip
    rows = {row.key: row.closed for row in county.send(ShowStats(by="level")).items}
    assert rows == {"town": 1, "county": 1, "village": 1, "": 0}
    (town,) = county.send(ListTickets(filter="solved:town")).items
    assert county.send(ShowTicket(ticket=town.serial_no)).solved_level == "town"


def test_a_ticket_reported_in_one_month_is_due_in_the_next(county: Gateway) -> None:
    county.send(
        CreateTicket(
            title="跨月", place="文定社区", reported_at=at(30, month=9), deadline_at=at(9, 18),
            closed_at=at(8), state="closed",
        )
    )  # fmt: skip
    months = {row.key: row for row in county.send(ShowStats(by="month")).items}
    assert (months["2026-09"].count, months["2026-09"].due_to_close) == (1, 0)
    assert (months["2026-10"].count, months["2026-10"].closed_on_time) == (0, 1)


def test_lists_page_by_key_and_filter(county: Gateway) -> None:
    for day in range(1, 8):
        _make(county, day, None, 20, "文定社区" if day % 2 else "月城村")
    newest = county.send(ListTickets(limit=3))
    rest = county.send(ListTickets(limit=10, after=newest.next))
    titles = [row.title for row in (*newest.items, *rest.items)]
    assert titles == [f"{day}日" for day in range(7, 0, -1)]
    assert (newest.total, rest.next) == (7, None)
    assert county.send(ListTickets(under="月城镇")).total == 3
    assert county.send(ListTickets(text="3日")).total == 1
    assert county.send(ListTickets(state=("closed",))).total == 0
    assert county.send(ListTickets(period="2026-10", order="oldest")).items[0].title == "1日"
    assert {row.verdict for row in county.send(ListTickets(verdict="overdue")).items} == {"overdue"}


def test_a_ticket_is_entered_where_it_can_stand(county: Gateway) -> None:
    closed = {"title": "路面破损", "place": "文定社区", "state": "closed"}
    with pytest.raises(ClosingUnfit):
        county.send(CreateTicket.model_validate({**closed, "closed_at": at(1)}))
    with pytest.raises(NotClosed):
        county.send(CreateTicket(title="路面破损", place="文定社区", closed_at=at(8)))
    past = {**closed, "reported_at": at(1), "closed_at": at(2)}
    assert county.send(CreateTicket.model_validate(past)).closed_at == at(2)
    with pytest.raises(ValidationError):
        CreateTicket.model_validate({**closed, "state": "archived"})
