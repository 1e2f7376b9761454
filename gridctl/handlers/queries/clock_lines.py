"""The lines that explain a clock, in whole minutes that add up, and what its calendar rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.hours import slot_text
from gridctl.domain.calendar.scale import office_day
from gridctl.domain.calendar.spans import CountedDay
from gridctl.domain.clocks import ExplainLine, Reading
from gridctl.domain.clocks.explaining import AHEAD
from gridctl.operations.queries.clocks import CalendarSource, DayLine, ExplainedSegment

_MINUTE = 60


def explained(
    lines: Iterable[ExplainLine], stretch: Callable[[ExplainLine], dict[str, Any]]
) -> Iterator[ExplainedSegment]:
    """Yield lines with their days and the minutes used by the end of each.

    Minutes are cut from the running sum of seconds, not line by line: what a unit adds up by hand
    is what the clock says it has used.

    Args:
        lines: of one reading.
        stretch: gives what a line has in common with a stretch.
    """
    allowance = used = 0
    for line in lines:
        if line.counts and (line.allowance != allowance or line.why in AHEAD):
            allowance, used = line.allowance, 0
        before = used
        days = []
        for day in line.days:
            days.append(_day(day, used))
            used += day.seconds
        minutes = used // _MINUTE - before // _MINUTE if line.counts else _whole(line.seconds)
        yield ExplainedSegment(
            **stretch(line), minutes=minutes, days=tuple(days),
            so_far=used // _MINUTE if line.counts and line.why not in AHEAD else None,
        )  # fmt: skip


def sources(reading: Reading, calendar: Calendar, now: int) -> Iterator[CalendarSource]:
    """Yield the notices of the years a reading reaches over."""
    if not reading.segments:
        return
    last = max(now if reading.segments[-1].end is None else 0, reading.deadline or 0,
               reading.segments[-1].end or 0)  # fmt: skip
    for year in range(office_day(reading.segments[0].begin).year, office_day(last).year + 1):
        status = calendar.status(year)
        notices = () if status == "missing" else calendar.table(year).notices
        for notice in notices:
            yield CalendarSource(
                year=year, status=status, number=notice.number, subject=dict(notice.subject)
            )
        if not notices:
            yield CalendarSource(year=year, status=status, number="", subject={})


def _day(day: CountedDay, used: int) -> DayLine:
    until = used + day.seconds
    return DayLine(
        day=day.day,
        kind=day.kind,
        occasion=dict(day.occasion) if day.occasion else None,
        slots=tuple(slot_text(begin, end) for begin, end in day.slots),
        minutes=until // _MINUTE - used // _MINUTE,
        so_far=until // _MINUTE,
    )


def _whole(seconds: int | None) -> int | None:
    return None if seconds is None else seconds // _MINUTE
