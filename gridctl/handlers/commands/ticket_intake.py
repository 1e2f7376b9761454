"""The loop up to filing."""

from __future__ import annotations

from typing import Any

from gridctl.domain.loop import FactNeeded, WorkerUnfit
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.case import Step, open_case, ticket_of
from gridctl.handlers.commands.flow.party import is_nearby
from gridctl.handlers.queries.category_index import filing_conditions
from gridctl.handlers.queries.parties import acting_party
from gridctl.handlers.queries.person_index import person_index
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.commands.ticket_closing import SendCheck
from gridctl.operations.commands.ticket_intake import (
    FileTicket,
    MergeTicket,
    ReportTicket,
    SelfHandleTicket,
    SendVerify,
    VerifyDone,
    VoidTicket,
)
from gridctl.operations.queries.tickets import TicketView
from gridctl.storage.repositories.tickets import Tickets


def report_ticket(operation: ReportTicket, context: CommandContext) -> TicketView:
    """Hand a draft in."""
    case = open_case(context, operation)
    case.record()
    return case.view()


def self_handle_ticket(operation: SelfHandleTicket, context: CommandContext) -> TicketView:
    """Report a matter and that it was settled on the spot, at the lowest level."""
    facts: dict[str, Any] = {"solved_level": "village"}
    if operation.reply:
        facts["reply"] = operation.reply
    case = open_case(context, operation, Step(facts=facts))
    case.record()
    return case.view()


def send_verify(operation: SendVerify, context: CommandContext) -> TicketView:
    """Have a worker look at the place before filing."""
    case = open_case(context, operation, Step(facts=worker(context, operation)))
    case.record()
    return case.view()


def verify_done(operation: VerifyDone, context: CommandContext) -> TicketView:
    """Say what was found before filing."""
    case = open_case(context, operation, Step(outcome=operation.outcome, facts=visitor(context)))
    case.record()
    return case.view()


def file_ticket(operation: FileTicket, context: CommandContext) -> TicketView:
    """Accept a ticket under the filing condition it meets."""
    ticket = ticket_of(context, operation)
    facts: dict[str, Any] = {}
    if operation.condition is not None:
        rows = filing_conditions(context, ticket.category_id)
        found = [row["id"] for row in rows if row["seq"] == operation.condition]
        if not found:
            raise FactNeeded(verb="file", ticket=ticket.serial_no, field="condition", choices=None)
        facts["condition"] = found[0]
    case = open_case(context, operation, Step(facts=facts), ticket)
    case.record()
    return case.view()


def void_ticket(operation: VoidTicket, context: CommandContext) -> TicketView:
    """Ask that a ticket be rejected."""
    case = open_case(context, operation)
    case.ask()
    return case.view()


def merge_ticket(operation: MergeTicket, context: CommandContext) -> TicketView:
    """Attach a duplicate to the ticket it repeats; both logs stay, the parent's names the child."""
    parent_id = find_ticket(context, operation.parent)
    case = open_case(context, operation, Step(facts={"parent": parent_id}))
    event = case.record()
    parent = Tickets(context.uow).get(parent_id)
    Tickets(context.uow).append(
        type(event)(
            ticket_id=parent_id, journal_id=context.entry_id, verb="merged_in",
            from_state=parent.state, to_state=parent.state, actor=event.actor,
            unit_id=event.unit_id, opinion=case.ticket.serial_no, at=event.at,
            cycle=parent.cycle, level=event.level,
        )
    )  # fmt: skip
    return case.view()


def worker(context: CommandContext, operation: SendVerify | SendCheck) -> dict[str, int]:
    """Return the fact that names the worker a task is for.

    Raises:
        WorkerUnfit: they work elsewhere.
    """
    if operation.staff is None:
        return {}
    staff_id = find_staff(context, operation.staff)
    ticket = Tickets(context.uow).get(find_ticket(context, operation.ticket))
    people = person_index(context)
    posts = people.posts(staff_id, context.today().isoformat())
    if not posts or not is_nearby([post.grid_id for post in posts], ticket, context):
        raise WorkerUnfit(person=people.by_id(staff_id).name, ticket=ticket.serial_no)
    return {"staff": staff_id}


def visitor(context: CommandContext) -> dict[str, int]:
    """Return the fact that names the member of staff who looked; the office itself has no name."""
    staff_id = acting_party(context).staff_id
    return {} if staff_id is None else {"by": staff_id}
