"""The loop from check to archive, and back again."""

from __future__ import annotations

from typing import Any

from gridctl.domain.limits import parse_limit
from gridctl.domain.projection import solved_level
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.case import Step, open_case
from gridctl.handlers.commands.ticket_intake import visitor, worker
from gridctl.handlers.queries.ticket_routing import handling_of
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.commands.ticket_closing import (
    AppealTicket,
    ArchiveTicket,
    CheckDone,
    CloseTicket,
    ForceCloseTicket,
    ReopenTicket,
    RevisitTicket,
    ReworkTicket,
    SendCheck,
)
from gridctl.operations.queries.tickets import TicketView
from gridctl.storage.queries import loop as sql
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.tickets import Ticket


def send_check(operation: SendCheck, context: CommandContext) -> TicketView:
    """Have a worker look at the place after handling."""
    case = open_case(context, operation, Step(facts=worker(context, operation)))
    case.record()
    return case.view()


def check_done(operation: CheckDone, context: CommandContext) -> TicketView:
    """Say what was found after handling."""
    case = open_case(context, operation, Step(outcome=operation.outcome, facts=visitor(context)))
    case.record()
    return case.view()


def rework_ticket(operation: ReworkTicket, context: CommandContext) -> TicketView:
    """Give a ticket back to its unit to do again."""
    case = open_case(context, operation)
    case.record()
    return case.view()


def revisit_ticket(operation: RevisitTicket, context: CommandContext) -> TicketView:
    """Record the call-back."""
    said: dict[str, Any] = (
        {"resolved": operation.resolved} if operation.resolved is not None else {}
    )
    if operation.unresolved_reason:
        said["unresolved_reason"] = operation.unresolved_reason
    case = open_case(context, operation, Step(outcome=operation.outcome, facts=said))
    case.record()
    return case.view()


def close_ticket(operation: CloseTicket, context: CommandContext) -> TicketView:
    """Close a ticket; the level that solved it is written down with that."""
    case = open_case(context, operation, Step(facts=_solved(operation.ticket, context)))
    case.record()
    return case.view()


def force_close_ticket(operation: ForceCloseTicket, context: CommandContext) -> TicketView:
    """Close a ticket by order."""
    case = open_case(context, operation, Step(facts=_solved(operation.ticket, context)))
    case.record()
    return case.view()


def reopen_ticket(operation: ReopenTicket, context: CommandContext) -> TicketView:
    """Begin another cycle; what the last one came to is set aside unchanged."""
    if operation.limit:
        parse_limit(operation.limit)
    ticket = _ticket(operation.ticket, context)
    unit_id, usual, _ = handling_of(context, ticket.model_dump())
    if operation.unit:
        unit_id = find_unit(context, operation.unit)
    limit = operation.limit or ticket.limit_text or usual
    case = open_case(context, operation, Step(limit=limit, unit_id=unit_id))
    Tickets(context.uow).set_aside(case.ticket)
    case.record()
    return case.view()


def archive_ticket(operation: ArchiveTicket, context: CommandContext) -> TicketView:
    """Put a closed ticket away."""
    case = open_case(context, operation)
    case.record()
    return case.view()


def appeal_ticket(operation: AppealTicket, context: CommandContext) -> TicketView:
    """Ask that a late closing be excused."""
    case = open_case(context, operation, Step(ground=operation.ground))
    case.ask()
    return case.view()


def _solved(number: str, context: CommandContext) -> dict[str, Any]:
    ticket = _ticket(number, context)
    dispatched = ticket.dispatched_at is not None and ticket.lead_unit_id is not None
    unit = context.read.record(sql.UNIT, {"id": ticket.lead_unit_id}) if dispatched else None
    level = unit["level"] if unit else None
    return {"solved_level": solved_level(ticket.centre, level, dispatched)}


def _ticket(number: str, context: CommandContext) -> Ticket:
    return Tickets(context.uow).get(find_ticket(context, number))
