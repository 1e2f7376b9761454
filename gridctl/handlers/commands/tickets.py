"""Entering and correcting tickets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from gridctl.domain.coordinates import to_e7
from gridctl.domain.deadlines import due_day
from gridctl.domain.loop import LEVELS, PartyMissing, PartyUnknown
from gridctl.domain.telephones import telephones
from gridctl.domain.tickets import (
    CLOSED,
    ClosingUnfit,
    CountyUnknown,
    DispatchedAlready,
    NotClosed,
    TicketExists,
    TicketNumberTaken,
    match_key,
)
from gridctl.foundation.clock import instant_text, local_date, to_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.party import before
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.categories import find_category
from gridctl.handlers.queries.duty_admission import (
    category_warnings,
    find_duty_item,
    require_open,
)
from gridctl.handlers.queries.parties import acting_party
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_clock import read_log, standing
from gridctl.handlers.queries.ticket_repeats import similar_to
from gridctl.handlers.queries.ticket_view import find_ticket, view_ticket
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.handlers.queries.workflows import office_policy
from gridctl.operations.base import Finding
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.tickets import TicketView
from gridctl.storage.queries import offices
from gridctl.storage.queries import tickets as sql
from gridctl.storage.repositories.contacts import Contacts
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.tickets import Ticket, TicketEvent

_PLAIN = {
    "title", "description", "source", "nature", "address", "urgent", "important", "historic",
    "confidential", "scale", "people_involved", "amount_fen", "public_reply",
}  # fmt: skip
#: What the loop decides from the dispatch on, and the steps that give a ticket to a unit.
_BY_STEPS = {"lead_unit", "assist_units", "deadline_at"}
_DISPATCHING = ("dispatch", "arbitrate", "reopen")
#: So many likely duplicates are told when a ticket is entered; the likest are first.
_SUGGESTED = 5
_MOMENT = timedelta(minutes=5)


def create_ticket(operation: CreateTicket, context: CommandContext) -> TicketView:
    """Enter a ticket under the next serial number of its county and day."""
    tickets = Tickets(context.uow)
    reported = operation.reported_at or context.clock.now()
    if operation.closed_at is not None:
        reported = _reported_before(operation.closed_at, operation, reported)
    day = local_date(reported)
    place = _place(operation.place, day, context)
    serial = tickets.serials(county_code(context, place["county_id"]), day)[0]
    facts: dict[str, Any] = operation.model_dump(include=_PLAIN) | place
    facts |= _references(operation, context)
    if operation.duty_item:
        facts["duty_item_id"] = _duty_item(operation.duty_item, day, context)
    facts |= _instants(operation, "occurred_at", "deadline_at", "closed_at")
    facts |= {"lon_e7": to_e7(operation.lon), "lat_e7": to_e7(operation.lat)}
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
        due_on=(due_day(deadline) if (deadline := facts["deadline_at"]) else day).isoformat(),
        closed_on=local_date(operation.closed_at).isoformat() if operation.closed_at else None,
    )
    ticket.centre = _centre(ticket, context)
    ticket_id = tickets.add(ticket)
    if operation.contact_name or operation.contact_phone:
        _put_contact(ticket, _contact(operation), context)
    if operation.assist_units:
        helpers = [find_unit(context, name) for name in operation.assist_units]
        tickets.set_assists(ticket_id, helpers)
    # Entered later or not, it was reported when it was reported.
    _log(tickets, ticket, "report", "", "", context, ticket.reported_at)
    return view_ticket(context, ticket_id).model_copy(update=_remarks(ticket, context))


def _centre(ticket: Ticket, context: CommandContext) -> str:
    """Return the level of the centre that has a new ticket: of the place where it was taken in.

    What a village or town centre takes in at its own place is its own to file; all else begins
    with the county's.
    """
    try:
        party = acting_party(context)
    except (PartyUnknown, PartyMissing):
        # Anybody may be named as the one who entered it.
        return LEVELS[-1]
    return party.level if before(party, ticket, context).central else LEVELS[-1]


def _reported_before(closed: datetime, operation: CreateTicket, reported: datetime) -> datetime:
    """Return when a matter was reported that is entered as closed.

    Raises:
        NotClosed: it goes on.
        ClosingUnfit: it was reported after its closing.
    """
    if operation.state not in CLOSED:
        raise NotClosed(state=operation.state)
    if closed >= reported:
        return reported
    # "Now" was said twice, a moment apart: by who typed it, and by the office.
    if operation.reported_at is None and reported - closed <= _MOMENT:
        return closed
    shown = {"closed": instant_text(closed), "reported": instant_text(reported)}
    raise ClosingUnfit(**shown)


def edit_ticket(operation: EditTicket, context: CommandContext) -> TicketView:
    """Correct a ticket; its log says who did so and why."""
    tickets = Tickets(context.uow)
    ticket = tickets.get(find_ticket(context, operation.ticket))
    check_seen(ticket, operation, context)
    given = operation.model_fields_set
    if given & _BY_STEPS:
        _require_not_dispatched(ticket, context)
    changes: dict[str, Any] = operation.model_dump(include=_PLAIN & given)
    changes |= _references(operation, context)
    if operation.place:
        changes |= _place(operation.place, date.fromisoformat(ticket.reported_on), context)
    if operation.deadline_at:
        deadline = to_epoch(operation.deadline_at)
        changes |= {"deadline_at": deadline, "due_on": due_day(deadline).isoformat()}
    if "duty_item" in given:
        reported = date.fromisoformat(ticket.reported_on)
        changes["duty_item_id"] = _duty_item(operation.duty_item, reported, context)
    if operation.tags is not None:
        changes["tags"] = "\n".join(operation.tags)
    beside = _save_beside(ticket, operation, context)
    if tickets.save(ticket, changes, touched=beside):
        _log(tickets, ticket, "edit", ticket.state, operation.opinion, context)
    return view_ticket(context, ticket.id or 0)


def _require_not_dispatched(ticket: Ticket, context: CommandContext) -> None:
    """Refuse to change past the loop what its steps decide.

    Raises:
        DispatchedAlready: the ticket was given to a unit in its present cycle.
    """
    for event in standing(read_log(context, ticket.id or 0)):
        given = event["verb"] in _DISPATCHING and event["to_unit_id"] is not None
        if given and event["cycle"] == ticket.cycle:
            raise DispatchedAlready(ticket=ticket.serial_no)


def _duty_item(text: str | None, day: date, context: CommandContext) -> int | None:
    """Return the duty item a ticket of a day is entered under, None where it is under none."""
    if not text:
        return None
    item_id = find_duty_item(context, text)
    require_open(context, item_id, day.isoformat())
    return item_id


def _remarks(ticket: Ticket, context: CommandContext) -> dict[str, Any]:
    """Return what who enters a ticket should know: likely duplicates, a closed duty item."""
    warnings: tuple[Finding, ...] = ()
    if ticket.duty_item_id is None:
        warnings = category_warnings(context, ticket.category_id, ticket.reported_on)
    found, total = similar_to(context, ticket.model_dump(), _SUGGESTED)
    return {"similar": found, "similar_total": total, "warnings": warnings}


def _save_beside(ticket: Ticket, operation: EditTicket, context: CommandContext) -> bool:
    """Save what stands beside a ticket, its helpers and contact; return whether that differs."""
    differs = False
    if operation.assist_units is not None:
        units = [find_unit(context, name) for name in operation.assist_units]
        differs = Tickets(context.uow).set_assists(ticket.id or 0, units)
    if contact := _contact(operation):
        differs |= _put_contact(ticket, contact, context)
    return differs


def _put_contact(ticket: Ticket, contact: dict[str, str], context: CommandContext) -> bool:
    """Save who reported a ticket; by the policy of that day the next report repeats this one."""
    policy = office_policy(context, ticket.county_id, ticket.reported_on)
    return Contacts(context.uow).put(ticket.id or 0, contact, policy.repeat_within_days)


def _contact(operation: CreateTicket | EditTicket) -> dict[str, str]:
    phone = operation.contact_phone
    given = {"name": operation.contact_name, "phone": phone and telephones(phone)}
    return {name: value for name, value in given.items() if value is not None}


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
    if context.uow.read.rows(sql.BY_KEY, {"key": key}):
        # It is taken, whoever may see by what.
        seen = context.read.rows(sql.BY_KEY, {"key": key})
        if not seen:
            raise TicketNumberTaken(number=operation.external_no)
        raise TicketExists(number=operation.external_no, serial=seen[0][0])
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
    tickets: Tickets,
    ticket: Ticket,
    verb: str,
    before: str,
    opinion: str,
    context: CommandContext,
    at: int | None = None,
) -> None:
    assert ticket.id is not None
    tickets.append(
        TicketEvent(
            ticket_id=ticket.id, journal_id=context.entry_id, verb=verb, from_state=before,
            to_state=ticket.state, actor=context.actor.behalf or context.actor.name,
            opinion=opinion, at=context.now() if at is None else at,
            cycle=ticket.cycle,
        )
    )  # fmt: skip
