"""How long units had tickets in hand: working time from the dispatch to the feedback."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridctl.domain.calendar import CalendarMissing
from gridctl.domain.clocks import Happening
from gridctl.domain.clocks.reader import WITH_UNIT
from gridctl.handlers.queries.clock_stream import CHUNK, Frames, OpenTicket, chunks
from gridctl.handlers.queries.context import QueryContext

#: A ticket's ``id``, and when its unit got and finished it: ``dispatched_at``, ``handled_at``.
Row = Mapping[str, Any]


def handling_seconds(context: QueryContext, rows: Sequence[Row]) -> Iterator[tuple[Row, int]]:
    """Yield rows with the seconds their unit had the ticket, on the clock of its limit.

    These are the stretches ``ticket clock --explain`` prints for the unit: without suspension,
    and without what the centre took between feedback and rework. Of a ticket that came in dealt
    with only the two ends are known. A year without a calendar has no working time, so what lies
    in one is left out.

    Args:
        context: where rules and calendar are found.
        rows: ordered by id.
    """
    frames = Frames(context)
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        tickets = {
            each.columns["id"]: each for part in chunks(context, _ids(some)) for each in part
        }
        for row in some:
            seconds = _seconds(frames, tickets[row["id"]], row)
            if seconds is not None:
                yield row, seconds


def _ids(rows: Sequence[Row]) -> array[int]:
    return array("q", dict.fromkeys(row["id"] for row in rows))


def _seconds(frames: Frames, ticket: OpenTicket, row: Row) -> int | None:
    begin, end = row["dispatched_at"], row["handled_at"]
    try:
        if not any(each.at == begin and _moved(each) for each in ticket.course):
            return frames.of(ticket).calendar.scale.working_seconds(begin, end)
        reading = frames.read(ticket, end).reading
    except CalendarMissing:
        return None
    mine = (s for s in reading.segments if s.stage in WITH_UNIT and s.begin >= begin)
    return sum(segment.working or 0 for segment in mine)


def _moved(event: Happening) -> bool:
    """Tell whether an event is a step, not the arrival of a ticket from a file."""
    return bool(event.from_state) and event.from_state != event.to_state
