"""The machine's clock is put back and forward while people work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from gridctl.domain.loop import ClockBehind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.ticket_handling import (
    DispatchTicket,
    FeedbackTicket,
    SignTicket,
    SuspendTicket,
)
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.ticket_signals import CommentTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.audits import VerifyChain, VerifyRows
from gridctl.operations.queries.tickets import ShowTicket
from tests.faults.clerk import UNIT


class Jumping:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def jump(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Jumping:
    return Jumping()


@pytest.fixture
def number(gateway: Gateway) -> str:
    """Return the number of a ticket that is with the unit."""
    entered = CreateTicket(title="井盖缺失", place="澄江街道", category="市容环境")
    number = gateway.send(entered).serial_no
    gateway.send(FileTicket(ticket=number))
    gateway.send(DispatchTicket(ticket=number, unit=UNIT, limit="2工作日"))
    return number


def test_no_step_comes_before_the_one_it_follows(
    gateway: Gateway, acting: Callable[[str], Gateway], clock: Jumping, number: str
) -> None:
    unit = acting(UNIT)
    clock.jump(days=-3)
    with pytest.raises(ClockBehind):
        unit.send(SignTicket(ticket=number))
    # Two machines are never quite together: a step after another is not taken before it.
    clock.jump(days=3, minutes=-2)
    unit.send(SignTicket(ticket=number))
    clock.jump(minutes=30)
    unit.send(FeedbackTicket(ticket=number, reply="已更换"))
    events = gateway.send(ShowTicket(ticket=number)).events
    assert [each.verb for each in events][-2:] == ["sign", "feedback"]
    assert sorted(each.at for each in events) == [each.at for each in events]


def test_a_step_still_to_come_by_this_clock_stops_no_sweep(
    gateway: Gateway, acting: Callable[[str], Gateway], clock: Jumping, number: str
) -> None:
    unit = acting(UNIT)
    unit.send(SignTicket(ticket=number))
    asked = SuspendTicket(ticket=number, until=date(2026, 11, 5), opinion="等待配件")
    unit.send(asked)
    gateway.send(DecideRequest(ticket=number, grant=True, opinion="同意"))
    clock.jump(days=30)
    gateway.send(CommentTicket(ticket=number, opinion="已催"))
    clock.jump(days=-20)
    assert gateway.send(SweepClock()).resumed == 0
    clock.jump(days=21)
    assert gateway.send(SweepClock()).resumed == 1


def test_sweeps_under_a_jumping_clock_issue_each_card_once(
    gateway: Gateway, clock: Jumping, number: str
) -> None:
    cards = 0
    for days in (-30, 60, -58, 58, -20, 20):
        clock.jump(days=days)
        swept = gateway.send(SweepClock())
        cards += swept.yellow_cards + swept.red_cards
    assert cards == 1
    assert gateway.send(VerifyChain()).items == ()
    assert gateway.send(VerifyRows()).items == ()
    assert gateway.send(ShowTicket(ticket=number)).state == "dispatched"
