"""Periods of assessment: month ``2026-10``, quarter ``2026-Q4``, half ``2026-H2``, ``2026``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_

_FORM = re.compile(r"([1-9][0-9]{3})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?")


class PeriodInvalid(Invalid):
    """A text names no period."""

    message = N_("{period} is not a period.")
    hint = N_("Write 2026-10, 2026-Q4, 2026-H2 or 2026.")
    exit_code = 2


class Period(NamedTuple):
    """A period with its kind (``month|quarter|half|year``), first and last day."""

    name: str
    kind: str
    first: date
    last: date


def parse_period(text: str) -> Period:
    """Return the period a text names.

    Raises:
        PeriodInvalid: it names none.
    """
    match = _FORM.fullmatch(text.strip().upper())
    # Each period is followed by a day.
    if not match or match[1] == str(MAXYEAR):
        raise PeriodInvalid(period=text)
    year = int(match[1])
    month, quarter, half = (int(part) if part else 0 for part in match.groups()[1:])
    kind, start, length = "year", 1, 12
    if month:
        kind, start, length = "month", month, 1
    elif quarter:
        kind, start, length = "quarter", quarter * 3 - 2, 3
    elif half:
        kind, start, length = "half", half * 6 - 5, 6
    end = start + length - 1
    last = date(year, end, monthrange(year, end)[1])
    return Period(match[0], kind, date(year, start, 1), last)


def period_of(kind: str, day: date) -> Period:
    """Return the period of a kind (``month|quarter|half|year``) that a day lies in."""
    names = {
        "month": f"{day.year:04}-{day.month:02}",
        "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "half": f"{day.year:04}-H{(day.month + 5) // 6}",
        "year": f"{day.year:04}",
    }
    return parse_period(names[kind])


def before(period: Period) -> Period:
    """Return the period of the same kind that ends the day before this one begins."""
    return period_of(period.kind, period.first - timedelta(days=1))


def last_of(kind: str, until: Period, count: int) -> tuple[Period, ...]:
    """Return the last periods of a kind that are over when another is, oldest first.

    Of its own kind that other one is not among them: the three months to a quarter's end, the
    three months before a month.
    """
    found = period_of(kind, until.last)
    if found == until or found.last > until.last:
        found = before(found)
    periods = [found]
    while len(periods) < count:
        periods.insert(0, before(periods[0]))
    return tuple(periods)


def whole_months(since: date, until: date) -> int:
    """Return how many whole months lie between two days, 31 March to 30 June being three."""
    months = (until.year - since.year) * 12 + until.month - since.month
    complete = until.day >= since.day or until.day == monthrange(until.year, until.month)[1]
    return months if complete else months - 1
