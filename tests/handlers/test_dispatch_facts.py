"""What a unit answers for of each dispatch: its own signature, in time or not, its own return."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.assessments import AdoptScheme, RunAssessment
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.assessments import ExplainScore, Explanation, VerifyAssessment
from gridctl.operations.queries.audits import VerifyRows
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from tests.beginnings import Beginning
from tests.handlers.clock_desk import As, at, clock_setter, reported, set_up

SCHEME = """
id = "signing"
version = 1
title = { zh = "签收", en = "signing" }
period = "month"
max = 100
[subject]
types = ["unit", "town"]
[[items]]
id = "signed"
label = { zh = "按时签收", en = "signed on time" }
max = 100
rule = "ratio"
rate = "signed_on_time / dispatched"
on_zero = "full"
"""
SIGNING = ("dispatched", "signed", "signed_on_time", "signed_late", "returned")


def _begin(gateway: Gateway) -> None:
    set_up(gateway)
    gateway.send(CreateUnit(name="住建局"))
    gateway.send(AdoptScheme(text=SCHEME))


@pytest.fixture
def beginning() -> Beginning:
    return _begin


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    clock_setter(gateway)(at(20))
    return gateway


def explained(
    county: Gateway, key: str, subject: str = "unit", period: str = "2026-10"
) -> Explanation:
    wish = {"period": period, "scheme": "signing", "subject": subject}
    run = county.send(RunAssessment.model_validate(wish))
    assert county.send(VerifyAssessment(assessment=run.assessment)).same
    return county.send(ExplainScore(assessment=run.assessment, key=key))


def signing(county: Gateway, key: str, subject: str = "unit") -> tuple[int, ...]:
    facts = explained(county, key, subject).facts
    return tuple(facts[name] for name in SIGNING)


def dispatch(county: Gateway, ticket: str, unit: str, when: datetime) -> None:
    county.send(handling.DispatchTicket(ticket=ticket, unit=unit, limit="5工作日", at=when))


def dispatched(county: Gateway, unit: str = "城管局") -> str:
    """A ticket dispatched on Friday 9 October 2026 at 10:00: to be signed by Monday, 10:00."""
    ticket = reported(county)
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    dispatch(county, ticket, unit, at(9, 10))
    return ticket


def give_back(acting: As, unit: str, ticket: str, when: datetime) -> None:
    acting(unit).send(
        handling.ReturnTicket(ticket=ticket, ground="not_competent", opinion="非职责", at=when)
    )


@pytest.mark.parametrize(
    ("signed", "found"),
    [
        (at(12, 10), (1, 1, 1, 0, 0)),
        (at(12, 10, 1), (1, 1, 0, 1, 0)),
        (None, (1, 0, 0, 1, 0)),
    ],
)
def test_two_working_days_to_sign_from_the_dispatch(
    county: Gateway, acting: As, signed: datetime | None, found: tuple[int, ...]
) -> None:
    """Saturday 10 October works, Sunday does not."""
    ticket = dispatched(county)
    if signed:
        acting("城管局").send(handling.SignTicket(ticket=ticket, at=signed))
    assert signing(county, "城市管理局") == found
    assert signing(county, "320281001000", "town") == found
    told = explained(county, "城市管理局").tickets
    late = found[SIGNING.index("signed_late")] == 1
    assert told["signed_late" if late else "signed_on_time"] == (ticket,)


def test_who_still_has_time_to_sign_is_neither_late_nor_on_time(county: Gateway) -> None:
    clock_setter(county)(at(12, 10))
    dispatched(county)
    assert signing(county, "城市管理局") == (1, 0, 0, 0, 0)


def test_a_return_is_charged_to_the_unit_that_returned(county: Gateway, acting: As) -> None:
    ticket = dispatched(county)
    give_back(acting, "城管局", ticket, at(9, 11))
    dispatch(county, ticket, "住建局", at(9, 12))
    acting("住建局").send(handling.SignTicket(ticket=ticket, at=at(9, 15)))
    first, second = explained(county, "城市管理局"), explained(county, "住建局")
    assert tuple(first.facts[name] for name in SIGNING) == (1, 0, 0, 0, 1)
    assert tuple(second.facts[name] for name in SIGNING) == (1, 1, 1, 0, 0)
    assert first.tickets["returned"] == (ticket,)
    assert (first.facts["due_to_close"], second.facts["due_to_close"]) == (0, 1)
    # In its town it is one ticket that was returned.
    assert signing(county, "320281001000", "town") == (1, 1, 1, 0, 1)


def test_what_was_returned_and_waits_for_a_unit_was_dispatched(county: Gateway, acting: As) -> None:
    ticket = dispatched(county)
    give_back(acting, "城管局", ticket, at(9, 11))
    assert signing(county, "320281001000", "town") == (1, 0, 0, 0, 1)
    assert signing(county, "城市管理局") == (1, 0, 0, 0, 1)
    told = county.send(ShowStats(since=at(1).date(), until=at(31).date(), indicators=True))
    found = told.sum.indicators
    assert found is not None
    assert (found.dispatched_of_due, found.returned_of_due, found.return_rate) == (1, 1, 100)
    assert county.send(ListTickets(filter="dispatched_of_due:2026-10")).total == 1


def test_a_unit_that_had_a_ticket_twice_answers_for_both_times(county: Gateway, acting: As) -> None:
    ticket = dispatched(county)
    acting("城管局").send(handling.SignTicket(ticket=ticket, at=at(9, 10, 30)))
    give_back(acting, "城管局", ticket, at(9, 11))
    assert signing(county, "城市管理局") == (1, 1, 1, 0, 1)
    dispatch(county, ticket, "城管局", at(9, 12))
    assert signing(county, "城市管理局") == (1, 1, 0, 1, 1)


def test_a_ticket_handed_up_was_signed_for_and_not_returned(county: Gateway, acting: As) -> None:
    county.send(CreateUnit(name="澄江街道网格中心", level="town", place="澄江街道"))
    ticket = reported(county)
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    county.send(handling.HandDownTicket(ticket=ticket, level="town", at=at(9, 9, 20)))
    town = acting("澄江街道网格中心")
    dispatch(town, ticket, "澄江街道网格中心", at(9, 10))
    town.send(handling.SignTicket(ticket=ticket, at=at(9, 11)))
    town.send(handling.EscalateTicket(ticket=ticket, opinion="超出权限", at=at(9, 15)))
    assert signing(county, "澄江街道网格中心") == (1, 1, 1, 0, 0)


def test_undoing_a_return_takes_it_from_the_unit(county: Gateway, acting: As) -> None:
    ticket = dispatched(county)
    give_back(acting, "城管局", ticket, at(9, 11))
    acting("城管局").send(UndoEntry())
    assert signing(county, "城市管理局") == (1, 0, 0, 1, 0)
    assert county.send(VerifyRows()).items == ()


def test_a_reopening_leaves_the_signature_of_the_first_cycle(county: Gateway, acting: As) -> None:
    ticket = dispatched(county)
    acting("城管局").send(handling.SignTicket(ticket=ticket, at=at(13)))
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(13, 10)))
    county.send(closing.CloseTicket(ticket=ticket, at=at(13, 11)))
    county.send(closing.ReopenTicket(ticket=ticket, opinion="复发", limit="2工作日", at=at(14)))
    assert signing(county, "城市管理局") == (1, 1, 0, 1, 0)


def test_a_reopening_leaves_the_rework_of_the_first_cycle(county: Gateway, acting: As) -> None:
    ticket = dispatched(county)
    acting("城管局").send(handling.SignTicket(ticket=ticket, at=at(9, 11)))
    for hour in (9, 11):
        acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="已清", at=at(12, hour)))
        county.send(
            closing.ReworkTicket(ticket=ticket, opinion="没有清", at=at(12, hour).replace(minute=9))
        )
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="清了", at=at(13, 9)))
    county.send(closing.CloseTicket(ticket=ticket, at=at(13, 11)))
    county.send(closing.ReopenTicket(ticket=ticket, opinion="复发", limit="2工作日", at=at(14)))
    facts = explained(county, "城市管理局").facts
    assert (facts["rework"], facts["rework_times"]) == (1, 2)


FINISHED = """工单编号,事件标题,上报时间,派遣时间,签收时间,截止时间,结案时间,社区,承办单位
B1,及时,2026-10-09,2026-10-09 10:00,2026-10-12 10:00,2026-10-16,2026-10-15,文定社区,城管局
B2,逾期,2026-10-09,2026-10-09 10:00,2026-10-12 10:01,2026-10-16,2026-10-15,文定社区,城管局
B3,未记,2026-10-09,2026-10-09 10:00,,2026-10-16,2026-10-15,文定社区,城管局
"""


def test_finished_tickets_of_a_file_tell_when_they_were_signed(
    county: Gateway, send: Callable[..., Any]
) -> None:
    """Where a file says nothing of a signature, nobody knows whether it was late."""
    send(FINISHED, "ticket")
    assert signing(county, "城市管理局") == (3, 2, 1, 1, 0)


def test_the_call_back_of_a_cycle_stays_with_it(county: Gateway, acting: As) -> None:
    ticket = dispatched(county)
    acting("城管局").send(handling.SignTicket(ticket=ticket, at=at(9, 11)))
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(10, 9)))
    county.send(
        closing.RevisitTicket(ticket=ticket, outcome="satisfied", resolved=True, at=at(10, 10))
    )
    county.send(closing.CloseTicket(ticket=ticket, at=at(10, 11)))
    before = explained(county, "城市管理局").facts
    county.send(closing.ReopenTicket(ticket=ticket, opinion="复发", limit="10工作日", at=at(19)))
    assert county.send(ShowTicket(ticket=ticket)).satisfaction is None
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="再清", at=at(19, 10)))
    county.send(
        closing.RevisitTicket(ticket=ticket, outcome="dissatisfied", resolved=False, at=at(19, 11))
    )
    names = ("revisited", "satisfied", "dissatisfied", "resolved")
    after = explained(county, "城市管理局")
    assert [before[name] for name in names] == [after.facts[name] for name in names] == [1, 1, 0, 1]
    clock_setter(county)(at(20) + timedelta(days=14))
    later = explained(county, "城市管理局", period="2026-11").facts
    assert [later[name] for name in names] == [1, 0, 1, 0]
    assert after.tickets["satisfied"] == (ticket,)
