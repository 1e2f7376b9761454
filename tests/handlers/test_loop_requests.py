"""What a unit may ask for, how long and how often, and who decides (domain.md 5.7, 6.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from gridctl.domain import loop as refused
from gridctl.domain.errors import GridctlError
from gridctl.foundation import i18n
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.staff import CreateStaff
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.clocks import ShowClock
from gridctl.operations.queries.ticket_requests import ListRequests
from gridctl.operations.queries.tickets import ShowTicket
from gridctl.presentation.troubles import tell_trouble
from tests.beginnings import Beginning
from tests.handlers.loop_desk import TOWN, As, at, closed, filed, fill, handled


@pytest.fixture
def beginning() -> Beginning:
    return fill


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[[GridctlError, str], list[str]]:
    """Return what a face says of an error in a language, and what to do about it."""

    def tell(error: GridctlError, language: str) -> list[str]:
        monkeypatch.setattr(i18n, "_language", language)
        told = tell_trouble(error, str)
        return [*told.lines, told.hint]

    return tell


@pytest.fixture
def ticket(county: Gateway) -> str:
    return filed(county)


def test_a_unit_does_not_decide_what_it_asks_for(county: Gateway, acting: As, ticket: str) -> None:
    """A town's centre that handles a ticket itself is not its own judge, whoever of it decides."""
    county.send(CreateStaff(name="李四", staff_no="G002", employment="full", unit=TOWN))
    county.send(handling.HandDownTicket(ticket=ticket, at=at(9, 9, 20)))
    handled(county, acting, ticket, TOWN)
    acting(TOWN).send(
        handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(9, 12))
    )
    with pytest.raises(refused.SelfDecision):
        acting("李四").send(DecideRequest(ticket=ticket, grant=True, at=at(9, 13)))
    shown = county.send(DecideRequest(ticket=ticket, grant=True, at=at(9, 14)))
    assert shown.extension_count == 1


def test_an_extension_is_measured_where_it_is_added(
    county: Gateway, acting: As, ticket: str
) -> None:
    """Seven days from the deadline are five working days, whatever holiday lies before it."""
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="城管局", limit="5工作日", at=at(9, 10))
    )
    unit = acting("城管局")
    unit.send(handling.SignTicket(ticket=ticket, at=at(9, 11)))
    ask = handling.ExtendTicket(ticket=ticket, limit="4自然日", opinion="采购", at=at(9, 11))
    # Four days after Friday 9 October are two working days; after Thursday 15 October as well.
    assert unit.send(ask).deadline_at == at(15, 10)
    county.send(DecideRequest(ticket=ticket, grant=False, opinion="不必", at=at(9, 11)))
    with pytest.raises(refused.ExtensionTooLong):
        unit.send(ask.model_copy(update={"limit": "6自然日"}))


def test_a_request_dies_with_the_unit_s_time(county: Gateway, acting: As, ticket: str) -> None:
    handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(9, 11)))
    unit.send(
        handling.ReturnTicket(ticket=ticket, ground="not_competent", opinion="非职责", at=at(9, 12))
    )
    assert [row.state for row in county.send(ListRequests(ticket=ticket)).items] == ["lapsed"]
    shown = county.send(
        handling.DispatchTicket(ticket=ticket, unit="住建局", limit="2工作日", at=at(9, 14))
    )
    assert (shown.extension_count, shown.lead_unit) == (0, "住建局")


def test_who_tries_a_step_while_a_request_waits_is_told_which_one(
    county: Gateway, acting: As, ticket: str, said: Callable[[GridctlError, str], list[str]]
) -> None:
    handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(9, 11)))
    ask = handling.SuspendTicket(ticket=ticket, until=at(20).date(), opinion="等材料", at=at(9, 15))
    with pytest.raises(refused.RequestPending) as waits:
        unit.send(ask)
    assert said(waits.value, "en") == [
        f"A request (extend) on ticket {ticket} waits for a decision already.",
        f"Decide it with 'gridctl ticket approve {ticket}' or 'gridctl ticket refuse {ticket}'.",
    ]
    assert said(waits.value, "zh_CN") == [
        f"工单 {ticket} 已有申请（延期）等待决定。",
        f"请用“gridctl ticket approve {ticket}”同意，或用“gridctl ticket refuse {ticket}”驳回。",
    ]


def test_a_nudge_before_the_sweep_does_not_stop_the_clock(
    county: Gateway, acting: As, ticket: str
) -> None:
    handled(county, acting, ticket)
    ask = handling.SuspendTicket(ticket=ticket, until=at(20).date(), opinion="等材料", at=at(9, 15))
    acting("城管局").send(ask)
    county.send(DecideRequest(ticket=ticket, grant=True, at=at(9, 16)))
    county.send(signals.NudgeTicket(ticket=ticket, at=at(20, 10)))
    county.send(SweepClock())
    # Twelve working hours were left on Friday at 16:00; they go on on Tuesday the 20th.
    shown = county.send(ShowTicket(ticket=ticket))
    assert (shown.state, shown.deadline_at) == ("handling", at(21, 12))
    assert county.send(ShowClock(ticket=ticket)).standing == "running"


