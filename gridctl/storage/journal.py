"""The journal: one entry per command, each bound to the one before by its hash."""

from __future__ import annotations

from gridctl.domain.chain import ChangesDigest, entry_hash
from gridctl.storage.overtaking import HEAD, refuse_overtaken
from gridctl.storage.queries.compose import Statement
from gridctl.storage.sqlite import FORMAT
from gridctl.storage.tables.office import Journal
from gridctl.storage.unit_of_work import UnitOfWork

_CHANGES = Statement(
    "journal.changes",
    """
    SELECT table_name, row_id, action, before, after_digest FROM change
    WHERE journal_id = :entry ORDER BY id
    """,
)


def open_entry(uow: UnitOfWork, entry: Journal) -> Journal:
    """Reserve the entry of this command, so that its changes and events can point to it."""
    uow.add(entry)
    uow.entry = entry
    return entry


def close_entry(uow: UnitOfWork, result: str) -> None:
    """Complete the entry: result, digest of the changes, place in the chain.

    Raises:
        Overtaken: another one changed what it rests on since it began.
    """
    entry = uow.entry
    assert entry is not None
    changes = ChangesDigest()
    for row in uow.read.stream(_CHANGES, {"entry": entry.id}):
        changes.add(row)
    # Last before the commit, so that commands wait for each other no longer than that.
    uow.alone("journal")
    head = uow.read.rows(HEAD)
    refuse_overtaken(uow)
    entry.result, entry.format = result, FORMAT
    entry.bulk_digest = "".join(uow.bulk_digests)
    entry.changes_digest = changes.of(entry.bulk_digest)
    entry.seq, entry.prev_hash = (head[0][0] + 1, head[0][1]) if head else (1, "")
    entry.hash = entry_hash(entry)
    uow.session.add(entry)
