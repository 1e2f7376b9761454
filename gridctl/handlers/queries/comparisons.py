"""Comparing rankings: with another assessment, another scheme, another weight of an item."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from gridctl.domain.assessments import ComparisonSubject, SchemePeriod, SchemeSubject
from gridctl.domain.periods import parse_period
from gridctl.domain.scoring.canonical import score_texts
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.lines import inputs_of
from gridctl.domain.scoring.parse import parse_scheme
from gridctl.domain.scoring.scheme import Scheme
from gridctl.domain.scoring.sensitivity import parse_change, top_of, weighings
from gridctl.handlers.queries.assessments import (
    find_assessment,
    is_number,
    item_labels,
    missing_figures,
    scheme_text,
)
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.schemes import find_scheme
from gridctl.handlers.queries.verification import facts_of
from gridctl.operations.queries.assessments import AssessmentView, MissingFigure
from gridctl.operations.queries.comparisons import (
    CompareAssessment,
    Comparison,
    ItemWeight,
    RankShift,
    Sensitivity,
    ShowSensitivity,
    TopPlace,
)
from gridctl.storage.queries import assessments as sql

#: Ranks that are the top where a scheme gives no award.
_TOP = 10
#: The fact the caps of a scheme decide about (domain.md 9.13).
_CAPPED = "valid_weighted"

Row = Mapping[str, Any]


class _Place(NamedTuple):
    """Where a subject stands in a ranking."""

    rank: int | None
    total: Decimal | None
    standing: str


class _Other(NamedTuple):
    """What is compared with: a ranking and the scheme that made it."""

    named: str
    period: str
    text: str
    scheme: Scheme
    rows: list[dict[str, Any]]
    missing: tuple[MissingFigure, ...] = ()
    capped_otherwise: bool = False


def compare_assessment(operation: CompareAssessment, context: QueryContext) -> Comparison:
    """Return who stands elsewhere in another ranking."""
    head = find_assessment(context, operation.assessment)
    rows = _rows(context, head)
    made = is_number(operation.other)
    find = _of_assessment if made else _of_scheme
    other = find(context, head, rows, operation.other)
    shifts = [shift for shift in _shifts(rows, other.rows) if _elsewhere(shift)]
    top = operation.top or _top_of(other.scheme)
    title = other.scheme.title
    return Comparison(
        items=tuple(shifts[: operation.limit]), total=len(shifts),
        assessment=head, other=other.named, other_version=other.scheme.version,
        other_title={"zh": title.zh, "en": title.en}, other_period=other.period,
        other_text=other.text, compared=len(rows), top=top,
        entering=sum(_at(s.other_rank, top) and not _at(s.rank, top) for s in shifts),
        leaving=sum(_at(s.rank, top) and not _at(s.other_rank, top) for s in shifts),
        missing=other.missing, capped_otherwise=other.capped_otherwise,
    )  # fmt: skip


def show_sensitivity(operation: ShowSensitivity, context: QueryContext) -> Sensitivity:
    """Return what another weight of each item changes at the top."""
    head = find_assessment(context, operation.assessment)
    change = parse_change(operation.by)
    scheme = parse_scheme(scheme_text(context, head))
    rows = _rows(context, head)
    top = operation.top or _top_of(scheme)
    evaluation = evaluate(scheme, [facts_of(row) for row in rows])
    before, known = top_of(evaluation, top), {row["key"]: row for row in rows}
    ranks = {score.key: score.rank for score in evaluation.scores}
    found = weighings(scheme, evaluation, change, top)
    labels = {label.item: label for label in item_labels(scheme)}
    items = tuple(
        ItemWeight(
            **labels[each.item.id].model_dump(),
            weighed=each.highest,
            entering=tuple(
                _top_place(known[key], ranks[key], each.places[key])
                for key in each.places if key not in before
            ),
            leaving=tuple(
                _top_place(known[key], rank, None)
                for key, rank in before.items() if key not in each.places
            ),
            moved=sum(each.places.get(key, rank) != rank for key, rank in before.items()),
        )
        for each in found
    )  # fmt: skip
    return Sensitivity(items=items, total=len(items), assessment=head, by=operation.by, top=top)


def _top_place(row: Row, rank: int | None, other: int | None) -> TopPlace:
    return TopPlace(
        key=row["key"], name=row["name"], group_name=row["group_name"], rank=rank, other_rank=other
    )


def _rows(context: QueryContext, head: AssessmentView) -> list[dict[str, Any]]:
    return context.read.records(sql.ALL_ROWS, {"id": int(head.assessment[1:])})


def _top_of(scheme: Scheme) -> int:
    return scheme.award.top if scheme.award else _TOP


# -- what is compared with


def _of_assessment(
    context: QueryContext, head: AssessmentView, _rows_of: Sequence[Row], named: str
) -> _Other:
    """Return another ranking that is kept.

    Raises:
        AssessmentNotFound: there is none of this number.
        ComparisonSubject: it scored others.
    """
    found = find_assessment(context, named)
    if found.subject != head.subject:
        raise ComparisonSubject(
            assessment=head.assessment, subject=head.subject, other=found.assessment,
            other_subject=found.subject,
        )  # fmt: skip
    text = scheme_text(context, found)
    rows = _rows(context, found)
    return _Other(found.assessment, found.period, text, parse_scheme(text), rows)


def _of_scheme(
    context: QueryContext, head: AssessmentView, rows: Sequence[Row], named: str
) -> _Other:
    """Return what another scheme makes of the figures an assessment keeps.

    Raises:
        SchemeNotFound: the office has none of this id.
        SchemePeriod: it is run by other periods.
        SchemeSubject: it scores others.
    """
    known = find_scheme(context, named)
    scheme, period = known.scheme, parse_period(head.period)
    if scheme.period.value != period.kind:
        raise SchemePeriod(
            scheme=named, wanted=scheme.period.value, period=period.name, given=period.kind
        )
    kinds = [kind.value for kind in scheme.subject.types]
    if head.subject not in kinds:
        raise SchemeSubject(scheme=named, subject=head.subject, choices=tuple(kinds))
    own = parse_scheme(scheme_text(context, head))
    scored = _scored(scheme, rows)
    capped = own.counting != scheme.counting and any(
        _CAPPED in inputs_of(item) for item in scheme.lines
    )
    missing = tuple(missing_figures(scored))
    return _Other(named, head.period, known.text, scheme, scored, missing, capped)


def _scored(scheme: Scheme, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return rows as an assessment by a scheme would keep them, from the figures of another."""
    evaluation = evaluate(scheme, [facts_of(row) for row in rows])
    texts = score_texts(evaluation)
    known = {row["key"]: row for row in rows}
    return [
        {**known[score.key], "score": text}
        for score, text in zip(evaluation.scores, texts, strict=True)
    ]


