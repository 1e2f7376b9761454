"""Asking about clocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gridctl.domain.calendar import CalendarMissing
from gridctl.domain.clocks import (
    Assist,
    Reading,
    Segment,
    assist_readings,
    explain,
    lamp,
    read_cycles,
)
from gridctl.domain.clocks.errors import CycleUnknown
from gridctl.domain.limits import parse_limit
from gridctl.foundation.clock import from_epoch
from gridctl.handlers.queries.clock_lines import explained, sources
from gridctl.handlers.queries.clock_stream import CHUNK, Frames, OpenTicket, chunks, open_ids
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import instant
from gridctl.handlers.queries.ticket_clock import (
    ClockOfTicket,
    Frame,
    frame_of,
    happenings,
    read_in,
    read_log,
)
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.operations.queries.clocks import (
    AssistClock,
    ClockView,
    LimitView,
    ListProvisional,
    ProvisionalPage,
    ProvisionalRow,
    SegmentView,
    ShowClock,
)
from gridctl.storage.queries import clocks as sql

_MINUTE = 60


def show_clock(operation: ShowClock, context: QueryContext) -> ClockView:
    """Return what a ticket's clock says, and on request what it is made of.

    Raises:
        TicketNotFound, TicketNumberAmbiguous: none, or several.
        CycleUnknown: the ticket was not reopened so often.
        CalendarMissing: time that counts lies in a year without a table.
    """
    ticket_id, now = find_ticket(context, operation.ticket), context.now()
    (ticket,) = context.read.records(sql.TICKETS, {"ids": [ticket_id]})
    log = read_log(context, ticket_id)
    frame = frame_of(context, ticket, log)
    cycles = read_cycles(
        happenings(ticket, log), frame.stages, None, frame.rules, frame.calendar, now
    )
    wanted = operation.cycle or len(cycles)
    if wanted > len(cycles):
        raise CycleUnknown(ticket=ticket["serial_no"], cycle=wanted, cycles=len(cycles))
    clock = read_in(frame, ticket, log, now)
    if wanted < len(cycles):
        clock = clock._replace(reading=cycles[wanted - 1], given=None)
    lines = explain(clock.reading, frame.calendar, now) if operation.explain else ()
    return ClockView(
        **_facts(clock, now),
        cycles=len(cycles),
        segments=tuple(_segment(context, each) for each in clock.reading.segments),
        explained=tuple(explained(lines, lambda each: _stretch(context, each._asdict()))),
        assists=tuple(_assists(context, ticket_id, clock.reading, frame, now)),
        sources=tuple(sources(clock.reading, frame.calendar, now)) if operation.explain else (),
    )


def list_provisional(operation: ListProvisional, context: QueryContext) -> ProvisionalPage:
    """Return a page of open tickets whose deadline rests on a year that is not official."""
    found: list[tuple[int, ProvisionalRow]] = []
    after = int(operation.after or 0)
    while len(found) <= operation.limit and (ids := open_ids(context, after=after, limit=CHUNK)):
        for chunk in chunks(context, ids):
            found += _provisional(context, chunk)
        after = ids[-1]
    rows = found[: operation.limit]
    following = str(rows[-1][0]) if len(found) > operation.limit else None
    return ProvisionalPage(items=tuple(row for _, row in rows), next=following)


def _provisional(
    context: QueryContext, chunk: list[OpenTicket]
) -> Iterator[tuple[int, ProvisionalRow]]:
    frames, hide = Frames(context), discretion(context)
    for ticket in chunk:
        deadline, years = _years(frames, ticket, context.now())
        if years:
            columns = hide(ticket.columns)
            yield columns["id"], ProvisionalRow(
                serial_no=columns["serial_no"], title=columns["title"], state=columns["state"],
                lead_unit=_unit(context, columns["lead_unit_id"]), deadline_at=instant(deadline),
                years=years,
            )  # fmt: skip


def _years(frames: Frames, ticket: OpenTicket, now: int) -> tuple[int | None, tuple[int, ...]]:
    """Return a deadline and the years it rests on that are not official."""
    try:
        clock = frames.read(ticket, now)
    except CalendarMissing as error:
        return None, (int(str(error.params["year"])),)
    return clock.deadline, clock.reading.provisional_years


def _facts(clock: ClockOfTicket, now: int) -> dict[str, Any]:
    """Return the fields of the view that stand alone."""
    reading, ticket = clock.reading, clock.ticket
    return {
        "serial_no": ticket["serial_no"],
        "state": ticket["state"],
        "at": instant(now),
        "cycle": reading.cycle,
        "limit": _limit(reading),
        "deadline_at": instant(clock.deadline),
        "given": reading.limit is None and clock.given is not None,
        "lamp": "red" if clock.overdue(now) and reading.limit is None else lamp(reading),
        "standing": reading.standing,
        "late": reading.late,
        "met": reading.met,
        "decided_at": instant(reading.decided_at),
        "used_minutes": reading.used // _MINUTE,
        "left_minutes": _minutes(reading.left),
        "total_minutes": reading.total // _MINUTE,
        "provisional_years": reading.provisional_years,
    }


def _segment(context: QueryContext, segment: Segment) -> SegmentView:
    return SegmentView(**_stretch(context, segment._asdict()), minutes=_minutes(segment.working))


def _stretch(context: QueryContext, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "stage": facts["stage"],
        "holder": _unit(context, int(facts["holder"]) if facts["holder"] else None),
        "begin": instant(facts["begin"]),
        "end": instant(facts["end"]),
        "counts": facts["counts"],
        "why": facts["why"],
    }


def _assists(
    context: QueryContext, ticket_id: int, reading: Reading, frame: Frame, now: int
) -> Iterator[AssistClock]:
    assists = [
        Assist(str(unit), since, parse_limit(limit) if limit else None, done)
        for unit, since, limit, done in context.read.rows(sql.ASSISTS, {"id": ticket_id})
    ]
    found = assist_readings(assists, reading, frame.calendar, now)
    for assist, own in zip(assists, found, strict=True):
        yield AssistClock(
            unit=_unit(context, int(assist.unit)) or "",
            since=from_epoch(assist.since), limit=_limit(own),
            deadline_at=instant(own.deadline), used_minutes=own.used // _MINUTE,
            left_minutes=_minutes(own.left), standing=own.standing, late=own.late,
            done=assist.done_at is not None,
        )  # fmt: skip


def _unit(context: QueryContext, unit_id: int | None) -> str | None:
    return None if unit_id is None else unit_index(context).by_id(unit_id).name


def _limit(reading: Reading) -> LimitView | None:
    return None if reading.limit is None else LimitView(**reading.limit._asdict())


def _minutes(seconds: int | None) -> int | None:
    """Return whole minutes; time that is over by less than one is over by one."""
    return None if seconds is None else seconds // _MINUTE
