"""Which reviews of urgent tickets are still to be opened."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

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
    wanted = {"ids": [ticket.columns["id"] for ticket in tickets]}
    known = by_ticket(context.read.rows(sql.REVIEWED, wanted))
    for ticket in tickets:
        rows = known.get(ticket.columns["id"], [])
        latest = {kind: date.fromisoformat(ends) for kind, each, _, ends in rows if each == urgency}
        others = {(kind, opens) for kind, each, opens, _ in rows if each != urgency}
        calendar = frames.of(ticket).calendar
        since = _since(ticket, urgency)
        for due in reviews_due(urgency, since, context.today(), calendar, latest):
            later = _beside(due, others)
            if later is not None:
                yield ticket, later


def _beside(due: ReviewDue, others: Collection[tuple[str, str]]) -> ReviewDue | None:
    """Return a review beside those of other classes the ticket has had.

    What another class opened on a day stands for that day: the new one opens on the next, or not
    at all where its span ends before.
    """
    while (due.kind, due.opens_on.isoformat()) in others:
        due = due._replace(opens_on=due.opens_on + timedelta(days=1))
    return due if due.opens_on <= due.due_on else None


def _since(ticket: OpenTicket, urgency: str) -> date:
    """Return the day a ticket got its class: that of its first marking without another since."""
    since = date.fromisoformat(ticket.columns["reported_on"])
    held = ""
    for at, now in ticket.urged:
        if now == urgency and held != urgency:
            since = local_date(from_epoch(at))
        held = now
    return since
