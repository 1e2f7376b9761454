"""Asking what was objected to a draft, and which towns have confirmed it."""

from __future__ import annotations

import hashlib

from gridctl.domain.scoring.parse import parse_scheme
from gridctl.handlers.queries.assessments import find_assessment, item_labels, scheme_text
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.objection_steps import (
    Part,
    objection_views,
    steps_of,
    town_view,
    upheld_since,
)
from gridctl.operations.queries.assessments import AssessmentView
from gridctl.operations.queries.objections import Labels, ListObjections, ObjectionPage
from gridctl.storage.images import image_digest
from gridctl.storage.queries import objections as sql


def list_objections(operation: ListObjections, context: QueryContext) -> ObjectionPage:
    """Return the objections of a month and how each town stands."""
    head = find_assessment(context, operation.assessment)
    steps = steps_of(context, head)
    items = tuple(objection_views(steps, labels_of(context, head)))
    towns = tuple(town_view(part, steps, items) for part in parts_of(context, head))
    return ObjectionPage(
        items=items, total=len(items), towns=towns, assessment=head.assessment,
        period=head.period, scheme=head.scheme, subject=head.subject, state=head.state,
        undecided=sum(each.state == "undecided" for each in items),
        upheld_since=upheld_since(steps),
        despite=next((s["opinion"] for s in steps if s["verb"] == "override"), ""),
    )  # fmt: skip


def labels_of(context: QueryContext, head: AssessmentView) -> dict[str, Labels]:
    """Return the words of the items of an assessment's scheme."""
    scheme = parse_scheme(scheme_text(context, head))
    return {each.item: each.label for each in item_labels(scheme)}


def parts_of(context: QueryContext, head: AssessmentView) -> list[Part]:
    """Return the towns in sight with their part of a draft, by code; none of units.

    A town that is scored itself is a part of its own.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for row in context.read.records(sql.FIGURES, {"id": int(head.assessment[1:])}):
        code, name = row["group_code"], row["group_name"]
        if head.subject == "town" and not code:
            code, name = row["key"], row["name"]
        if code:
            figures = [row["key"], row["facts"], row["total"], row["standing"]]
            found.setdefault((code, name), []).append(image_digest(figures))
    return [
        Part(code, name, len(rows), hashlib.sha256("".join(rows).encode()).hexdigest())
        for (code, name), rows in sorted(found.items())
    ]
