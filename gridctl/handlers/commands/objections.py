"""Objecting to a draft, deciding on it, confirming a town's part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gridctl.domain.assessments import AssessmentFrozen
from gridctl.domain.objections import (
    DECISION_VERBS,
    DraftSuperseded,
    IndicatorUnknown,
    NothingToConfirm,
    ObjectionDecided,
    ObjectionUnknown,
    OwnObjection,
    Party,
    TownConfirmed,
    TownObjected,
    TownUnknown,
    TownUnnamed,
    may_not_decide,
)
from gridctl.domain.reports import official_number
from gridctl.domain.rights import PlaceNotYours
from gridctl.foundation.nearest import nearest
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.assessments import find_assessment, find_subject
from gridctl.handlers.queries.objection_steps import Part, objection_views, steps_of, town_view
from gridctl.handlers.queries.objections import labels_of, parts_of
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.commands.objections import (
    ConfirmScores,
    DecideScoreObjection,
    ObjectScore,
)
from gridctl.operations.queries.assessments import AssessmentView
from gridctl.operations.queries.objections import Labels, ObjectionView, TownView
from gridctl.storage.queries import assessments
from gridctl.storage.queries import objections as sql
from gridctl.storage.repositories.objections import AssessmentSteps
from gridctl.storage.tables.assessments import AssessmentStep


def object_score(operation: ObjectScore, context: CommandContext) -> ObjectionView:
    """Record an objection to someone's figure in the newest draft."""
    head = _draft(context, operation.assessment)
    row = find_subject(context, head, operation.key)
    about = {"subject_id": row["subject_id"], "key": row["key"], "name": row["name"]}
    if operation.item:
        about["item"] = _item(operation.item, labels_of(context, head), head)
    if operation.ticket:
        about["ticket_id"] = find_ticket(context, operation.ticket)
    town = _town_of(row, head)
    number = _record(
        context, head, "object", opinion=operation.opinion, document_no=operation.document_no,
        part_code=town[0], part_name=town[1], **about,
    )  # fmt: skip
    return _one(context, head, number)


def decide_score_objection(
    operation: DecideScoreObjection, context: CommandContext
) -> ObjectionView:
    """Record what was decided on an objection."""
    number = operation.objection
    step = context.read.record(sql.ONE, {"id": number})
    if step is None:
        raise ObjectionUnknown(objection=number)
    if not step["undecided"]:
        raise ObjectionDecided(objection=number, name=step["name"])
    _refuse_own(step, context)
    head = find_assessment(context, f"A{step['assessment_id']}")
    _record(
        context, head, DECISION_VERBS[operation.decision], opinion=operation.opinion,
        document_no=operation.document_no, answers_id=number,
        **{name: step[name] for name in ("subject_id", "key", "name", "part_code", "part_name")},
    )  # fmt: skip
    return _one(context, head, number)


def confirm_scores(operation: ConfirmScores, context: CommandContext) -> TownView:
    """Record that a town's part of the newest draft is right."""
    head = _draft(context, operation.assessment)
    part = _part(operation.town, parts_of(context, head), head)
    in_all = context.read.value(sql.IN_PART, {"id": int(head.assessment[1:]), "part": part.code})
    if in_all != part.subjects:
        raise PlaceNotYours(account=context.actor.name)
    standing = _town(context, head, part)
    if standing.undecided:
        raise TownObjected(town=part.name, count=standing.undecided)
    if standing.state == "confirmed":
        raise TownConfirmed(town=part.name, assessment=head.assessment)
    _record(
        context, head, "confirm", opinion=operation.opinion, document_no=operation.document_no,
        part_code=part.code, part_name=part.name, digest=part.digest,
    )  # fmt: skip
    return _town(context, head, part)


def record_override(context: CommandContext, head: AssessmentView, despite: str) -> None:
    """Record why a month is frozen over objections that nobody has decided."""
    _record(context, head, "override", opinion=despite)


def _draft(context: CommandContext, text: str) -> AssessmentView:
    """Return the newest draft of a month.

    Raises:
        AssessmentFrozen, DraftSuperseded: the month has its result, or a later draft.
    """
    head = find_assessment(context, text)
    month = {"period": head.period, "scheme": head.scheme, "subject": head.subject}
    newest = context.read.record(assessments.NEWEST, month) or {}
    name = f"A{newest.get('id')}"
    if newest.get("state") == "frozen":
        raise AssessmentFrozen(period=head.period, assessment=name)
    if name != head.assessment:
        raise DraftSuperseded(assessment=head.assessment, period=head.period, newest=name)
    return head


def _item(text: str, labels: Mapping[str, Labels], head: AssessmentView) -> str:
    """Return the item that an id or a label in either language stands for."""
    known = {name: item for item, words in labels.items() for name in (item, *words.values())}
    if text not in known:
        near = nearest(text, known, 0.3)
        raise IndicatorUnknown(scheme=head.scheme, item=text, nearest=near)
    return known[text]


def _town_of(row: Mapping[str, Any], head: AssessmentView) -> tuple[str, str]:
    """Return code and name of the town someone's figures belong to."""
    if head.subject == "town" and not row["group_code"]:
        return row["key"], row["name"]
    return row["group_code"], row["group_name"]


def _refuse_own(step: Mapping[str, Any], context: CommandContext) -> None:
    """Refuse who objected, and an account that objected in another's name."""
    objector = Party(step["actor"], step["behalf"])
    decider = Party(context.actor.name, context.actor.behalf)
    if may_not_decide(objector, decider, accounts=context.actor.rights is not None):
        raise OwnObjection(actor=decider.named, objection=step["id"])


def _part(text: str, parts: Sequence[Part], head: AssessmentView) -> Part:
    """Return the part of a draft that belongs to a town, the only one where none is named."""
    if not parts:
        raise NothingToConfirm(assessment=head.assessment, subject=head.subject)
    if not text:
        if len(parts) > 1:
            choices = tuple(part.name for part in parts)
            raise TownUnnamed(assessment=head.assessment, choices=choices)
        return parts[0]
    found = [part for part in parts if text in (part.code, part.name)]
    if not found:
        near = nearest(text, [part.name for part in parts], 0.3)
        raise TownUnknown(town=text, assessment=head.assessment, nearest=near)
    return found[0]


def _record(context: CommandContext, head: AssessmentView, verb: str, **facts: Any) -> int:
    facts["document_no"] = official_number(facts.get("document_no", ""))
    return AssessmentSteps(context.uow).add(
        AssessmentStep(
            assessment_id=int(head.assessment[1:]), journal_id=context.entry_id, verb=verb,
            actor=context.actor.name, behalf=context.actor.behalf, at=context.now(), **facts,
        )
    )  # fmt: skip


def _one(context: CommandContext, head: AssessmentView, number: int) -> ObjectionView:
    found = objection_views(steps_of(context, head), labels_of(context, head))
    return next(each for each in found if each.objection == number)


def _town(context: CommandContext, head: AssessmentView, part: Part) -> TownView:
    steps = steps_of(context, head)
    return town_view(part, steps, list(objection_views(steps, {})))
