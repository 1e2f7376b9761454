"""Steps that only an office's own workflow has."""

from __future__ import annotations

from datetime import datetime, time

from gridctl.domain.limits import parse_limit
from gridctl.domain.loop import OutcomeMissing, StepOutcomeUnknown
from gridctl.domain.workflow import load_workflow
from gridctl.domain.workflow.errors import StepHasCommand
from gridctl.foundation.clock import OFFICE_ZONE, to_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.case import Step, open_case
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.commands.ticket_own import TakeOwnStep
from gridctl.operations.queries.tickets import TicketView


def take_own_step(operation: TakeOwnStep, context: CommandContext) -> TicketView:
    """Take a step of the office's own, or ask for it where another party decides.

    Raises:
        StepHasCommand: it is a step of the shipped workflow.
        OutcomeMissing, StepOutcomeUnknown: the outcome is none of the step's.
    """
    if operation.step in load_workflow().verbs:
        raise StepHasCommand(verb=operation.step, command=operation.step.replace("_", "-"))
    case = open_case(context, operation, _said(operation, context))
    if operation.outcome not in (outcomes := case.rule.outcomes or ("",)):
        if not operation.outcome:
            raise OutcomeMissing(verb=operation.step, choices=tuple(outcomes))
        choices = tuple(case.rule.outcomes) or "-"
        raise StepOutcomeUnknown(verb=operation.step, outcome=operation.outcome, choices=choices)
    if case.rule.approval:
        case.ask()
    else:
        case.record()
    return case.view()


def _said(operation: TakeOwnStep, context: CommandContext) -> Step:
    if operation.limit:
        parse_limit(operation.limit)
    until = None
    if operation.until is not None:
        until = to_epoch(datetime.combine(operation.until, time(), OFFICE_ZONE))
    return Step(
        outcome=operation.outcome,
        unit_id=find_unit(context, operation.unit) if operation.unit else None,
        ground=operation.ground,
        limit=operation.limit,
        until=until,
        facts={"reply": operation.reply} if operation.reply else {},
    )
