"""Asking about what a sweep has made."""

from __future__ import annotations

import json
from typing import Any

from gridctl.foundation.clock import from_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.queries.signals import (
    CardPage,
    CardRow,
    DigestPage,
    DigestRow,
    ListCards,
    ListDigests,
    ListReviews,
    ReviewPage,
    ReviewRow,
)
from gridctl.storage.queries import clocks as sql


def list_cards(operation: ListCards, context: QueryContext) -> CardPage:
    """Return a page of cards, newest first."""
    params: dict[str, Any] = {
        "unit_id": find_unit(context, operation.unit) if operation.unit else None,
        "ticket_id": find_ticket(context, operation.ticket) if operation.ticket else None,
        "colour": operation.colour,
        "first": operation.since and operation.since.isoformat(),
        "last": operation.until and operation.until.isoformat(),
        "standing": operation.standing or None,
        "limit": operation.limit + 1,
    }
    if operation.after:
        params["after_1"] = int(operation.after)
    rows = context.read.records(sql.CARDS, params, order="newest", after=bool(operation.after))
    items, following = page_of(rows, operation.limit, lambda row: str(row["id"]))
    hide = discretion(context)
    return CardPage(items=tuple(_card(hide(row)) for row in items), next=following)


def list_reviews(operation: ListReviews, context: QueryContext) -> ReviewPage:
    """Return a page of reviews, the first due first."""
    params: dict[str, Any] = {
        "state": operation.state,
        "level": operation.level,
        "urgency": operation.urgency,
        "ticket_id": find_ticket(context, operation.ticket) if operation.ticket else None,
        "place": find_place(context, operation.under) if operation.under else None,
        "today": context.today().isoformat(),
        "limit": operation.limit + 1,
    }
    if operation.after:
        day, _, number = operation.after.rpartition(".")
        params |= {"after_1": day, "after_2": int(number)}
    rows = context.read.records(sql.REVIEWS, params, order="due", after=bool(operation.after))
    items, following = page_of(rows, operation.limit, lambda row: f"{row['due_on']}.{row['id']}")
    hide = discretion(context)
    return ReviewPage(items=tuple(_review(hide(row)) for row in items), next=following)


def list_digests(operation: ListDigests, context: QueryContext) -> DigestPage:
    """Return a page of digests, newest first."""
    params: dict[str, Any] = {
        "unit_id": find_unit(context, operation.unit) if operation.unit else None,
        "day": operation.day and operation.day.isoformat(),
        "limit": operation.limit + 1,
    }
    if operation.after:
        params["after_1"] = int(operation.after)
    rows = context.read.records(sql.DIGESTS, params, order="newest", after=bool(operation.after))
    items, following = page_of(rows, operation.limit, lambda row: str(row["id"]))
    return DigestPage(items=tuple(map(_digest, items)), next=following)


def _card(row: dict[str, Any]) -> CardRow:
    return CardRow(**{**row, "issued_at": instant(row["issued_at"])})


def _review(row: dict[str, Any]) -> ReviewRow:
    return ReviewRow(**{**row, "done_at": instant(row["done_at"])})


def _digest(row: dict[str, Any]) -> DigestRow:
    return DigestRow(
        unit=row["unit"],
        on=row["on_date"],
        made_at=from_epoch(row["made_at"]),
        **json.loads(row["body"]),
    )
