"""What must follow from other rows: tickets from their logs, deadlines from rules, scores."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from gridctl.domain.calendar import CalendarMissing
from gridctl.domain.errors import Param
from gridctl.domain.projection import Happened
from gridctl.domain.replay import replay
from gridctl.foundation.clock import from_epoch, local_date
from gridctl.handlers.queries.assessments import find_assessment
from gridctl.handlers.queries.clock_stream import CHUNK, Frames, chunks, open_ids
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.ticket_clock import standing
from gridctl.handlers.queries.verification import differences
from gridctl.operations.queries.audits import RowFinding
from gridctl.storage.queries import audits as sql
from gridctl.storage.queries import offices


class TicketCheck:
    """One comparison of all tickets with their logs, and of open ones with the rules.

    Attributes:
        tickets: how many were looked at.
    """

    def __init__(self, context: QueryContext) -> None:
        self._context = context
        self.tickets = 0

    def differences(self) -> Iterator[RowFinding]:
        """Yield what does not follow from the logs, then the deadlines no rule gives."""
        after = -1
        while ids := [row[0] for row in _ids(self._context, after)]:
            for ticket, log in _with_logs(self._context, ids):
                yield from _against_log(ticket, log)
            self.tickets, after = self.tickets + len(ids), ids[-1]
        yield from _against_rules(self._context, open_ids(self._context))


def office_differences(context: QueryContext) -> Iterator[RowFinding]:
    """Compare whose office this is with what the journal's last entry about it says."""
    office = context.read.record(offices.SHOW) or {}
    told = json.loads(context.read.value(sql.SET_UP) or "{}")
    for name in office.keys() & told.keys():
        if office[name] != told[name]:
            params = {"field": name, "found": str(office[name]), "expected": str(told[name])}
            yield _finding("office", str(told["name"]), "office_differs", **params)


def uneven_scores(context: QueryContext, numbers: Iterable[int]) -> Iterator[RowFinding]:
    """Recompute assessments from what they stored, and yield what differs."""
    for number in numbers:
        for each in differences(context, number, find_assessment(context, f"A{number}")):
            yield _finding("assessment", each.key, "score_differs", what=each.what)


def _ids(context: QueryContext, after: int) -> list[tuple[Any, ...]]:
    return context.read.rows(sql.TICKET_IDS, {"after": after, "limit": CHUNK})


def _with_logs(
    context: QueryContext, ids: list[int]
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    wanted = {"ids": ids}
    events = context.read.records(sql.EVENTS, wanted)
    for event in events:
        event["facts"] = json.loads(event["facts"])
    logs = {key: list(log) for key, log in groupby(events, key=itemgetter("ticket_id"))}
    for ticket in context.read.records(sql.TICKETS, wanted):
        yield ticket, standing(logs.get(ticket["id"], []))


def _against_log(ticket: dict[str, Any], log: list[dict[str, Any]]) -> Iterator[RowFinding]:
    for name, expected in replay(map(_happened, log)).items():
        if name in ticket and ticket[name] != expected:
            told = {"field": name, "found": str(ticket[name]), "expected": str(expected)}
            yield _finding("ticket", ticket["serial_no"], "log_differs", **told)


def _against_rules(context: QueryContext, ids: array[int]) -> Iterator[RowFinding]:
    frames, now = Frames(context), context.now()
    for chunk in chunks(context, ids):
        for ticket in chunk:
            columns = ticket.columns
            try:
                clock = frames.read(ticket, now)
            except CalendarMissing:
                continue
            if clock.reading.limit and clock.columns()["deadline_at"] != columns["deadline_at"]:
                yield _finding("ticket", columns["serial_no"], "deadline_differs")


def _happened(event: dict[str, Any]) -> Happened:
    day = local_date(from_epoch(event["at"])).isoformat()
    facts = {name: value for name, value in event.items() if name in Happened._fields}
    return Happened(day=day, **facts)


def _finding(table: str, row: str, code: str, **params: Param) -> RowFinding:
    return RowFinding(table=table, row=row, code=code, params=params)
