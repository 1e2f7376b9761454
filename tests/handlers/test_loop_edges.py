"""Ways through the loop that few tickets take, and where each of them must lead."""

from __future__ import annotations

from datetime import date

import pytest

from gridctl.domain import loop as refused
from gridctl.domain.reviews import ReviewNotTheirs
from gridctl.domain.rights import FOR_OTHERS, Rights
from gridctl.domain.tickets import DispatchedAlready
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.ticket_reviews import ReviewTicket
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.clocks import ShowClock
from gridctl.operations.queries.tickets import ListTickets
from tests.beginnings import Beginning
from tests.gateways import RightsGateway
from tests.handlers.clock_desk import As, at, handled, reported, set_up, suspended


@pytest.fixture
def beginning() -> Beginning:
    return set_up


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


def _came(county: Gateway, state: str, unit: str | None = "城管局") -> str:
    """A ticket another system had begun, due on Tuesday 13 October 2026 at 18:00."""
    return county.send(
        CreateTicket.model_validate(
            {
                "title": "井盖缺失", "place": "文定社区", "category": "市容环境", "state": state,
                "lead_unit": unit, "reported_at": at(9), "deadline_at": at(13, 18),
            }
        )
    ).serial_no  # fmt: skip


def test_what_no_unit_had_is_reopened_for_one(county: Gateway, acting: As) -> None:
    """Else it would lie in rework, where nobody can take it up or give it out."""
    ticket = reported(county)
    county.send(closing.ForceCloseTicket(ticket=ticket, opinion="重复", at=at(10)))
    with pytest.raises(refused.UnitMissing):
        county.send(closing.ReopenTicket(ticket=ticket, at=at(12)))
    shown = county.send(
        closing.ReopenTicket(ticket=ticket, unit="城管局", limit="1工作日", at=at(12))
    )
    assert (shown.lead_unit, shown.deadline_at) == ("城市管理局", at(13))
    # Its unit and deadline are fixed as by a dispatch.
    with pytest.raises(DispatchedAlready):
        county.send(EditTicket(ticket=ticket, deadline_at=at(30)))
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(12, 10)))


def test_what_came_without_a_unit_says_so(county: Gateway) -> None:
    ticket = _came(county, "handling", None)
    with pytest.raises(refused.HeldByNobody):
        county.send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(12)))


def test_a_deadline_that_came_with_a_ticket_is_that_of_its_first_cycle(
    county: Gateway, acting: As
) -> None:
    ticket = _came(county, "handling")
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(12)))
    county.send(closing.CloseTicket(ticket=ticket, at=at(12, 10)))
    shown = county.send(closing.ReopenTicket(ticket=ticket, at=at(20)))
    assert (shown.deadline_at, shown.verdict) == (None, None)


def test_a_suspension_resumed_late_costs_a_given_deadline_nothing(
    county: Gateway, acting: As
) -> None:
    """It was over before anybody wrote so; what was left of the deadline counts from its end."""
    ticket = _came(county, "handling")
    unit = acting("城管局")
    asked = handling.SuspendTicket(
        ticket=ticket, until=date(2026, 10, 20), opinion="等待材料", at=at(12, 10)
    )
    unit.send(asked)
    county.send(DecideRequest(ticket=ticket, grant=True, at=at(12, 10)))
    shown = unit.send(handling.ResumeTicket(ticket=ticket, at=at(20, 15)))
    # Six hours of Monday and eight of Tuesday were left.
    assert shown.deadline_at == at(21, 16)


def test_what_is_closed_while_suspended_has_lost_no_time(county: Gateway, acting: As) -> None:
    """Its list, its clock and the guard of appeals say the same of it."""
    ticket = suspended(county, acting, date(2026, 10, 30))
    shown = county.send(closing.ForceCloseTicket(ticket=ticket, opinion="撤诉", at=at(20)))
    clock = county.send(ShowClock(ticket=ticket))
    assert (shown.verdict, clock.late, clock.met) == ("on_time", False, True)
    with pytest.raises(refused.AppealUnfit):
        acting("城管局").send(closing.AppealTicket(ticket=ticket, opinion="不服", at=at(21)))


