"""Running and freezing assessments, adopting schemes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from gridctl import __version__
from gridctl.domain.assessments import (
    AssessmentFrozen,
    PeriodAhead,
    PeriodEmpty,
    PeriodRunning,
    SchemeAdopted,
    SchemePeriod,
    SchemeSubject,
)
from gridctl.domain.ledger import COUNTING
from gridctl.domain.objections import ObjectionsUndecided
from gridctl.domain.periods import Period, parse_period, period_of
from gridctl.domain.scoring.canonical import canonical_text, evaluation_digest, score_texts
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.parse import parse_scheme
from gridctl.domain.scoring.results import Evaluation, SubjectFacts
from gridctl.domain.scoring.scheme import Scheme
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.objections import record_override
from gridctl.handlers.commands.scoring_facts import gather
from gridctl.handlers.commands.scoring_subjects import Subject
from gridctl.handlers.queries.assessments import find_assessment, missing_figures
from gridctl.handlers.queries.schemes import Known, find_scheme, known_schemes, view_scheme
from gridctl.handlers.queries.verification import (
    Stored,
    input_digest,
    place_columns,
    rows_digest,
)
from gridctl.operations.commands.assessments import (
    AdoptScheme,
    FreezeAssessment,
    RunAssessment,
)
from gridctl.operations.queries.assessments import AssessmentRun, AssessmentView, SchemeView
from gridctl.storage.queries import assessments as sql
from gridctl.storage.queries import ledger
from gridctl.storage.queries.objections import UNDECIDED
from gridctl.storage.repositories.assessments import Assessments
from gridctl.storage.tables.assessments import Assessment, ScoringScheme


def run_assessment(operation: RunAssessment, context: CommandContext) -> AssessmentRun:
    """Score a period by a scheme and keep everything the result rests on."""
    known = find_scheme(context, operation.scheme)
    period = parse_period(operation.period)
    subject = _subject_kind(known.scheme, period, operation.subject)
    _refuse_ahead(context, period)
    _refuse_frozen(context, period, known.scheme, subject)
    runs = Assessments(context.uow)
    number = runs.add(_draft(known, period, subject, context))
    subjects, facts = gather(context, known.scheme, subject, period, number)
    evaluation = replace(evaluate(known.scheme, facts), out_of_scope=())
    if not evaluation.scores:
        raise PeriodEmpty(subject=subject, period=period.name)
    texts = score_texts(evaluation)
    rows = _rows(subjects, facts, evaluation, texts)
    runs.add_subjects(number, rows)
    runs.prune_ledger(number)
    run = runs.get(number)
    run.subjects = len(rows)
    run.input_digest = input_digest(
        (Stored(row["key"], row["group_code"], row["attrs"], row["facts"]) for row in rows),
        context.read.stream(ledger.ROWS, {"run": number}),
    )
    run.result_digest = evaluation_digest(evaluation, texts)
    runs.save(run)
    context.uow.note_bulk(run.input_digest + run.result_digest + rows_digest(rows))
    head = find_assessment(context, f"A{number}")
    return AssessmentRun(**head.model_dump(), missing=tuple(missing_figures(rows)))


def freeze_assessment(operation: FreezeAssessment, context: CommandContext) -> AssessmentView:
    """Make a run the result of its period."""
    head = find_assessment(context, operation.assessment)
    runs = Assessments(context.uow)
    run = runs.get(int(head.assessment[1:]))
    params = {"period": run.period, "scheme": run.scheme_id, "subject": run.subject}
    newest = context.read.record(sql.NEWEST, params) or {}
    if newest.get("state") == "frozen":
        raise AssessmentFrozen(period=run.period, assessment=f"A{newest['id']}")
    _refuse_running(context, parse_period(run.period))
    if undecided := context.read.value(UNDECIDED, params):
        if not operation.despite:
            raise ObjectionsUndecided(period=run.period, count=undecided)
        record_override(context, head, operation.despite)
    run.state, run.frozen_at, run.frozen_by = "frozen", context.now(), context.actor.name
    runs.save(run)
    return find_assessment(context, head.assessment)


def adopt_scheme(operation: AdoptScheme, context: CommandContext) -> SchemeView:
    """Take a scheme over; the same rules again change nothing."""
    scheme = parse_scheme(operation.text)
    known = known_schemes(context).get(scheme.id)
    if known is not None and known.scheme.version == scheme.version:
        if known.scheme.digest != scheme.digest:
            raise SchemeAdopted(scheme=scheme.id, version=scheme.version)
        return view_scheme(known)
    Assessments(context.uow).adopt(
        ScoringScheme(
            scheme_id=scheme.id, version=scheme.version, digest=scheme.digest,
            body=operation.text, adopted_at=context.now(), adopted_by=context.actor.name,
        )
    )  # fmt: skip
    context.forget()
    return view_scheme(Known(scheme, operation.text, "adopted"))


def _subject_kind(scheme: Scheme, period: Period, wanted: str | None) -> str:
    if scheme.period.value != period.kind:
        raise SchemePeriod(
            scheme=scheme.id, wanted=scheme.period.value, period=period.name, given=period.kind
        )
    kinds = [kind.value for kind in scheme.subject.types]
    if wanted and wanted not in kinds:
        raise SchemeSubject(scheme=scheme.id, subject=wanted, choices=tuple(kinds))
    return wanted or kinds[0]


def _refuse_ahead(context: CommandContext, period: Period) -> None:
    today = context.today()
    if period.first > today:
        raise PeriodAhead(
            period=period.name, first=f"{period.first}", today=f"{today}",
            current=period_of(period.kind, today).name,
        )  # fmt: skip


def _refuse_running(context: CommandContext, period: Period) -> None:
    today = context.today()
    if period.last >= today:
        raise PeriodRunning(
            period=period.name, last=f"{period.last}", today=f"{today}",
            next=f"{period.last + timedelta(days=1)}",
        )  # fmt: skip


def _refuse_frozen(context: CommandContext, period: Period, scheme: Scheme, subject: str) -> None:
    params = {"period": period.name, "scheme": scheme.id, "subject": subject}
    newest = context.read.record(sql.NEWEST, params)
    if newest and newest["state"] == "frozen":
        raise AssessmentFrozen(period=period.name, assessment=f"A{newest['id']}")


def _draft(known: Known, period: Period, subject: str, context: CommandContext) -> Assessment:
    return Assessment(
        period=period.name, subject=subject, scheme_id=known.scheme.id,
        scheme_version=known.scheme.version, scheme_digest=known.scheme.digest,
        scheme_text=known.text, subjects=0, created_at=context.now(),
        created_by=context.actor.name, program_version=__version__, input_digest="",
        result_digest="", journal_id=context.entry_id, counting=COUNTING,
    )  # fmt: skip


def _rows(
    subjects: list[Subject],
    facts: list[SubjectFacts],
    evaluation: Evaluation,
    texts: list[str],
) -> list[dict[str, Any]]:
    """Return the rows to store, in the order of the ranking."""
    by_key = {subject.key: subject for subject in subjects}
    found = {subject.key: subject for subject in facts}
    rows = []
    for place, (score, text) in enumerate(zip(evaluation.scores, texts, strict=True)):
        subject = by_key[score.key]
        rows.append(
            {
                "key": score.key,
                "subject_id": subject.id,
                "name": subject.name,
                "group_code": subject.group_code,
                "group_name": subject.group_name,
                "attrs": canonical_text(dict(subject.attrs)),
                "facts": canonical_text(dict(found[score.key].facts)),
                "score": text,
                **place_columns(score, place),
            }
        )
    return rows
