"""Following the chain of the journal from its first entry to its last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from gridctl.domain.chain import Broken, ChangesDigest, Link, broken_links, digest, seal_digest
from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import audits as audits_sql
from gridctl.storage.queries import offices as sql


class Chain:
    """The journal read once.

    Attributes:
        entries: how many were read.
        unsealed: how many wrote in bulk in a format that kept no digest of it.
    """

    def __init__(self) -> None:
        self.entries = self.unsealed = 0

    def follow(self, context: QueryContext) -> Iterator[Broken]:
        """Yield the entries that are missing, altered, or hang on nothing, in their order."""
        yield from merge(self._links(context), self._contents(context), key=_place)

    def _links(self, context: QueryContext) -> Iterator[Broken]:
        yield from broken_links(self._read(context))

    def _read(self, context: QueryContext) -> Iterator[Link]:
        for *values, result, changes, stored in context.read.stream(sql.CHAIN):
            self.entries += 1
            yield Link._make((*values, digest(result), changes, stored))

    def _contents(self, context: QueryContext) -> Iterator[Broken]:
        """Yield the entries whose rows in the change log are not those they were closed with."""
        read = context.read
        changes = _ByEntry(read.stream(audits_sql.CHANGES))
        seals = _ByEntry(read.stream(audits_sql.SEALS_OF_ENTRIES))
        for entry_id, seq, operation, stored, bulk in read.stream(audits_sql.ENTRIES):
            rows, pages = changes.of(entry_id), seals.of(entry_id)
            own = ChangesDigest()
            for row in rows:
                own.add(row)
            if own.of(bulk or "") == stored and _holds(pages, bulk or ""):
                continue
            if bulk is None and not pages and all(after is None for *_, after in rows):
                self.unsealed += 1
                continue
            yield Broken("journal_changes", {"seq": seq, "operation": operation})


def _place(found: Broken) -> int:
    """Return the number of the entry at which the chain breaks."""
    return int(str(found.params.get("seq", found.params.get("first")) or 0))


def _holds(pages: list[tuple[Any, ...]], bulk: str) -> bool:
    """Tell whether an entry's bulk digest has the seals of the rows it wrote in bulk."""
    whole = hashlib.sha256()
    for page in pages:
        whole.update(seal_digest(*page).encode())
    return not pages or whole.hexdigest() in bulk


class _ByEntry:
    """Rows of a stream by the entry they belong to, asked for in the order of entries."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._waiting: tuple[int, list[tuple[Any, ...]]] | None = self._read()

    def of(self, entry_id: int) -> list[tuple[Any, ...]]:
        """Return an entry's rows without its id; those of entries left out are passed over."""
        while self._waiting is not None and self._waiting[0] < entry_id:
            self._waiting = self._read()
        if self._waiting is None or self._waiting[0] != entry_id:
            return []
        rows = self._waiting[1]
        self._waiting = self._read()
        return rows

    def _read(self) -> tuple[int, list[tuple[Any, ...]]] | None:
        for entry_id, rows in self._groups:
            return entry_id, [row[1:] for row in rows]
        return None
