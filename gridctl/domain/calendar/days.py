"""The calendar of an office: which days work, from when to when, and how many lie between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache, cached_property

from gridctl.domain.calendar.errors import CalendarMissing
from gridctl.domain.calendar.hours import WorkingHours, ends_at
from gridctl.domain.calendar.scale import WorkingScale
from gridctl.domain.calendar.years import Label, Status, YearTable, plain_day

_DAY = timedelta(days=1)
#: The notice of a year has moved days of the year before from here on: 29 December in 2007 and
#: 2018, 30 December in 2006, the 31st in 2011 and 2022.
NEXT_NOTICE = (12, 29)


class Calendar:
    """Working days and hours of one office.

    Args:
        read_year: gives the table of a year, or None; asked once per year.
        hours: the working hours.
        later: hours that take their place, each with its first day.
    """

    def __init__(
        self,
        read_year: Callable[[int], YearTable | None],
        hours: WorkingHours,
        later: Sequence[tuple[date, WorkingHours]] = (),
    ) -> None:
        self.hours = hours
        self._later = sorted(later, key=lambda each: each[0])
        self._read_year = cache(read_year)
        # A bulk import counts a million deadlines over a few hundred days.
        self._slots = cache(self._slots_of)
        self._lengths = cache(lambda day: self.hours_on(day).seconds_per_day)
        self._doubtful = cache(self._doubtful_of)
        self._closes = cache(lambda day, n: self.close(self.add_working_days(day, n)))

    @cached_property
    def scale(self) -> WorkingScale:
        """Return the fast way between instants and working seconds."""
        return WorkingScale(self.slots)

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

    def crossed(self, start: date, end: date) -> tuple[int, ...]:
        """Return the years a span rests on that are not official.

        The last days of December rest on the notice of the next year too.
        """
        reach = end.year + ((end.month, end.day) >= NEXT_NOTICE)
        return self._doubtful(start.year, reach)

    def _doubtful_of(self, first: int, last: int) -> tuple[int, ...]:
        return tuple(n for n in range(first, last + 1) if self.status(n) != "official")

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

    def hours_on(self, day: date) -> WorkingHours:
        """Return the hours in force on a day, its season settled."""
        return self.standing_hours(day).in_season(day)

    def standing_hours(self, day: date) -> WorkingHours:
        """Return the hours in force on a day, with all their seasons."""
        held = self.hours
        for since, hours in self._later:
            if since > plain_day(day):
                break
            held = hours
        return held

    def hours_history(self) -> tuple[tuple[date | None, WorkingHours], ...]:
        """Return all working hours with the first day of each; the first hold from ever."""
        return (None, self.hours), *self._later

    def day_seconds(self, day: date) -> int:
        """Return how long one working day is for a limit that begins on a day.

        The plain slots of the season count, whatever the day of the week.
        """
        return self._lengths(day)

    def slots(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working slots of a day, naive local time; none on a day off.

        Raises:
            CalendarMissing: the year has no table.
        """
        return self._slots(plain_day(day))

    def _slots_of(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        slots = self.hours_on(day).on(day) if self.is_workday(day) else ()
        return tuple((datetime.combine(day, start), ends_at(day, end)) for start, end in slots)

    def close(self, day: date) -> datetime:
        """Return when a working day ends, naive local time."""
        return ends_at(plain_day(day), self.hours_on(day).on(day)[-1][1])

    def close_after(self, start: date, n: int) -> datetime:
        """Return when the n-th working day after ``start`` ends, naive local time.

        Raises:
            CalendarMissing: the way leads into a year without a table.
        """
        return self._closes(start, n)

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
