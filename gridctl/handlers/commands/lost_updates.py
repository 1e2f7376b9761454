"""A ticket changed since it was looked at: what was seen, what is wanted, what is there now."""

from __future__ import annotations

import json

from gridctl.domain.errors import Conflict
from gridctl.domain.tickets import TicketChanged
from gridctl.foundation.clock import from_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.ticket_trace import changes_since
from gridctl.operations.commands.tickets import EditTicket
from gridctl.operations.steps import TicketStep
from gridctl.storage.tables.tickets import Ticket

#: Columns of a ticket whose field in an operation has another name.
_FIELDS = {
    "category_id": "category", "grid_id": "place", "lead_unit_id": "lead_unit",
    "reporter_id": "reporter", "duty_item_id": "duty_item",
}  # fmt: skip


def check_ticket_seen(
    ticket: Ticket, operation: EditTicket | TicketStep, context: CommandContext
) -> None:
    """Refuse a change that was made looking at an older revision.

    Raises:
        TicketChanged: with every field that was changed since.
        Conflict: the same, where nothing is known of the changes.
    """
    seen = operation.if_match
    if seen is None or seen == ticket.revision:
        return
    changes, entry = changes_since(context, ticket.id or 0, seen)
    if entry is None:
        raise Conflict(actual=ticket.revision, seen=seen)
    # Contact values are in no error.
    wanted = operation.model_dump(
        mode="json", exclude_unset=True, exclude=set(type(operation).private)
    )
    differences = [
        {
            "field": each.field,
            "base": each.before,
            "mine": _text(wanted.get(_FIELDS.get(each.field, each.field))),
            "theirs": each.after,
        }
        for each in changes
    ]
    raise TicketChanged(
        ticket=ticket.serial_no, seen=seen, actual=ticket.revision,
        by=entry["behalf"] or entry["actor"], at=f"{from_epoch(entry['at']):%Y-%m-%d %H:%M}",
        differences=json.dumps(differences, ensure_ascii=False),
    )  # fmt: skip


def _text(value: object) -> str:
    return "" if value is None else str(value)
