"""What was read of an office and is still true, for all who ask on the same store."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.reader import Reader
from gridctl.storage.queries.scope import Scope

#: Nothing is written without an entry, so the newest one tells whether anything has changed.
#: Its place in the chain, not its id: of two commands at a time, the one begun first may end last.
_NEWEST = Statement("journal.newest", "SELECT max(seq) FROM journal", whole=True)
#: Parts of the office remembered at a time: a county has some hundred villages and units.
_KEPT = 512


class Memory:
    """Values by name, for each part of the office that is looked at, until the next entry."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: int | None = None
        self._parts: OrderedDict[Scope | None, dict[str, Any]] = OrderedDict()

    def of(self, read: Reader, scope: Scope | None) -> dict[str, Any]:
        """Return what is remembered of a part of the office as a reader sees it.

        Who writes takes a copy: what it builds of rows that may be taken back is nobody else's.
        """
        newest = read.value(_NEWEST)
        with self._lock:
            if newest != self._newest:
                self._newest = newest
                self._parts.clear()
            kept = self._parts.setdefault(scope, {})
            self._parts.move_to_end(scope)
            while len(self._parts) > _KEPT:
                self._parts.popitem(last=False)
            return kept
