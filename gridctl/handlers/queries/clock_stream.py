"""Open tickets with their logs, a chunk at a time: a million of them in little memory.

A chunk is two ordered reads, tickets and events, brought together in one pass; nothing is asked
for a single ticket.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from gridctl.handlers.queries.closed_months import closed_until
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.ticket_clock import (
    ClockOfTicket,
    Frame,
    Log,
    frame_on,
    read_in,
    standing,
)
from gridctl.storage.queries import clocks as sql

#: Tickets of a chunk: as many ids as one statement takes without growing slow.
CHUNK = 2_000
_NO_FACTS: dict[str, Any] = {}


class OpenTicket(NamedTuple):
    """An open ticket's columns and its standing events, oldest first."""

    columns: dict[str, Any]
    log: Log


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
        return read_in(self.of(ticket), ticket.columns, ticket.log, now)


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
        logs = _logs(context, wanted)
        tickets = context.read.records(sql.TICKETS, wanted)
        yield [OpenTicket(ticket, logs.get(ticket["id"], [])) for ticket in tickets]


def _logs(context: QueryContext, wanted: dict[str, list[int]]) -> dict[int, Log]:
    events = context.read.records(sql.EVENTS, wanted)
    grouped = groupby(map(_told, events), key=itemgetter("ticket_id"))
    return {ticket_id: _standing(list(log)) for ticket_id, log in grouped}


def _told(event: dict[str, Any]) -> dict[str, Any]:
    event["facts"] = json.loads(event["facts"]) if event["facts"] else _NO_FACTS
    return event


def _standing(log: Log) -> Log:
    """Leave out what was taken back; most logs have nothing of the kind."""
    return standing(log) if any(event["verb"] in ("undo", "redo") for event in log) else log


def by_ticket(rows: list[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """Return rows by their first column, without it."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for ticket_id, *rest in rows:
        found[ticket_id].append(tuple(rest))
    return found
