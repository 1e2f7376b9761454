"""Asking what was done and what of it can be taken back."""

from __future__ import annotations

from typing import Any

from gridctl.domain.changes import EntryNotFound, is_reversible
from gridctl.domain.rights import UNDO_OTHERS
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.operations.queries.changes import EntryPage, EntryRow, ListChanges
from gridctl.storage.queries import changes as sql


def list_changes(operation: ListChanges, context: QueryContext) -> EntryPage:
    """Return a page of entries, newest first."""
    params: dict[str, Any] = {"actor": operation.actor, "limit": operation.limit + 1}
    if operation.after:
        params["after_1"] = int(operation.after)
    rows = context.read.records(sql.LIST, params, order="newest", after=bool(operation.after))
    items, following = page_of(rows, operation.limit, lambda row: str(row["entry"]))
    return EntryPage(items=tuple(_view(context, row) for row in items), next=following)


def view_entry(context: QueryContext, entry: int) -> EntryRow:
    """Return the view of an entry by its number.

    Raises:
        EntryNotFound: there is none.
    """
    row = context.read.record(sql.ONE, {"entry": entry})
    if row is None:
        raise EntryNotFound(entry=entry)
    return _view(context, row)


def may_take_back(context: QueryContext, actor: str) -> bool:
    """Return whether who asks may take back what somebody did: one's own, or by a right."""
    rights = context.actor.rights
    return rights is None or actor == rights.account or rights.may(UNDO_OTHERS)


def _view(context: QueryContext, row: dict[str, Any]) -> EntryRow:
    stands = not row["undone"] and not row["operation"].startswith("changes.")
    possible = stands and is_reversible(row["operation"])
    reversible = possible and may_take_back(context, row["actor"])
    return EntryRow(**{**row, "at": instant(row["at"]), "reversible": reversible})
