"""Deciding what was asked for."""

from __future__ import annotations

from datetime import datetime, time

from gridctl.domain.limits import parse_limit
from gridctl.domain.loop import GrantUnfit, RequestMissing, RoleMissing, SelfDecision
from gridctl.foundation.clock import OFFICE_ZONE, to_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.case import Case, Step, prepare
from gridctl.handlers.commands.flow.guards import GUARDS
from gridctl.handlers.commands.flow.party import ROLES
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.queries.tickets import TicketView
from gridctl.storage.queries import loop as sql
from gridctl.storage.queries.compose import Params
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.tickets import TicketRequest

#: What is looked at again when something else is granted than was asked for.
_ON_GRANTING = ("extension_limits", "until_within")


def decide_request(operation: DecideRequest, context: CommandContext) -> TicketView:
    """Grant or refuse the request that waits on a ticket."""
    tickets = Tickets(context.uow)
    ticket = tickets.locked(find_ticket(context, operation.ticket))
    waiting = context.read.rows(sql.PENDING, {"ticket": ticket.id})
    if not waiting:
        raise RequestMissing(ticket=ticket.serial_no)
    request = tickets.request(int(waiting[0][0]))
    _refuse_unasked(operation, request, ticket.serial_no)
    case = prepare(context, ticket, request.verb, operation, _granted(operation, request))
    _check(case, request)
    if operation.grant:
        for guard in case.rule.guards:
            if guard in _ON_GRANTING:
                GUARDS[guard](case)
    # Decided before the step is written down: a step that moves the ticket lets requests lapse.
    request.state = "granted" if operation.grant else "refused"
    context.uow.add(request)
    case.record(request.state)
    request.decided_by, request.decided_at = case.party.name, case.at
    request.decision = operation.opinion
    if operation.grant:
        request.granted_limit, request.granted_until = case.step.limit, case.step.until
    context.uow.add(request)
    return case.view()


def _refuse_unasked(operation: DecideRequest, request: TicketRequest, number: str) -> None:
    """Refuse a limit or day the request does not ask for, or that a refusal would not give.

    Raises:
        GrantUnfit: one is set.
    """
    asked = (request.asked_limit, request.asked_until)
    said = (operation.limit, operation.until)
    if any(mine and not (operation.grant and its) for mine, its in zip(said, asked, strict=True)):
        raise GrantUnfit(verb=request.verb, ticket=number)


def _granted(operation: DecideRequest, request: TicketRequest) -> Step:
    """Return what is granted: what was asked for, where nothing else is said."""
    limit, until = operation.limit or request.asked_limit, request.asked_until
    if limit:
        parse_limit(limit)
    if operation.until is not None:
        until = to_epoch(datetime.combine(operation.until, time(), OFFICE_ZONE))
    return Step(limit=limit, until=until, ground=request.ground)


def _check(case: Case, request: TicketRequest) -> None:
    own = case.rule.roles == ("unit",) and case.party.unit_id == request.asked_unit_id
    if case.party.name == request.asked_by or own or _is_same_account(case, request):
        raise SelfDecision(party=case.party.name, roles=case.rule.approval)
    if case.rule.approval not in ROLES or not ROLES[case.rule.approval](case.standing):
        raise RoleMissing(
            party=case.party.name, verb=case.rule.code, ticket=case.ticket.serial_no,
            roles=case.rule.approval,
        )  # fmt: skip


def _is_same_account(case: Case, request: TicketRequest) -> bool:
    """Tell whether one account asks in another's name and decides in its own.

    A file of one's own has no accounts: one person may keep it for all parties.
    """
    actor = case.context.actor
    wanted: Params = {"ticket": case.ticket_id, "verb": request.verb}
    return actor.rights is not None and actor.name == case.context.read.value(sql.ASKING, wanted)
