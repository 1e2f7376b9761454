"""The chain of the journal: one text per value, one hash per entry. Knows no database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from gridctl.domain.errors import Param

# Made once: one with settings of its own is made anew by each call of ``json.dumps``.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass
class Entry:
    """An entry of the journal on its way: what its command says, then what came of it.

    Attributes:
        id: of its row, once it has one.
        seq: its place in the chain, once it is closed.
        bulk_digest: what of the digest of its changes comes from rows written in bulk.
        format: the storage format whose columns its digests cover.
    """

    office_id: int
    at: int
    operation: str
    actor: str
    idempotency_key: str
    request_digest: str
    behalf: str = ""
    reason: str = ""
    result: str = ""
    changes_digest: str = ""
    bulk_digest: str | None = None
    format: int | None = None
    prev_hash: str = ""
    hash: str = ""
    seq: int | None = None
    id: int | None = None


class Link(NamedTuple):
    """An entry as its hash covers it, in this order, and the hash it carries."""

    prev_hash: str
    seq: int
    office_id: int
    at: int
    operation: str
    actor: str
    behalf: str
    reason: str
    idempotency_key: str
    request_digest: str
    result_digest: str
    changes_digest: str
    hash: str


class Broken(NamedTuple):
    """A link that does not hold; ``code`` is a key of ``domain.office.CHECK_MESSAGES``."""

    code: str
    params: dict[str, Param]


def link_hash(link: Link) -> str:
    """Return the hash an entry should carry: it covers that of the one before it."""
    return digest(canonical(link[:-1]))


def entry_hash(entry: Entry) -> str:
    """Return the hash of an entry about to be closed."""
    values = {name: getattr(entry, name) for name in Link._fields if hasattr(entry, name)}
    return link_hash(Link(**{**values, "result_digest": digest(entry.result)}))


def broken_links(links: Iterable[Link], *, first: int = 1, before: str = "") -> Iterator[Broken]:
    """Yield the entries that are missing, altered, or do not follow from the one before.

    Args:
        links: the chain in order.
        first: the number its first entry should have.
        before: the hash its first entry should hang on.
    """
    expected = first
    for link in links:
        params: dict[str, Param] = {"seq": link.seq, "operation": link.operation}
        if link.seq > expected:
            yield Broken("journal_gap", {"first": expected, "last": link.seq - 1})
        elif link.prev_hash != before:
            yield Broken("journal_broken", params)
        if link_hash(link) != link.hash:
            yield Broken("journal_altered", params)
        before, expected = link.hash, link.seq + 1


class ChangesDigest:
    """The digest over what an entry changed: its rows in the change log, then its bulk digest."""

    def __init__(self) -> None:
        self._rows = hashlib.sha256()

    def add(self, row: Sequence[Any]) -> None:
        """Take a row in: table, row id, action, before-image, digest of what it was afterwards."""
        *values, after = row
        self._rows.update(canonical(values if after is None else [*values, after]).encode())

    def copy(self) -> ChangesDigest:
        """Return one of its own that has taken in the same rows."""
        other = ChangesDigest()
        other._rows = self._rows.copy()
        return other

    def of(self, bulk: str) -> str:
        """Return the digest of the rows and of what was written in bulk."""
        whole = self._rows.copy()
        whole.update(bulk.encode())
        return whole.hexdigest()


def seal_digest(table: str, row_ids: str, digests: str) -> str:
    """Return the digest of a page of rows that were written in bulk."""
    return digest(f"{table} {row_ids} {digests}")


def digest(text: str) -> str:
    """Return the SHA-256 of a text as 64 hexadecimal signs."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no blanks, characters as they are."""
    return _ENCODER.encode(value)
