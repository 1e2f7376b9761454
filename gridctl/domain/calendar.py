"""The working-day calendar of mainland China: holidays, working weekends and working hours.

Facts: the yearly holiday notices of the General Office of the State Council, one file per
calendar year under ``config/rules/calendar``. A year without a file is never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Literal

import tomli

from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_
from gridctl.foundation.resources import config_path

Status = Literal["official", "provisional", "missing"]
Label = Mapping[str, str]

_DAY = timedelta(days=1)
_FRIDAY = 4


class CalendarMissing(Invalid):
    """A working day of a year without a table was asked for."""

    message = N_("The working calendar has no table for {year}.")
    hint = N_("Add the State Council's holiday notice for {year} to the calendar.")


class CalendarMalformed(Invalid):
    """A year's table contradicts itself."""

    message = N_("The working calendar of {year} is wrong at {day}.")
    hint = N_("List each day once, in the table of its own year.")


@dataclass(frozen=True, slots=True)
class Notice:
    """The State Council notice a table rests on.

    Attributes:
        year: the year whose holidays the notice arranges.
        publisher: who issued it, by language.
        subject: what it arranges, by language.
    """

    year: int
    publisher: Label
    subject: Label


@dataclass(frozen=True, slots=True)
class YearTable:
    """The days of one calendar year that depart from Monday to Friday.

    Attributes:
        year: calendar year; late December may rest on the next year's notice.
        status: ``official`` or ``provisional``.
        notices: the sources.
        off: day off -> name of the holiday.
        working: declared working day, as a rule a weekend -> holiday it makes up for.
    """

    year: int
    status: Status
    notices: tuple[Notice, ...]
    off: Mapping[date, Label]
    working: Mapping[date, Label]

    def __post_init__(self) -> None:
        for day in (*self.off, *self.working):
            if day.year != self.year or (day in self.off and day in self.working):
                raise CalendarMalformed(year=self.year, day=day.isoformat())

    def is_workday(self, day: date) -> bool:
        """Tell whether a day of this year is a working day."""
        plain = _plain_day(day)
        return plain in self.working or (plain.weekday() <= _FRIDAY and plain not in self.off)

    def occasion(self, day: date) -> Label | None:
        """Return the holiday that makes a day of this year an exception, or None."""
        plain = _plain_day(day)
        return self.off.get(plain) or self.working.get(plain)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The working slots of a working day, in order, local time.

    Attributes:
        slots: (start, end) pairs that neither touch nor overlap.
    """

    slots: tuple[tuple[time, time], ...]

    @property
    def close(self) -> time:
        """Return the end of the working day."""
        return self.slots[-1][1]

    @property
    def seconds_per_day(self) -> int:
        """Return the working seconds of one working day."""
        return sum(_seconds(end) - _seconds(start) for start, end in self.slots)


class Calendar:
    """Working days and hours of one office.

    Args:
        read_year: gives the table of a year, or None; asked once per year.
        hours: the working slots of every working day.
    """

    def __init__(self, read_year: Callable[[int], YearTable | None], hours: WorkingHours) -> None:
        self.hours = hours
        self._read_year = cache(read_year)
        # A bulk import counts a million deadlines over a few hundred days.
        self._slots = cache(self._slots_of)

    def table(self, year: int) -> YearTable:
        """Return the table of a year.

        Raises:
            CalendarMissing: there is none.
        """
        if (table := self._read_year(year)) is None:
            raise CalendarMissing(year=year)
        return table

    def status(self, year: int) -> Status:
        """Return how well the days of a year are known."""
        table = self._read_year(year)
        return table.status if table else "missing"

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is a working day.

        Raises:
            CalendarMissing: the year has no table.
        """
        return self.table(day.year).is_workday(day)

    def occasion(self, day: date) -> Label | None:
        """Return the holiday that makes a day a day off or a working weekend, or None.

        Raises:
            CalendarMissing: the year has no table.
        """
        return self.table(day.year).occasion(day)

    def slots(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working slots of a day, naive local time; none on a day off.

        Raises:
            CalendarMissing: the year has no table.
        """
        return self._slots(_plain_day(day))

    def _slots_of(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        slots = self.hours.slots if self.is_workday(day) else ()
        combine = datetime.combine
        return tuple((combine(day, start), combine(day, end)) for start, end in slots)

    def add_working_days(self, start: date, n: int) -> date:
        """Return the n-th working day after ``start``, the start day not counted.

        Counting rule: Civil Code art. 201 (domain.md 6.1). ``n`` of zero gives ``start``.

        Raises:
            CalendarMissing: the way leads into a year without a table.
        """
        if n < 0:
            raise ValueError(n)
        day = start
        while n:
            day += _DAY
            n -= self.is_workday(day)
        return day

    def working_days(self, start: date, end: date) -> int:
        """Count the working days from ``start`` to ``end``, both included.

        Raises:
            CalendarMissing: a year of the span has no table.
        """
        span = range((end - start).days + 1)
        return sum(self.is_workday(start + n * _DAY) for n in span)

    def working_days_in_month(self, year: int, month: int) -> int:
        """Count the working days of a month.

        Raises:
            CalendarMissing: the year has no table.
        """
        first = date(year, month, 1)
        following = (first + 31 * _DAY).replace(day=1)
        return self.working_days(first, following - _DAY)


@cache
def load_calendar() -> Calendar:
    """Return the shipped calendar; a year's file is read when a day of that year is asked for."""
    slots = _read("hours")["slots"]
    hours = WorkingHours(tuple((slot["start"], slot["end"]) for slot in slots))
    return Calendar(_read_year, hours)


def _read_year(year: int) -> YearTable | None:
    """Read the shipped table of a year, or return None where there is none."""
    try:
        content = _read(f"{year:04}")
    except FileNotFoundError:
        return None
    return YearTable(
        year=content["year"],
        status=content["status"],
        notices=tuple(Notice(**notice) for notice in content["notices"]),
        off=_named_days(content["holidays"], "off"),
        working=_named_days(content["holidays"], "working"),
    )


def _named_days(holidays: list[dict[str, Any]], key: str) -> dict[date, Label]:
    return {day: holiday["name"] for holiday in holidays for day in holiday[key]}


def _read(name: str) -> dict[str, Any]:
    return tomli.loads(config_path("rules", "calendar", f"{name}.toml").read_text("utf-8"))


def _plain_day(day: date) -> date:
    """Return the day itself: a datetime is a date to the type checker but equals none."""
    return date(day.year, day.month, day.day)


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
