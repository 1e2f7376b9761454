"""Reviewing an urgent ticket."""

from __future__ import annotations

from array import array

from gridctl.domain.reviews import ReviewMissing, ReviewNotTheirs
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.case import Step, open_case
from gridctl.handlers.commands.flow.party import ROLES
from gridctl.handlers.queries.clock_stream import Frames, chunks
from gridctl.handlers.queries.ticket_reviews import tasks_due
from gridctl.operations.commands.ticket_reviews import ReviewTicket
from gridctl.operations.queries.tickets import TicketView
from gridctl.storage.queries import clocks as sql
from gridctl.storage.tables.tickets import ReviewTask


def review_ticket(operation: ReviewTicket, context: CommandContext) -> TicketView:
    """Do the reviews of a kind that are open, and put the note into the log.

    A check-off on a day is also that of the week or month the day lies in, where one is open.

    Raises:
        ReviewNotTheirs: the ticket is neither with the party nor at a place of theirs.
        ReviewMissing: none is open.
    """
    case = open_case(context, operation, Step(facts={"review": operation.kind}))
    standing = case.standing
    # The lists of a village stand there also while the town or county has the ticket.
    if not (standing.central or any(ROLES[role](standing) for role in ("unit", "worker"))):
        raise ReviewNotTheirs(party=case.party.name, ticket=case.ticket.serial_no)
    _open_those_due(context, case.ticket_id, case.ticket.urgency)
    wanted = {
        "ticket": case.ticket_id,
        "kind": operation.kind,
        "today": context.today().isoformat(),
    }
    found = context.read.rows(sql.OPEN_REVIEWS, wanted)
    if not found:
        raise ReviewMissing(ticket=case.ticket.serial_no)
    for (task_id,) in found:
        task = context.uow.session.get_one(ReviewTask, task_id)
        task.done_at, task.done_by, task.note = case.at, case.party.name, operation.opinion
        context.uow.add(task)
    case.record()
    return case.view()


def _open_those_due(context: CommandContext, ticket_id: int, urgency: str) -> None:
    """Open the reviews a sweep would open, so that nobody waits for one."""
    frames = Frames(context)
    for chunk in chunks(context, array("q", [ticket_id])):
        for ticket, due in tasks_due(context, frames, chunk, urgency):
            context.uow.add(
                ReviewTask(
                    ticket_id=ticket.columns["id"], urgency=urgency, kind=due.kind,
                    opens_on=due.opens_on.isoformat(), due_on=due.due_on.isoformat(),
                )
            )  # fmt: skip
