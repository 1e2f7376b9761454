"""Taking a batch back: records it brought are withdrawn, records it changed are restored.

What someone has changed since, and what others still need, is kept and named; nothing is
deleted that anyone else touched. What was itself taken back since counts as never changed, so
that two imports are undone in reverse order without a trace.
"""

from __future__ import annotations

import json
from typing import Any

from gridctl.domain.problems import Problem
from gridctl.handlers.commands.loading.base import Run
from gridctl.storage.queries import imports as sql
from gridctl.storage.queries.withdrawals import BULK
from gridctl.storage.repositories.withdrawals import Subject, Withdrawals


def undo(run: Run, entry: int) -> None:
    """Undo the records of the batch applied by a journal entry."""
    context = run.context
    withdrawals = Withdrawals(context.uow, entry)
    for table in BULK:
        for why, number in withdrawals.withdraw_new(table):
            _keep(run, why, number)
    changes = context.read.records(sql.CHANGED_BY, {"entry": entry})
    for table in BULK:
        _restore_bulk(run, withdrawals, table, changes)
    # Records before their parts: a part goes only where its record goes. Newest first, so that
    # what came in under another record leaves before it.
    for parts in (False, True):
        for change in changes:
            if withdrawals.is_part(change["table_name"]) is parts:
                _undo_one(run, withdrawals, change)
    actor = context.actor.behalf or context.actor.name
    withdrawals.say(actor, context.now(), context.entry_id)
    context.uow.note_bulk(withdrawals.digest())


def _restore_bulk(
    run: Run, withdrawals: Withdrawals, table: str, changes: list[dict[str, Any]]
) -> None:
    images = [
        (change["row_id"], json.loads(change["before"]))
        for change in changes
        if change["table_name"] == table
        and not _stays(run, withdrawals, Subject(table, change["row_id"]))
    ]
    withdrawals.restore_bulk(table, images)


def _undo_one(run: Run, withdrawals: Withdrawals, change: dict[str, Any]) -> None:
    table, row_id = change["table_name"], change["row_id"]
    if table in withdrawals.bookkeeping or table in BULK:
        return
    subject = withdrawals.subject(table, row_id, change["before"])
    if _stays(run, withdrawals, subject):
        return
    if change["action"] == "insert":
        done = withdrawals.withdraw(table, row_id)
    else:
        done = withdrawals.restore(table, row_id, json.loads(change["before"] or "{}"))
    if not done:
        withdrawals.keep(subject)
        _keep(run, "still_used", withdrawals.describe(subject))


def _stays(run: Run, withdrawals: Withdrawals, subject: Subject) -> bool:
    """Tell whether a record is left alone; the first time, name it."""
    if withdrawals.is_kept(subject):
        return True
    if not withdrawals.is_touched(subject):
        return False
    withdrawals.keep(subject)
    _keep(run, "edited_since", withdrawals.describe(subject))
    return True


def _keep(run: Run, why: str, name: str) -> None:
    run.counts["kept"] += 1
    run.findings.append(Problem(why, "", name))
