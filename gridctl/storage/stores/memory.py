"""What was read of an office and is still true, for all who ask on the same store."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any, NamedTuple

from gridctl.domain.chain import Entry
from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.reader import Reader
from gridctl.storage.queries.scope import Scope
from gridctl.storage.work import WORK

#: Nothing is written without an entry, so the newest one tells whether anything has changed: the
#: newest of the chain, for of two commands at a time the one begun first may end last. Its hash
#: tells it from the entry of another office that was restored in the place of this one.
NEWEST = Statement(
    "journal.newest",
    "SELECT seq, hash FROM journal WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1",
    whole=True,
)
_TOUCHED = """EXISTS (SELECT 1 FROM {table} c
        WHERE c.journal_id = j.id AND c.table_name NOT IN (:work*))"""
#: Whether the chain goes on from an entry, and nothing but the day's work was touched since: of
#: that nothing is remembered.
_HOLDS = Statement(
    "journal.holds",
    f"""
    SELECT 1 FROM journal k WHERE k.seq = :seq AND k.hash = :hash AND NOT EXISTS (
        SELECT 1 FROM journal j WHERE j.seq > k.seq
          AND ({_TOUCHED.format(table="change")} OR {_TOUCHED.format(table="bulk_seal")}))
    """,
    whole=True,
)
#: Parts of the office remembered at a time: a county has some hundred villages and units.
_KEPT = 512
#: Entries behind which the same is true: more than there are readers of an earlier moment.
_HEADS = 64


class Newest(NamedTuple):
    """The newest entry of a journal: its number in the chain and its hash; 0 before the first."""

    seq: int = 0
    hash: str = ""


def newest(read: Reader) -> Newest:
    """Return the newest entry a reader sees."""
    found = read.whole(NEWEST)
    return Newest(*found[0]) if found else Newest()


class Memory:
    """Values by name for each part of the office looked at, until they may have changed."""

    def __init__(self) -> None:
        self._lock = Lock()
        # What is remembered is true behind each of these, the one met last at the end.
        self._heads: OrderedDict[Newest, None] = OrderedDict()
        self._parts: OrderedDict[Scope | None, dict[str, Any]] = OrderedDict()

    def of(self, read: Reader, scope: Scope | None, head: Newest | None = None) -> dict[str, Any]:
        """Return what is remembered of a part of the office as a reader sees it.

        Who writes takes a copy: what it builds of rows that may be taken back is nobody else's,
        and may be added here once they are there to stay, where it wrote the day's work alone.

        Args:
            read: sees the whole office.
            scope: the part.
            head: the newest entry the reader sees, where that was asked already.
        """
        seen = newest(read) if head is None else head
        with self._lock:
            if seen not in self._heads:
                if not self._holds(read):
                    self._parts.clear()
                    self._heads.clear()
                self._met(seen)
            kept = self._parts.setdefault(scope, {})
            self._parts.move_to_end(scope)
            while len(self._parts) > _KEPT:
                self._parts.popitem(last=False)
            return kept

    def goes_on(self, entry: Entry) -> None:
        """Learn of an entry just written that touched the day's work alone."""
        assert entry.seq is not None
        with self._lock:
            if Newest(entry.seq - 1, entry.prev_hash) in self._heads:
                self._met(Newest(entry.seq, entry.hash))

    def _met(self, head: Newest) -> None:
        self._heads[head] = None
        while len(self._heads) > _HEADS:
            self._heads.popitem(last=False)

    def _holds(self, read: Reader) -> bool:
        """Return whether what is remembered is true for a reader of another moment."""
        if not self._parts:
            return False
        known = next(reversed(self._heads))._asdict()
        return read.value(_HOLDS, {**known, "work": sorted(WORK)}) is not None
