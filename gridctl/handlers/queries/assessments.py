"""Asking about assessments."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from gridctl.domain.assessments import AssessmentNotFound, SubjectAmbiguous, SubjectNotFound
from gridctl.domain.ledger import BEHIND, counted_by
from gridctl.domain.periods import parse_period
from gridctl.domain.scoring.canonical import figures_from
from gridctl.domain.scoring.gaps import gaps
from gridctl.domain.scoring.lint import lint
from gridctl.domain.scoring.parse import parse_scheme
from gridctl.domain.scoring.provenance import (
    Behind,
    from_attributes,
    numbers_from_attributes,
)
from gridctl.domain.scoring.scheme import Scheme
from gridctl.foundation.nearest import nearest
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.evidence import evidence_behind
from gridctl.handlers.queries.objection_steps import objection_views, steps_of
from gridctl.handlers.queries.schemes import find_scheme, known_schemes, view_scheme
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.handlers.queries.verification import differences
from gridctl.operations.base import Finding
from gridctl.operations.queries.assessments import (
    AssessmentPage,
    AssessmentView,
    ExplainScore,
    Explanation,
    FailedRequirement,
    FigureSource,
    ItemLabel,
    LintFinding,
    LintPage,
    LintScheme,
    ListAssessments,
    ListMissing,
    ListSchemes,
    MissingFigure,
    MissingPage,
    Ranking,
    SchemePage,
    ScoreLine,
    ScoreRow,
    ShowAssessment,
    Verification,
    VerifyAssessment,
)
from gridctl.operations.queries.objections import ObjectionView
from gridctl.storage.queries import assessments as sql
from gridctl.storage.queries import ledger

#: Names told of those who lack a figure.
_FEW = 10
_SECTIONS = (("items", "item"), ("bonus", "bonus"), ("penalties", "penalty"))


def list_assessments(operation: ListAssessments, context: QueryContext) -> AssessmentPage:
    """Return a page of assessments, newest first."""
    after = _number(operation.after) if operation.after else None
    params = {
        "period": parse_period(operation.period).name if operation.period else None,
        "scheme": operation.scheme,
        "after": after,
        "limit": operation.limit + 1,
    }
    rows = context.read.records(sql.LIST, params, order="newest", after=after is not None)
    items, following = page_of(rows, operation.limit, lambda row: f"A{row['id']}")
    return AssessmentPage(items=tuple(map(_view, items)), next=following)


def show_assessment(operation: ShowAssessment, context: QueryContext) -> Ranking:
    """Return a page of a ranking."""
    head = find_assessment(context, operation.assessment)
    number = _number(head.assessment)
    params = {
        "id": number,
        "ranked": operation.part == "ranked" or None,
        "apart": operation.part == "apart" or None,
        "after": operation.after,
        "limit": operation.limit + 1,
    }
    after = operation.after is not None
    rows = context.read.records(sql.ROWS, params, order=operation.order, after=after)
    items, following = page_of(rows, operation.limit, lambda row: str(row["sort_rank"]))
    text = scheme_text(context, head)
    seen = _how_many(context, head, None)
    return Ranking(
        items=tuple(map(_row, items)),
        total=_how_many(context, head, operation.part) if operation.part else seen,
        next=following,
        seen=seen,
        assessment=head,
        columns=tuple(item_labels(parse_scheme(text))),
        scheme_text=text,
    )


def list_missing(operation: ListMissing, context: QueryContext) -> MissingPage:
    """Return the figures an assessment lacks."""
    head = find_assessment(context, operation.assessment)
    number = _number(head.assessment)
    found = tuple(missing_figures(context.read.records(sql.ALL_ROWS, {"id": number})))
    text = scheme_text(context, head)
    return MissingPage(items=found, total=len(found), assessment=head, scheme_text=text)


def missing_figures(rows: Sequence[Mapping[str, Any]]) -> Iterator[MissingFigure]:
    """Yield the figures that are missing from the rows an assessment keeps."""
    names = {row["key"]: row["name"] for row in rows}
    for gap in gaps((row["key"], row["score"]) for row in rows):
        yield MissingFigure(
            fact=gap.fact, part=gap.part, rests=gap.rests, treatment=gap.treatment,
            count=len(gap.keys), names=tuple(names[key] for key in gap.keys[:_FEW]),
        )  # fmt: skip


def explain_score(operation: ExplainScore, context: QueryContext) -> Explanation:
    """Return how a subject came to its points."""
    head = find_assessment(context, operation.assessment)
    number = _number(head.assessment)
    row = find_subject(context, head, operation.key)
    form = json.loads(row["score"])
    attrs, facts = json.loads(row["attrs"]), figures_from(row["facts"])
    tickets = _tickets(context, number, row["subject_id"], attrs)
    text = scheme_text(context, head)
    columns = tuple(item_labels(parse_scheme(text)))
    return Explanation(
        assessment=head,
        score=_row(row),
        lines=tuple(_lines(form)),
        columns=columns,
        scheme_text=text,
        facts=facts,
        tickets={
            fact: tuple(dict.fromkeys(serials))
            for fact, serials in sorted(tickets.items())
            # A run keeps the figures its scheme can read, and those there were at its time.
            if fact in facts
        },
        calls=_numbers(context, Behind.CALLS, attrs),
        replaced=_numbers(context, Behind.REPLACED, attrs),
        sources={
            fact: FigureSource.model_validate(source._asdict())
            for fact, source in from_attributes(attrs).items()
        },
        evidence=tuple(
            evidence_behind(context, number, head.subject, row["subject_id"], head.period)
        ),
        objections=tuple(_objections(context, head, row["key"], columns)),
    )


def _objections(
    context: QueryContext, head: AssessmentView, key: str, columns: Sequence[ItemLabel]
) -> Iterator[ObjectionView]:
    """Yield the objections to the figures of one subject."""
    labels = {each.item: each.label for each in columns}
    found = objection_views(steps_of(context, head), labels)
    return (each for each in found if each.key == key)


def _tickets(
    context: QueryContext, number: int, subject: int, attrs: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the serial numbers behind each fact: from the ledger, and kept beside it."""
    tickets: dict[str, list[str]] = defaultdict(list)
    params = {"run": number, "subject": subject}
    for serial, marks in context.read.rows(ledger.TICKETS, params):
        for fact in counted_by(marks):
            tickets[fact].append(serial)
    for fact, serials in _numbers(context, Behind.TICKETS, attrs).items():
        tickets[fact] += serials
    for fact, marked in BEHIND.items():
        if marked in tickets:
            tickets[fact] = tickets[marked]
    return tickets


