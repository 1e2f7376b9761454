"""Two people at the same ticket at the same time: one of them is told, and the log stays whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.tickets import ShowTicket, TicketView
from tests.gateways import ActingGateway
from tests.handlers.conftest import Opener

PEOPLE = 4


@pytest.fixture
def desk(another: Opener) -> Iterator[Gateway]:
    gateway = another()
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateUnit(name="城管局"))
    gateway.send(CreateUnit(name="住建局"))
    gateway.send(CreateCategory(name="市容环境"))
    yield gateway
    gateway.close()


def _ticket(desk: Gateway) -> str:
    return desk.send(CreateTicket(title="垃圾未清", place="江阴市", category="市容环境")).serial_no


def _together(
    another: Opener, names: list[str], step: Callable[[int], Operation[Any]]
) -> list[str]:
    """Let everybody send something at once; return the codes of what they were told."""
    barrier = Barrier(len(names))

    def take(number: int) -> str:
        gateway = another()
        try:
            one = ActingGateway(gateway, names[number])
            barrier.wait()
            one.send(step(number))
        except GridctlError as error:
            return error.code
        finally:
            gateway.close()
        return "done"

    with ThreadPoolExecutor(len(names)) as pool:
        return sorted(pool.map(take, range(len(names))))


def _verbs(shown: TicketView) -> list[str]:
    return [event.verb for event in shown.events]


def test_a_step_is_taken_by_one_of_those_who_try(another: Opener, desk: Gateway) -> None:
    ticket = _ticket(desk)
    told = _together(another, [""] * PEOPLE, lambda _n: intake.FileTicket(ticket=ticket))
    assert told == ["done"] + ["workflow.errors.verb_not_allowed"] * (PEOPLE - 1), told
    assert _verbs(desk.send(ShowTicket(ticket=ticket))) == ["report", "file"]


def test_a_ticket_given_out_twice_at_once_goes_to_one_unit(another: Opener, desk: Gateway) -> None:
    ticket = _ticket(desk)
    desk.send(intake.FileTicket(ticket=ticket))
    units = ["城管局", "住建局"]
    told = _together(
        another, ["", ""],
        lambda n: handling.DispatchTicket(ticket=ticket, unit=units[n], limit="2工作日"),
    )  # fmt: skip
    shown = desk.send(ShowTicket(ticket=ticket))
    assert told[0] == "done", told
    assert told[1] != "done", told
    assert _verbs(shown).count("dispatch") == 1


def test_a_request_is_decided_once(another: Opener, desk: Gateway) -> None:
    ticket = _ticket(desk)
    desk.send(intake.FileTicket(ticket=ticket))
    desk.send(handling.DispatchTicket(ticket=ticket, unit="城管局", limit="2工作日"))
    unit = ActingGateway(desk, "城管局")
    unit.send(handling.SignTicket(ticket=ticket))
    unit.send(handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购"))
    told = _together(another, [""] * PEOPLE, lambda _n: DecideRequest(ticket=ticket, grant=True))
    assert told.count("done") == 1, told
    assert desk.send(ShowTicket(ticket=ticket)).extension_count == 1


def test_steps_on_different_tickets_share_one_chain(another: Opener, desk: Gateway) -> None:
    tickets = [_ticket(desk) for _ in range(PEOPLE)]
    told = _together(another, [""] * PEOPLE, lambda n: intake.FileTicket(ticket=tickets[n]))
    assert told == ["done"] * PEOPLE
    assert desk.send(CheckOffice()).total == 0