def test_what_nobody_has_to_close_is_not_overdue(county: Gateway) -> None:
    parent, child = reported(county), _came(county, "reported", None)
    county.send(intake.MergeTicket(ticket=child, parent=parent))
    assert not county.send(ListTickets(filter="overdue")).items


def test_the_arbiter_binds_the_unit_it_named_and_no_other(county: Gateway, acting: As) -> None:
    town = "澄江街道网格中心"
    county.send(CreateUnit(name=town, level="town", place="澄江街道"))
    county.send(CreateUnit(name="住建局"))
    ticket = reported(county)
    for step in (
        intake.FileTicket(ticket=ticket, at=at(9, 10)),
        handling.HandDownTicket(ticket=ticket, at=at(9, 10)),
    ):
        county.send(step)
    back = handling.ReturnTicket(
        ticket=ticket, ground="not_competent", opinion="非职责", at=at(9, 12)
    )
    for _ in range(3):
        county.send(handling.DispatchTicket(ticket=ticket, unit="城管局", at=at(9, 12)))
        acting("城管局").send(back)
    county.send(handling.ArbitrateTicket(ticket=ticket, unit=town, opinion="属地", at=at(9, 12)))
    acting(town).send(handling.SignTicket(ticket=ticket, at=at(9, 12)))
    for refusal, step in (
        (refused.ArbitratedAlready, back),
        # Nobody fixed a limit: more of it would be none.
        (refused.NothingToExtend, handling.ExtendTicket(
            ticket=ticket, limit="1工作日", opinion="采购", at=at(9, 12)
        )),
    ):  # fmt: skip
        with pytest.raises(refusal):
            acting(town).send(step)
    acting(town).send(handling.EscalateTicket(ticket=ticket, opinion="超出权限", at=at(9, 12)))
    county.send(handling.DispatchTicket(ticket=ticket, unit="住建局", at=at(9, 12)))
    assert acting("住建局").send(back).return_count == 4


def test_a_unit_does_not_help_itself(county: Gateway, acting: As) -> None:
    ticket = handled(county, acting)
    with pytest.raises(refused.AssistsItself):
        county.send(handling.AssistTicket(ticket=ticket, unit="城管局", at=at(9, 12)))


def test_a_review_is_not_ticked_off_by_whom_it_does_not_concern(
    county: Gateway, acting: As
) -> None:
    county.send(CreateUnit(name="公安局"))
    ticket = handled(county, acting)
    county.send(signals.UrgeTicket(ticket=ticket, urgency="red"))
    review = ReviewTicket(ticket=ticket, kind="check", opinion="已看")
    with pytest.raises(ReviewNotTheirs):
        acting("公安局").send(review)
    acting("城管局").send(review)


def test_what_is_not_asked_for_is_not_granted(county: Gateway, acting: As) -> None:
    ticket = handled(county, acting)
    acting("城管局").send(
        handling.SuspendTicket(
            ticket=ticket, until=date(2026, 10, 20), opinion="等待材料", at=at(9, 15)
        )
    )
    with pytest.raises(refused.GrantUnfit):
        county.send(DecideRequest(ticket=ticket, grant=True, limit="9工作日", at=at(9, 16)))


def test_an_account_does_not_decide_what_it_asked_for_in_another_s_name(
    county: Gateway, acting: As
) -> None:
    ticket = handled(county, acting)
    wang, li = (
        Rights(account=name, role="county", permissions=frozenset({"ticket.*", FOR_OTHERS}))
        for name in ("wang", "li")
    )
    RightsGateway(county, wang, "城管局").send(
        handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(9, 15))
    )
    decision = DecideRequest(ticket=ticket, grant=True, at=at(9, 16))
    with pytest.raises(refused.SelfDecision):
        RightsGateway(county, wang).send(decision)
    assert RightsGateway(county, li).send(decision).deadline_at == at(13, 10)
