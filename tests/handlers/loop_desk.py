"""Tickets on their way through the loop, for the tests of what it forbids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.tickets import TicketView

CHINA = timezone(timedelta(hours=8))
TOWN = "澄江街道网格中心"
As = Callable[[str], Gateway]


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=CHINA)


def fill(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateUnit(name="城管局"))
    gateway.send(CreateUnit(name="住建局"))
    gateway.send(CreateUnit(name=TOWN, level="town", place="澄江街道"))
    gateway.send(CreateCategory(name="市容环境"))


def filed(gateway: Gateway) -> str:
    """Return the number of a ticket filed on Friday 9 October 2026, 09:10."""
    number = gateway.send(
        CreateTicket(title="垃圾未清", place="文定社区", category="市容环境", reported_at=at(9))
    ).serial_no
    gateway.send(intake.FileTicket(ticket=number, at=at(9, 9, 10)))
    return number


def handled(county: Gateway, acting: As, ticket: str, unit: str = "城管局") -> None:
    county.send(handling.DispatchTicket(ticket=ticket, unit=unit, limit="2工作日", at=at(9, 10)))
    acting(unit).send(handling.SignTicket(ticket=ticket, at=at(9, 11)))


def returned(county: Gateway, acting: As, ticket: str, unit: str = "城管局") -> TicketView:
    county.send(handling.DispatchTicket(ticket=ticket, unit=unit, limit="2工作日", at=at(9, 10)))
    return acting(unit).send(
        handling.ReturnTicket(ticket=ticket, ground="not_competent", opinion="非职责", at=at(9, 10))
    )


def closed(county: Gateway, acting: As, ticket: str, day: int) -> None:
    handled(county, acting, ticket)
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(day, 10)))
    county.send(closing.CloseTicket(ticket=ticket, at=at(day, 17)))
