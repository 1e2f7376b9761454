"""Asking about evidence."""

from __future__ import annotations

from typing import Any

from gridctl.domain.evidence import EvidenceNotFound
from gridctl.domain.scoring.arithmetic import points_from_units
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.narrowing import narrowing
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.queries.evidence import (
    EvidencePage,
    EvidenceRow,
    EvidenceView,
    ListEvidence,
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
        items=tuple(EvidenceRow(**_shaped(row)) for row in items),
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
    return EvidenceView(**_shaped(row) | timed | {"task": row["task"] or None})


def _shaped(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with the view's names, points as a decimal, and no level as None."""
    points = row["points"]
    return row | {
        "on": row["on_date"],
        "level": row["level"] or None,
        "points": None if points is None else points_from_units(points),
    }
