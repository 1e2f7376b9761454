"""Verifications and checks that steps of a ticket order: what became of each, and when.

A visit begins when a ticket is sent to be looked at and ends with the step that takes it on; it is
done where that step says what was found (domain.md 5.3, 7.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gridctl.domain.evidence import Task

#: The step that orders a visit -> the task, as evidence calls it, and the step that reports back.
ORDERS: Mapping[str, tuple[Task, str]] = {
    "send_verify": ("verify", "verify_done"),
    "send_check": ("check", "check_done"),
}


class SiteVisit(NamedTuple):
    """A visit as the log of its ticket tells it; instants in UTC seconds.

    Attributes:
        order: the step that ordered it, a key of :data:`ORDERS`.
        given_at: when that was.
        ended_at: when the ticket went on; None while it waits.
        ended_by: the step by which it did.
    """

    order: str
    given_at: int
    ended_at: int | None
    ended_by: str | None

    @property
    def task(self) -> Task:
        """What was to be done."""
        return ORDERS[self.order][0]

    @property
    def done(self) -> bool:
        """Whether somebody said what was found."""
        return self.ended_by == ORDERS[self.order][1]

    def outcome(self, due_at: int | None, now: int) -> str:
        """Return ``on_time``, ``late`` or ``open``; "" where there is nothing to judge yet or ever.

        Nobody answers for a visit without a limit, for one that still has time, or for one that
        the office made needless in time by taking the ticket on itself.

        Args:
            due_at: when the limit is over, in UTC seconds; None without one.
            now: UTC seconds.
        """
        if due_at is None:
            return ""
        if self.ended_at is None:
            return "open" if due_at < now else ""
        if self.ended_at > due_at:
            return "late"
        return "on_time" if self.done else ""
