"""Open tickets with their logs, a chunk at a time: a million of them in little memory.

A chunk is two ordered reads, tickets and events, brought together in one pass; nothing is asked
for a single ticket.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from gridctl.domain.clocks import Happening
from gridctl.handlers.queries.closed_months import closed_until
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.ticket_clock import (
    TAKEN_BACK,
    ClockOfTicket,
    Frame,
    frame_on,
    happened,
    read_by,
    standing,
)
from gridctl.storage.queries import clocks as sql
from gridctl.storage.queries.reader import Row

#: Tickets of a chunk: as many ids as one statement takes without growing slow.
CHUNK = 2_000
_ID, _AT, _VERB, _FACTS = 1, 2, 3, -1


class OpenTicket(NamedTuple):
    """An open ticket with its standing events, oldest first.

    Attributes:
        columns: of the ticket.
        course: its events as the clock sees them.
        urged: when it was marked how urgent, in UTC seconds and code.
    """

    columns: dict[str, Any]
    course: list[Happening]
    urged: list[tuple[int, str]]


class Frames:
    """The frame of each county, found once; another one for what fell due in closed months.

    Attributes:
        closed: last day of the closed months, "" where none is.
    """

    def __init__(self, context: QueryContext) -> None:
        self._context = context
        self._found: dict[tuple[int | None, bool], Frame] = {}
        last = closed_until(context)
        self.closed = last.isoformat() if last else ""

    def of(self, ticket: OpenTicket) -> Frame:
        """Return what a ticket's log is read by (:func:`ticket_clock.frame_of`)."""
        key = ticket.columns["county_id"], self.holds(ticket)
        if key not in self._found:
            self._found[key] = frame_on(self._context, key[0], self.closed if key[1] else None)
        return self._found[key]

    def holds(self, ticket: OpenTicket) -> bool:
        """Tell whether a ticket fell due in a closed month, so that its deadline stays."""
        return bool(ticket.columns["due_on"] <= self.closed)

    def read(self, ticket: OpenTicket, now: int) -> ClockOfTicket:
        """Return what a ticket's clock says at an instant.

        Raises:
            CalendarMissing: time that counts lies in a year without a table.
        """
        return read_by(self.of(ticket), ticket.columns, ticket.course, now)


def open_ids(
    context: QueryContext, *, after: int = 0, limit: int = 2**31 - 1, place: int | None = None
) -> array[int]:
    """Return the ids of open tickets in order, at most ``limit``, those after an id."""
    params = {"after": after, "limit": limit, "place": place}
    return array("q", (row[0] for row in context.read.stream(sql.OPEN_IDS, params)))


def chunks(context: QueryContext, ids: array[int]) -> Iterator[list[OpenTicket]]:
    """Yield tickets with their logs, in the order of their ids."""
    for start in range(0, len(ids), CHUNK):
        wanted = {"ids": ids[start : start + CHUNK].tolist()}
        logs: dict[int, list[Row]] = defaultdict(list)
        for event in context.read.rows(sql.EVENTS, wanted):
            logs[event[0]].append(event)
        tickets = context.read.records(sql.TICKETS, wanted)
        yield [_open_ticket(ticket, logs[ticket["id"]]) for ticket in tickets]


def _open_ticket(columns: dict[str, Any], log: list[Row]) -> OpenTicket:
    told = [event for event in log if event[_FACTS] is not None]
    if any(event[_VERB] in TAKEN_BACK for event in told):
        log = _standing(log)
        told = [event for event in log if event[_FACTS] is not None]
    course = [
        happened(n, event[_AT] if n else columns["reported_at"], *event[_VERB:_FACTS])
        for n, event in enumerate(log)
    ]
    urged = [(event[_AT], json.loads(event[_FACTS]).get("urgency", "")) for event in told]
    return OpenTicket(columns, course, urged)


def _standing(log: list[Row]) -> list[Row]:
    """Leave out what was taken back; most logs have nothing of the kind."""
    facts = (json.loads(event[_FACTS] or "{}") for event in log)
    told = [
        {"id": event[_ID], "verb": event[_VERB], "facts": said}
        for event, said in zip(log, facts, strict=True)
    ]
    stands = {event["id"] for event in standing(told)}
    return [event for event in log if event[_ID] in stands]


def by_ticket(rows: list[Row]) -> dict[int, list[Row]]:
    """Return rows by their first column, without it."""
    found: dict[int, list[Row]] = defaultdict(list)
    for ticket_id, *rest in rows:
        found[ticket_id].append(tuple(rest))
    return found
