"""How long a list is public, by the working calendar."""

from __future__ import annotations

from datetime import date, timedelta

from gridctl.domain.awards import PublicityRunning, PublicityTooEarly
from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.errors import CalendarMissing

_DAY = timedelta(days=1)


def last_day(calendar: Calendar, starts: date, days: int) -> date:
    """Return the last of so many working days, the first day counted if it is one.

    Source: the ministry practice of five working days from 2022-10-31 to 2022-11-04
    (domain.md 10).

    Raises:
        CalendarMissing: the way leads into a year without a table.
    """
    return calendar.add_working_days(starts - _DAY, days)


def days_so_far(calendar: Calendar | None, starts: date, today: date) -> int | None:
    """Return how many working days a publicity has run, the day itself counted.

    None where no calendar is at hand that covers its years.
    """
    try:
        return None if calendar is None else calendar.working_days(starts, today)
    except CalendarMissing:
        return None


def check_start(starts: date, approved: date) -> None:
    """Refuse a publicity that began before the list was approved.

    Raises:
        PublicityTooEarly: it would have.
    """
    if starts < approved:
        raise PublicityTooEarly(starts=starts.isoformat(), approved=approved.isoformat())


def check_over(today: date, until: date, award_list: str) -> None:
    """Refuse a final list while the list is still public, its last day included.

    Raises:
        PublicityRunning: it is.
    """
    if today <= until:
        raise PublicityRunning(
            award_list=award_list,
            until=until.isoformat(),
            earliest=(until + _DAY).isoformat(),
        )
