"""Rewarding valid information."""

from __future__ import annotations

from gridctl.domain.names import person_key
from gridctl.domain.rewards import ReporterApproves, RewardGiven, TicketNotValid
from gridctl.domain.staff import StaffNotFound
from gridctl.domain.tickets import NOT_VALID
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.rewards import view_reward
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.commands.rewards import RewardTicket
from gridctl.operations.queries.rewards import RewardRow
from gridctl.storage.queries import loop
from gridctl.storage.queries import rewards as sql
from gridctl.storage.repositories.rewards import Rewards
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.desk import TicketReward
from gridctl.storage.tables.tickets import Ticket


def reward_ticket(operation: RewardTicket, context: CommandContext) -> RewardRow:
    """Reward the information a ticket brought, once."""
    ticket = Tickets(context.uow).get(find_ticket(context, operation.ticket))
    if ticket.state in NOT_VALID:
        raise TicketNotValid(ticket=ticket.serial_no)
    if given := context.read.rows(sql.OF_TICKET, {"ticket": ticket.id}):
        raise RewardGiven(ticket=ticket.serial_no, day=given[0][0])
    _check_approver(operation.approver, ticket, context)
    reward = TicketReward(
        ticket_id=ticket.id or 0, amount_fen=operation.amount_fen, ground=operation.ground,
        approved_by=operation.approver, given_at=context.now(),
        given_on=(operation.on or context.today()).isoformat(), document_no=operation.document_no,
    )  # fmt: skip
    return view_reward(context, Rewards(context.uow).give(reward))


def _check_approver(approver: str, ticket: Ticket, context: CommandContext) -> None:
    """Refuse an approver who reported the ticket, on the staff or from outside.

    Raises:
        ReporterApproves: it is the same person.
        StaffAmbiguous: several on the staff have the name, and one of them may be the reporter.
    """
    caller = {"ticket": ticket.id, "name": approver}
    same = bool(context.read.value(sql.IS_CALLER, caller))
    if ticket.reporter_id is not None:
        reporter = context.read.record(loop.PERSON, {"id": ticket.reporter_id}) or {}
        same |= person_key(reporter["name"]) == person_key(approver)
        same |= _staff(approver, context) == ticket.reporter_id
    if same:
        raise ReporterApproves(approver=approver, ticket=ticket.serial_no)


def _staff(name: str, context: CommandContext) -> int | None:
    """Return who on the staff an approver is; leaders need not be on it."""
    try:
        return find_staff(context, name)
    except StaffNotFound:
        return None
