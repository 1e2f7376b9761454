"""Asking about saved views."""

from __future__ import annotations

from typing import Any

from gridctl.domain.saved_views import ViewNotFound
from gridctl.foundation.nearest import nearest
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import page_of
from gridctl.operations.queries.saved_views import (
    ListViews,
    SavedViewPage,
    SavedViewRow,
    ShowView,
)
from gridctl.storage.queries import saved_views as sql


def list_views(operation: ListViews, context: QueryContext) -> SavedViewPage:
    """Return a page of the views the asking person sees."""
    params: dict[str, Any] = {
        "owner": owner_of(context), "noun": operation.subject, "limit": operation.limit + 1
    }  # fmt: skip
    if operation.after:
        number, _, params["after_1"] = operation.after.partition(".")
        params["after_2"] = int(number)
    rows = context.read.records(sql.LIST, params, order="name", after=operation.after is not None)
    items, following = page_of(rows, operation.limit, lambda row: f"{row['id']}.{row['name']}")
    return SavedViewPage(
        items=tuple(map(view_row, items)),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_view(operation: ShowView, context: QueryContext) -> SavedViewRow:
    """Return the view of a name."""
    wanted = {"owner": owner_of(context), "noun": operation.subject, "name": operation.name}
    row = context.read.record(sql.NAMED, wanted)
    if row is None:
        raise view_missing(context, operation.name, operation.subject)
    return view_row(row)


def owner_of(context: QueryContext) -> str:
    """Return whose views the asking person's own are: the party acted for, else the operator."""
    return context.actor.behalf or context.actor.name


def view_row(row: dict[str, Any]) -> SavedViewRow:
    """Return the view of a stored row."""
    columns = tuple(filter(None, row["fields"].split(",")))
    return SavedViewRow(**row, columns=columns, shared=not row["owner"])


def view_missing(context: QueryContext, name: str, noun: str) -> ViewNotFound:
    """Return the error for a name nobody has given, with the nearest that somebody has."""
    wanted: dict[str, Any] = {"owner": owner_of(context), "noun": noun, "limit": 1_000}
    names = [row["name"] for row in context.read.records(sql.LIST, wanted, order="name")]
    return ViewNotFound(name=name, nearest=nearest(name, names, 0.4))
