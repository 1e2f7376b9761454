"""Taking back commands, and doing them again."""

from __future__ import annotations

from typing import Any

from gridctl.domain.changes import (
    ChangedSince,
    EntryFinal,
    EntryNotFound,
    EntryOfAnother,
    EntryUndone,
    NothingToRedo,
    NothingToUndo,
    RestedOn,
    is_reversible,
)
from gridctl.domain.rights import UNDO_OTHERS
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.sight import all_in_sight
from gridctl.handlers.queries.changes import find_entry, needed_for, own_alone, view_entry
from gridctl.handlers.queries.closed_months import closed_until
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.queries.changes import EntryRow
from gridctl.storage.queries import changes as sql
from gridctl.storage.repositories.changes import Changes

_OWN = ("changes.UndoEntry", "changes.RedoEntry")
#: What nobody means by their last command.
_PASSED_OVER = (*_OWN, "sign_ins.SignIn", "sign_ins.SignOut", "sign_ins.SetUpAdministrator")


def undo_entry(operation: UndoEntry, context: CommandContext) -> EntryRow:
    """Take back what an entry did."""
    entry = operation.entry or _own(context, sql.LAST)
    if entry is None:
        raise NothingToUndo
    row = find_entry(context, entry)
    _refuse_others(entry, row["actor"], context)
    if row["undone"]:
        raise EntryUndone(entry=entry)
    _take_back(row, row["id"], "undo", context)
    Changes(context.uow).mark_undone(row["id"], context.entry_id)
    context.forget()
    return view_entry(context, entry)


def redo_entry(operation: RedoEntry, context: CommandContext) -> EntryRow:
    """Do again what was undone, by taking back the undoing."""
    entry = operation.entry or _own(context, sql.LAST_UNDONE)
    if entry is None:
        raise NothingToRedo
    row = find_entry(context, entry)
    undoing = context.read.rows(sql.UNDOING, {"id": row["id"]})
    if not undoing:
        raise NothingToRedo
    journal_id, actor = undoing[0]
    _refuse_others(entry, actor, context)
    _take_back(row, journal_id, "redo", context)
    Changes(context.uow).mark_redone(row["id"], context.entry_id)
    context.forget()
    return view_entry(context, entry)


def _refuse_others(entry: int, actor: str, context: CommandContext) -> None:
    """Refuse to touch what somebody else did to whoever has no right to.

    Raises:
        EntryOfAnother: it was.
    """
    rights = own_alone(context)
    if rights is not None and actor != rights.account:
        raise EntryOfAnother(entry=entry, actor=actor, permission=UNDO_OTHERS)


def _refuse_unfit(row: dict[str, Any], context: CommandContext) -> None:
    """Refuse what nobody may take back by this command, or who asks may not any more.

    Raises:
        EntryFinal: it cannot be taken back.
        PermissionMissing: the account has no more the right to do such a thing at all.
        EntryNotFound: it changed records that are out of sight by now.
    """
    if not is_reversible(row["operation"]) or row["operation"] in _OWN:
        raise EntryFinal(entry=row["entry"], operation=row["operation"])
    rights = own_alone(context)
    if rights is not None:
        for permission in needed_for(context, row):
            rights.check(permission, changes=True)
        if not all_in_sight(context, row["id"], ("insert", "update", "delete")):
            raise EntryNotFound(entry=row["entry"])


def _take_back(row: dict[str, Any], journal_id: int, verb: str, context: CommandContext) -> None:
    _refuse_unfit(row, context)
    later = context.read.value(sql.LATER, {"id": journal_id})
    if later is not None:
        raise ChangedSince(entry=row["entry"], later=later)
    changes = Changes(context.uow)
    closed = closed_until(context)
    events = changes.take_back(journal_id, closed.isoformat() if closed else "")
    if changes.left_needed(journal_id):
        raise RestedOn(entry=row["entry"])
    actor = context.actor.behalf or context.actor.name
    changes.say(events, verb, actor, context.now(), context.entry_id)


def _own(context: CommandContext, statement: Any) -> int | None:
    params: dict[str, Any] = {"actor": context.actor.name, "behalf": context.actor.behalf}
    found = context.read.rows(statement, params | {"never": _PASSED_OVER})
    return int(found[0][0]) if found else None
