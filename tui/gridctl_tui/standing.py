"""How the office stands: what the first line of the dashboard is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.shipped import CalendarRule, layered
from gridctl.domain.errors import GridctlError, Unreachable
from gridctl.operations.queries.calendars import CalendarRules, ShowCalendar
from gridctl.operations.queries.offices import ShowOffice
from gridctl.operations.queries.today import ShowToday
from gridctl_tui.desk import Desk
from gridctl_tui.widgets.masthead import Facts


async def read_standing(desk: Desk, facts: Facts) -> Facts:
    """Return the facts as they stand now; what an account may not see stays blank.

    Raises:
        Unreachable: the office does not answer.
        GridctlError: the work list cannot be read, so nothing else will be either.
    """
    today = await desk.send(ShowToday(limit=1))
    facts = replace(
        facts, party=desk.behalf or "", late=today.late, due=today.due,
        period=f"{today.day:%Y-%m}",
    )  # fmt: skip
    try:
        office = await desk.send(ShowOffice())
        facts = replace(facts, office=office.name)
        rules = await desk.send(ShowCalendar())
    except Unreachable:
        raise
    except GridctlError:
        return facts
    return replace(facts, calendar=_laid_over(rules).status(today.day.year))


async def read_calendar(desk: Desk) -> tuple[Calendar, date]:
    """Return the office's calendar and the day it is there.

    Raises:
        GridctlError: the office refused, or does not answer.
    """
    rules = await desk.send(ShowCalendar())
    today = await desk.send(ShowToday(limit=1))
    return _laid_over(rules), today.day


def _laid_over(rules: CalendarRules) -> Calendar:
    return layered(
        CalendarRule(each.kind, each.valid_from or date.min, each.body) for each in rules.items
    )
