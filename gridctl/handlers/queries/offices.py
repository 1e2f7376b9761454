"""Asking about the office."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.queries.offices import (
    CheckOffice,
    OfficeCheck,
    OfficeFinding,
    OfficeView,
    ShowOffice,
)
from gridctl.storage import sqlite
from gridctl.storage.chain import HASHED, entry_hash
from gridctl.storage.queries import offices as sql


def show_office(_operation: ShowOffice, context: QueryContext) -> OfficeView:
    """Return the office with its record counts."""
    office = context.read.record(sql.SHOW) or {}
    return OfficeView(**office, counts=context.read.record(sql.COUNTS) or {})


def check_office(_operation: CheckOffice, context: QueryContext) -> OfficeCheck:
    """Return what is wrong with the database; a damaged file is looked at no further."""
    found = list(_file(context))
    if found:
        return OfficeCheck(items=tuple(found), entries=0, total=len(found))
    chain = _Chain()
    found = [*_references(context), *chain.follow(context)]
    return OfficeCheck(items=tuple(found), entries=chain.entries, total=len(found))


def _file(context: QueryContext) -> Iterator[OfficeFinding]:
    # A server's engine checks its own files and enforces its references at every commit.
    if context.read.engine == "sqlite":
        for detail in sqlite.file_damage(context.read):
            yield OfficeFinding(check="file", code="damaged", params={"detail": detail})


def _references(context: QueryContext) -> Iterator[OfficeFinding]:
    if context.read.engine == "sqlite":
        for table, row, parent in context.read.rows(sqlite.REFERENCES):
            params = {"table": table, "row": row, "parent": parent}
            yield OfficeFinding(check="references", code="reference_broken", params=params)


class _Chain:
    """The journal read from its first entry to its last."""

    def __init__(self) -> None:
        self.entries = 0

    def follow(self, context: QueryContext) -> Iterator[OfficeFinding]:
        """Yield the entries that are missing, altered, or hang on nothing."""
        before, expected = "", 1
        for *values, stored in context.read.stream(sql.CHAIN):
            entry = SimpleNamespace(**dict(zip(HASHED, values, strict=True)))
            params = {"seq": entry.seq, "operation": entry.operation}
            if entry.seq > expected:
                yield _broken("journal_gap", {"first": expected, "last": entry.seq - 1})
            if entry.seq == expected and entry.prev_hash != before:
                yield _broken("journal_broken", params)
            if entry_hash(entry) != stored:
                yield _broken("journal_altered", params)
            before, expected = stored, entry.seq + 1
            self.entries += 1


def _broken(code: str, params: dict[str, str | int | None]) -> OfficeFinding:
    return OfficeFinding(check="journal", code=code, params=params)
