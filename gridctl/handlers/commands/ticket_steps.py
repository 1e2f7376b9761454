"""One step on many tickets."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from gridctl.domain.errors import GridctlError
from gridctl.domain.loop import StepFactsInvalid, StepsRefused, StepUnknown
from gridctl.domain.office import UnknownOperation
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.base import Finding
from gridctl.operations.commands.ticket_steps import StepRow, StepsDone, TakeSteps
from gridctl.operations.registry import operation_class
from gridctl.operations.steps import TicketAct
from gridctl.storage.repositories.tickets import Tickets


def take_steps(operation: TakeSteps, context: CommandContext) -> StepsDone:
    """Take a step on each ticket; one that fails leaves its ticket as it was.

    Raises:
        PermissionMissing: the account may do many steps at once, but not this one.
    """
    kind, handler = _step(operation.step)
    if (rights := context.actor.rights) is not None:
        rights.check(kind.permission, changes=True)
    said = _operation(kind, operation.facts)
    # A ticket that is named twice, by whatever numbers, takes the step once.
    taken: set[int] = set()
    named = (_row(said, handler, each, taken, context) for each in dict.fromkeys(operation.tickets))
    rows = [row for row in named if row is not None]
    failed = sum(not row.done for row in rows)
    if failed and operation.all_or_nothing:
        first = next(row for row in rows if not row.done)
        raise StepsRefused(count=failed, total=len(rows), ticket=first.ticket)
    # A step of the office's own is named by its facts.
    verb = kind.verb or str(operation.facts.get("step", ""))
    return StepsDone(
        verb=verb, step=operation.step, done=len(rows) - failed, failed=failed, items=tuple(rows)
    )


def _step(name: str) -> tuple[type[TicketAct], Callable[..., Any]]:
    try:
        kind = operation_class(name)
    except UnknownOperation as error:
        raise StepUnknown(step=name) from error
    if not issubclass(kind, TicketAct):
        raise StepUnknown(step=name)
    module = importlib.import_module(f"gridctl.handlers.commands.{kind.noun()}")
    return kind, getattr(module, kind.handler_name())


def _row(
    said: TicketAct,
    handler: Callable[..., Any],
    number: str,
    taken: set[int],
    context: CommandContext,
) -> StepRow | None:
    """Take the step on one ticket, in a savepoint of its own; None where it was taken already."""
    before = title = ""
    serial = None
    try:
        with context.uow.savepoint():
            ticket_id = find_ticket(context, number)
            if ticket_id in taken:
                return None
            taken.add(ticket_id)
            ticket = Tickets(context.uow).get(ticket_id)
            before, serial = ticket.state, ticket.serial_no
            title = discretion(context)(ticket.model_dump())["title"]
            after = handler(said.model_copy(update={"ticket": number}), context).state
    except GridctlError as error:
        found = Finding(code=error.code, params=error.params)
        return StepRow(
            ticket=number, serial_no=serial, title=title, before=before, after=before,
            done=False, error=found,
        )  # fmt: skip
    return StepRow(
        ticket=number, serial_no=serial, title=title, before=before, after=after, done=True
    )


def _operation(kind: type[TicketAct], facts: dict[str, Any]) -> TicketAct:
    """Return what is said of each ticket; the number is put in for each."""
    try:
        return kind.model_validate({**facts, "ticket": "-"})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise StepFactsInvalid(field=field, value=str(first.get("input", ""))[:80]) from error
