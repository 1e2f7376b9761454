"""What a record was at an earlier revision, read backwards from the change log.

Whoever may change a record may be told what it was, so that the log is read past what the acting
account sees of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from gridctl.domain.deadlines import field_text
from gridctl.foundation.clock import from_epoch
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.person_index import person_index
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.storage.queries import audits as sql
from gridctl.storage.queries.scope import HIDDEN

Row = dict[str, Any]
Namer = Callable[[QueryContext, int, str], str]

#: What a confidential ticket keeps from others.
_KEPT_WORDS = (
    "title", "description", "address", "lon_e7", "lat_e7", "public_reply", "unresolved_reason",
    "tags",
)  # fmt: skip


def _place(context: QueryContext, row_id: int, day: str) -> str:
    return place_index(context).on(row_id, day).name


def _unit(context: QueryContext, row_id: int, _day: str) -> str:
    return unit_index(context).by_id(row_id).name


def _category(context: QueryContext, row_id: int, _day: str) -> str:
    return category_index(context).by_id(row_id).path


def _person(context: QueryContext, row_id: int, _day: str) -> str:
    return person_index(context).by_id(row_id).name


#: Column that points to another record -> how that is called.
_NAMERS: Mapping[str, Namer] = {
    **dict.fromkeys(("county_id", "town_id", "village_id", "grid_id", "place_id"), _place),
    **dict.fromkeys(("unit_id", "lead_unit_id", "caller_id"), _unit),
    **dict.fromkeys(("reporter_id", "staff_id"), _person),
    "category_id": _category,
}
#: Whose parent it is decides how a parent is called.
_PARENTS: Mapping[str, Namer] = {"grid": _place, "unit": _unit, "category": _category}


class Speaker:
    """Says the columns of a table's rows as people read them.

    Attributes:
        day: the ISO day names of places are of.
    """

    def __init__(self, context: QueryContext, table: str, day: str, *, hidden: bool) -> None:
        self._context, self._table, self.day, self._hidden = context, table, day, hidden

    def said(self, column: str, value: Any) -> str:
        """Return a value in words: names for what it points to, local time, nothing for null."""
        if value is None or value == "":
            return ""
        if self._hidden and column in _KEPT_WORDS:
            return HIDDEN
        if column.endswith(("_at", "_due")) or column == "suspended_until":
            return field_text(column, from_epoch(value))
        namer = _PARENTS.get(self._table) if column == "parent_id" else _NAMERS.get(column)
        try:
            return namer(self._context, value, self.day) if namer else str(value)
        except KeyError:
            # What it pointed to was withdrawn since.
            return f"#{value}"


def past_row(
    context: QueryContext, table: str, row: Mapping[str, Any], revision: int
) -> tuple[Row, list[int]]:
    """Return a row as it was at an earlier revision, and the entries since by id, latest first.

    There are none where the change log does not reach to that revision.
    """
    past, entries = dict(row), []
    wanted = {"table": table, "id": row["id"]}
    for change in reversed(context.read.records(sql.CHANGES_OF_ROW, wanted)):
        if change["action"] != "update":
            continue
        before = json.loads(change["before"] or "{}")
        if before.get("revision", revision - 1) < revision:
            break
        past |= before
        entries.append(change["journal_id"])
    return past, entries


def past_parts(
    context: QueryContext, table: str, owner: str, owner_id: int, entries: list[int]
) -> tuple[list[Row], list[Row]]:
    """Return the rows that belong to a record as they are, and as they were before some entries.

    Args:
        context: of the operation.
        table: the rows' table, such as ``grid_version``.
        owner: its column that names the record.
        owner_id: the record.
        entries: ids of journal entries.
    """
    now = context.read.records(sql.PARTS[table], {"id": owner_id})
    past = {row["id"]: dict(row) for row in now}
    wanted: dict[str, Any] = {"table": table, "entries": entries}
    for change in reversed(context.read.records(sql.CHANGES_OF_ENTRIES, wanted)):
        before = json.loads(change["before"] or "{}")
        if change["action"] == "insert":
            past.pop(change["row_id"], None)
        elif before.get(owner) == owner_id:
            past[change["row_id"]] = past.get(change["row_id"], {}) | before
    return now, list(past.values())
