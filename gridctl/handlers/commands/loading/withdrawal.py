"""Taking a batch back: records it brought are withdrawn, records it changed are restored.

What someone has changed since is kept and named; nothing is deleted that anyone else touched.
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
    touched = set(read.rows(sql.CHANGED_SINCE, {"entry": entry}))
    for change in read.records(sql.CHANGED_BY, {"entry": entry}):
        table, row_id = change["table_name"], change["row_id"]
        if table in withdrawals.bookkeeping:
            continue
        if (table, row_id) in touched:
            _keep(run, withdrawals.describe(table, row_id))
        elif change["action"] == "insert":
            withdrawals.withdraw(table, row_id)
        elif change["before"]:
            before: dict[str, Any] = json.loads(change["before"])
            withdrawals.restore(table, row_id, before)
    for table in ("ticket", "evidence"):
        for number in withdrawals.withdraw_new(table, entry):
            _keep(run, number)
    run.context.uow.note_bulk(withdrawals.digest())


def _keep(run: Run, name: str) -> None:
    run.counts["kept"] += 1
    run.findings.append(Problem("edited_since", "", name))
