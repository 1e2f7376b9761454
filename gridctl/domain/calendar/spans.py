"""What lies between two instants, day by day, so that a deadline can be explained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from gridctl.domain.calendar.adoption import DayKind, day_kind
from gridctl.domain.calendar.days import Calendar
from gridctl.domain.calendar.years import Label

_DAY = timedelta(days=1)


class CountedDay(NamedTuple):
    """A day between two instants.

    Attributes:
        day: the day.
        kind: what kind of day it is; None where the wall clock counts and nobody asks.
        occasion: the holiday that makes it an exception.
        slots: what counts of it, naive local time; empty where nothing does.
        seconds: the same in seconds.
        number: which working day after the first day it is; 0 where it is none.
    """

    day: date
    kind: DayKind | None
    occasion: Label | None
    slots: tuple[tuple[datetime, datetime], ...]
    seconds: int
    number: int


def working_span(start: datetime, end: datetime, calendar: Calendar) -> Iterator[CountedDay]:
    """Yield the days from one instant to another with the working time that counts in each.

    Naive local time of the office.

    Raises:
        CalendarMissing: a year of the span has no table.
    """
    number = 0
    for day in _days(start, end):
        slots = _cut(calendar.slots(day), start, end)
        works = calendar.is_workday(day) and day > start.date()
        number += works
        yield CountedDay(
            day=day,
            kind=day_kind(calendar, day),
            occasion=calendar.occasion(day),
            slots=slots,
            seconds=_length(slots),
            number=number if works else 0,
        )


def wall_span(start: datetime, end: datetime) -> Iterator[CountedDay]:
    """Yield the days from one instant to another, all hours of them counting."""
    for day in _days(start, end):
        midnight = datetime.combine(day, time())
        slots = _cut(((midnight, midnight + _DAY),), start, end)
        yield CountedDay(day, None, None, slots, _length(slots), 0)


def _days(start: datetime, end: datetime) -> Iterator[date]:
    first = start.date()
    return (first + n * _DAY for n in range((end.date() - first).days + 1))


def _cut(
    slots: tuple[tuple[datetime, datetime], ...], start: datetime, end: datetime
) -> tuple[tuple[datetime, datetime], ...]:
    cut = ((max(begin, start), min(close, end)) for begin, close in slots)
    return tuple((begin, close) for begin, close in cut if begin < close)


def _length(slots: tuple[tuple[datetime, datetime], ...]) -> int:
    return sum((close - begin) // timedelta(seconds=1) for begin, close in slots)
