"""What an import brought and changed, record by record, as people call it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from gridctl.foundation.clock import local_date
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.evidence import in_days
from gridctl.handlers.queries.record_past import Speaker
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.operations.queries.imports import Difference, FieldDifference
from gridctl.storage.queries import imports as sql
from gridctl.storage.repositories.withdrawals import OWNERS

Row = dict[str, Any]

#: Columns that tell nobody anything: keys, and what only follows from other columns.
_SILENT = {
    "id", "revision", "match_key", "name_key", "alias_key", "path_key", "due_on", "closed_on",
    "reported_on", "journal_id", "withdrawn",
}  # fmt: skip
#: Table -> columns by which a record is called; others are called as what points to them says.
_CALLED = {
    "ticket": ("serial_no", "title"),
    "staff": ("staff_no", "name"),
    "duty_item": ("code",),
    "evidence": ("on_date", "staff_id", "unit_id", "grid_id", "item"),
}
#: What stands for a record in a part of it.
_OWNER_COLUMNS = {column for _owner, column in OWNERS.values()}


class _Touched(NamedTuple):
    """A row that was written: what it was before, None where it is new."""

    table: str
    id: int
    before: Row | None


class Differences:
    """What the entry under way did, told from the change log and from the rows as they are."""

    def __init__(self, context: CommandContext) -> None:
        self._context = context
        self._day = local_date(context.clock.now()).isoformat()
        self._shown = discretion(context)

    def told(self, limit: int) -> Iterator[Difference]:
        """Yield up to so many records, those that were changed first."""
        touched = self._touched(limit)
        now = self._now(touched)
        records: dict[tuple[str, int], list[_Touched]] = {}
        for each in touched:
            if (row := now.get((each.table, each.id))) is not None:
                records.setdefault(_record(each, row), []).append(each)
        for (table, row_id), rows in list(records.items())[:limit]:
            yield self._difference(table, row_id, rows, now)

    def _touched(self, limit: int) -> list[_Touched]:
        read, wanted = self._context.read, {"entry": self._context.entry_id, "limit": limit}
        found = [
            _Touched(row["table_name"], row["row_id"], _image(row))
            for row in read.records(sql.TOLD_BY, wanted)
            if row["table_name"] in sql.ROWS_NOW
        ]
        for table, row_ids in read.rows(sql.SEALED_BY, wanted):
            room = max(0, limit - len(found))
            found += [_Touched(table, int(each), None) for each in row_ids.split()[:room]]
        return sorted(found, key=lambda each: each.before is None)

    def _now(self, touched: list[_Touched]) -> dict[tuple[str, int], Row]:
        by_table: dict[str, list[int]] = defaultdict(list)
        for each in touched:
            by_table[each.table].append(each.id)
        return {
            (table, row["id"]): row
            for table, ids in by_table.items()
            for row in self._context.read.records(sql.ROWS_NOW[table], {"ids": ids})
        }

    def _difference(
        self, table: str, row_id: int, rows: list[_Touched], now: dict[tuple[str, int], Row]
    ) -> Difference:
        new = any(
            each.table == table and (each.before is None or each.before.get("withdrawn"))
            for each in rows
        )
        fields = [] if new else [
            field for each in rows for field in self._fields(each, now[each.table, each.id])
        ]  # fmt: skip
        return Difference(
            outcome="new" if new else "changed",
            table=table,
            name=self._name(table, row_id, now.get((table, row_id))),
            fields=tuple(fields),
        )

    def _fields(self, touched: _Touched, row: Row) -> Iterator[FieldDifference]:
        """Yield the columns that differ; of a new part, those that say something."""
        if touched.table == "ticket" and self._shown(row) != row:
            # Who may not read a ticket's words is told that it changed, and nothing else.
            return
        said = self._speaker(touched.table).said
        silent = _SILENT | (_OWNER_COLUMNS if touched.table in OWNERS else set())
        before = touched.before or {}
        if touched.table == "evidence":
            # Days are one figure, whichever of its columns they stand in.
            before, row = in_days(before), in_days(row)
        for name in (before or row).keys() - silent:
            was, is_now = (said(name, each.get(name)) for each in (before, row))
            if was != is_now:
                yield FieldDifference(field=name, before=was, after=is_now)

    def _name(self, table: str, row_id: int, row: Row | None) -> str:
        """Return what people call a record."""
        if row is not None and table in _CALLED:
            row = self._shown(row) if table == "ticket" else row
            said = self._speaker(table).said
            return " ".join(filter(None, (said(name, row[name]) for name in _CALLED[table])))
        return self._speaker(table).said(f"{table}_id", row_id)

    def _speaker(self, table: str) -> Speaker:
        return Speaker(self._context, table, self._day, hidden=False)


def _record(touched: _Touched, row: Row) -> tuple[str, int]:
    """Return table and id of the record a row belongs to."""
    if touched.table in OWNERS:
        owner, column = OWNERS[touched.table]
        return owner, int(row[column])
    return touched.table, touched.id


def _image(row: Row) -> Row | None:
    if row["action"] == "insert":
        return None
    image: Row = json.loads(row["before"] or "{}")
    return image
