"""Asking about evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from gridctl.domain.duty import read_stored
from gridctl.domain.evidence import EvidenceNotFound
from gridctl.domain.periods import parse_period
from gridctl.domain.scoring.arithmetic import points_from_units
from gridctl.domain.scoring.evidence import facts_of
from gridctl.domain.scoring.expression import Figure
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
    Since,
)
from gridctl.storage.queries import evidence as sql

#: Facts of a score and how much a piece of evidence adds to each.
Counted = tuple[tuple[str, Figure], ...]
_DAYS = ("quantity", "expected")
_PARTS_OF_DAYS = ("quantity_e4", "expected_e4")


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
    context: QueryContext, run: int, kind: str, subject_id: int, period: str
) -> Iterator[ScoredEvidence]:
    """Yield the evidence a subject's figures of a run rest on, and what came to it since.

    What the evidence said then is read off the change log. What adds to no figure, such as a
    check that is still to be done, is left out.

    Args:
        context: where to look.
        run: id of the assessment.
        kind: of the subject: ``gridworker``, ``unit``, ``town``, ``community`` or ``grid``.
        subject_id: id of the person, unit or place.
        period: such as ``2026-10``.
    """
    span = parse_period(period)
    first, last = span.first.isoformat(), span.last.isoformat()
    params: dict[str, Any] = {
        "first": first, "last": last, "day": last, "subject": subject_id, "places": [subject_id],
        "run": run,
    }  # fmt: skip
    parts = {"whose": kind}
    params["touched"] = [
        number for (number,) in context.read.rows(sql.TOUCHED, params, parts=parts)
    ]
    rows = context.read.records(sql.BEHIND, params, parts=parts)
    images = _images(context, run, [row["id"] for row in rows])
    for row in rows:
        then = _then(row, images)
        stood = _counted(then, first, last) if then else ()
        stands = _counted(row, first, last)
        if then and stood:
            since: Since = "" if stood == stands else "changed" if stands else "gone"
            yield _scored(then, stood, since, context)
        elif stands:
            yield _scored(row, stands, "added", context)


def _images(context: QueryContext, run: int, ids: list[int]) -> dict[int, dict[str, Any] | None]:
    """Return what some evidence was before its first change after a run, None where nothing."""
    found: dict[int, dict[str, Any] | None] = {}
    for change in context.read.records(sql.SINCE, {"run": run, "ids": ids}):
        new = change["action"] == "insert"
        found.setdefault(change["row_id"], None if new else json.loads(change["before"]))
    return found


def _then(row: dict[str, Any], images: dict[int, dict[str, Any] | None]) -> dict[str, Any] | None:
    """Return a row as it was when the run was made, None where it was not there yet."""
    image = images.get(row["id"], row)
    if image is None or image["journal_id"] > row["run_entry"]:
        return None
    return row | {name: value for name, value in image.items() if name in row}


def _counted(row: dict[str, Any], first: str, last: str) -> Counted:
    """Return the facts a row of evidence adds to in some days, and how much; none if not theirs."""
    late = row["on_date"] < first and row["outcome"] != "open_discipline"
    if row["withdrawn"] or late or row["on_date"] > last:
        return ()
    if row["outcome"] == "open_discipline":
        return (("open_discipline", 1),)
    days = in_days(row)
    known = {"number": 1, "expected_known": int(days["expected"] is not None)}
    found = facts_of(days | known | {"resolved": int(row["resolved"] or False)})
    return tuple((fact, value) for fact, value in found if value)


def _scored(
    row: dict[str, Any], counted: Counted, since: Since, context: QueryContext
) -> ScoredEvidence:
    facts = tuple(fact for fact, _value in counted)
    return ScoredEvidence(**_shaped(row, context), facts=facts, since=since)


def in_days(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns of evidence with days as one figure each, whole or not."""
    days = {
        name: read_stored(row.get(name), row.get(f"{name}_e4"))
        for name in _DAYS
        if name in row or f"{name}_e4" in row
    }
    return {name: value for name, value in row.items() if name not in _PARTS_OF_DAYS} | days


def _shaped(row: dict[str, Any], context: QueryContext) -> dict[str, Any]:
    """Return a row with the view's names, points as a decimal, and no level as None.

    A grid stands behind its community's name: half the county's grids are called alike.
    """
    points, place = row["points"], row["grid_id"]
    return in_days(row) | {
        "place_name": place and place_index(context).label(place, row["on_date"]),
        "on": row["on_date"],
        "level": row["level"] or None,
        "points": None if points is None else points_from_units(points),
    }
