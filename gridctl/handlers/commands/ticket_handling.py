"""The loop from dispatch to feedback: units and levels."""

from __future__ import annotations

from datetime import datetime, time

from gridctl.domain.limits import parse_limit
from gridctl.domain.loop import LEVELS, AssistMissing, AssistsItself, rank
from gridctl.foundation.clock import OFFICE_ZONE, to_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.case import Case, Step, open_case, ticket_of
from gridctl.handlers.queries.reply_templates import filled_template
from gridctl.handlers.queries.ticket_routing import handling_of
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.commands.ticket_handling import (
    ArbitrateTicket,
    AssistTicket,
    DispatchTicket,
    EscalateTicket,
    ExtendTicket,
    FeedbackTicket,
    FinishAssist,
    HandDownTicket,
    ResumeTicket,
    ReturnTicket,
    SignTicket,
    SuspendTicket,
)
from gridctl.operations.queries.tickets import TicketView
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.tickets import Ticket


def dispatch_ticket(operation: DispatchTicket, context: CommandContext) -> TicketView:
    """Give a ticket to the unit that handles it; its limit is fixed with that."""
    ticket = ticket_of(context, operation)
    case = open_case(context, operation, _handling(operation, ticket, context), ticket)
    case.record()
    for name in operation.assist_units:
        _help(case, find_unit(context, name), case.step.limit)
    return case.view()


def arbitrate_ticket(operation: ArbitrateTicket, context: CommandContext) -> TicketView:
    """Decide who handles a ticket that was returned too often."""
    ticket = ticket_of(context, operation)
    case = open_case(context, operation, _handling(operation, ticket, context), ticket)
    case.record()
    return case.view()


def sign_ticket(operation: SignTicket, context: CommandContext) -> TicketView:
    """Take a dispatched ticket on."""
    return _plain(open_case(context, operation))


def return_ticket(operation: ReturnTicket, context: CommandContext) -> TicketView:
    """Give a ticket back with a listed ground."""
    return _plain(open_case(context, operation, Step(ground=operation.ground)))


def escalate_ticket(operation: EscalateTicket, context: CommandContext) -> TicketView:
    """Hand a ticket up to the direct superior centre."""
    return _to_level(operation, context, +1)


def hand_down_ticket(operation: HandDownTicket, context: CommandContext) -> TicketView:
    """Hand a ticket down to the centre below."""
    return _to_level(operation, context, -1)


def extend_ticket(operation: ExtendTicket, context: CommandContext) -> TicketView:
    """Ask for more time."""
    parse_limit(operation.limit)
    case = open_case(context, operation, Step(limit=operation.limit))
    case.ask()
    return case.view()


def suspend_ticket(operation: SuspendTicket, context: CommandContext) -> TicketView:
    """Ask that the clock stop; it goes on when the day named begins."""
    until = to_epoch(datetime.combine(operation.until, time(), OFFICE_ZONE))
    case = open_case(context, operation, Step(until=until))
    case.ask()
    return case.view()


def resume_ticket(operation: ResumeTicket, context: CommandContext) -> TicketView:
    """Go on with a suspended ticket."""
    return _plain(open_case(context, operation))


def feedback_ticket(operation: FeedbackTicket, context: CommandContext) -> TicketView:
    """Say that a ticket is dealt with, and how."""
    reply = _reply(operation, context)
    facts = {"reply": reply} if reply else {}
    return _plain(open_case(context, operation, Step(facts=facts)))


def assist_ticket(operation: AssistTicket, context: CommandContext) -> TicketView:
    """Have a unit help, on a clock of its own."""
    limit = operation.limit or ""
    if limit:
        parse_limit(limit)
    unit_id = find_unit(context, operation.unit)
    case = open_case(context, operation, Step(facts={"assist": unit_id}, limit=limit))
    _help(case, unit_id, limit or case.ticket.limit_text)
    case.record()
    return case.view()


def finish_assist(operation: FinishAssist, context: CommandContext) -> TicketView:
    """Say that the help is given."""
    facts = {"reply": operation.reply} if operation.reply else {}
    case = open_case(context, operation, Step(facts=facts))
    unit_id = case.party.unit_id
    tickets = Tickets(context.uow)
    if unit_id is None or not tickets.finish_assist(case.ticket_id, unit_id, case.at):
        raise AssistMissing(party=case.party.name, ticket=case.ticket.serial_no)
    case.record()
    return case.view()


def _help(case: Case, unit_id: int, limit: str) -> None:
    """Have a unit help.

    Raises:
        AssistsItself: it is the one that handles the ticket.
    """
    if unit_id == case.ticket.lead_unit_id:
        raise AssistsItself(unit=case.holder, ticket=case.ticket.serial_no)
    Tickets(case.context.uow).start_assist(case.ticket_id, unit_id, case.at, limit)


def _plain(case: Case) -> TicketView:
    case.record()
    return case.view()


def _reply(operation: FeedbackTicket, context: CommandContext) -> str:
    """Return the reply of a feedback: that of the template, then what was said besides."""
    if operation.template is None:
        return operation.reply
    filled = filled_template(context, operation.template, find_ticket(context, operation.ticket))
    return "\n".join(filter(None, (filled, operation.reply)))


def _handling(
    operation: DispatchTicket | ArbitrateTicket, ticket: Ticket, context: CommandContext
) -> Step:
    """Return the unit and limit a ticket is given out with."""
    unit_id, limit, routed_by = handling_of(context, ticket.model_dump())
    if operation.unit:
        unit_id, routed_by = find_unit(context, operation.unit), "order"
    if operation.limit:
        limit = operation.limit
    if limit:
        parse_limit(limit)
    return Step(unit_id=unit_id, limit=limit, facts={"routed_by": routed_by})


def _to_level(
    operation: EscalateTicket | HandDownTicket, context: CommandContext, step: int
) -> TicketView:
    """Move a ticket between centres; without a level named, to the next one its place has."""
    ticket = ticket_of(context, operation)
    target = rank(ticket.centre) + step
    level = operation.level or (LEVELS[target] if 0 <= target < len(LEVELS) else "")
    return _plain(open_case(context, operation, Step(facts={"centre": level}), ticket))
