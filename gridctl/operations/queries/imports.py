"""Asking about imports."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from gridctl.domain.errors import Param
from gridctl.operations.base import AfterNumber, Finding, Limit, Page, Query, Slug, View

Kind = Literal[
    "division", "grid", "staff", "unit", "category", "ticket",
    "check", "revisit", "task", "missed", "merit", "duty", "mark",
    "duty_item",
]  # fmt: skip
BatchState = Literal["open", "applied", "discarded", "undone"]
Severity = Literal["error", "notice"]


class Counts(View):
    """What became of the rows of a file."""

    new: int = 0
    changed: int = 0
    same: int = 0
    skipped: int = 0
    rejected: int = 0
    closed: int = 0
    kept: int = 0


class FieldDifference(View):
    """A column of a record, and what it was and is, in words."""

    field: str
    before: str
    after: str


class Difference(View):
    """A record an import brought or changed; ``table`` tells what it is, ``name`` which one."""

    outcome: Literal["new", "changed"]
    table: str
    name: str
    fields: tuple[FieldDifference, ...] = ()


class BatchView(View):
    """One file: what it was, what became of its rows, what else should be known.

    ``findings`` are about the whole file: units and categories created provisionally, places
    closed, records an undo kept because they were changed since. ``arrived`` counts the chunks
    that lie staged. ``differences`` are records it brought or changed, those that were changed
    first, as many as ApplyBatch was asked for.
    """

    batch: str
    kind: Kind
    file_name: str
    file_digest: str
    state: BatchState
    opened_at: datetime
    opened_by: str
    counts: Counts
    findings: tuple[Finding, ...] = ()
    arrived: int = 0
    differences: tuple[Difference, ...] = ()


class BatchPage(Page):
    """One page of batches, newest first."""

    items: tuple[BatchView, ...]


class RejectedRow(View):
    """One finding about a row: where it stands, what was found, why it stays out."""

    sheet: str
    row: int
    column: str
    field: str
    value: str
    code: str
    params: dict[str, Param]
    severity: Severity


class RejectedPage(Page):
    """One page of findings in the order of the file."""

    items: tuple[RejectedRow, ...]


class ListBatches(Query[BatchPage], route="GET /imports", permission="import.read"):
    """List imports, newest first."""

    kind: Kind | None = None
    limit: Limit = 200
    after: AfterNumber | None = None


class ShowBatch(Query[BatchView], route="GET /imports/{batch}", permission="import.read"):
    """Show one import by its batch number, such as B12."""

    batch: Slug


class ListRejected(
    Query[RejectedPage], route="GET /imports/{batch}/rejected", permission="import.read"
):
    """List the rows of an import that were kept out or skipped, with reasons.

    ``severity`` lists only what kept rows out (``error``), or only what is to be known.
    """

    batch: Slug
    severity: Severity | None = None
    limit: Limit = 200
    after: AfterNumber | None = None
