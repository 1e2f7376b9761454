"""Words about a ticket that move nothing."""

from __future__ import annotations

from typing import Any

from gridctl.domain.loop import NoticeMissing
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.case import Case, Step, open_case
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.commands.ticket_signals import (
    CancelSupervise,
    CommentTicket,
    InstructTicket,
    NotifyTicket,
    NudgeTicket,
    ReadTicket,
    SuperviseTicket,
    UrgeTicket,
)
from gridctl.operations.queries.tickets import TicketView
from gridctl.storage.queries import loop as sql
from gridctl.storage.repositories.tickets import Tickets


def nudge_ticket(operation: NudgeTicket, context: CommandContext) -> TicketView:
    """Remind the unit that has the ticket."""
    return _told(open_case(context, operation))


def supervise_ticket(operation: SuperviseTicket, context: CommandContext) -> TicketView:
    """Put a ticket under supervision; its unit is told."""
    return _told(open_case(context, operation, Step(facts={"colour": operation.colour})))


def cancel_supervise(operation: CancelSupervise, context: CommandContext) -> TicketView:
    """Lift a supervision order."""
    return _plain(open_case(context, operation))


def urge_ticket(operation: UrgeTicket, context: CommandContext) -> TicketView:
    """Mark a ticket urgent, with its class."""
    facts: dict[str, Any] = {"urgency": operation.urgency} if operation.urgency else {}
    return _told(open_case(context, operation, Step(facts=facts)))


def instruct_ticket(operation: InstructTicket, context: CommandContext) -> TicketView:
    """Add a leader's instruction; the unit confirms that it has read it."""
    return _told(open_case(context, operation))


def notify_ticket(operation: NotifyTicket, context: CommandContext) -> TicketView:
    """Let units know."""
    units = [find_unit(context, name) for name in operation.units]
    case = open_case(context, operation, Step(facts={"units": units}))
    event = case.record()
    Tickets(context.uow).tell(case.ticket_id, event, units)
    return case.view()


def read_ticket(operation: ReadTicket, context: CommandContext) -> TicketView:
    """Confirm that what the party was told about a ticket was read."""
    case = open_case(context, operation)
    unit_id = case.party.unit_id
    params = {"ticket": case.ticket_id, "unit": unit_id}
    # The office is no unit: it cannot confirm what others were told.
    unread = [] if unit_id is None else [row[0] for row in context.read.rows(sql.UNREAD, params)]
    if not unread:
        raise NoticeMissing(party=case.party.name, ticket=case.ticket.serial_no)
    Tickets(context.uow).mark_read(unread, case.at, case.party.name)
    return _plain(case)


def comment_ticket(operation: CommentTicket, context: CommandContext) -> TicketView:
    """Say how it goes."""
    return _plain(open_case(context, operation))


def _plain(case: Case) -> TicketView:
    case.record()
    return case.view()


def _told(case: Case) -> TicketView:
    """Record a word that the unit which has the ticket is to read."""
    event = case.record()
    if case.ticket.lead_unit_id is not None:
        Tickets(case.context.uow).tell(case.ticket_id, event, [case.ticket.lead_unit_id])
    return case.view()
