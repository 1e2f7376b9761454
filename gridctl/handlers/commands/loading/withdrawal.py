"""Taking a batch back: records it brought are withdrawn, records it changed are restored.

What someone has changed since, and what others still need, is kept and named; nothing is
deleted that anyone else touched.
"""

from __future__ import annotations

import json
from typing import Any

from gridctl.domain.problems import Problem
from gridctl.handlers.commands.loading.base import Run
from gridctl.storage.queries import imports as sql
from gridctl.storage.repositories.withdrawals import Withdrawals


def undo(run: Run, entry: int) -> None:
    """Undo the records of the batch applied by a journal entry."""
    read = run.context.read
    withdrawals = Withdrawals(run.context.uow)
    for table in ("evidence", "ticket"):
        for why, number in withdrawals.withdraw_new(table, entry):
            _keep(run, why, number)
    touched = set(read.rows(sql.CHANGED_SINCE, {"entry": entry}))
    changes = read.records(sql.CHANGED_BY, {"entry": entry})
    # Records before their parts: a part goes only where its record goes. Newest first, so that
    # what came in under another record leaves before it.
    for parts in (False, True):
        for change in changes:
            if withdrawals.is_part(change["table_name"]) is parts:
                _undo_one(run, withdrawals, touched, change)
    run.context.uow.note_bulk(withdrawals.digest())


def _undo_one(
    run: Run, withdrawals: Withdrawals, touched: set[tuple[Any, ...]], change: dict[str, Any]
) -> None:
    table, row_id = change["table_name"], change["row_id"]
    if table in withdrawals.bookkeeping:
        return
    if (table, row_id) in touched:
        withdrawals.keep(table, row_id)
        _keep(run, "edited_since", withdrawals.describe(table, row_id))
    elif change["action"] != "insert":
        before = json.loads(change["before"] or "{}")
        withdrawals.restore(table, row_id, before)
    elif not withdrawals.withdraw(table, row_id):
        _keep(run, "still_used", withdrawals.describe(table, row_id))


def _keep(run: Run, why: str, name: str) -> None:
    run.counts["kept"] += 1
    run.findings.append(Problem(why, "", name))
