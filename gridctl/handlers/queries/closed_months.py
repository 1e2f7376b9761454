"""Months that are closed: an assessment of them was frozen, and no rule reaches into them."""

from __future__ import annotations

from datetime import date, timedelta

from gridctl.domain.assessments import MonthClosed
from gridctl.domain.periods import parse_period
from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import clocks as sql


def closed_until(context: QueryContext) -> date | None:
    """Return the last day any frozen assessment covers, or None."""

    def ends() -> date | None:
        frozen = context.read.rows(sql.FROZEN)
        return max((parse_period(period).last for (period,) in frozen), default=None)

    # Known or not, whoever freezes a month meanwhile is in the way.
    context.read.rests_on(sql.FROZEN)
    return context.remembered("months.closed", ends)


def stays_closed(context: QueryContext, *due_on: str) -> bool:
    """Tell whether one of the ISO days a ticket is, or would be, due on lies in a closed month."""
    end = closed_until(context)
    return end is not None and min(due_on) <= end.isoformat()


def refuse_closed(context: QueryContext, day: date) -> None:
    """Refuse a first day of a rule that lies in a closed month or before one.

    Raises:
        MonthClosed: an assessment of it was frozen.
    """
    end = closed_until(context)
    if end is not None and day <= end:
        earliest = end + timedelta(days=1)
        raise MonthClosed(day=day.isoformat(), earliest=earliest.isoformat())
