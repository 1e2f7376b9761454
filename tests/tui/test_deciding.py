"""What waits for a decision: found on the day's list and on the ticket, decided in a form."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.clock import Clock
from gridctl.operations.commands.ticket_handling import ExtendTicket, SignTicket
from gridctl.operations.queries.ticket_requests import ListRequests
from gridctl.operations.queries.tickets import ListTickets
from gridctl_tui.screens.deciding import DecideForm
from tests.gateways import ActingGateway, local_gateway


def run(scene: Any) -> None:
    asyncio.run(scene)


@pytest.fixture
def asked(office: Path, clock: Clock) -> str:
    """Have the unit ask for more time on a ticket, and return its number."""
    gateway = local_gateway(office, clock)
    number = gateway.send(ListTickets(limit=1)).items[0].serial_no
    unit = ActingGateway(gateway, "城管局")
    unit.send(SignTicket(ticket=number))
    unit.send(ExtendTicket(ticket=number, limit="2小时", opinion="等待配件"))
    gateway.close()
    return str(number)


async def states(seen: Any) -> list[tuple[str, str]]:
    page = await seen.app.desk.send(ListRequests())
    return [(row.state, row.granted_limit) for row in page.items]


def test_a_request_is_approved_from_the_days_list(opened: Any, kind: str, asked: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="today") as seen:
            await seen.shows("decide", "占道经营")
            lines = seen.app.screen.work_list
            while lines.row.task != "decide":
                await seen.press("down")
            await seen.press("f9")
            await seen.shows("Approve", "extend 2小时")
            await seen.press("enter")
            await seen.until(lambda: isinstance(seen.app.screen, DecideForm))
            await seen.shows("城管局 asks since", "等待配件")
            command = seen.app.screen.command()
            assert command == f"gridctl --db office.db ticket approve {asked}"
            await seen.press("ctrl+s")
            await seen.shows(f"{asked}: approved.")
            assert await states(seen) == [("granted", "2小时")]
            await seen.until(lambda: " decide " not in seen.text)

    run(scene())


def test_less_may_be_granted_than_was_asked_for(opened: Any, asked: str) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.press("enter")
            await seen.shows("Requests", "extend  waiting for a decision", "等待配件")
            await seen.until(lambda: bool(seen.app.screen.waiting()))
            await seen.press("f2")
            await seen.type("approve")
            await seen.press("enter")
            await seen.until(lambda: isinstance(seen.app.screen, DecideForm))
            await seen.press("backspace", "backspace", "backspace")
            await seen.type("1小时")
            assert seen.app.screen.command().endswith(f"ticket approve {asked} --limit 1小时")
            await seen.press("ctrl+s")
            await seen.shows("approved.", "granted")
            assert await states(seen) == [("granted", "1小时")]

    run(scene())


def test_what_waits_on_marked_tickets_is_decided_as_one_change(
    opened: Any, kind: str, asked: str, office: Path, clock: Clock
) -> None:
    gateway = local_gateway(office, clock)
    draft = gateway.send(ListTickets(order="oldest", limit=1)).items[0].serial_no
    other = gateway.send(ListTickets(limit=2)).items[1].serial_no
    unit = ActingGateway(gateway, "城管局")
    unit.send(SignTicket(ticket=other))
    unit.send(ExtendTicket(ticket=other, limit="1小时", opinion="等待配件"))
    gateway.close()

    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营", draft)
            await seen.press("ctrl+a")
            await seen.shows("5 marked")
            await seen.press("f9")
            await seen.shows("Approve", "2 requests")
            await seen.press("enter")
            await seen.until(lambda: isinstance(seen.app.screen, DecideForm))
            await seen.shows("Approve: 2 requests", "城管局  extend 1小时")
            assert seen.app.screen.command().endswith(f"ticket approve {other} {asked}")
            await seen.press("ctrl+s")
            await seen.shows("2 can take the step", "extend 2小时")
            assert await states(seen) == [("pending", ""), ("pending", "")]
            await seen.press("ctrl+s")
            await seen.shows("2 approved.")
            assert await states(seen) == [("granted", "1小时"), ("granted", "2小时")]
            await seen.press("ctrl+z")
            await seen.shows("one step on several tickets")

    run(scene())


def test_who_asked_does_not_decide(opened: Any, kind: str, asked: str) -> None:
    async def scene() -> None:
        async with opened(kind, behalf="城管局") as seen:
            await seen.shows("占道经营")
            await seen.press("f9")
            await seen.shows("Refuse")
            await seen.type("refuse")
            await seen.press("enter")
            await seen.until(lambda: isinstance(seen.app.screen, DecideForm))
            await seen.press("ctrl+s")
            await seen.shows("城管局 has asked for this")
            assert await states(seen) == [("pending", "")]

    run(scene())


def test_nothing_is_offered_to_decide_where_nothing_was_asked(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.until(lambda: bool(seen.app.screen.steps()))
            await seen.press("f9")
            await seen.shows("ticket sign")
            assert "Approve" not in seen.text

    run(scene())
