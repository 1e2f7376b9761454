"""Explaining a clock: each stretch with the days and hours of the calendar that made it up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.scale import office_time
from gridctl.domain.calendar.spans import CountedDay, wall_span, working_span
from gridctl.domain.clocks.allowance import WORKING
from gridctl.domain.clocks.readings import Reading, Segment
from gridctl.foundation.i18n import N_

#: Code of a rule -> what it says, as a unit can be shown it (domain.md 6.5).
MESSAGES: Mapping[str, str] = {
    "waits_for_acceptance": N_("waits for acceptance; no unit's time"),
    "waits_for_dispatch": N_("waits for dispatch; no unit's time"),
    "task_waiting": N_("a site visit is under way; no unit's time"),
    "dispatched": N_("dispatched; the limit begins with the dispatch"),
    "unsigned_not_counted": N_("not signed yet; the limit begins with the signature"),
    "handled": N_("being handled; counts against the limit"),
    "no_limit": N_("being handled; there is no limit"),
    "extended": N_("extended; the time granted is added to the deadline"),
    "suspended": N_("suspended; the clock stands"),
    "resumed": N_("resumed; the time left goes on"),
    "resumed_by_itself": N_("the suspension was over; the time left goes on"),
    "returned": N_("returned to the centre; no unit's time"),
    "redispatched_fresh": N_("dispatched again; the unit has its whole limit"),
    "redispatched_continue": N_("dispatched again; the time left goes on"),
    "fed_back_waiting": N_("fed back; the centre's check is not the unit's time"),
    "revisit_waiting": N_("waits for the call-back; no unit's time"),
    "rework_continue": N_("sent back for rework; the time left goes on"),
    "rework_restart": N_("sent back for rework; the limit begins anew"),
    "reopened": N_("reopened; a new limit begins"),
    "assisting": N_("assists while the ticket is being handled"),
    "overdue": N_("past the deadline; the time goes on counting"),
    "left": N_("left until the deadline"),
    "left_resumed": N_("left once the suspension is over, until the deadline"),
}
#: Of these the rules about time that has not passed yet.
AHEAD = frozenset({"left", "left_resumed"})


class ExplainLine(NamedTuple):
    """A stretch of time with its reason and what it is made of; instants in UTC seconds.

    Attributes:
        stage: the stage.
        holder: the unit whose time it is; "" for the centre.
        begin: when it began.
        end: when it ended; None while it lasts.
        seconds: its length on its clock; None where the calendar has no table and nothing counts.
        counts: whether it counts, or will, against a limit.
        why: key of :data:`MESSAGES`.
        cycle: which handling it belongs to.
        allowance: which limit of the ticket it counts against; 0 for none.
        days: the days of what counts, each with its hours, their seconds and the occasion that
            makes it an exception; empty where nothing counts.
    """

    stage: str
    holder: str
    begin: int
    end: int | None
    seconds: int | None
    counts: bool
    why: str
    cycle: int
    allowance: int
    days: tuple[CountedDay, ...]


def explain(reading: Reading, calendar: Calendar, now: int) -> tuple[ExplainLine, ...]:
    """Return the lines that add up to a reading, and what is left until the deadline.

    The stretch in which the deadline passed is two lines: up to it, and past it.

    Args:
        reading: of a ticket or of an assisting unit.
        calendar: the one it was read by.
        now: UTC seconds, the instant of the reading.

    Raises:
        CalendarMissing: the time left runs into a year without a table.
    """
    lines = (
        _line(part, calendar, now)
        for each in reading.segments
        for part in _parted(each, reading, calendar, now)
    )
    return (*lines, *_left(reading, calendar, now))


def _parted(segment: Segment, reading: Reading, calendar: Calendar, now: int) -> Iterator[Segment]:
    """Yield a stretch, cut at the deadline of its limit if that passed within it."""
    due, end = reading.deadline, now if segment.end is None else segment.end
    mine = segment.counts and segment.allowance == reading.allowance
    if not mine or due is None or segment.working is None or not segment.begin < due < end:
        yield segment
        return
    counted = calendar.scale.working_seconds if segment.clock in WORKING else _between
    before = counted(segment.begin, due)
    yield segment._replace(end=due, working=before)
    yield segment._replace(begin=due, working=segment.working - before, why="overdue")


def _between(begin: int, end: int) -> int:
    return end - begin


def _line(segment: Segment, calendar: Calendar, now: int) -> ExplainLine:
    return ExplainLine(
        segment.stage, segment.holder, segment.begin, segment.end, segment.working,
        segment.counts, segment.why, segment.cycle, segment.allowance,
        _days(segment, calendar, now),
    )  # fmt: skip


def _left(reading: Reading, calendar: Calendar, now: int) -> Iterator[ExplainLine]:
    """Yield the way to the deadline where it lies ahead: from now, or from the suspension's end."""
    if reading.deadline is None or reading.late or reading.limit is None:
        return
    if not reading.segments:
        # All of it happened at one instant.
        return
    last = reading.segments[-1]._replace(end=reading.deadline, working=reading.left)
    if reading.standing == "running":
        yield _line(last._replace(begin=now, why="left"), calendar, now)
    elif reading.until is not None:
        resumed = last._replace(
            stage="handle", begin=reading.until, counts=True, why="left_resumed",
            allowance=reading.allowance, clock=reading.limit.kind,
        )  # fmt: skip
        yield _line(resumed, calendar, now)


def _days(segment: Segment, calendar: Calendar, now: int) -> tuple[CountedDay, ...]:
    if segment.clock is None:
        return ()
    begin = office_time(segment.begin)
    end = office_time(now if segment.end is None else segment.end)
    if segment.clock in WORKING:
        return tuple(working_span(begin, end, calendar))
    return tuple(wall_span(begin, end))
