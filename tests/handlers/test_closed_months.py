"""Months whose assessment was frozen: no rule reaches into them, and their figures stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import pytest

from gridctl.domain.assessments import MonthClosed
from gridctl.domain.calendar.hours import WorkingHours, hours_text, read_slots
from gridctl.domain.workflow import shipped_text
from gridctl.domain.workflow.policy import shipped_policy_text
from gridctl.operations.base import Command, Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.calendars import AdoptNotice, SetHours
from gridctl.operations.commands.clocks import PreviewRules, RuleText, SweepClock
from gridctl.operations.commands.policies import AdoptPolicy, AdoptWorkflow
from gridctl.operations.queries.assessments import ShowAssessment, VerifyAssessment
from gridctl.operations.queries.clocks import ShowClock
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from tests.beginnings import Beginning
from tests.gateways import ActingGateway
from tests.handlers.clock_desk import As, at, clock_setter, handled, set_up

#: Waiting for the signature no longer counts: a ticket signed an hour later is due one later.
LATER = shipped_policy_text().replace("sign_counts = true", "sign_counts = false")
LOCAL = "火把节：10月22日放假，共1天。"


def _county(gateway: Gateway) -> None:
    """October with a ticket closed on time and one still open, closed itself on 3 November."""
    acting = partial(ActingGateway, gateway)
    set_up(gateway)
    closed = handled(gateway, acting)
    acting("城管局").send(handling.FeedbackTicket(ticket=closed, reply="好了", at=at(12, 9)))
    gateway.send(closing.CloseTicket(ticket=closed, at=at(12, 17)))
    handled(gateway, acting)
    run = gateway.send(RunAssessment(period="2026-10", scheme="unit_on_time", subject="unit"))
    gateway.send(FreezeAssessment(assessment=run.assessment))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def at_instant(gateway: Gateway) -> Callable[[datetime], None]:
    return clock_setter(gateway)


@pytest.mark.parametrize(
    "change",
    [
        SetHours(slots="08:00-12:00", valid_from=date(2026, 10, 31)),
        AdoptNotice(text=LOCAL, year=2026, place="江阴市", valid_from=date(2026, 10, 15)),
        AdoptPolicy(text=LATER, valid_from=date(2026, 10, 1)),
        AdoptWorkflow(text=shipped_text(), valid_from=date(2026, 9, 1)),
    ],
    ids=lambda each: type(each).__name__,
)
def test_no_rule_holds_from_a_closed_day(county: Gateway, change: Command[object]) -> None:
    with pytest.raises(MonthClosed) as raised:
        county.send(change)
    assert raised.value.params["earliest"] == "2026-11-01"


def test_the_figures_of_a_closed_month_stand(county: Gateway, acting: As) -> None:
    def figures() -> tuple[str, ...]:
        asked = (
            ShowStats(by="unit", period="2026-10"),
            ShowAssessment(assessment="2026-10"),
            VerifyAssessment(assessment="2026-10"),
        )
        return tuple(county.send(each).model_dump_json() for each in asked)

    closed, late = _serials(county)
    before, clock = figures(), county.send(ShowClock(ticket=late)).deadline_at
    county.send(SetHours(slots="08:00-12:00", valid_from=date(2026, 11, 1)))
    county.send(AdoptPolicy(text=LATER, valid_from=date(2026, 11, 1)))
    assert county.send(SweepClock()).moved == 0
    # Steps after the change read the log anew, and leave what is closed as it was.
    county.send(signals.NudgeTicket(ticket=late))
    county.send(signals.NotifyTicket(ticket=closed, units=("城管局",)))
    assert figures() == before
    assert county.send(ShowTicket(ticket=late)).deadline_at == clock == at(12, 10)
    assert county.send(ShowClock(ticket=late)).deadline_at == at(12, 10)


def test_what_falls_due_later_moves_and_the_preview_says_the_same(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None]
) -> None:
    at_instant(at(5, 9, month=11))
    ticket = handled(county, acting, "4小时", at(4, month=11))
    rule = RuleText(kind="policy", body=LATER)
    preview = county.send(PreviewRules(rules=(rule,), valid_from=date(2026, 11, 1)))
    # The late ticket of October is looked at and stays.
    assert (preview.tickets, preview.moved) == (2, 1)
    assert [shift.serial_no for shift in preview.items] == [ticket]
    county.send(AdoptPolicy(text=LATER, valid_from=date(2026, 11, 1)))
    assert county.send(SweepClock()).moved == 1
    assert county.send(ShowTicket(ticket=ticket)).deadline_at == at(4, 17, month=11)


def test_hours_count_from_their_day_on(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None]
) -> None:
    """28 hours from Wednesday 4 November 10:00: 22 by Friday night, six more in the next week."""
    at_instant(at(5, 9, month=11))
    before = handled(county, acting, "8小时", at(4, month=11))
    across = handled(county, acting, "28小时", at(4, month=11))
    assert county.send(ShowTicket(ticket=across)).deadline_at == at(9, 16, month=11)
    body = hours_text(WorkingHours(read_slots("08:00-12:00")))
    rules, since = (RuleText(kind="calendar.hours", body=body),), date(2026, 11, 9)
    preview = county.send(PreviewRules(rules=rules, valid_from=since))
    assert [(each.serial_no, each.after) for each in preview.items] == [
        (across, at(10, 10, month=11))
    ]
    county.send(SetHours(slots="08:00-12:00", valid_from=since))
    assert county.send(SweepClock()).moved == 1
    assert county.send(ShowTicket(ticket=across)).deadline_at == at(10, 10, month=11)
    assert county.send(ShowTicket(ticket=before)).deadline_at == at(5, 10, month=11)


def _serials(county: Gateway) -> tuple[str, str]:
    rows = sorted(county.send(ListTickets(period="2026-10")).items, key=lambda row: row.serial_no)
    closed, late = rows
    return closed.serial_no, late.serial_no