def test_a_limit_is_kept_up_to_its_last_second(county: Gateway, acting: As, ticket: str) -> None:
    """Friday 10:00 and one working day is Saturday 10:00, which works; two are Sunday's Monday."""
    handled(county, acting, ticket)
    unit = acting("城管局")
    ask = handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(12, 10))
    with pytest.raises(refused.ExtensionTooLate):
        unit.send(ask.model_copy(update={"at": at(12, 10) + timedelta(seconds=1)}))
    back = handling.ReturnTicket(ticket=ticket, ground="not_competent", opinion="非职责")
    with pytest.raises(refused.ReturnTooLate):
        unit.send(back.model_copy(update={"at": at(10, 10) + timedelta(seconds=1)}))
    other = county.send(
        CreateTicket(title="占道", place="文定社区", category="市容环境", reported_at=at(9))
    ).serial_no
    county.send(intake.FileTicket(ticket=other, at=at(9, 9, 10)))
    handled(county, acting, other)
    assert unit.send(ask).state == "handling"
    returned = unit.send(back.model_copy(update={"ticket": other, "at": at(10, 10)}))
    assert returned.state == "returned"


def test_an_appeal_comes_in_time_and_only_once(county: Gateway, acting: As, ticket: str) -> None:
    closed(county, acting, ticket, day=15)
    unit = acting("城管局")
    appeal = closing.AppealTicket(ticket=ticket, opinion="台风停工")
    with pytest.raises(refused.AppealTooLate):
        unit.send(appeal.model_copy(update={"at": at(31)}))
    unit.send(appeal.model_copy(update={"at": at(30, 23)}))
    county.send(DecideRequest(ticket=ticket, grant=False, opinion="不属实", at=at(30, 23, 30)))
    with pytest.raises(refused.AppealUnfit):
        unit.send(appeal.model_copy(update={"at": at(30, 23, 40)}))


def test_what_is_granted_is_looked_at_again(county: Gateway, acting: As, ticket: str) -> None:
    """Nobody grants more than may be asked for."""
    handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(9, 12)))
    with pytest.raises(refused.ExtensionTooLong):
        county.send(DecideRequest(ticket=ticket, grant=True, limit="9工作日", at=at(9, 13)))
    county.send(DecideRequest(ticket=ticket, grant=False, opinion="不必", at=at(9, 13)))
    ask = handling.SuspendTicket(ticket=ticket, until=at(20).date(), opinion="材料", at=at(9, 14))
    unit.send(ask)
    with pytest.raises(refused.SuspensionUnfit):
        county.send(
            DecideRequest(ticket=ticket, grant=True, until=at(20).date().replace(year=2028))
        )


def test_extensions_and_suspensions_are_counted_and_bounded(
    county: Gateway, acting: As, ticket: str
) -> None:
    """Three extensions, one suspension, a year at most (domain.md 5.7)."""
    handled(county, acting, ticket)
    unit = acting("城管局")
    for minute in (0, 10, 20):
        ask = handling.ExtendTicket(
            ticket=ticket, limit="3工作日", opinion="采购", at=at(9, 12, minute)
        )
        unit.send(ask)
        county.send(DecideRequest(ticket=ticket, grant=True, at=at(9, 12, minute)))
    with pytest.raises(refused.ExtensionsUsed):
        unit.send(ask.model_copy(update={"at": at(9, 13)}))
    pause = handling.SuspendTicket(
        ticket=ticket, until=at(9).date().replace(year=2027), opinion="材料", at=at(9, 14)
    )
    for day in (at(9).date(), at(10).date().replace(year=2027)):
        with pytest.raises(refused.SuspensionUnfit):
            unit.send(pause.model_copy(update={"until": day}))
    unit.send(pause)
    county.send(DecideRequest(ticket=ticket, grant=True, at=at(9, 15)))
    unit.send(handling.ResumeTicket(ticket=ticket, at=at(9, 16)))
    with pytest.raises(refused.SuspendedBefore):
        unit.send(pause.model_copy(update={"at": at(9, 17)}))


def test_nothing_is_put_away_while_it_may_be_appealed(
    county: Gateway, acting: As, ticket: str
) -> None:
    """A month must be over before a ticket is archived, and an appeal that waits be decided."""
    number = county.send(
        CreateTicket(
            title="旧案", place="文定社区", category="市容环境", reported_at=at(1) - timedelta(30)
        )
    ).serial_no  # fmt: skip
    early = at(1) - timedelta(30)
    county.send(intake.FileTicket(ticket=number, at=early))
    county.send(handling.DispatchTicket(ticket=number, unit="城管局", limit="4小时", at=early))
    unit = acting("城管局")
    unit.send(handling.SignTicket(ticket=number, at=early))
    unit.send(handling.FeedbackTicket(ticket=number, reply="已清运", at=at(2)))
    county.send(closing.CloseTicket(ticket=number, at=at(2, 17)))
    # Closed on 2 October: until 17 October it may be appealed, until 1 November it stays at hand.
    with pytest.raises(refused.AppealPending):
        county.send(closing.ArchiveTicket(ticket=number, at=at(31, 18)))
    unit.send(closing.AppealTicket(ticket=number, opinion="台风停工", at=at(17, 23)))
    with pytest.raises(refused.RequestPending) as waits:
        county.send(closing.ArchiveTicket(ticket=number))
    assert waits.value.params == {"verb": "appeal", "ticket": number}
    county.send(DecideRequest(ticket=number, grant=False, opinion="不属实", at=at(31)))
    assert county.send(closing.ArchiveTicket(ticket=number)).state == "archived"
