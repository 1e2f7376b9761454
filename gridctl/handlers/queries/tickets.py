"""Asking about tickets.

Only what a list needs is imported here; the rest is loaded by the question that needs it, because
a list is what a clerk waits for most often.
"""

from __future__ import annotations

from typing import Any

from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import page_of
from gridctl.handlers.queries.ticket_filters import ticket_filters
from gridctl.handlers.queries.ticket_rows import LISTED, discretion, standing, timed
from gridctl.handlers.queries.ticket_words import TicketSearch
from gridctl.operations.queries.tickets import (
    ListTickets,
    ShowStats,
    ShowTicket,
    StatsPage,
    TicketPage,
    TicketView,
)

#: A count past this is not worth its time; the page says "more".
COUNT_BOUND = 10_000


def list_tickets(operation: ListTickets, context: QueryContext) -> TicketPage:
    """Return a page of tickets by day of report."""
    params: dict[str, Any] = ticket_filters(operation, context)
    params |= {"now": context.now(), "limit": operation.limit + 1}
    if operation.after:
        params["after_1"], params["after_2"] = map(int, operation.after.split("."))
    search = TicketSearch(params, context)
    rows = search.page(operation.order, after=operation.after is not None)
    items, following = page_of(rows, operation.limit, _cursor)
    total = search.count(COUNT_BOUND + 1)
    shown = map(discretion(context), items)
    # Rows become views all at once: one by one takes twice as long.
    return TicketPage.model_validate(
        {
            "items": [standing(timed(row, LISTED)) for row in shown],
            "total": total if total <= COUNT_BOUND else None,
            "next": following,
        }
    )


def show_stats(operation: ShowStats, context: QueryContext) -> StatsPage:
    """Return the figures of every group."""
    from gridctl.handlers.queries.ticket_stats import stats_page

    return stats_page(operation, context)


def show_ticket(operation: ShowTicket, context: QueryContext) -> TicketView:
    """Return everything about one ticket, contact values masked."""
    from gridctl.handlers.queries.ticket_view import view_numbered

    return view_numbered(context, operation.ticket)


def _cursor(row: dict[str, Any]) -> str:
    return f"{row['reported_at']}.{row['id']}"
