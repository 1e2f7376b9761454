"""A small county whose tickets are late, due or suspended, for the tests of the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

from gridctl.foundation.clock import FixedClock
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit

CHINA = timezone(timedelta(hours=8))
As = Callable[[str], Gateway]


def at(day: int, hour: int = 9, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


def set_up(gateway: Gateway) -> Gateway:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateUnit(name="城市管理局", aliases=("城管局",)))
    gateway.send(CreateCategory(name="市容环境"))
    return gateway


def reported(county: Gateway, when: datetime | None = None) -> str:
    return county.send(
        CreateTicket(
            title="垃圾未清", place="文定社区", category="市容环境", reported_at=when or at(9)
        )
    ).serial_no


def handled(
    county: Gateway, acting: As, limit: str = "2工作日", day: datetime | None = None
) -> str:
    """A ticket of Friday 9 October 2026 unless another day is named, dispatched at 10:00.

    With two working days it is due on Monday the 12th at 10:00.
    """
    day = day or at(9)
    ticket = reported(county, day.replace(hour=9))
    county.send(intake.FileTicket(ticket=ticket, at=day.replace(hour=9, minute=10)))
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="城管局", limit=limit, at=day.replace(hour=10))
    )
    acting("城管局").send(handling.SignTicket(ticket=ticket, at=day.replace(hour=11)))
    return ticket


def suspended(county: Gateway, acting: As, until: date) -> str:
    ticket = handled(county, acting)
    acting("城管局").send(
        handling.SuspendTicket(ticket=ticket, until=until, opinion="等待材料", at=at(10, 10))
    )
    county.send(DecideRequest(ticket=ticket, grant=True, at=at(10, 10)))
    return ticket


def clock_setter(gateway: Gateway) -> Callable[[datetime], None]:
    """Return what sets the clock of the gateway's handlers."""

    def set_clock(instant: datetime) -> None:
        local = getattr(gateway, "behind", gateway)
        local._clock = FixedClock(instant.astimezone(UTC))

    return set_clock
