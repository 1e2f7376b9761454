"""What was read of an office and is still true, for all who ask on the same store."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.reader import Reader
from gridctl.storage.queries.scope import HANGING, Scope

#: Nothing is written without an entry, so the newest one tells whether anything has changed.
#: Its place in the chain, not its id: of two commands at a time, the one begun first may end last.
_NEWEST = Statement("journal.newest", "SELECT max(seq) FROM journal", whole=True)
#: Records of the day's work: places, people, units, categories and rules are none of them, so
#: what was read of those holds on when these change.
_WORK = ("ticket", "digest", "serial_counter", "whistle", *HANGING)
_TOUCHED = """EXISTS (SELECT 1 FROM {table} c
        WHERE c.journal_id = j.id AND c.table_name NOT IN (:work*))"""
#: Whether entries between two of the chain touched anything else.
_BESIDES = Statement(
    "journal.besides",
    f"""
    SELECT 1 FROM journal j WHERE j.seq > :known AND j.seq <= :newest
      AND ({_TOUCHED.format(table="change")} OR {_TOUCHED.format(table="bulk_seal")}) LIMIT 1
    """,
    whole=True,
)
#: Parts of the office remembered at a time: a county has some hundred villages and units.
_KEPT = 512


class Memory:
    """Values by name for each part of the office looked at, until they may have changed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest = 0
        self._parts: OrderedDict[Scope | None, dict[str, Any]] = OrderedDict()

    def of(self, read: Reader, scope: Scope | None) -> dict[str, Any]:
        """Return what is remembered of a part of the office as a reader sees it.

        Who writes takes a copy: what it builds of rows that may be taken back is nobody else's.
        """
        newest = read.value(_NEWEST) or 0
        with self._lock:
            if newest < self._newest:
                # A reader that began before another one: what it builds is its own.
                return {}
            if newest > self._newest and self._changed(read, newest):
                self._parts.clear()
            self._newest = newest
            kept = self._parts.setdefault(scope, {})
            self._parts.move_to_end(scope)
            while len(self._parts) > _KEPT:
                self._parts.popitem(last=False)
            return kept

    def _changed(self, read: Reader, newest: int) -> bool:
        between = {"known": self._newest, "newest": newest, "work": _WORK}
        return bool(self._parts) and read.value(_BESIDES, between) is not None
