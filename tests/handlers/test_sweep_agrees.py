"""A sweep writes down what was shown before: the same deadlines, verdicts and figures."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.audits import VerifyRows
from gridctl.operations.queries.clocks import ShowClock
from gridctl.operations.queries.tickets import ListTickets, ShowStats
from tests.beginnings import Beginning
from tests.handlers.clock_desk import CHINA, As, at, clock_setter, set_up


@pytest.fixture
def beginning() -> Beginning:
    return set_up


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def at_instant(gateway: Gateway) -> Callable[[datetime], None]:
    return clock_setter(gateway)


def given(county: Gateway, acting: As, deadline: datetime) -> str:
    """A ticket of 9 October that came with a deadline, handled by a unit without a limit."""
    ticket = county.send(
        CreateTicket(
            title="垃圾未清", place="文定社区", category="市容环境", reported_at=at(9),
            deadline_at=deadline,
        )
    ).serial_no  # fmt: skip
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    county.send(handling.DispatchTicket(ticket=ticket, unit="城管局", at=at(9, 10)))
    acting("城管局").send(handling.SignTicket(ticket=ticket, at=at(9, 11)))
    return ticket


def suspend(county: Gateway, acting: As, ticket: str, until: date, when: datetime) -> None:
    asking = handling.SuspendTicket(ticket=ticket, until=until, opinion="等待材料", at=when)
    acting("城管局").send(asking)
    county.send(DecideRequest(ticket=ticket, grant=True, at=when))


def told(county: Gateway) -> dict[str, Any]:
    """Return what the ways to a deadline say of every ticket, and of them all."""
    rows = county.send(ListTickets(limit=200)).items
    clocks = {row.serial_no: county.send(ShowClock(ticket=row.serial_no)) for row in rows}
    for row in rows:
        clock = clocks[row.serial_no]
        assert clock.deadline_at == row.deadline_at, row.serial_no
        late = row.verdict == "overdue"
        assert late == (clock.late or clock.lamp == "red"), row.serial_no
    figures = county.send(ShowStats(by="day", since=date(2026, 10, 1), until=date(2027, 3, 1)))
    return {
        "rows": [(row.serial_no, row.deadline_at, row.verdict) for row in rows],
        "due": [(row.key, row.due_to_close, row.overdue) for row in figures.items
                if row.due_to_close],
    }  # fmt: skip


def test_a_deadline_that_came_with_the_ticket_moves_when_the_suspension_ends(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None]
) -> None:
    """Due on the 14th at 17:00, suspended from Monday 12th, 09:00, until Monday 19th."""
    ticket = given(county, acting, at(14, 17))
    suspend(county, acting, ticket, date(2026, 10, 19), at(12))
    for moment in (at(12), at(18, 23), at(19, 0), at(20), at(21, 17)):
        at_instant(moment)
        assert county.send(ShowClock(ticket=ticket)).deadline_at == at(21, 16)
    at_instant(at(22))
    before = told(county)
    assert county.send(SweepClock()).resumed == 1
    assert told(county) == before
    assert county.send(VerifyRows()).items == ()


def test_a_suspension_that_ends_early_gives_back_what_it_took(county: Gateway, acting: As) -> None:
    ticket = given(county, acting, at(14, 17))
    suspend(county, acting, ticket, date(2026, 11, 20), at(12))
    acting("城管局").send(handling.ResumeTicket(ticket=ticket, at=at(13)))
    assert county.send(ShowClock(ticket=ticket)).deadline_at == at(15, 17)


def test_an_early_end_never_brings_a_deadline_nearer(county: Gateway, acting: As) -> None:
    """Due on Monday at 12:40, after the morning's work; a pause within a Saturday moves nothing."""
    ticket = given(county, acting, at(19, 12, 40))
    suspend(county, acting, ticket, date(2026, 10, 25), at(17, 10))
    acting("城管局").send(handling.ResumeTicket(ticket=ticket, at=at(17, 16)))
    assert county.send(ShowClock(ticket=ticket)).deadline_at == at(19, 12, 40)


