"""Taking the journal out with the tickets' logs."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from gridctl.domain.audits import LOOKS
from gridctl.domain.chain import digest
from gridctl.foundation.clock import OFFICE_ZONE, from_epoch, to_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.queries.audits import EventRow, JournalExport, JournalRow, RenderJournal
from gridctl.storage.queries import audits as sql
from gridctl.storage.queries import offices
from gridctl.storage.queries.compose import Params

#: More than any journal has.
_ALL = 2**31 - 1


def within(since: date | None, until: date | None) -> Params:
    """Return the instants between which an entry was written on some days."""
    return {
        "first": None if since is None else _midnight(since),
        # No day comes after the last one a calendar has.
        "last": None if until in (None, date.max) else _midnight(until + timedelta(days=1)),
    }


def journal_row(record: dict[str, Any]) -> JournalRow:
    """Return an entry as it is shown; of its result the digest, and at whom somebody looked."""
    known = {**record, "at": from_epoch(record["at"])}
    result = known.pop("result")
    subject = json.loads(result)["subject"] if known["operation"] in LOOKS else ""
    return JournalRow(**known, subject=subject, result_digest=digest(result))


def journal_export(operation: RenderJournal, context: QueryContext) -> JournalExport:
    """Return the entries of some days and the steps they logged."""
    days = within(operation.since, operation.until)
    office = context.read.record(offices.SHOW) or {}
    head = context.read.rows(sql.HEAD)
    entries = context.read.records(sql.JOURNAL, {**days, "limit": _ALL}, order="oldest")
    return JournalExport(
        office=office.get("name", ""), county_code=office.get("county_code", ""),
        since=operation.since, until=operation.until, made_at=from_epoch(context.now()),
        head=head[0][0] if head else 0, head_hash=head[0][1] if head else "",
        entries=tuple(map(journal_row, entries)),
        events=tuple(map(_event, context.read.records(sql.LOGGED_EVENTS, days))),
    )  # fmt: skip


def _event(record: dict[str, Any]) -> EventRow:
    until = record["until"]
    return EventRow(
        **{**record, "at": from_epoch(record["at"]), "until": until and from_epoch(until)}
    )


def _midnight(day: date) -> int:
    return to_epoch(datetime.combine(day, time(), OFFICE_ZONE))