def _numbers(
    context: QueryContext, behind: Behind, attrs: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return the numbers of records a subject's attributes hold by fact, those in sight alone."""
    found = numbers_from_attributes(behind, attrs)
    rights = context.actor.rights
    if not found or rights is None or rights.whole:
        return found
    named = sorted({number for numbers in found.values() for number in numbers})
    seen = {number for (number,) in context.read.rows(ledger.IN_SIGHT, {"numbers": named})}
    return {fact: tuple(no for no in numbers if no in seen) for fact, numbers in found.items()}


def verify_assessment(operation: VerifyAssessment, context: QueryContext) -> Verification:
    """Recompute an assessment from what it stored."""
    head = find_assessment(context, operation.assessment)
    found = tuple(differences(context, _number(head.assessment), head))
    return Verification(assessment=head, same=not found, differences=found)


def list_schemes(_operation: ListSchemes, context: QueryContext) -> SchemePage:
    """Return the schemes the office can run."""
    items = tuple(map(view_scheme, known_schemes(context).values()))
    return SchemePage(items=items, total=len(items))


def lint_scheme(operation: LintScheme, context: QueryContext) -> LintPage:
    """Return what is wrong or doubtful in a scheme."""
    known = find_scheme(context, operation.scheme)
    items = tuple(
        LintFinding.model_validate(
            {"severity": found.severity, "item": found.item, "code": found.code,
             "params": dict(found.params)}
        )
        for found in lint(known.scheme)
    )  # fmt: skip
    return LintPage(items=items, total=len(items), scheme=known.scheme.id)


def find_assessment(context: QueryContext, text: str) -> AssessmentView:
    """Return an assessment by number, or the one of ``period[:scheme[:subject]]``.

    Raises:
        AssessmentNotFound: there is none.
    """
    if is_number(text):
        row = context.read.record(sql.ONE, {"id": int(text[1:])})
    else:
        period, _, rest = text.partition(":")
        scheme, _, subject = rest.partition(":")
        params = {
            "period": parse_period(period).name,
            "scheme": scheme or None,
            "subject": subject or None,
        }
        row = context.read.record(sql.NEWEST, params)
    if row is None:
        raise AssessmentNotFound(assessment=text)
    return _view(row)


def is_number(text: str) -> bool:
    """Tell whether a text is the number of an assessment, such as A3."""
    return text[:1] in ("A", "a") and text[1:].isascii() and text[1:].isdigit()


def _number(name: str) -> int:
    return int(name[1:])


def _how_many(context: QueryContext, head: AssessmentView, part: str | None) -> int:
    """Return how many of those in sight an assessment scored, ranked, or left unranked."""
    params = {"id": _number(head.assessment), **({part: True} if part else {})}
    return int(context.read.value(sql.COUNT, params))


def scheme_text(context: QueryContext, head: AssessmentView) -> str:
    """Return the scheme as it was when an assessment was made."""
    return str(context.read.value(sql.SCHEME_TEXT, {"id": _number(head.assessment)}))


def _view(row: dict[str, Any]) -> AssessmentView:
    return AssessmentView.model_validate(
        row
        | {
            "assessment": f"A{row['id']}",
            "scheme": row["scheme_id"],
            "created_at": instant(row["created_at"]),
            "frozen_at": instant(row["frozen_at"]),
        }
    )


def find_subject(context: QueryContext, head: AssessmentView, key: str) -> dict[str, Any]:
    """Return the row of one that was scored, found by key or name.

    Raises:
        SubjectNotFound, SubjectAmbiguous: nobody in sight is called so, or several are.
    """
    number = _number(head.assessment)
    rows = context.read.records(sql.ROWS, {"id": number, "key": key, "limit": 10}, order="best")
    exact = [row for row in rows if row["key"] == key] or rows
    if not exact:
        names = context.read.rows(sql.NAMES, {"id": number})
        known = {name: f"{name} ({subject})" for subject, name in names}
        near = nearest(key, [*known, *(subject for subject, _ in names)], 0.3) or ""
        told = known.get(near, near)
        raise SubjectNotFound(key=key, assessment=head.assessment, nearest=told)
    if len(exact) > 1:
        choices = tuple(f"{row['key']} ({row['group_name']})" for row in exact)
        raise SubjectAmbiguous(key=key, assessment=head.assessment, choices=choices)
    return exact[0]


def _row(row: dict[str, Any]) -> ScoreRow:
    form = json.loads(row["score"])
    return ScoreRow(
        key=row["key"], name=row["name"], group_code=row["group_code"],
        group_name=row["group_name"], rank=row["rank"], tied=bool(row["tied"]),
        standing=row["standing"], total=_decimal(form["total"]), added=Decimal(form["added"]),
        deducted=Decimal(form["deducted"]), grade=form["grade"], vetoes=tuple(form["vetoes"]),
        items={
            line["item"]: Decimal(line["points"])
            for part, _ in _SECTIONS
            for line in form[part]
        },
        failed=tuple(
            FailedRequirement(
                condition=name, value=_decimal(value), comparator=comparator,
                bound=_decimal(bound), missing=missing,
            )
            for name, value, comparator, bound, missing in form["failed"]
        ),
        unscored=tuple(map(_note, form["unscored"])),
    )  # fmt: skip


def _lines(form: dict[str, Any]) -> Iterator[ScoreLine]:
    for part, section in _SECTIONS:
        for line in form[part]:
            yield ScoreLine.model_validate(
                {
                    "item": line["item"], "rule": line["rule"], "section": section,
                    "inputs": line["inputs"], "raw": line["raw"], "points": line["points"],
                    "policy": line["policy"], "treatment": line["treatment"],
                    "note": _note(line["note"]),
                }
            )  # fmt: skip


def _note(note: list[Any]) -> Finding:
    code, params = note
    return Finding(code=code, params=dict(params))


def item_labels(scheme: Scheme) -> Iterator[ItemLabel]:
    """Yield the items of a scheme with their words."""
    parts = (
        ("item", scheme.items),
        ("bonus", scheme.bonus.items),
        ("penalty", scheme.penalty.items),
    )
    for section, items in parts:
        for item in items:
            yield ItemLabel.model_validate(
                {
                    "item": item.id,
                    "label": {"zh": item.label.zh, "en": item.label.en},
                    "max": item.highest,
                    "section": section,
                }
            )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