def test_what_was_late_when_it_was_suspended_stays_so(county: Gateway, acting: As) -> None:
    ticket = given(county, acting, at(10, 12))
    suspend(county, acting, ticket, date(2026, 10, 25), at(12))
    assert county.send(ShowClock(ticket=ticket)).deadline_at == at(10, 12)
    acting("城管局").send(handling.ResumeTicket(ticket=ticket, at=at(13)))
    assert county.send(ShowClock(ticket=ticket)).deadline_at == at(10, 12)


def test_taking_the_suspension_back_takes_the_move_back(county: Gateway, acting: As) -> None:
    ticket = given(county, acting, at(14, 17))
    suspend(county, acting, ticket, date(2026, 10, 19), at(12))
    county.send(UndoEntry())
    assert county.send(ShowClock(ticket=ticket)).deadline_at == at(14, 17)


@pytest.mark.parametrize("seed", range(3))
def test_a_sweep_changes_nothing_that_was_shown(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None], seed: int
) -> None:
    """Ten tickets of each kind, suspended for a while or not, looked at every few days."""
    pick = random.Random(seed)
    for _ in range(10):
        due = at(9, 12) + timedelta(hours=pick.randrange(24 * 14))
        tickets = [given(county, acting, due)]
        limit = pick.choice(["2工作日", "20小时", "5自然日", "3个工作日"])
        other = county.send(
            CreateTicket(title="噪音", place="文定社区", category="市容环境", reported_at=at(9))
        ).serial_no
        county.send(intake.FileTicket(ticket=other, at=at(9, 9, 10)))
        county.send(handling.DispatchTicket(ticket=other, unit="城管局", limit=limit, at=at(9, 10)))
        acting("城管局").send(handling.SignTicket(ticket=other, at=at(9, 11)))
        for ticket in (*tickets, other):
            _walk(county, acting, ticket, pick)
    moment = at(17)
    while moment < at(20, month=11):
        at_instant(moment)
        before = told(county)
        county.send(SweepClock())
        assert told(county) == before, moment
        again = county.send(SweepClock())
        assert (again.resumed, again.moved) == (0, 0)
        moment += timedelta(hours=pick.randrange(20, 160))
    assert county.send(VerifyRows()).items == ()


def _walk(county: Gateway, acting: As, ticket: str, pick: random.Random) -> None:
    when = at(9, 11) + timedelta(minutes=pick.randrange(60 * 24 * 6))
    kind = pick.randrange(4)
    if kind == 0:
        return
    until = (when + timedelta(days=pick.randrange(1, 20))).date()
    suspend(county, acting, ticket, until, when)
    if kind == 1:
        end = at(when.day, 0) + timedelta(days=1)
        early = when + (end - when) * pick.random()
        acting("城管局").send(handling.ResumeTicket(ticket=ticket, at=early.replace(microsecond=0)))


@pytest.mark.parametrize("limit", ["", "2工作日"])
def test_a_suspension_into_a_year_without_a_calendar_stops_no_sweep(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None], limit: str
) -> None:
    at_instant(datetime(2026, 12, 2, 9, tzinfo=CHINA))
    ticket, when = _latest(county, acting, limit)
    suspend(county, acting, ticket, date(2027, 3, 1), when)
    at_instant(datetime(2027, 3, 2, 9, tzinfo=CHINA))
    swept = county.send(SweepClock())
    assert swept.resumed == 0
    assert county.send(ListTickets()).items[0].state == "suspended"


def _latest(county: Gateway, acting: As, limit: str) -> tuple[str, datetime]:
    """A ticket of December 2026, whose calendar is the last there is."""
    begun = datetime(2026, 12, 1, 9, tzinfo=CHINA)
    ticket = county.send(
        CreateTicket(
            title="垃圾未清", place="文定社区", category="市容环境", reported_at=begun,
            deadline_at=begun + timedelta(days=9),
        )
    ).serial_no  # fmt: skip
    county.send(intake.FileTicket(ticket=ticket, at=begun))
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="城管局", limit=limit or None, at=begun)
    )
    acting("城管局").send(handling.SignTicket(ticket=ticket, at=begun))
    return ticket, begun + timedelta(hours=1)
