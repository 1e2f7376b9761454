"""Asking about evidence."""

from __future__ import annotations

from typing import Any

from gridctl.domain.evidence import EvidenceNotFound
from gridctl.domain.periods import parse_period
from gridctl.domain.scoring.arithmetic import points_from_units
from gridctl.domain.scoring.evidence import facts_of
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.narrowing import narrowing
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.queries.evidence import (
    EvidencePage,
    EvidenceRow,
    EvidenceView,
    ListEvidence,
    ScoredEvidence,
    ShowEvidence,
)
from gridctl.storage.queries import evidence as sql


def list_evidence(operation: ListEvidence, context: QueryContext) -> EvidencePage:
    """Return a page of evidence, newest first."""
    params: dict[str, Any] = {
        "kind": operation.kind,
        "month": operation.period,
        "since": operation.since and operation.since.isoformat(),
        "until": operation.until and operation.until.isoformat(),
        "staff_id": find_staff(context, operation.staff) if operation.staff else None,
        "outcome": operation.outcome,
        "ticket_id": find_ticket(context, operation.ticket) if operation.ticket else None,
        "day": context.today().isoformat(),
        "limit": operation.limit + 1,
        **narrowing("evidence", operation.filter, None, context),
    }
    if operation.after:
        day, _, number = operation.after.partition("/")
        params |= {"after_day": day, "after_id": int(number)}
    rows = context.read.records(sql.LIST, params, order="newest", after=operation.after is not None)
    items, following = page_of(rows, operation.limit, lambda row: f"{row['on_date']}/{row['id']}")
    return EvidencePage(
        items=tuple(EvidenceRow(**_shaped(row, context)) for row in items),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_evidence(operation: ShowEvidence, context: QueryContext) -> EvidenceView:
    """Return one piece of evidence, withdrawn or not."""
    return view_evidence(context, operation.evidence_id)


def view_evidence(context: QueryContext, evidence_id: int) -> EvidenceView:
    """Return the view of a piece of evidence by its id.

    Raises:
        EvidenceNotFound: there is none.
    """
    row = context.read.record(sql.ONE, {"id": evidence_id})
    if row is None:
        raise EvidenceNotFound(id=evidence_id)
    timed = {"due_at": instant(row["due_at"]), "done_at": instant(row["done_at"])}
    return EvidenceView(**_shaped(row, context) | timed | {"task": row["task"] or None})


def evidence_behind(
    context: QueryContext, kind: str, subject_id: int, period: str
) -> tuple[ScoredEvidence, ...]:
    """Return the evidence a subject's figures of a period count, with the figures of each.

    Args:
        context: where to look.
        kind: of the subject: ``gridworker``, ``unit``, ``town``, ``community`` or ``grid``.
        subject_id: id of the person, unit or place.
        period: such as ``2026-10``.
    """
    span = parse_period(period)
    last = span.last.isoformat()
    params: dict[str, Any] = {
        "first": span.first.isoformat(), "last": last, "day": last, "subject": subject_id,
        "places": [subject_id],
    }  # fmt: skip
    rows = context.read.records(sql.BEHIND, params, parts={"whose": kind})
    return tuple(_scored(row, context) for row in rows)


def _scored(row: dict[str, Any], context: QueryContext) -> ScoredEvidence:
    known = {"number": 1, "expected_known": int(row["expected"] is not None)}
    counted = facts_of(row | known | {"resolved": int(row["resolved"] or False)})
    facts = [fact for fact, value in counted if value]
    if row["outcome"] == "open_discipline":
        facts = ["open_discipline"]
    return ScoredEvidence(**_shaped(row, context), facts=tuple(facts))


def _shaped(row: dict[str, Any], context: QueryContext) -> dict[str, Any]:
    """Return a row with the view's names, points as a decimal, and no level as None.

    A grid stands behind its community's name: half the county's grids are called alike.
    """
    points, place = row["points"], row["grid_id"]
    return row | {
        "place_name": place and place_index(context).label(place, row["on_date"]),
        "on": row["on_date"],
        "level": row["level"] or None,
        "points": None if points is None else points_from_units(points),
    }
