"""How the office stands: what the first line of the dashboard is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.shipped import CalendarRule, layered
from gridctl.domain.errors import GridctlError, Unreachable
from gridctl.operations.base import Operation
from gridctl.operations.queries.calendars import CalendarRules, ShowCalendar
from gridctl.operations.queries.offices import ShowHead
from gridctl.operations.queries.own_names import ShowOwnNames
from gridctl.operations.queries.today import ShowToday
from gridctl.presentation.at_hand import use_office
from gridctl_tui.desk import Desk
from gridctl_tui.widgets.masthead import Facts

R = TypeVar("R")


async def read_standing(desk: Desk, facts: Facts) -> Facts:
    """Return the facts as they stand now; what an account may not see stays blank.

    Raises:
        Unreachable: the office does not answer.
        GridctlError: not even its name can be read, so nothing else will be either.
    """
    head = await desk.send(ShowHead())
    today = await _if_allowed(desk, ShowToday(limit=1))
    rules = await _if_allowed(desk, ShowCalendar())
    if names := await _if_allowed(desk, ShowOwnNames()):
        use_office(found=names.model_dump())
    return replace(
        facts, party=desk.behalf or "", office=head.name, day=head.day,
        late=today.late if today else None, due=today.due if today else 0,
        calendar=_laid_over(rules).status(head.day.year) if rules else "",
    )  # fmt: skip


async def _if_allowed(desk: Desk, operation: Operation[R]) -> R | None:
    """Return the result of an operation, None where the office refuses it to who asks."""
    try:
        return await desk.send(operation)
    except Unreachable:
        raise
    except GridctlError:
        return None


async def read_day(desk: Desk) -> date:
    """Return the day it is at the office.

    Raises:
        GridctlError: the office refused, or does not answer.
    """
    return (await desk.send(ShowHead())).day


async def read_calendar(desk: Desk) -> tuple[Calendar, date]:
    """Return the office's calendar and the day it is there.

    Raises:
        GridctlError: the office refused, or does not answer.
    """
    return _laid_over(await desk.send(ShowCalendar())), await read_day(desk)


def _laid_over(rules: CalendarRules) -> Calendar:
    return layered(
        CalendarRule(each.kind, each.valid_from or date.min, each.body) for each in rules.items
    )
