"""The working seconds of a calendar as one scale, so that a million deadlines cost little.

Instants are UTC seconds. The office keeps +08:00 without daylight saving, so the zone of the
machine has no part in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate

Slots = tuple[tuple[datetime, datetime], ...]

_SECOND = timedelta(seconds=1)
_DAY_SECONDS = 86_400
_OFFSET = 8 * 3600
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the office's local time has no zone here


def office_seconds(local: datetime) -> int:
    """Return the UTC seconds at which the office's clock shows a naive local time."""
    return (local - _EPOCH) // _SECOND - _OFFSET


def office_time(seconds: int) -> datetime:
    """Return the naive local time the office's clock shows at UTC seconds."""
    return _EPOCH + timedelta(seconds=seconds + _OFFSET)


def office_day(seconds: int) -> date:
    """Return the day of the office's clock at UTC seconds."""
    return _day((seconds + _OFFSET) // _DAY_SECONDS)


# A sweep asks a million tickets for the same few hundred days.
@lru_cache(maxsize=4096)
def _day(number: int) -> date:
    """Return a day by how many lie between it and the first of 1970."""
    return date.fromordinal(number + _EPOCH.toordinal())


class WorkingScale:
    """Instants and the working seconds passed up to them, whole years at a time.

    Years are read when an instant of them is asked for, with those in between. The zero of the
    scale is the beginning of the year asked for first; only differences mean anything.

    Args:
        slots: gives the working slots of a day, naive local time; raises CalendarMissing for a
            year without a table.
    """

    def __init__(self, slots: Callable[[date], Slots]) -> None:
        self._slots = slots
        self._years = range(0)
        # Nothing is known yet: no instant lies between the two.
        self._from, self._until = 1, 0
        # The latest instant asked for, with its answer: where a stretch ends the next one begins.
        self._latest = (0, -1)
        #: Of each slot: when it opens, and the working seconds up to its opening and its end.
        self._opens: list[int] = []
        self._before: list[int] = []
        self._after: list[int] = []

    def position(self, at: int) -> int:
        """Return the working seconds up to an instant.

        Raises:
            CalendarMissing: the year, or one between it and those known, has no table.
        """
        position, asked = self._latest
        if at == asked:
            return position
        if not self._from <= at <= self._until:
            self._cover(office_day(at).year)
        n = bisect_right(self._opens, at) - 1
        if n < 0:
            return self._before[0]
        position, most = self._before[n] + at - self._opens[n], self._after[n]
        if position > most:
            position = most
        self._latest = position, at
        return position

    def working_seconds(self, start: int, end: int) -> int:
        """Return the working seconds between two instants, below zero where end comes first.

        Raises:
            CalendarMissing: a year of the span has no table.
        """
        # The start first: an end at the midnight of New Year needs no table of the year it opens.
        begin = self.position(start)
        return self.position(end) - begin

    def add_working_seconds(self, start: int, seconds: int) -> int:
        """Return the instant by which so many working seconds, not below 0, have passed.

        An instant at the end of a slot stays there (domain.md 6.3); no seconds at all lead to
        the next working instant.

        Raises:
            CalendarMissing: the way leads into a year without a table.
        """
        target = self.position(start) + seconds
        search = bisect_left if seconds else bisect_right
        while (n := search(self._after, target)) == len(self._after):
            self._cover(self._years.stop)
        return self._opens[n] + target - self._before[n]

    def _cover(self, year: int) -> None:
        """Read the years up to one, later ones behind and earlier ones before those known."""
        if not self._years:
            self._years = range(year, year)
        for later in range(self._years.stop, year + 1):
            self._append(later)
        for earlier in range(self._years.start - 1, year - 1, -1):
            self._prepend(earlier)
        self._from, self._until = _new_year(self._years.start), _new_year(self._years.stop)

    def _append(self, year: int) -> None:
        opens, lengths = self._of_year(year)
        sums = list(accumulate(lengths, initial=self._after[-1] if self._after else 0))
        self._opens += opens
        self._before += sums[:-1]
        self._after += sums[1:]
        self._years = range(self._years.start, year + 1)

    def _prepend(self, year: int) -> None:
        opens, lengths = self._of_year(year)
        sums = list(accumulate(lengths, initial=self._before[0] - sum(lengths)))
        self._opens = opens + self._opens
        self._before = sums[:-1] + self._before
        self._after = sums[1:] + self._after
        self._years = range(year, self._years.stop)

    def _of_year(self, year: int) -> tuple[list[int], list[int]]:
        first, following = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
        slots = [slot for n in range(first, following) for slot in self._slots(date.fromordinal(n))]
        opens = [office_seconds(begin) for begin, _ in slots]
        return opens, [(end - begin) // _SECOND for begin, end in slots]


def _new_year(year: int) -> int:
    return office_seconds(datetime(year, 1, 1))  # noqa: DTZ001 - the office's own time
