"""Signals on a ticket under way: supervision, notices, instructions (domain.md 6.6)."""

from __future__ import annotations

import pytest

from gridctl.domain import loop as refused
from gridctl.domain.workflow import parse_workflow, shipped_text
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from gridctl.operations.steps import TicketStep
from tests.beginnings import Beginning
from tests.handlers.loop_desk import TOWN, As, filed, fill, handled


@pytest.fixture
def beginning() -> Beginning:
    return fill


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def ticket(county: Gateway) -> str:
    return filed(county)


def test_a_lower_centre_does_not_lift_a_higher_ones_order(
    county: Gateway, acting: As, ticket: str
) -> None:
    handled(county, acting, ticket)
    county.send(signals.SuperviseTicket(ticket=ticket, colour="red", opinion="催办未果"))
    with pytest.raises((refused.SupervisedHigher, refused.RoleMissing)):
        acting(TOWN).send(signals.CancelSupervise(ticket=ticket, opinion="行了"))
    shown = county.send(signals.CancelSupervise(ticket=ticket, opinion="已整改"))
    assert shown.supervision_level == ""


def test_notices_are_read_by_those_told(county: Gateway, acting: As, ticket: str) -> None:
    county.send(signals.NotifyTicket(ticket=ticket, units=("住建局",), opinion="请知悉"))
    shown = county.send(ShowTicket(ticket=ticket))
    listed = county.send(ListTickets(filter=f"no:{ticket}")).items[0]
    taken = {
        rule.code for rule in parse_workflow(shipped_text()).takes_now(shown.state, shown.stands)
    }
    assert (shown.stands, listed.stands) == (("noticed",), ("noticed",))
    assert taken & {"read", "finish_assist", "cancel_supervise"} == {"read"}
    with pytest.raises(refused.AssistMissing):
        acting("住建局").send(handling.FinishAssist(ticket=ticket))
    with pytest.raises(refused.NoticeMissing):
        acting("城管局").send(signals.ReadTicket(ticket=ticket))
    acting("住建局").send(signals.ReadTicket(ticket=ticket))
    with pytest.raises(refused.NoticeMissing):
        acting("住建局").send(signals.ReadTicket(ticket=ticket))


@pytest.mark.parametrize("verb", [signals.InstructTicket, signals.CommentTicket])
def test_some_steps_need_an_opinion(county: Gateway, ticket: str, verb: type[TicketStep]) -> None:
    with pytest.raises(refused.StepOpinionMissing):
        county.send(verb(ticket=ticket))
