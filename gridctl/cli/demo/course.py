"""The course a ticket takes: its instants, its deadline, and where it stands on the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

from gridctl.cli.demo.draws import Draws
from gridctl.cli.demo.recipe import Rates
from gridctl.domain.calendar import load_calendar
from gridctl.domain.limits import add_working_seconds, deadline, parse_limit, working_slots

Fate = Literal["on_time", "late", "stuck", "self_handled", "rejected"]

#: Share of the way from dispatch to the closing at which each step is taken, in percent.
_STEPS = {"signed_at": 8, "handled_at": 70, "fed_back_at": 80, "checked_at": 90, "closed_at": 100}
#: The state a ticket is in once it has passed an instant, the last step first.
_STATES = {
    "closed_at": "closed",
    "checked_at": "checking",
    "fed_back_at": "fed_back",
    "signed_at": "handling",
    "dispatched_at": "dispatched",
    "filed_at": "filed",
}
#: A limit with less working time than this runs by the wall clock, nights and weekends included.
_LEAST_WORKING = 1800
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Course:
    """What became of a ticket by the day the files were drawn up; local time, whole minutes."""

    occurred_at: datetime
    reported_at: datetime
    state: str = "reported"
    filed_at: datetime | None = None
    dispatched_at: datetime | None = None
    signed_at: datetime | None = None
    handled_at: datetime | None = None
    fed_back_at: datetime | None = None
    checked_at: datetime | None = None
    closed_at: datetime | None = None
    deadline_at: datetime | None = None
    return_count: int = 0
    rework_count: int = 0
    extension_count: int = 0

    @property
    def stated(self) -> str:
        """Return the verdict a hotline's list states: ``on_time``, ``overdue`` or ``open``."""
        if self.closed_at is None or self.deadline_at is None:
            return "open"
        return "on_time" if self.closed_at <= self.deadline_at else "overdue"

    def seen_at(self, as_of: datetime) -> Course:
        """Return the course as it stood at an instant: what lies ahead is not known yet."""
        ahead = [step for step in _STATES | _STEPS if _after(getattr(self, step), as_of)]
        if not ahead:
            return self
        known = replace(self, **dict.fromkeys(ahead))  # type: ignore[arg-type]
        reached = (state for step, state in _STATES.items() if getattr(known, step))
        return replace(known, state=next(reached, "reported"))


class Timekeeper:
    """Draws courses by the office's calendar and clocks."""

    def __init__(self, rates: Rates, draws: Draws, as_of: datetime) -> None:
        self._rates = rates
        self._draws = draws
        self._as_of = as_of
        self._calendar = load_calendar()

    def course(self, reported_at: datetime, limit_text: str, fate: Fate) -> Course:
        """Draw the course of a ticket with a fate and a limit, as seen on the day."""
        occurred_at = reported_at - timedelta(minutes=self._draws.between(3, 90))
        if fate == "rejected":
            return Course(occurred_at, reported_at, "rejected")
        if fate == "self_handled":
            done = Course(occurred_at, reported_at, "self_closed")
            return replace(done, handled_at=reported_at, closed_at=reported_at)
        draft = self._dispatched(Course(occurred_at, reported_at), limit_text)
        return self._handled(draft, fate).seen_at(self._as_of)

    def _dispatched(self, course: Course, limit_text: str) -> Course:
        """File and dispatch a ticket and set its deadline, once extended in some cases."""
        draws, limit = self._draws, parse_limit(limit_text)
        filed = course.reported_at + timedelta(minutes=draws.between(2, 25))
        sent = filed + timedelta(minutes=draws.between(2, 15))
        due = deadline(sent, limit, self._calendar)
        if extended := draws.chance(self._rates.extended):
            due = deadline(due, limit, self._calendar)
        return replace(
            course,
            state="dispatched",
            filed_at=filed,
            dispatched_at=sent,
            deadline_at=due,
            extension_count=int(extended),
        )

    def _handled(self, course: Course, fate: Fate) -> Course:
        """Take a dispatched ticket as far as its fate allows."""
        draws = self._draws
        start, due = course.dispatched_at, course.deadline_at
        assert start is not None
        assert due is not None
        pace = draws.between(25, 97)
        working = self._working_seconds(start, due)
        steps = {step: self._way(start, due, working, pace * part) for step, part in _STEPS.items()}
        if fate == "stuck":
            state = "suspended" if draws.chance(2500) else "handling"
            return replace(course, state=state, signed_at=steps["signed_at"])
        if fate == "late":
            for step in ("fed_back_at", "checked_at", "closed_at"):
                due = self._later(due, draws.between(1, 8 * _HOUR))
                steps[step] = due
        return replace(
            course,
            state="closed",
            return_count=int(draws.chance(self._rates.returned)),
            rework_count=int(draws.chance(self._rates.reworked)),
            **steps,  # type: ignore[arg-type]
        )

    def _working_seconds(self, start: datetime, due: datetime) -> int:
        slots = takewhile(lambda slot: slot[0] < due, working_slots(start, self._calendar))
        spans = (min(end, due) - begin for begin, end in slots)
        return sum(spans, timedelta()) // timedelta(seconds=1)

    def _way(self, start: datetime, due: datetime, working: int, share: int) -> datetime:
        """Return the instant after a share, in 1/10,000, of the time allowed."""
        if working < _LEAST_WORKING:
            return _minute(start + (due - start) * share / 10_000)
        return self._later(start, working * share // 10_000)

    def _later(self, start: datetime, seconds: int) -> datetime:
        return _minute(add_working_seconds(start, seconds, self._calendar))


def _after(instant: datetime | None, as_of: datetime) -> bool:
    return instant is not None and instant > as_of


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)
