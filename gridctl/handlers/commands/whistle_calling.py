"""Before a call is made: from where, by whom, about which ticket, with whose approval."""

from __future__ import annotations

from datetime import date

from gridctl.domain.tickets import CLOSED, NOT_DUE
from gridctl.domain.whistles.errors import (
    ApprovalMissing,
    ApprovedOneself,
    CallerUnknown,
    NotItsPlace,
    TicketElsewhere,
    TicketOver,
    TicketWhistled,
    WhistleSiteMissing,
    WhistleSiteTooHigh,
)
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.party import covers
from gridctl.handlers.queries.parties import Party
from gridctl.handlers.queries.places import Version, find_place, place_index
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.handlers.queries.unit_index import UnitEntry, find_unit, unit_index
from gridctl.handlers.queries.whistle_rules import whistle_rules
from gridctl.operations.commands.whistles import CallWhistle
from gridctl.storage.queries import whistles as sql
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.tickets import Ticket, TicketEvent
from gridctl.storage.tables.whistles import Whistle

#: The levels whose own units call.
_CALLING = ("village", "town")


def called_ticket(operation: CallWhistle, context: CommandContext) -> Ticket | None:
    """Return the ticket a call is about; it is open and has no other call.

    Raises:
        TicketOver, TicketWhistled: nobody has to deal with it, or it has a call already.
    """
    if not operation.ticket:
        return None
    ticket = Tickets(context.uow).get(find_ticket(context, operation.ticket))
    if ticket.state in (*CLOSED, *NOT_DUE):
        raise TicketOver(ticket=ticket.serial_no, state=ticket.state)
    if found := context.read.rows(sql.OPEN_OF_TICKET, {"ticket": ticket.id}):
        raise TicketWhistled(ticket=ticket.serial_no, number=found[0][0])
    return ticket


def called_site(
    operation: CallWhistle, ticket: Ticket | None, day: str, context: CommandContext
) -> Version:
    """Return the place units are called to: the one named, else that of the ticket.

    Raises:
        WhistleSiteMissing, WhistleSiteTooHigh, TicketElsewhere: no place in a town, or another.
    """
    index = place_index(context)
    named, on = operation.place, date.fromisoformat(day)
    place_id = find_place(context, named, on) if named else _lies_in(ticket)
    if place_id is None:
        raise WhistleSiteMissing
    site = index.on(place_id, day)
    if index.lineage(place_id, day).town is None:
        raise WhistleSiteTooHigh(place=site.name)
    if ticket is not None and not covers([place_id], ticket, context):
        raise TicketElsewhere(ticket=ticket.serial_no, place=site.name)
    return site


def _lies_in(ticket: Ticket | None) -> int | None:
    if ticket is None:
        return None
    return ticket.grid_id or ticket.village_id or ticket.town_id or ticket.county_id


def calling_unit(
    operation: CallWhistle, party: Party, site: Version, day: str, context: CommandContext
) -> int:
    """Return the unit that calls: the village's or town's own (domain.md 8).

    The office writes it down for the unit named, else for the nearest one above the place.

    Raises:
        NotItsPlace: a unit of another place, or no unit of a village or town.
        CallerUnknown: the place has none, or several.
    """
    chain = [place for place in place_index(context).above(site.id, day) if place.level in _CALLING]
    index = unit_index(context)
    if operation.caller:
        caller = index.by_id(find_unit(context, operation.caller))
        if party.kind != "office" and party.unit_id != caller.id:
            raise NotItsPlace(party=party.name, place=site.name)
        return _at_home(caller, caller.name, chain, site)
    if party.kind != "office":
        entry = None if party.unit_id is None else index.by_id(party.unit_id)
        return _at_home(entry, party.name, chain, site)
    for place in chain:
        if units := index.at(place.id):
            if len(units) > 1:
                choices = tuple(unit.name for unit in units)
                raise CallerUnknown(place=site.name, choices=choices)
            return units[0].id
    raise CallerUnknown(place=site.name, choices=None)


def _at_home(unit: UnitEntry | None, name: str, chain: list[Version], site: Version) -> int:
    if unit is None or all(unit.grid_id != place.id for place in chain):
        raise NotItsPlace(party=name, place=site.name)
    return unit.id


def check_approval(
    operation: CallWhistle, party: Party, site: Version, context: CommandContext
) -> None:
    """Refuse a call that needs an approver and has none, or that its maker approved.

    Raises:
        ApprovalMissing, ApprovedOneself: see there.
    """
    if not operation.approved_by:
        if whistle_rules(context, site.id).approval_required:
            raise ApprovalMissing
    elif operation.approved_by == party.name:
        raise ApprovedOneself(party=party.name)


def note_on_ticket(ticket: Ticket, whistle: Whistle, party: Party, context: CommandContext) -> None:
    """Have a ticket say by which call units were called for it, in its log too."""
    assert ticket.id is not None
    tickets = Tickets(context.uow)
    tickets.append(
        TicketEvent(
            ticket_id=ticket.id, journal_id=context.entry_id, verb="whistle",
            from_state=ticket.state, to_state=ticket.state, actor=party.name,
            unit_id=party.unit_id, opinion=whistle.whistle_no, at=whistle.called_at,
            cycle=ticket.cycle, level=party.level,
        )
    )  # fmt: skip
    tickets.save(ticket, {"whistle_no": whistle.whistle_no})
