"""The clocks of assisting units: each its own, running while the ticket is being handled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gridctl.domain.calendar import Calendar
from gridctl.domain.clocks.allowance import Allowance
from gridctl.domain.clocks.reader import WITH_UNIT
from gridctl.domain.clocks.readings import Reading, Segment, Standing, limited, unlimited, worked
from gridctl.domain.limits import Limit


class Assist(NamedTuple):
    """A unit that helps; instants in UTC seconds.

    Attributes:
        unit: the unit.
        since: when it was asked.
        limit: its time; None for the lead unit's.
        done_at: when it had done its part.
    """

    unit: str
    since: int
    limit: Limit | None = None
    done_at: int | None = None


def assist_readings(
    assists: Iterable[Assist], reading: Reading, calendar: Calendar, now: int
) -> tuple[Reading, ...]:
    """Return the clock of each assisting unit, in the order given.

    Its time runs where the lead unit has the ticket and stands where that is suspended, fed back
    or returned. It is decided when the unit has done its part (domain.md 6.5).

    Args:
        assists: the units.
        reading: of the ticket, in the cycle they help in.
        calendar: working days and hours.
        now: UTC seconds, the instant of the reading.

    Raises:
        CalendarMissing: time that counts lies in a year without a table.
    """
    return tuple(_read(each, reading, calendar, now) for each in assists)


def _read(assist: Assist, reading: Reading, calendar: Calendar, now: int) -> Reading:
    limit = assist.limit or reading.limit
    done = assist.done_at if assist.done_at is not None and assist.done_at <= now else None
    allowance = Allowance(limit, calendar, 1) if limit else None
    segments = tuple(
        _own(each, assist.unit, allowance, calendar, now)
        for each in _shared(reading.segments, assist.since, done, now)
    )
    if allowance is not None and segments and segments[-1].end is not None:
        allowance.stop(segments[-1].end)
    standing = _standing(reading, allowance, done)
    if allowance is None:
        return unlimited(segments, standing, done, reading.cycle)
    return limited(
        allowance, segments, standing, done,
        until=None, cycle=reading.cycle, calendar=calendar, now=now,
    )  # fmt: skip


def _shared(
    segments: Iterable[Segment], since: int, done: int | None, now: int
) -> Iterator[Segment]:
    """Yield what of a ticket's stretches lies between being asked and having done."""
    for each in segments:
        begin, end = max(each.begin, since), each.end
        if done is not None:
            end = done if end is None else min(end, done)
        if begin < (now if end is None else end):
            yield each._replace(begin=begin, end=end)


def _own(
    segment: Segment, unit: str, allowance: Allowance | None, calendar: Calendar, now: int
) -> Segment:
    """Return a stretch of the ticket as one of the unit's, its time counted."""
    begin, end = segment.begin, now if segment.end is None else segment.end
    with_unit = segment.stage in WITH_UNIT
    if allowance is not None and with_unit:
        allowance.run(begin)
        return segment._replace(
            holder=unit, counts=True, working=allowance.count(begin, end), why="assisting",
            allowance=1, clock=allowance.limit.kind,
        )  # fmt: skip
    if allowance is not None:
        allowance.stop(begin)
    return segment._replace(
        holder=unit, counts=False, working=worked(begin, end, calendar),
        why="no_limit" if with_unit else segment.why, allowance=0, clock=None,
    )  # fmt: skip


def _standing(reading: Reading, allowance: Allowance | None, done: int | None) -> Standing:
    if done is not None:
        return "stopped"
    # The lead unit's limit may not have begun, or it may have none.
    if allowance is not None and allowance.running:
        return "running"
    return reading.standing
