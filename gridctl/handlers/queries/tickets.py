"""Asking about tickets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gridctl.domain.privacy import mask_citizen_name, mask_phone
from gridctl.domain.tickets import TicketNotFound, TicketNumberAmbiguous
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.handlers.queries.ticket_filters import ticket_filters
from gridctl.handlers.queries.ticket_stats import stats_page
from gridctl.operations.queries.tickets import (
    AttachmentView,
    ListTickets,
    ShowStats,
    ShowTicket,
    StatsPage,
    TicketEventView,
    TicketPage,
    TicketRow,
    TicketView,
)
from gridctl.storage.queries import tickets as sql
from gridctl.storage.queries.compose import Params

#: A count past this is not worth its time; the page says "more".
COUNT_BOUND = 10_000
_INSTANTS = (
    "reported_at", "deadline_at", "closed_at", "occurred_at", "filed_at", "dispatched_at",
    "signed_at", "handled_at", "fed_back_at", "checked_at", "revisited_at", "archived_at",
)  # fmt: skip


def list_tickets(operation: ListTickets, context: QueryContext) -> TicketPage:
    """Return a page of tickets by day of report."""
    params: dict[str, Any] = ticket_filters(operation, context)
    params |= {"now": context.now(), "limit": operation.limit + 1, "bound": COUNT_BOUND + 1}
    if operation.after:
        params["after_1"], params["after_2"] = map(int, operation.after.split("."))
    rows = context.read.records(
        sql.LIST, params, order=operation.order, after=operation.after is not None
    )
    items, following = page_of(rows, operation.limit, _cursor)
    total = context.read.value(sql.COUNT, params)
    return TicketPage(
        items=tuple(TicketRow(**_timed(row)) for row in items),
        total=total if total <= COUNT_BOUND else None,
        next=following,
    )


def show_stats(operation: ShowStats, context: QueryContext) -> StatsPage:
    """Return the figures of every group."""
    return stats_page(operation, context)


def show_ticket(operation: ShowTicket, context: QueryContext) -> TicketView:
    """Return everything about one ticket, contact values masked."""
    return view_ticket(context, find_ticket(context, operation.ticket))


def find_ticket(context: QueryContext, number: str) -> int:
    """Return the id of the ticket with a serial or external number.

    Raises:
        TicketNotFound, TicketNumberAmbiguous: none, or several.
    """
    found = context.read.rows(sql.FIND, {"number": number})
    if not found:
        raise TicketNotFound(number=number)
    if len(found) > 1:
        choices = ", ".join(serial for _, serial in found)
        raise TicketNumberAmbiguous(number=number, choices=choices)
    return int(found[0][0])


def view_ticket(context: QueryContext, ticket_id: int) -> TicketView:
    """Return the view of a ticket by its id."""
    params: Params = {"id": ticket_id, "now": context.now()}
    row = context.read.record(sql.FULL, params)
    assert row is not None
    row |= _places(context, row)
    row |= {
        "lon": _degrees(row["lon_e7"]),
        "lat": _degrees(row["lat_e7"]),
        "tags": tuple(row["tags"].split("\n")) if row["tags"] else (),
        "contact_name": row["contact_name"] and mask_citizen_name(row["contact_name"]),
        "contact_phone": row["contact_phone"] and mask_phone(row["contact_phone"]),
        "assist_units": tuple(name for (name,) in context.read.rows(sql.ASSISTS, params)),
        "attachments": tuple(
            AttachmentView(**found) for found in context.read.records(sql.ATTACHMENTS, params)
        ),
        "events": tuple(
            TicketEventView(**event | {"at": instant(event["at"])})
            for event in context.read.records(sql.EVENTS, params)
        ),
    }
    return TicketView(**_timed(row))


def _places(context: QueryContext, row: dict[str, Any]) -> dict[str, str | None]:
    """Return the names the ticket's places had on the day of the report."""
    index, day = place_index(context), row["reported_on"]

    def name(place_id: int | None) -> str | None:
        return None if place_id is None else index.on(place_id, day).name

    return {
        "county": name(row["county_id"]),
        "town": name(row["town_id"]),
        "community": name(row["village_id"]),
        "grid": name(row["grid_id"]),
    }


def _cursor(row: dict[str, Any]) -> str:
    return f"{row['reported_at']}.{row['id']}"


def _timed(row: dict[str, Any]) -> dict[str, Any]:
    for name in _INSTANTS:
        if name in row:
            row[name] = instant(row[name])
    return row


def _degrees(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-7)
