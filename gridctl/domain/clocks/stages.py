"""The clocks of the stages: where a ticket waited too long for the centre or a signature."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from gridctl.domain.calendar import Calendar, CalendarMissing
from gridctl.domain.clocks.readings import Reading, Segment
from gridctl.domain.limits import Limit, deadline_at, shortest_seconds
from gridctl.foundation.i18n import N_

#: Stages that have a limit of their own; that of handling is the category's.
STAGES = ("accept", "dispatch", "sign", "task", "check", "revisit")
STAGE_NAMES: Mapping[str, str] = {
    "accept": N_("acceptance"),
    "dispatch": N_("dispatch"),
    "sign": N_("signing"),
    "handle": N_("handling"),
    "task": N_("site visit"),
    "check": N_("check"),
    "revisit": N_("call-back"),
    "paused": N_("suspension"),
}


class Overrun(NamedTuple):
    """A stay in a stage past its limit; instants in UTC seconds.

    Attributes:
        stage: one of :data:`STAGES`, or handle.
        holder: the unit whose time it was; "" for the centre.
        cycle: which handling it belongs to.
        begin: when it began.
        deadline: when its limit was over.
        over: working seconds counted past the deadline.
    """

    stage: str
    holder: str
    cycle: int
    begin: int
    deadline: int
    over: int


def overruns(
    reading: Reading,
    limits: Mapping[str, Limit],
    calendar: Calendar,
    now: int,
    stages: Collection[str],
) -> tuple[Overrun, ...]:
    """Return the stays in some stages past their limit, by when they began.

    Args:
        reading: of a cycle.
        limits: stage -> limit.
        calendar: working days and hours.
        now: UTC seconds, the instant of the reading.
        stages: the stages asked about, of :data:`STAGES` or handle.

    Raises:
        CalendarMissing: a working limit runs into a year without a table.
    """
    found: list[Overrun] = []
    for each in reading.segments:
        if each.stage in stages and each.stage in limits:
            found += _stay(each, limits[each.stage], calendar, now)
    if reading.late and "handle" in stages:
        found += _handling(reading, calendar, now)
    found.sort(key=_begin)
    return tuple(found)


def stage_deadline(
    stage: str, begun: int, limits: Mapping[str, Limit], calendar: Calendar
) -> int | None:
    """Return until when a stay in a stage may last, in UTC seconds.

    None where the rules have no limit for the stage, or the calendar no table for the year.

    Args:
        stage: one of :data:`STAGES`.
        begun: UTC seconds.
        limits: stage -> limit.
        calendar: working days and hours.
    """
    limit = limits.get(stage)
    try:
        return None if limit is None else deadline_at(begun, limit, calendar)
    except CalendarMissing:
        return None


def _stay(segment: Segment, limit: Limit, calendar: Calendar, now: int) -> tuple[Overrun, ...]:
    begin, end = segment.begin, now if segment.end is None else segment.end
    # No clock runs faster than that on the wall, so most stays need no calendar.
    if end - begin <= shortest_seconds(limit):
        return ()
    due = deadline_at(begin, limit, calendar)
    if end <= due:
        return ()
    over = calendar.scale.working_seconds(due, end)
    return (Overrun(segment.stage, segment.holder, segment.cycle, begin, due, over),)


def _handling(reading: Reading, calendar: Calendar, now: int) -> tuple[Overrun, ...]:
    counted = [s for s in reading.segments if s.allowance and s.allowance == reading.allowance]
    if not counted or reading.deadline is None:
        return ()
    over = sum(_past(each, reading.deadline, calendar, now) for each in counted)
    first, last = counted[0], counted[-1]
    return (Overrun("handle", last.holder, reading.cycle, first.begin, reading.deadline, over),)


def _past(segment: Segment, due: int, calendar: Calendar, now: int) -> int:
    end = now if segment.end is None else segment.end
    return calendar.scale.working_seconds(max(segment.begin, due), end) if end > due else 0


def _begin(overrun: Overrun) -> tuple[int, str]:
    return overrun.begin, overrun.stage