# -- the two side by side


def _shifts(rows: Sequence[Row], others: Sequence[Row]) -> Iterator[RankShift]:
    """Yield everyone in either ranking, by the other rank, those without one last."""
    before, after = _places(rows), _places(others)
    known = {row["key"]: row for row in (*others, *rows)}
    nowhere = _Place(None, None, "")
    found = [
        _shift(row, before.get(key, nowhere), after.get(key, nowhere)) for key, row in known.items()
    ]
    yield from sorted(found, key=lambda s: (_last(s.other_rank), _last(s.rank), s.key))


def _places(rows: Sequence[Row]) -> dict[str, _Place]:
    forms = ((row["key"], json.loads(row["score"])) for row in rows)
    return {
        key: _Place(form["rank"], _decimal(form["total"]), form["standing"]) for key, form in forms
    }


def _shift(row: Row, before: _Place, after: _Place) -> RankShift:
    moved = None if before.rank is None or after.rank is None else before.rank - after.rank
    told = {name: row[name] for name in ("key", "name", "group_name")}
    told |= before._asdict() | {f"other_{name}": value for name, value in after._asdict().items()}
    return RankShift.model_validate({**told, "moved": moved})


def _elsewhere(shift: RankShift) -> bool:
    return (shift.rank, shift.standing) != (shift.other_rank, shift.other_standing)


def _at(rank: int | None, top: int) -> bool:
    return rank is not None and rank <= top


def _last(rank: int | None) -> float:
    return float("inf") if rank is None else rank


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
