"""Months that are closed: an assessment of them was frozen, and no rule reaches into them."""

from __future__ import annotations

from datetime import date

from gridctl.domain.assessments import MonthClosed
from gridctl.domain.periods import parse_period
from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import clocks as sql


def closed_until(context: QueryContext) -> date | None:
    """Return the last day any frozen assessment covers, or None."""
    ends = [parse_period(period).last for (period,) in context.read.rows(sql.FROZEN)]
    return max(ends, default=None)


def refuse_closed(context: QueryContext, day: date) -> None:
    """Refuse a first day of a rule that lies in a closed month or before one.

    Raises:
        MonthClosed: an assessment of it was frozen.
    """
    end = closed_until(context)
    if end is not None and day <= end:
        raise MonthClosed(day=day.isoformat(), until=end.isoformat())
