"""What a ticket's clocks say: the stretches of its course and the state of its limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from gridctl.domain.calendar import Calendar, CalendarMissing
from gridctl.domain.calendar.scale import office_day
from gridctl.domain.clocks.allowance import Allowance
from gridctl.domain.limits import ClockKind, Limit
from gridctl.foundation.i18n import N_

Standing = Literal["running", "paused", "waiting", "stopped", "none"]

STANDING_NAMES: Mapping[str, str] = {
    "running": N_("running"),
    "paused": N_("paused"),
    "waiting": N_("fed back"),
    "stopped": N_("stopped"),
    "none": N_("not begun"),
}


class Segment(NamedTuple):
    """A stretch in which one clock ran and one rule said whether it counts.

    Attributes:
        stage: accept, dispatch, sign, handle, task, check, revisit or paused.
        holder: the unit whose time it is; "" for the centre.
        begin: UTC seconds.
        end: UTC seconds; None while it lasts.
        counts: whether it counts against a limit of handling.
        working: working seconds in it up to ``end`` or now; seconds of the wall clock where the
            limit it counts against runs on that; None where nothing counts and the calendar has
            no table for it.
        cycle: which handling it belongs to; reopening begins another.
        why: code of the rule, a key of :data:`gridctl.domain.clocks.explaining.MESSAGES`.
        allowance: which limit of the ticket it counts against; 0 for none.
        clock: the clock of that limit.
    """

    stage: str
    holder: str
    begin: int
    end: int | None
    counts: bool
    working: int | None
    cycle: int
    why: str
    allowance: int = 0
    clock: ClockKind | None = None


class Reading(NamedTuple):
    """The clock of handling at an instant, in UTC seconds and seconds of the limit's own clock.

    Attributes:
        segments: the stretches of the cycle, in order, without gaps while somebody had to act.
        limit: the limit in force, without extensions; None where nobody has one.
        deadline: when it is over. While paused: if it went on when the suspension ends, None
            where that is not known or lies beyond the calendar.
        used: seconds used of the limit in force: the sum of the segments that count against it.
        left: seconds left, below zero when overdue; None without a limit.
        total: seconds allowed, extensions included; 0 without a limit.
        standing: running, paused (suspended), waiting (fed back), stopped (with nobody who has a
            limit, or closed), none (no limit has begun).
        met: whether it was on time when it was decided; None while it is not. Rework takes a
            decision back.
        decided_at: the feedback that was not followed by rework, else the closing
            (domain.md 6.5).
        provisional_years: years the deadline rests on whose calendar is not official.
        cycle: which handling it is, from 1.
        late: whether the deadline had passed at the decision, the pause or now.
        allowance: number of the limit in force; 0 for none.
        until: when the suspension that lasts ends, where it is known and a limit waits for it.
    """

    segments: tuple[Segment, ...]
    limit: Limit | None
    deadline: int | None
    used: int
    left: int | None
    total: int
    standing: Standing
    met: bool | None
    decided_at: int | None
    provisional_years: tuple[int, ...]
    cycle: int
    late: bool = False
    allowance: int = 0
    until: int | None = None


def worked(begin: int, end: int, calendar: Calendar) -> int | None:
    """Return the working seconds between two instants, None where the calendar has no table."""
    try:
        return calendar.scale.working_seconds(begin, end)
    except CalendarMissing:
        return None


def unlimited(
    segments: tuple[Segment, ...], standing: Standing, decided_at: int | None, cycle: int
) -> Reading:
    """Return the reading of a ticket nobody has a limit for."""
    return Reading(segments, None, None, 0, None, 0, standing, None, decided_at, (), cycle)


def limited(
    allowance: Allowance,
    segments: tuple[Segment, ...],
    standing: Standing,
    decided_at: int | None,
    *,
    until: int | None,
    cycle: int,
    calendar: Calendar,
    now: int,
) -> Reading:
    """Return the reading of a limit.

    Args:
        allowance: the limit at work, stopped or counted up to ``now``.
        segments: of the cycle.
        standing: how it stands.
        decided_at: when it was decided.
        until: when the suspension ends, where one lasts.
        cycle: which handling it is.
        calendar: working days and hours.
        now: the instant of the reading.
    """
    late = allowance.over(now)
    paused = standing == "paused"
    deadline = _after_pause(allowance, until) if paused else allowance.deadline
    return Reading(
        segments=segments,
        limit=allowance.limit,
        deadline=deadline,
        used=allowance.used,
        left=None if allowance.began is None else allowance.total - allowance.used,
        total=allowance.total,
        standing=standing,
        met=None if decided_at is None or allowance.deadline is None else not late,
        decided_at=decided_at,
        provisional_years=_doubtful(allowance, until if paused else None, deadline, calendar),
        cycle=cycle,
        late=late,
        allowance=allowance.number,
        until=until if paused else None,
    )


def _after_pause(allowance: Allowance, until: int | None) -> int | None:
    if allowance.missed:
        return allowance.deadline
    try:
        return None if until is None else allowance.resumed(until)
    except CalendarMissing:
        return None


def _doubtful(
    allowance: Allowance, until: int | None, deadline: int | None, calendar: Calendar
) -> tuple[int, ...]:
    last = until if deadline is None else deadline
    if allowance.began is None or last is None or not allowance.working:
        return ()
    return calendar.crossed(office_day(allowance.began), office_day(last))
