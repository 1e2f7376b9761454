"""The journal: one entry per command, each bound to the one before by its hash."""

from __future__ import annotations

import hashlib

from gridctl.storage.chain import canonical, entry_hash
from gridctl.storage.queries.compose import Statement
from gridctl.storage.tables.office import Journal
from gridctl.storage.unit_of_work import UnitOfWork

_HEAD = Statement(
    "journal.head",
    "SELECT seq, hash FROM journal WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1",
)
_CHANGES = Statement(
    "journal.changes",
    "SELECT table_name, row_id, action, before FROM change WHERE journal_id = :entry ORDER BY id",
)


def open_entry(uow: UnitOfWork, entry: Journal) -> Journal:
    """Reserve the entry of this command, so that its changes and events can point to it."""
    uow.add(entry)
    uow.entry = entry
    return entry


def close_entry(uow: UnitOfWork, result: str) -> None:
    """Complete the entry: result, digest of the changes, place in the chain."""
    entry = uow.entry
    assert entry is not None
    changes = hashlib.sha256()
    for row in uow.read.stream(_CHANGES, {"entry": entry.id}):
        changes.update(canonical(list(row)).encode())
    changes.update("".join(uow.bulk_digests).encode())
    head = uow.read.rows(_HEAD)
    entry.result = result
    entry.changes_digest = changes.hexdigest()
    entry.seq, entry.prev_hash = (head[0][0] + 1, head[0][1]) if head else (1, "")
    entry.hash = entry_hash(entry)
    uow.session.add(entry)
