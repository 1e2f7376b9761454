"""Asking about award lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from gridctl.domain.awards import AwardListAmbiguous, AwardListNotFound
from gridctl.domain.periods import parse_period
from gridctl.domain.scoring.arithmetic import half_up, points_from_units
from gridctl.domain.scoring.parse import parse_scheme
from gridctl.domain.scoring.scheme import Scheme
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.narrowing import narrowing
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.operations.queries.awards import (
    Awardee,
    AwardListPage,
    AwardListView,
    AwardSheet,
    AwardStepView,
    Labels,
    ListAwards,
    ShowAwards,
)
from gridctl.storage.queries import assessments, awards

_NUMBER = re.compile(r"[Ll][0-9]{1,18}")


def list_awards(operation: ListAwards, context: QueryContext) -> AwardListPage:
    """Return a page of lists, newest first."""
    params = {
        "period": parse_period(operation.period).name if operation.period else None,
        "state": operation.state,
        "after": int(operation.after[1:]) if operation.after else None,
        "limit": operation.limit + 1,
        **narrowing("award", operation.filter, operation.text, context),
    }
    rows = context.read.records(
        awards.LIST, params, order="newest", after=operation.after is not None
    )
    items, following = page_of(rows, operation.limit, lambda row: f"L{row['id']}")
    return AwardListPage(items=tuple(map(_head, items)), next=following)


def show_awards(operation: ShowAwards, context: QueryContext) -> AwardSheet:
    """Return a list with everyone in and near it, and its steps."""
    return view_sheet(context, find_list(context, operation.award_list))


def find_list(context: QueryContext, text: str) -> int:
    """Return the number of a list: ``L1``, or the only one of ``period[:scheme]``.

    Raises:
        AwardListNotFound, AwardListAmbiguous: there is none, or several.
    """
    if _NUMBER.fullmatch(text):
        found = context.read.rows(awards.OF_NUMBER, {"id": int(text[1:])})
    else:
        period, _, scheme = text.partition(":")
        params = {"period": parse_period(period).name, "scheme": scheme or None}
        found = context.read.rows(awards.OF_PERIOD, params)
    if not found:
        raise AwardListNotFound(award_list=text)
    if len(found) > 1:
        choices = tuple(f"L{number} ({scheme})" for number, scheme in found)
        raise AwardListAmbiguous(award_list=text, choices=choices)
    return int(found[0][0])


def view_sheet(context: QueryContext, number: int) -> AwardSheet:
    """Return the view of a list by its number."""
    head = context.read.record(awards.ONE, {"id": number})
    assert head is not None
    scheme = scheme_of(context, head["assessment_id"])
    people = tuple(_awardees(context.read.records(awards.PEOPLE, {"id": number}), scheme))
    steps = tuple(_steps(context.read.records(awards.STEPS, {"id": number})))
    return AwardSheet(
        items=people,
        total=len(people),
        award_list=_head(head),
        steps=steps,
        labels=dict(_labels(scheme)),
    )


def scheme_of(context: QueryContext, assessment: int) -> Scheme:
    """Return the scheme an assessment keeps, whatever became of it since."""
    return parse_scheme(str(context.read.value(assessments.SCHEME_TEXT, {"id": assessment})))


def _head(row: dict[str, Any]) -> AwardListView:
    amount = row["amount_fen"]
    return AwardListView.model_validate(
        row
        | {
            "award_list": f"L{row['id']}",
            "assessment": f"A{row['assessment_id']}",
            "total_fen": None if amount is None else amount * row["selected"],
        }
    )


def _awardees(rows: list[dict[str, Any]], scheme: Scheme) -> Iterator[Awardee]:
    seats = count(1)
    for row in rows:
        total = half_up(points_from_units(row["total"]), scheme.round.score)
        seat = next(seats) if row["standing"] == "selected" else None
        reason = json.loads(row["reason"])
        yield Awardee.model_validate(row | {"seat": seat, "total": total, "reason": reason})


def _steps(rows: list[dict[str, Any]]) -> Iterator[AwardStepView]:
    numbers = {row["id"]: number for number, row in enumerate(rows, start=1)}
    for row in rows:
        yield AwardStepView.model_validate(
            row
            | {
                "no": numbers[row["id"]],
                "from_state": row["from_state"] or None,
                "at": instant(row["at"]),
                "answers": numbers.get(row["answers_id"]),
            }
        )


def _labels(scheme: Scheme) -> Iterator[tuple[str, Labels]]:
    named = [(item.id, item.label) for item in scheme.lines]
    named += [(requirement.id, requirement.label) for requirement in scheme.eligibility]
    named += [(veto.id, veto.label) for veto in scheme.veto]
    for name, label in named:
        yield name, {"zh": label.zh, "en": label.en}
