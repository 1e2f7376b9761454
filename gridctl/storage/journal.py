"""The journal: one entry per command, each bound to the one before by its hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from gridctl.domain.chain import Entry, entry_hash
from gridctl.storage.overtaking import refuse_overtaken
from gridctl.storage.sqlite import FORMAT
from gridctl.storage.stores.memory import newest
from gridctl.storage.unit_of_work import UnitOfWork

_COLUMNS = [each.name for each in fields(Entry) if each.name != "id"]
_INSERT = (
    f"INSERT INTO journal ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
    " RETURNING id"
)
#: What is known only when all is done; who acted, and why, a command may find out by itself.
_CLOSING = (
    "actor", "reason", "result", "changes_digest", "bulk_digest", "format", "seq", "prev_hash",
    "hash",
)  # fmt: skip
_UPDATE = f"UPDATE journal SET {', '.join(f'{name} = ?' for name in _CLOSING)} WHERE id = ?"


def open_entry(uow: UnitOfWork, entry: Entry) -> Entry:
    """Reserve the entry of this command, so that its changes and events can point to it."""
    # Past the session: it would take a third of all a command costs there.
    entry.id = uow.execute(_INSERT, _values(entry, _COLUMNS)).fetchone()[0]
    uow.open(entry)
    return entry


def drop_entry(uow: UnitOfWork) -> None:
    """Take the entry back, to which nothing belongs."""
    assert uow.entry is not None
    uow.execute("DELETE FROM journal WHERE id = ?", (uow.entry.id,))
    uow.entry = None


def move_entry(uow: UnitOfWork) -> None:
    """Put the entry behind those of a journal that took the place of the one it stood in."""
    assert uow.entry is not None
    open_entry(uow, uow.entry)


def close_entry(uow: UnitOfWork, result: str) -> None:
    """Complete the entry: result, digest of the changes, place in the chain.

    Raises:
        Overtaken: another one changed what it rests on since it began.
    """
    entry = uow.entry
    assert entry is not None
    changes = uow.changes_digest()
    # Last before the commit, so that commands wait for each other no longer than that.
    uow.alone("journal")
    head = newest(uow.read)
    refuse_overtaken(uow, head)
    entry.result, entry.format = result, FORMAT
    entry.bulk_digest = "".join(uow.bulk_digests)
    entry.changes_digest = changes.of(entry.bulk_digest)
    entry.seq, entry.prev_hash = head.seq + 1, head.hash
    entry.hash = entry_hash(entry)
    uow.execute(_UPDATE, (*_values(entry, _CLOSING), entry.id))


def _values(entry: Entry, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(entry, name) for name in columns)
