"""The chain of the journal: one text per value, one hash per entry. Knows no database."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Protocol


class Entry(Protocol):
    """What an entry's hash covers."""

    prev_hash: str
    seq: int | None
    office_id: int
    at: int
    operation: str
    actor: str
    behalf: str
    reason: str
    idempotency_key: str
    request_digest: str
    result: str
    changes_digest: str


#: The columns of an entry in the order its hash takes them.
HASHED = tuple(Entry.__annotations__)


def entry_hash(entry: Entry) -> str:
    """Return the hash of an entry: it covers the hash of the one before it."""
    values: list[str | int | None] = [getattr(entry, name) for name in HASHED]
    values[HASHED.index("result")] = digest(entry.result)
    return digest(canonical(values))


def digest(text: str) -> str:
    """Return the SHA-256 of a text as 64 hexadecimal signs."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no blanks, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
