"""Entering evidence and withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridctl.domain.draws import Ticket, draw, pool_digest
from gridctl.domain.errors import GridctlError
from gridctl.domain.evidence import (
    CheckRecorded,
    ChecksRefused,
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
from gridctl.foundation.ids import idempotency_key
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.drawing import Pool, checkers_named
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.evidence import view_evidence
from gridctl.handlers.queries.marks import recognise_mark
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.base import Finding
from gridctl.operations.commands.evidence import (
    CheckResult,
    ChecksDone,
    CreateEvidence,
    DrawChecks,
    DrawnCheck,
    DrawView,
    RecordCheck,
    RecordChecks,
    RecordedRow,
    WithdrawEvidence,
)
from gridctl.operations.queries.evidence import EvidenceView
from gridctl.storage.repositories.evidence import EvidenceRecords, columns_of
from gridctl.storage.tables.evidence import Evidence

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


def draw_checks(operation: DrawChecks, context: CommandContext) -> DrawView:
    """Draw closed tickets by lot and enter a check without outcome for each."""
    pool = Pool(context, operation.filter, operation.per)
    named = checkers_named(context, operation.checkers)
    seed = operation.seed or idempotency_key()[:16]
    found = draw(
        pool.tickets, seed, operation.share, operation.count, [each for each, _ in named.values()]
    )
    name, day = f"D{context.entry_id}", (operation.on or context.today()).isoformat()
    items = []
    for place, (ticket, _lot, checker) in enumerate(found, 1):
        facts = {
            "on": day, "no": f"{name}-{place:03}", "outcome": "to_check",
            "staff": ticket.reporter, "ticket": pool.ids[ticket.number],
            "found_by": named[checker.id][1] if checker else "",
        }  # fmt: skip
        items.append(_drawn_check(context, facts, ticket, pool))
    drawn = DrawView(
        **operation.model_dump(include={"filter", "per", "share", "count"}),
        draw=name, seed=seed, pool=len(pool.tickets), pool_digest=pool_digest(pool.tickets),
        unassigned=sum(not each.checker for each in items), items=tuple(items),
    )  # fmt: skip
    context.because(_traced(drawn))
    return drawn


def _drawn_check(
    context: CommandContext, facts: Mapping[str, Any], ticket: Ticket, pool: Pool
) -> DrawnCheck:
    """Enter a check that was drawn."""
    key = match_key("check", facts["no"], facts)
    columns = columns_of("check", facts)
    saved = EvidenceRecords(context.uow).create(key, columns, context.entry_id)
    return DrawnCheck(
        evidence_id=saved.id or 0, no=facts["no"], ticket_no=ticket.number,
        town=pool.town(ticket), unit=pool.unit(ticket), checker=facts["found_by"],
    )  # fmt: skip


def _traced(drawn: DrawView) -> str:
    """Return what the journal keeps of a draw, so that it can be done again."""
    size = f"share={drawn.share}" if drawn.share is not None else f"count={drawn.count}"
    return " ".join(
        (f"draw={drawn.draw}", f"seed={drawn.seed}", size, f"per={drawn.per}",
         f"pool={drawn.pool}", f"sha256={drawn.pool_digest}", f"filter={drawn.filter}")
    )  # fmt: skip


def record_check(operation: RecordCheck, context: CommandContext) -> EvidenceView:
    """Record what came of a check that waits for its outcome."""
    records = EvidenceRecords(context.uow)
    evidence = _kept(records, operation, context)
    if evidence.kind != "check" or evidence.outcome != "to_check":
        raise CheckRecorded(id=operation.evidence_id)
    facts = operation.model_dump(include={"outcome", "item", "note", "found_by"})
    facts["on"] = (operation.on or context.today()).isoformat()
    records.record(evidence, facts)
    return view_evidence(context, operation.evidence_id)


def record_checks(operation: RecordChecks, context: CommandContext) -> ChecksDone:
    """Record the outcome of each check; one that cannot be recorded stays as it was."""
    named = dict.fromkeys(operation.checks)
    rows = tuple(_recorded(operation, number, context) for number in named)
    failed = [row for row in rows if not row.done]
    if failed and operation.all_or_nothing:
        raise ChecksRefused(count=len(failed), total=len(rows), id=failed[0].evidence_id)
    return ChecksDone(done=len(rows) - len(failed), failed=len(failed), items=rows)


def _recorded(operation: RecordChecks, number: int, context: CommandContext) -> RecordedRow:
    """Record the outcome of one check among many, in a savepoint of its own."""
    said = operation.model_dump(include=set(CheckResult.model_fields))
    told: dict[str, Any] = {"evidence_id": number}
    try:
        with context.uow.savepoint():
            seen = view_evidence(context, number)
            told |= seen.model_dump(include={"ticket_no", "staff_name"}, exclude_none=True)
            told |= {"before": seen.outcome, "after": seen.outcome}
            after = record_check(RecordCheck(**said, evidence_id=number), context).outcome
    except GridctlError as error:
        found = Finding(code=error.code, params=error.params)
        return RecordedRow(**told, done=False, error=found)
    return RecordedRow(**{**told, "after": after}, done=True)


def withdraw_evidence(operation: WithdrawEvidence, context: CommandContext) -> EvidenceView:
    """Take a piece of evidence out of every list and figure."""
    records = EvidenceRecords(context.uow)
    evidence = _kept(records, operation, context)
    records.withdraw(evidence)
    assert context.uow.entry is not None
    context.uow.entry.reason = operation.reason
    return view_evidence(context, operation.evidence_id)


def _kept(
    records: EvidenceRecords, operation: RecordCheck | WithdrawEvidence, context: CommandContext
) -> Evidence:
    """Return the evidence an operation is about, as it was seen and not withdrawn."""
    evidence = records.get(operation.evidence_id)
    if evidence is None:
        raise EvidenceNotFound(id=operation.evidence_id)
    check_seen(evidence, operation, context)
    if evidence.withdrawn:
        raise EvidenceWithdrawn(id=operation.evidence_id)
    return evidence


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
