"""The figures of a ranking table, as its assessment keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from gridctl.domain.periods import parse_period
from gridctl.domain.scoring.scheme import Scheme
from gridctl.handlers.queries.assessments import find_assessment
from gridctl.handlers.queries.awards import scheme_of
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.report_heading import issuer_of, place_of
from gridctl.handlers.queries.schemes import find_scheme
from gridctl.operations.queries.reports import (
    RankingColumn,
    RankingRow,
    RankingVeto,
    RankingView,
    RenderRanking,
)
from gridctl.storage.queries import assessments as sql

_REMARKS = {"vetoed": "vetoed", "not_eligible": "ineligible", "no_score": "not_scored"}
#: An item so treated was not assessed; its zero is no mark.
_NOT_ASSESSED = ("exclude", "no_score")


def ranking_view(operation: RenderRanking, context: QueryContext) -> RankingView:
    """Return the ranking of a period: the frozen one, else the newest draft, marked as such.

    Raises:
        SchemeNotFound: the office has no such scheme.
        AssessmentNotFound: none of the period was made.
    """
    period = parse_period(operation.period)
    subject = operation.subject or _first_subject(context, operation.scheme)
    head = find_assessment(context, f"{period.name}:{operation.scheme}:{subject}")
    number = int(head.assessment[1:])
    scheme = scheme_of(context, number)
    rows = context.read.records(sql.ROWS, {"id": number, "limit": head.subjects}, order="best")
    return RankingView(
        place=place_of(context, period),
        period=period.name,
        unit=issuer_of(context, operation.issuer),
        scheme_id=scheme.id,
        scheme_title=scheme.title.text(operation.language),
        draft=head.state != "frozen",
        dated=context.today(),
        ranked_within=scheme.rank.within.value,
        places=scheme.round.score,
        item_places=max(scheme.round.score, *(item.places or 0 for item in scheme.lines)),
        open_ledger=scheme.max is None,
        columns=tuple(_columns(scheme, operation.language)),
        rows=tuple(_rows(rows, scheme, operation.language)),
    )


def _first_subject(context: QueryContext, scheme_id: str) -> str:
    return find_scheme(context, scheme_id).scheme.subject.types[0].value


def _columns(scheme: Scheme, language: str) -> Iterator[RankingColumn]:
    for item in scheme.items:
        label = item.label.text(language)
        yield RankingColumn(id=item.id, label=label, max=item.highest)


def _rows(rows: list[dict[str, Any]], scheme: Scheme, language: str) -> Iterator[RankingRow]:
    vetoes = {
        veto.id: RankingVeto(label=veto.label.text(language), effect=veto.effect.value)
        for veto in scheme.veto
    }
    for seq, row in enumerate(rows, start=1):
        form = json.loads(row["score"])
        points = {line["item"]: _points(line) for line in form["items"]}
        yield RankingRow.model_validate(
            {
                "seq": seq,
                "town": row["group_name"],
                "grid": json.loads(row["attrs"]).get("grid_name", ""),
                "name": row["name"],
                "points": points,
                "bonus": form["added"],
                "deductions": -Decimal(form["deducted"]),
                "adjustment": _adjustment(form, points.values()),
                "vetoes": tuple(vetoes[name] for name in form["vetoes"]),
                "total": form["total"],
                "rank": row["rank"],
                "tied": row["tied"],
                "remark": _REMARKS.get(row["standing"], ""),
            }
        )


def _adjustment(form: dict[str, Any], points: Iterable[str | None]) -> Decimal:
    """Return what a total has beside the points of its items, the bonus and the deductions."""
    if form["total"] is None:
        return Decimal(0)
    parts = [*filter(None, points), form["added"], form["deducted"]]
    return Decimal(form["total"]) - sum(map(Decimal, parts), Decimal(0))


def _points(line: dict[str, Any]) -> str | None:
    return None if line["treatment"] in _NOT_ASSESSED else line["points"]
