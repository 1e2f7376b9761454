"""The clocks of the stages: how long a ticket may wait for the centre or a signature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple

import tomli

from gridctl.domain.calendar import Calendar, CalendarMissing
from gridctl.domain.clocks.errors import ClockRulesMalformed
from gridctl.domain.clocks.readings import Reading, Segment
from gridctl.domain.limits import Limit, LimitUnreadable, deadline_at, parse_limit
from gridctl.foundation.i18n import N_
from gridctl.foundation.resources import config_path

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


class StageClock(NamedTuple):
    """One stay in a stage against its limit; instants in UTC seconds.

    Attributes:
        stage: one of :data:`STAGES`, or handle.
        holder: the unit whose time it was; "" for the centre.
        cycle: which handling it belongs to.
        begin: when it began.
        end: when it ended, or handling was decided; None while it lasts.
        limit: the time allowed.
        deadline: when it was over.
        late: whether the deadline passed before the end.
        over: working seconds counted past the deadline.
    """

    stage: str
    holder: str
    cycle: int
    begin: int
    end: int | None
    limit: Limit
    deadline: int
    late: bool
    over: int


@cache
def load_stage_limits() -> Mapping[str, Limit]:
    """Return the shipped limits of the stages."""
    return parse_stage_limits(config_path("rules", "limits", "stages.toml").read_text("utf-8"))


def parse_stage_limits(text: str) -> Mapping[str, Limit]:
    """Return stage -> limit from a TOML text.

    Raises:
        ClockRulesMalformed: it is no TOML, names an unknown stage or an unreadable limit.
    """
    try:
        limits = tomli.loads(text)["limits"]
        return {_stage(name): parse_limit(words) for name, words in limits.items()}
    except tomli.TOMLDecodeError as error:
        raise ClockRulesMalformed(place="TOML", detail=str(error)) from error
    except (LimitUnreadable, KeyError, TypeError, AttributeError) as error:
        raise ClockRulesMalformed(place="limits", detail=str(error)) from error


def stage_clocks(
    reading: Reading, limits: Mapping[str, Limit], calendar: Calendar, now: int
) -> tuple[StageClock, ...]:
    """Return every stay in a stage that has a limit, and the handling, by when they began.

    Args:
        reading: of a cycle.
        limits: stage -> limit.
        calendar: working days and hours.
        now: UTC seconds, the instant of the reading.

    Raises:
        CalendarMissing: a working limit runs into a year without a table.
    """
    stays = (
        _stay(each, limits[each.stage], calendar, now)
        for each in reading.segments
        if each.stage in limits
    )
    return tuple(sorted(chain(stays, _handling(reading, calendar, now)), key=_begin))


def sign_deadline(
    dispatched_at: int, limits: Mapping[str, Limit], calendar: Calendar
) -> int | None:
    """Return until when a dispatch is to be signed for, in UTC seconds.

    None where the rules have no limit for that, or the calendar no table for the year.

    Args:
        dispatched_at: UTC seconds.
        limits: stage -> limit.
        calendar: working days and hours.
    """
    limit = limits.get("sign")
    try:
        return None if limit is None else deadline_at(dispatched_at, limit, calendar)
    except CalendarMissing:
        return None


def _stage(name: str) -> str:
    if name not in STAGES:
        raise ClockRulesMalformed(place=f"limits.{name}", detail=" | ".join(STAGES))
    return name


def _stay(segment: Segment, limit: Limit, calendar: Calendar, now: int) -> StageClock:
    due = deadline_at(segment.begin, limit, calendar)
    end = now if segment.end is None else segment.end
    late = end > due
    return StageClock(
        segment.stage, segment.holder, segment.cycle, segment.begin, segment.end, limit, due,
        late, calendar.scale.working_seconds(due, end) if late else 0,
    )  # fmt: skip


def _handling(reading: Reading, calendar: Calendar, now: int) -> Iterator[StageClock]:
    counted = [s for s in reading.segments if s.allowance and s.allowance == reading.allowance]
    if not counted or reading.limit is None or reading.deadline is None:
        return
    due = reading.deadline
    yield StageClock(
        "handle", counted[-1].holder, reading.cycle, counted[0].begin, reading.decided_at,
        reading.limit, due, reading.late,
        sum(_past(each, due, calendar, now) for each in counted) if reading.late else 0,
    )  # fmt: skip


def _past(segment: Segment, due: int, calendar: Calendar, now: int) -> int:
    end = now if segment.end is None else segment.end
    return calendar.scale.working_seconds(max(segment.begin, due), end) if end > due else 0


def _begin(clock: StageClock) -> tuple[int, str]:
    return clock.begin, clock.stage
