"""Entering evidence and withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridctl.domain.errors import GridctlError
from gridctl.domain.evidence import (
    EvidenceExists,
    EvidenceNotFound,
    EvidenceWithdrawn,
    FactForeign,
    FactMissing,
    OutcomeContradicts,
    OutcomeUnknown,
    about_one,
    evidence_day,
    evidence_problems,
    match_key,
    task_outcome,
)
from gridctl.domain.marks import (
    MarkAmbiguous,
    MarkOutOfRange,
    MarkSubject,
    MarkUnknown,
    RaterUnknown,
)
from gridctl.domain.problems import Problem
from gridctl.domain.scoring.arithmetic import UNITS_PER_POINT
from gridctl.foundation.clock import to_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.evidence import view_evidence
from gridctl.handlers.queries.marks import recognise_mark
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.commands.evidence import CreateEvidence, WithdrawEvidence
from gridctl.operations.queries.evidence import EvidenceView
from gridctl.storage.repositories.evidence import EvidenceRecords, columns_of

_ERRORS = {
    "required": FactMissing,
    "foreign_fact": FactForeign,
    "unknown_choice": OutcomeUnknown,
    "mark_unknown": MarkUnknown,
    "mark_ambiguous": MarkAmbiguous,
    "mark_subject": MarkSubject,
    "mark_out_of_range": MarkOutOfRange,
    "rater_unknown": RaterUnknown,
}


def create_evidence(operation: CreateEvidence, context: CommandContext) -> EvidenceView:
    """Enter one piece of evidence, checked against the rules of its kind."""
    facts = _facts(operation, context)
    if problem := next(evidence_problems(operation.kind, facts), None):
        raise _error(operation, problem)
    if operation.kind == "mark":
        facts |= _mark(operation, context, facts)
    records = EvidenceRecords(context.uow)
    key = match_key(operation.kind, operation.no, facts)
    found = records.by_key(key)
    if found is not None and not found.withdrawn:
        raise EvidenceExists(id=found.id, on=found.on_date)
    columns = columns_of(operation.kind, facts | {"no": operation.no})
    evidence = records.create(key, columns, context.entry_id)
    return view_evidence(context, evidence.id or 0)


def withdraw_evidence(operation: WithdrawEvidence, context: CommandContext) -> EvidenceView:
    """Take a piece of evidence out of every list and figure."""
    records = EvidenceRecords(context.uow)
    evidence = records.get(operation.evidence_id)
    if evidence is None:
        raise EvidenceNotFound(id=operation.evidence_id)
    check_seen(evidence, operation, context)
    if evidence.withdrawn:
        raise EvidenceWithdrawn(id=operation.evidence_id)
    records.withdraw(evidence)
    assert context.uow.entry is not None
    context.uow.entry.reason = operation.reason
    return view_evidence(context, operation.evidence_id)


def _facts(operation: CreateEvidence, context: CommandContext) -> dict[str, Any]:
    """Return the facts as they are kept: ids, ISO days, UTC seconds, 1/10,000 points."""
    facts: dict[str, Any] = operation.model_dump(exclude={"kind", "no"}, exclude_none=True)
    facts |= about_one(operation.kind, _about(operation, context))
    facts["on"] = evidence_day(operation.kind, operation.on).isoformat()
    facts["outcome"] = _outcome(operation)
    if operation.points is not None:
        facts["points"] = int(operation.points * UNITS_PER_POINT)
    for name in ("due_at", "done_at"):
        if name in facts:
            facts[name] = to_epoch(facts[name])
    return facts


def _mark(
    operation: CreateEvidence, context: CommandContext, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the ids a mark is kept under, and the first day of its period."""
    day = operation.on.isoformat()
    mark = recognise_mark(
        context, facts, day, item=operation.item, rater=operation.rater, points=operation.points
    )
    if isinstance(mark, Problem):
        raise _error(operation, mark)
    first = evidence_day("mark", operation.on, mark.period)
    return {"item": mark.item, "rater": mark.rater, "on": first.isoformat()}


def _error(operation: CreateEvidence, problem: Problem) -> GridctlError:
    return _ERRORS[problem.code](
        kind=operation.kind, field=problem.field, value=problem.value, **dict(problem.params)
    )


def _about(operation: CreateEvidence, context: CommandContext) -> dict[str, int]:
    """Return the ids of the people, places, units and tickets the evidence is about."""
    found: dict[str, int] = {}
    if operation.staff:
        found["staff"] = find_staff(context, operation.staff, operation.on, operation.place)
    if operation.place:
        found["place"] = find_place(context, operation.place, operation.on)
    if operation.unit:
        found["unit"] = find_unit(context, operation.unit)
    if operation.ticket:
        found["ticket"] = find_ticket(context, operation.ticket)
    return found


def _outcome(operation: CreateEvidence) -> str:
    """Return the outcome; that of a task follows from its instants where they say one."""
    computed = ""
    if operation.kind == "task":
        computed = task_outcome(operation.due_at, operation.done_at)
    stated = operation.outcome
    if stated and computed and stated != computed:
        raise OutcomeContradicts(stated=stated, computed=computed)
    return stated or computed
