"""Asking what was done and what of it can be taken back."""

from __future__ import annotations

import json
from typing import Any

from gridctl.domain.changes import EntryNotFound, is_reversible
from gridctl.domain.office import UnknownOperation
from gridctl.domain.rights import JOURNAL, UNDO_OTHERS, Rights
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.queries.changes import EntryPage, EntryRow, ListChanges
from gridctl.operations.registry import operation_class
from gridctl.storage.queries import changes as sql

#: Tickets that are told of an entry.
_FEW = 4


def list_changes(operation: ListChanges, context: QueryContext) -> EntryPage:
    """Return a page of the entries in sight, newest first."""
    params: dict[str, Any] = {"actor": operation.actor, "limit": operation.limit + 1}
    if not _sees_all(context):
        params["own"] = context.actor.name
    if operation.after:
        params["after_1"] = int(operation.after)
    rows = context.read.records(sql.LIST, params, order="newest", after=bool(operation.after))
    items, following = page_of(rows, operation.limit, lambda row: str(row["entry"]))
    return EntryPage(items=tuple(_view(context, row) for row in items), next=following)


def view_entry(context: QueryContext, entry: int) -> EntryRow:
    """Return the view of an entry by its number, with tickets it changed.

    Raises:
        EntryNotFound: there is none.
    """
    row = find_entry(context, entry)
    tickets = context.read.rows(sql.TICKETS, {"id": row["id"], "limit": _FEW})
    return _view(context, {**row, "tickets": tuple(str(number) for (number,) in tickets)})


def find_entry(context: QueryContext, entry: int) -> dict[str, Any]:
    """Return an entry of the journal as it is kept.

    Raises:
        EntryNotFound: there is none, or another's and who asks does not read the journal.
    """
    row = context.read.record(sql.ONE, {"entry": entry})
    if row is None or not (row["actor"] == context.actor.name or _sees_all(context)):
        raise EntryNotFound(entry=entry)
    return row


def needed_for(context: QueryContext, row: dict[str, Any]) -> tuple[str, ...]:
    """Return the permissions an entry needed, and to take it back needs again.

    One step on many tickets needs its own besides that of doing many at once.

    Raises:
        UnknownOperation: it was made by a version that has other operations.
    """
    operation = operation_class(row["operation"])
    if operation is not TakeSteps:
        return (operation.permission,)
    step = json.loads(context.read.value(sql.RESULT, {"id": row["id"]})).get("step")
    return (operation.permission, *([operation_class(step).permission] if step else []))


def own_alone(context: QueryContext) -> Rights | None:
    """Return the rights of whoever may take back one's own work alone; None where it is all."""
    rights = context.actor.rights
    return None if rights is None or rights.may(UNDO_OTHERS) else rights


def _sees_all(context: QueryContext) -> bool:
    rights = context.actor.rights
    return rights is None or rights.may(JOURNAL)


def _view(context: QueryContext, row: dict[str, Any]) -> EntryRow:
    stands = not row["undone"] and not row["operation"].startswith("changes.")
    reversible = stands and is_reversible(row["operation"]) and _is_open(context, row)
    return EntryRow(**{**row, "at": instant(row["at"]), "reversible": reversible})


def _is_open(context: QueryContext, row: dict[str, Any]) -> bool:
    """Tell whether who asks has the right to take an entry back."""
    rights = own_alone(context)
    if rights is None:
        return True
    if row["actor"] != rights.account:
        return False
    try:
        return all(map(rights.may, needed_for(context, row)))
    except UnknownOperation:  # of another version
        return False
