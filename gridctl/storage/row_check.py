"""Comparing every row with the digest the change log has of it: what was altered past the program.

A row is known by the last change that touched it, or by the seal of the import that brought it.
Contact values leave no digest, and so are not compared; see :mod:`gridctl.storage.images`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from gridctl.storage.images import FOLLOWED, LENGTH, row_digest, written_in
from gridctl.storage.queries import audits as sql
from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.reader import Reader

_PAGE = 5_000
#: Where rows are gone, the log alone says so: of no longer a stretch of ids is it read at once.
_SPAN = 20_000
_LAST = 2**62

Row = Mapping[str, Any]


class RowDifference(NamedTuple):
    """A row that is not as the change log left it: altered, missing, or never logged."""

    table: str
    row: str
    code: str


class _Trace(NamedTuple):
    """What the log knows of a row: its digest, the entry and format it is from, whether gone."""

    digest: str | None
    entry: int
    format: int | None
    gone: bool = False


class RowCheck:
    """One comparison of all rows.

    Attributes:
        rows: how many were looked at.
        unsealed: how many are from before there were digests.
    """

    def __init__(self, read: Reader) -> None:
        self._read = read
        self.rows = self.unsealed = 0
        self._undone = {entry for (entry,) in read.rows(sql.UNDONE_IMPORTS)}
        self._imports: dict[int, int] = dict(read.rows(sql.IMPORT_ENTRIES))
        #: Rows of older formats were never sealed, so one without a trace may be such a row.
        self._old = bool(read.value(sql.UNSEALED_ENTRIES))

    def differences(self) -> Iterator[RowDifference]:
        """Yield the rows that are not as they were left."""
        for table, keys in sorted(FOLLOWED.items()):
            yield from self._paged(table, *keys) if len(keys) == 1 else self._whole(table, keys)

    def _paged(self, table: str, key: str) -> Iterator[RowDifference]:
        """Compare a table of single keys, a page at a time."""
        seals = _Seals(self._read, table)
        after = -1
        while True:
            rows = self._read.records(_rows_of(table, key), {"after": after, "limit": _PAGE})
            logged = self._read.value(sql.NEXT_LOGGED, {"table": table, "after": after})
            nearest = (rows[0][key] if rows else None, logged, seals.next)
            ids = [each for each in nearest if each is not None]
            if not ids:
                return
            after = min(ids) - 1
            last = min(after + _SPAN, rows[-1][key] if len(rows) == _PAGE else _LAST)
            rows = [row for row in rows if row[key] <= last]
            wanted = {"table": table, "after": after, "last": last}
            traces = seals.until(last)
            sealed = dict(traces)
            for row_id, action, digest, entry, number in self._read.rows(sql.LAST_CHANGES, wanted):
                traces[row_id] = _Trace(digest, entry, number, action == "delete")
            for row in rows:
                row_id = row[key]
                if code := self._judge(table, row, traces.pop(row_id, None), sealed.get(row_id)):
                    yield RowDifference(table, str(row_id), code)
            yield from _missing(table, traces)
            after = last

    def _whole(self, table: str, keys: Sequence[str]) -> Iterator[RowDifference]:
        """Compare a table whose keys have several parts; the log has the parts in its images."""
        traces: dict[Any, _Trace] = {}
        of_table = self._read.stream(sql.CHANGES_OF, {"table": table})
        for action, before, digest, entry, number in of_table:
            image = json.loads(before or "{}")
            if all(key in image for key in keys):
                key = " ".join(str(image[name]) for name in keys)
                traces[key] = _Trace(digest, entry, number, action == "delete")
        every = {"after": -1, "limit": _LAST}
        for row in self._read.records(_rows_of(table, keys[0]), every):
            key = " ".join(str(row[name]) for name in keys)
            if code := self._judge(table, row, traces.pop(key, None), None):
                yield RowDifference(table, key, code)
        yield from _missing(table, traces)

    def _judge(self, table: str, row: Row, trace: _Trace | None, seal: _Trace | None) -> str:
        """Return what is wrong with a row; "" for nothing."""
        self.rows += 1
        if trace is None or trace.gone:
            return self._untraced(table, row, trace)
        if trace.digest is None or trace.format is None:
            self.unsealed += 1
            return ""
        entries = {trace.entry} | ({seal.entry} if seal else set())
        undone = bool(entries & self._undone)
        forms = written_in(trace.format, table, row)
        if any(_is_of(trace.digest, form, undone=undone) for form in forms):
            return ""
        return "row_altered"

    def _untraced(self, table: str, row: Row, trace: _Trace | None) -> str:
        """Judge a row the log does not know: of an import's own event it has the entry."""
        if trace is not None:
            return "row_unknown"
        if table == "ticket_event" and self._imports.get(row["journal_id"]) == row["at"]:
            return ""
        if self._old:
            self.unsealed += 1
            return ""
        return "row_unknown"


class _Seals:
    """The digests of rows written in bulk, read as far as they are asked for."""

    def __init__(self, read: Reader, table: str) -> None:
        self._pages = read.stream(sql.SEALS, {"table": table}, size=1)
        self._next = next(self._pages, None)
        self._later: dict[int, _Trace] = {}

    @property
    def next(self) -> int | None:
        """The first id whose digest was not returned yet, or None."""
        ahead = [self._next[0]] if self._next is not None else []
        return min([*self._later, *ahead], default=None)

    def until(self, last: int) -> dict[int, _Trace]:
        """Return the digests of rows up to an id that were not returned before."""
        while self._next is not None and self._next[0] <= last:
            _, entry, number, ids, digests = self._next
            for place, row_id in enumerate(ids.split()):
                found = digests[place * LENGTH : (place + 1) * LENGTH]
                self._later[int(row_id)] = _Trace(found, entry, number)
            self._next = next(self._pages, None)
        due = {row_id: trace for row_id, trace in self._later.items() if row_id <= last}
        self._later = {row_id: self._later[row_id] for row_id in self._later.keys() - due.keys()}
        return due


def _missing(table: str, traces: Mapping[Any, _Trace]) -> Iterator[RowDifference]:
    """Yield the rows the log knows that are not there."""
    for key, trace in sorted(traces.items()):
        if not trace.gone:
            yield RowDifference(table, str(key), "row_missing")


def _is_of(digest: str, row: Row, *, undone: bool) -> bool:
    """Tell whether a digest is of a row, or of what it was before an import was undone."""
    return row_digest(row) == digest or (undone and _before_withdrawal(row) == digest)


def _before_withdrawal(row: Row) -> str:
    """Return the digest of a withdrawn row as it was before an import was undone."""
    if not row.get("withdrawn"):
        return ""
    return row_digest({**row, "withdrawn": False, "revision": row["revision"] - 1})


@cache
def _rows_of(table: str, key: str) -> Statement:
    """Return the statement of a table's rows by their first key; names are the program's own."""
    return Statement(
        f"row.check.{table}",
        f"SELECT * FROM {table} WHERE {key} > CAST(:after AS BIGINT) ORDER BY {key} LIMIT :limit",
        # Words kept from whoever asks are compared all the same; none of them is told.
        whole=True,
    )
