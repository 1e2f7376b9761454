"""Asking about requests."""

from __future__ import annotations

from datetime import date
from typing import Any

from gridctl.foundation.clock import from_epoch, local_date
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.queries.ticket_requests import ListRequests, RequestPage, RequestRow
from gridctl.storage.queries import loop as sql


def list_requests(operation: ListRequests, context: QueryContext) -> RequestPage:
    """Return a page of requests, newest first."""
    params: dict[str, Any] = {
        "state": operation.state,
        "verb": operation.verb,
        "ticket_id": find_ticket(context, operation.ticket) if operation.ticket else None,
        "limit": operation.limit + 1,
    }
    if operation.after:
        params["after_1"] = int(operation.after)
    rows = context.read.records(
        sql.REQUESTS, params, order="newest", after=operation.after is not None
    )
    items, following = page_of(rows, operation.limit, lambda row: str(row["id"]))
    return RequestPage(items=tuple(map(_view, map(discretion(context), items))), next=following)


def _view(row: dict[str, Any]) -> RequestRow:
    timed = {name: instant(row[name]) for name in ("asked_at", "decided_at")}
    days = {name: _day(row[name]) for name in ("asked_until", "granted_until")}
    return RequestRow(**{**row, **timed, **days})


def _day(at: int | None) -> date | None:
    return None if at is None else local_date(from_epoch(at))
