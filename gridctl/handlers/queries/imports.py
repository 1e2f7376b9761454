"""Asking about imports."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from gridctl.domain.batches import BatchNotFound
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.operations.queries.imports import (
    BatchPage,
    BatchView,
    ListBatches,
    ListRejected,
    RejectedPage,
    RejectedRow,
    ShowBatch,
)
from gridctl.storage.queries import imports as sql


def list_batches(operation: ListBatches, context: QueryContext) -> BatchPage:
    """Return a page of imports, newest first."""
    params = {"kind": operation.kind, "limit": operation.limit + 1}
    after = batch_id(operation.after) if operation.after else None
    rows = context.read.records(
        sql.LIST, params | {"after": after}, order="newest", after=after is not None
    )
    items, following = page_of(rows, operation.limit, lambda row: f"B{row['id']}")
    return BatchPage(items=tuple(map(_view, items)), next=following)


def show_batch(operation: ShowBatch, context: QueryContext) -> BatchView:
    """Return one import."""
    return view_batch(context, batch_id(operation.batch))


def list_rejected(operation: ListRejected, context: QueryContext) -> RejectedPage:
    """Return the findings about the rows of an import, in the order of the file."""
    number = batch_id(operation.batch)
    view_batch(context, number)
    params = {
        "batch": number,
        "severity": operation.severity,
        "limit": operation.limit + 1,
        "after": int(operation.after) if operation.after else None,
    }
    rows = context.read.records(
        sql.REJECTED, params, order="file", after=operation.after is not None
    )
    items, following = page_of(rows, operation.limit, lambda row: str(row["id"]))
    return RejectedPage(items=tuple(map(_rejected, items)), next=following)


def batch_id(text: str) -> int:
    """Return the number in a batch name such as ``B12``.

    Raises:
        BatchNotFound: the text is no batch name.
    """
    digits = text.upper().removeprefix("B")
    if not digits.isascii() or not digits.isdigit():
        raise BatchNotFound(batch=text)
    return int(digits)


def view_batch(context: QueryContext, number: int) -> BatchView:
    """Return the view of an import by its number."""
    row = context.read.record(sql.ONE, {"id": number})
    if row is None:
        raise BatchNotFound(batch=f"B{number}")
    found = _view(row)
    return found if row["state"] != "open" else found.model_copy(update=_arrived(context, number))


def _arrived(context: QueryContext, number: int) -> dict[str, int]:
    """Return how many chunks lie staged without a gap."""
    numbers = {chunk for (chunk,) in context.read.rows(sql.CHUNK_NUMBERS, {"batch": number})}
    return {"arrived": next(each for each in count() if each + 1 not in numbers)}


def _view(row: dict[str, Any]) -> BatchView:
    return BatchView.model_validate(
        {
            "batch": f"B{row['id']}",
            "kind": row["kind"],
            "file_name": row["file_name"],
            "file_digest": row["file_digest"],
            "state": row["state"],
            "opened_at": instant(row["opened_at"]),
            "opened_by": row["opened_by"],
            "counts": json.loads(row["counts"]),
            "findings": json.loads(row["findings"]),
        }
    )


def _rejected(row: dict[str, Any]) -> RejectedRow:
    return RejectedRow(
        sheet=row["sheet"], row=row["number"], column=row["letter"], field=row["field"],
        value=row["value"], code=row["code"], params=json.loads(row["params"]),
        severity=row["severity"],
    )  # fmt: skip
