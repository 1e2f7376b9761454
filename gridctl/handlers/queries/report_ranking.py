"""The figures of a ranking table, as its assessment keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from gridctl.domain.periods import Period, parse_period
from gridctl.domain.scoring.scheme import Scheme
from gridctl.foundation.i18n import translator
from gridctl.handlers.queries.assessments import find_assessment
from gridctl.handlers.queries.awards import scheme_of
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.report_heading import issuer_of, place_of
from gridctl.handlers.queries.schemes import find_scheme
from gridctl.operations.queries.assessments import AssessmentView
from gridctl.operations.queries.reports import (
    RankingColumn,
    RankingRow,
    RankingView,
    RenderRanking,
)
from gridctl.storage.queries import assessments as sql
from gridctl.storage.queries import awards

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
    rows = context.read.records(sql.ROWS, {"id": number, "limit": head.subjects})
    grids = _grids(context, rows, period) if subject == "gridworker" else {}
    return RankingView(
        place=place_of(context, period),
        period=period.name,
        unit=issuer_of(context, operation.issuer),
        scheme_id=scheme.id,
        scheme_title=_title(scheme, head, operation.language),
        dated=context.today(),
        ranked_within=scheme.rank.within.value,
        columns=tuple(_columns(scheme, operation.language)),
        rows=tuple(_rows(rows, grids)),
    )


def _first_subject(context: QueryContext, scheme_id: str) -> str:
    return find_scheme(context, scheme_id).scheme.subject.types[0].value


def _title(scheme: Scheme, head: AssessmentView, language: str) -> str:
    _ = translator(language)
    title = scheme.title.text(language)
    return title if head.state == "frozen" else _("{title} (draft)").format(title=title)


def _columns(scheme: Scheme, language: str) -> Iterator[RankingColumn]:
    for item in scheme.items:
        label = item.label.text(language)
        yield RankingColumn(id=item.id, label=label, max=item.highest or Decimal(0))


def _grids(context: QueryContext, rows: list[dict[str, Any]], period: Period) -> dict[int, str]:
    """Return the grid of the post each person held last, as it was called at the period's end."""
    index, day = place_index(context), period.last.isoformat()
    params = {"ids": [row["subject_id"] for row in rows], "last": day}
    return {
        seat["id"]: index.label(seat["grid_id"], day)
        for seat in context.read.records(awards.SEATS, params)
        if seat["grid_id"] is not None
    }


def _rows(rows: list[dict[str, Any]], grids: dict[int, str]) -> Iterator[RankingRow]:
    for seq, row in enumerate(rows, start=1):
        form = json.loads(row["score"])
        yield RankingRow.model_validate(
            {
                "seq": seq,
                "town": row["group_name"],
                "grid": grids.get(row["subject_id"], ""),
                "name": row["name"],
                "points": {line["item"]: _points(line) for line in form["items"]},
                "bonus": form["added"],
                "deductions": -Decimal(form["deducted"]),
                "total": form["total"],
                "rank": row["rank"],
                "tied": row["tied"],
                "remark": _REMARKS.get(row["standing"], ""),
            }
        )


def _points(line: dict[str, Any]) -> str | None:
    return None if line["treatment"] in _NOT_ASSESSED else line["points"]
