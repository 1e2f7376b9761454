"""A limit at work: what was allowed, what of it is used, and when it is over."""

from __future__ import annotations

from gridctl.domain.calendar import Calendar
from gridctl.domain.limits import ClockKind, Limit, deadline_at, term

#: The clocks that stand outside working hours (domain.md 6.1).
WORKING: frozenset[ClockKind] = frozenset({"work_hour", "work_day_running", "work_day_calendar"})


class Allowance:
    """The time one party has, in seconds of the limit's own clock; instants in UTC seconds.

    A limit by whole working days is counted in working seconds once it has begun: a pause leaves
    the rest of its days, to the second (domain.md 6.1, 6.5).

    Args:
        limit: the time allowed.
        calendar: working days and hours.
        number: which limit of the ticket it is.

    Attributes:
        total: seconds allowed, extensions included; 0 before it has begun.
        used: seconds counted so far.
        deadline: when it is over as far as it is known; None before it has begun.
        began: when it began.
        stopped: when it was stopped, or None while it runs.
        working: whether its clock stands outside working hours.
    """

    __slots__ = (
        "_calendar", "began", "deadline", "limit", "number", "stopped", "total", "used", "working",
    )  # fmt: skip

    def __init__(self, limit: Limit, calendar: Calendar, number: int) -> None:
        self._calendar = calendar
        self.limit = limit
        self.number = number
        self.working = limit.kind in WORKING
        self.total = self.used = 0
        self.deadline: int | None = None
        self.began: int | None = None
        self.stopped: int | None = None

    @property
    def missed(self) -> bool:
        """Tell whether it was over when it was stopped."""
        return (
            self.stopped is not None and self.deadline is not None and self.stopped > self.deadline
        )

    @property
    def running(self) -> bool:
        """Tell whether it has begun and was not stopped."""
        return self.deadline is not None and self.stopped is None

    def run(self, at: int) -> None:
        """Begin at an instant, or go on where it was stopped; what runs already runs on.

        Raises:
            CalendarMissing: the time left runs into a year without a table.
        """
        if self.deadline is None:
            self.began = at
            self.deadline, self.total = term(at, self.limit, self._calendar)
        else:
            self.deadline = self.resumed(at)
        self.stopped = None

    def resumed(self, at: int) -> int | None:
        """Return the deadline if it went on at an instant: never before the one it had.

        Raises:
            CalendarMissing: the time left runs into a year without a table.
        """
        if self.deadline is None or self.stopped is None or self.missed:
            return self.deadline
        left = self.total - self.used
        due = self._calendar.scale.add_working_seconds(at, left) if self.working else at + left
        return max(self.deadline, due)

    def stop(self, at: int) -> None:
        """Stop at an instant; what stands already keeps its own, what never began has none."""
        if self.running:
            self.stopped = at

    def count(self, begin: int, end: int) -> int:
        """Use the seconds between two instants, and return them."""
        seconds = self.measure(begin, end)
        self.used += seconds
        return seconds

    def extend(self, granted: Limit) -> None:
        """Add time to the deadline in force (domain.md 5.7).

        Raises:
            CalendarMissing: it leads into a year without a table.
        """
        if self.deadline is not None:
            due = deadline_at(self.deadline, granted, self._calendar)
            self.total += self.measure(self.deadline, due)
            self.deadline = due

    def measure(self, begin: int, end: int) -> int:
        """Return the seconds between two instants on this clock."""
        return self._calendar.scale.working_seconds(begin, end) if self.working else end - begin

    def over(self, at: int) -> bool:
        """Tell whether it was over at an instant, or when it was stopped before."""
        if self.deadline is None:
            return False
        return (at if self.stopped is None else self.stopped) > self.deadline
