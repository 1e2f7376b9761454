"""Which day a deadline belongs to: the one that ends with it.

A deadline at 24:00 of 31 October is the midnight that opens 1 November, and yet one of October.
Figures, lists and words all ask here.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from gridctl.foundation.clock import OFFICE_ZONE, from_epoch, instant_text, local_date, to_epoch

_DAY = timedelta(days=1)


def due_day(deadline: int) -> date:
    """Return the day in which a deadline, in UTC seconds, counts.

    What is done at the deadline itself is in time, so a midnight is the end of the day before.
    """
    return local_date(from_epoch(deadline - 1))


def day_end(day: date) -> int:
    """Return the latest deadline of a day, its 24:00, in UTC seconds."""
    return to_epoch(datetime.combine(day + _DAY, time(), OFFICE_ZONE))


def deadline_text(local: datetime) -> str:
    """Return a deadline in the office's time as people write it: midnight as 24:00."""
    if local.time() == time():
        return f"{local - _DAY:%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def field_text(field: str, at: datetime) -> str:
    """Return an aware instant in a field of a record as people read it: a deadline or another."""
    named = ("deadline_at", "due_at", "suspended_until")
    due = field in named or field.endswith(("_due", "_due_at"))
    return deadline_text(at.astimezone(OFFICE_ZONE)) if due else instant_text(at)
