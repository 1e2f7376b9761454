"""Entering and correcting tickets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from gridctl.domain.tickets import CountyUnknown, TicketExists, match_key
from gridctl.foundation.clock import local_date, to_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.grids import check_revision
from gridctl.handlers.queries.categories import find_category
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_view import find_ticket, view_ticket
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.tickets import TicketView
from gridctl.storage.queries import offices
from gridctl.storage.queries import tickets as sql
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.tickets import Ticket, TicketEvent

_PLAIN = {
    "title", "description", "source", "nature", "address", "urgent", "important", "historic",
    "confidential", "scale", "people_involved", "amount_fen", "public_reply",
}  # fmt: skip


def create_ticket(operation: CreateTicket, context: CommandContext) -> TicketView:
    """Enter a ticket under the next serial number of its county and day."""
    tickets = Tickets(context.uow)
    reported = operation.reported_at or context.clock.now()
    day = local_date(reported)
    place = _place(operation.place, day, context)
    serial = tickets.serials(county_code(context, place["county_id"]), day)[0]
    facts: dict[str, Any] = operation.model_dump(include=_PLAIN) | place
    facts |= _references(operation, context)
    facts |= _instants(operation, "occurred_at", "deadline_at", "closed_at")
    ticket = Ticket(
        **facts,
        serial_no=serial,
        match_key=_key(operation, serial, context),
        external_no=operation.external_no,
        external_system=operation.external_system,
        state=operation.state,
        tags="\n".join(operation.tags),
        reported_at=to_epoch(reported),
        reported_on=day.isoformat(),
        due_on=local_date(operation.deadline_at or reported).isoformat(),
        closed_on=local_date(operation.closed_at).isoformat() if operation.closed_at else None,
    )
    ticket_id = tickets.add(ticket)
    if operation.contact_name or operation.contact_phone:
        tickets.set_contact(ticket_id, operation.contact_name, operation.contact_phone)
    tickets.set_assists(ticket_id, [find_unit(context, name) for name in operation.assist_units])
    _log(tickets, ticket, "report", "", "", context)
    return view_ticket(context, ticket_id)


def edit_ticket(operation: EditTicket, context: CommandContext) -> TicketView:
    """Correct a ticket; its log says who did so and why."""
    tickets = Tickets(context.uow)
    ticket = tickets.get(find_ticket(context, operation.ticket))
    check_revision(ticket.revision, operation.if_match)
    given = operation.model_fields_set
    changes: dict[str, Any] = operation.model_dump(include=_PLAIN & given)
    changes |= _references(operation, context)
    if operation.place:
        changes |= _place(operation.place, date.fromisoformat(ticket.reported_on), context)
    if operation.deadline_at:
        changes["deadline_at"] = to_epoch(operation.deadline_at)
        changes["due_on"] = local_date(operation.deadline_at).isoformat()
    if operation.tags is not None:
        changes["tags"] = "\n".join(operation.tags)
    if tickets.save(ticket, changes):
        _log(tickets, ticket, "edit", ticket.state, operation.opinion, context)
    return view_ticket(context, ticket.id or 0)


def county_code(context: CommandContext, county_id: int | None) -> str:
    """Return the six digits a ticket's serial number begins with: its county, or the office's.

    Raises:
        CountyUnknown: neither is known.
    """
    if county_id is not None:
        return place_index(context).on(county_id, "").code[:6]
    office = context.read.record(offices.SHOW) or {}
    if not office.get("county_code"):
        raise CountyUnknown
    return str(office["county_code"])


def _key(operation: CreateTicket, serial: str, context: CommandContext) -> str:
    key = match_key(
        serial=serial, external=operation.external_no, system=operation.external_system, content=""
    )
    if found := context.read.rows(sql.BY_KEY, {"key": key}):
        raise TicketExists(number=operation.external_no, serial=found[0][0])
    return key


def _place(text: str | None, day: date, context: CommandContext) -> dict[str, int | None]:
    """Return the place columns of a ticket as the tree stood on a day."""
    lineage = None
    if text:
        place = find_place(context, text, day)
        lineage = place_index(context).lineage(place, day.isoformat())
    return {
        f"{level}_id": getattr(lineage, level, None)
        for level in ("county", "town", "village", "grid")
    }


def _references(
    operation: CreateTicket | EditTicket, context: CommandContext
) -> dict[str, int | None]:
    """Return the ids of what the command names; fields left out stay out."""
    found: dict[str, int | None] = {}
    if operation.category:
        found["category_id"] = find_category(context, operation.category)
    if operation.reporter:
        found["reporter_id"] = find_staff(context, operation.reporter)
    if operation.lead_unit:
        found["lead_unit_id"] = find_unit(context, operation.lead_unit)
    return found


def _instants(operation: CreateTicket, *names: str) -> dict[str, int | None]:
    values: dict[str, datetime | None] = {name: getattr(operation, name) for name in names}
    return {name: None if at is None else to_epoch(at) for name, at in values.items()}


def _log(
    tickets: Tickets, ticket: Ticket, verb: str, before: str, opinion: str, context: CommandContext
) -> None:
    assert ticket.id is not None
    tickets.append(
        TicketEvent(
            ticket_id=ticket.id, journal_id=context.entry_id, verb=verb, from_state=before,
            to_state=ticket.state, actor=context.actor.behalf or context.actor.name,
            opinion=opinion, at=context.now(),
        )
    )  # fmt: skip
