"""Which reviews of urgent tickets are still to be opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gridctl.domain.reviews import ReviewDue, reviews_due
from gridctl.foundation.clock import from_epoch, local_date
from gridctl.handlers.queries.clock_stream import Frames, OpenTicket, by_ticket
from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import clocks as sql


def tasks_due(
    context: QueryContext, frames: Frames, tickets: Sequence[OpenTicket], urgency: str
) -> Iterator[tuple[OpenTicket, ReviewDue]]:
    """Yield the reviews that tickets of one class need and that were not opened yet."""
    if not tickets:
        return
    wanted = {"ids": [ticket.columns["id"] for ticket in tickets], "urgency": urgency}
    known = by_ticket(context.read.rows(sql.REVIEWED, wanted))
    for ticket in tickets:
        rows = known.get(ticket.columns["id"], [])
        latest = {kind: date.fromisoformat(day) for kind, day in rows}
        calendar = frames.of(ticket).calendar
        since = _since(ticket, urgency)
        for due in reviews_due(urgency, since, context.today(), calendar, latest):
            yield ticket, due


def _since(ticket: OpenTicket, urgency: str) -> date:
    """Return the day a ticket got its class: that of its first marking without another since."""
    since = date.fromisoformat(ticket.columns["reported_on"])
    held = ""
    for event in ticket.log:
        if event["verb"] != "urge":
            continue
        now = event["facts"].get("urgency", "")
        if now == urgency and held != urgency:
            since = local_date(from_epoch(event["at"]))
        held = now
    return since
