"""A record changed since it was looked at: what was seen, what is wanted, what is there now."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from gridctl.domain.conflicts import RecordChanged
from gridctl.domain.deadlines import field_text
from gridctl.domain.errors import Conflict
from gridctl.domain.intervals import EVER, FOREVER, covers
from gridctl.domain.routes import route_name
from gridctl.foundation.clock import from_epoch, instant_text
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.record_past import Speaker, past_parts, past_row
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.operations.base import Command
from gridctl.storage.queries import audits as sql
from gridctl.storage.queries.scope import HIDDEN
from gridctl.storage.tables.base import Kept

Row = Mapping[str, Any]

_PATH_FIELD = re.compile(r"\{(\w+)\}")

#: Columns that tell nobody anything: keys, and what only follows from other columns.
_SILENT = {
    "id", "revision", "match_key", "name_key", "path_key", "path", "due_on", "closed_on",
    "reported_on", "journal_id", "created_at", "created_by",
}  # fmt: skip
#: Columns whose field in an operation has another name.
_FIELDS = {
    "category_id": "category", "place_id": "place", "lead_unit_id": "lead_unit",
    "reporter_id": "reporter", "duty_item_id": "duty_item", "unit_id": "unit",
    "staff_id": "staff", "parent_id": "parent", "grid_id": "place", "fields": "columns",
    "valid_to": "last_day",
}  # fmt: skip
#: Where a ticket lies is one thing, told by the lowest place that is known.
_PLACES = ("grid_id", "village_id", "town_id", "county_id")
#: Table -> what people call one of its records by.
_NUMBERS: Mapping[str, str | Callable[[Row], str]] = {
    "account": "login", "category": "path", "duty_item": "code", "evidence": "id",
    "grid": "code", "reply_template": "name", "route": lambda row: route_name(row["id"]),
    "saved_view": "name", "staff": "name", "ticket": "serial_no", "unit": "name",
    "whistle": "whistle_no",
}  # fmt: skip
#: Contact values kept apart: table of the record -> their table, and the field they are told as.
_CONTACTS = {"staff": ("staff_contact", "phone"), "ticket": ("ticket_contact", "contact")}
_CONDITION = (
    "seq", "filing_condition", "closing_condition", "limit_text", "lead_unit", "supervising_unit"
)  # fmt: skip


def check_seen(record: Kept, operation: Command[Any], context: CommandContext) -> None:
    """Refuse a change that was made looking at an older revision of a record.

    Args:
        record: what is to be changed, before it is.
        operation: the change; its ``if_match`` is the revision that was looked at, if any.
        context: of the command.

    Raises:
        RecordChanged: with every field that was changed since, or is to be.
        Conflict: the same, where nothing is known of the changes.
    """
    seen: int | None = getattr(operation, "if_match", None)
    if seen is None or seen == record.revision:
        return
    table, now = str(record.__tablename__), record.model_dump()
    past, entries = past_row(context, table, now, seen)
    if not entries:
        raise Conflict(actual=record.revision, seen=seen)
    speaker = Speaker(context, table, _day(context, now), hidden=_hidden(context, table, now))
    sides = _Sides(operation)
    sides.add(_facts(record, past, speaker), _facts(record, now, speaker))
    for before, after in _parts(context, table, now, entries, speaker):
        sides.add(before, after)
    sides.add_contacts(context, table, now["id"], entries)
    # What the change itself is about comes first, as a form asks for it.
    asked = {name: at for at, name in enumerate(type(operation).model_fields)}
    differing = sorted(
        sides.differing, key=lambda each: (not each["mine"], asked.get(each["field"], len(asked)))
    )
    last = context.read.record(sql.WHO_AND_WHEN, {"id": entries[0]})
    assert last is not None
    number = _NUMBERS[table]
    raise RecordChanged(
        record=table, number=str(now[number] if isinstance(number, str) else number(now)),
        seen=seen, actual=record.revision, by=last["behalf"] or last["actor"],
        at=instant_text(from_epoch(last["at"])),
        differences=json.dumps(differing, ensure_ascii=False),
    )  # fmt: skip


class _Sides:
    """The fields somebody changed or wants to change, with what the operation wants of them."""

    def __init__(self, operation: Command[Any]) -> None:
        self.differing: list[dict[str, str]] = []
        self._private = set(type(operation).private)
        self._wanted = operation.model_dump(exclude_unset=True)
        # What names the record is no change of it.
        self._keys = set(_PATH_FIELD.findall(type(operation).route))

    def add(self, before: Row, after: Row) -> None:
        """Add the fields that differ on any of the three sides."""
        for field in after:
            base, theirs = before.get(field, ("", ""))[1], after[field][1]
            if before.get(field, ("", "")) != after[field] or self._changes(field, theirs):
                self._put(field, base, theirs)

    def _changes(self, field: str, theirs: str) -> bool:
        """Tell whether the operation itself wants something else of a field than is there."""
        if field in self._keys or field not in self._wanted:
            return False
        return _told(self._wanted[field], field) != theirs

    def add_contacts(
        self, context: CommandContext, table: str, row_id: int, entries: list[int]
    ) -> None:
        """Add that contact values were changed; the values are in no error."""
        contact, field = _CONTACTS.get(table, ("", ""))
        wanted: dict[str, Any] = {"table": contact, "entries": entries}
        rows = context.read.records(sql.CHANGES_OF_ENTRIES, wanted) if contact else []
        if any(row["row_id"] == row_id for row in rows):
            self._put(field, HIDDEN, HIDDEN)

    def _put(self, field: str, base: str, theirs: str) -> None:
        mine = HIDDEN if field in self._private else _told(self._wanted.get(field), field)
        if field in self._private and field not in self._wanted:
            mine = ""
        self.differing.append({"field": field, "base": base, "mine": mine, "theirs": theirs})


def _facts(record: Kept, row: Row, speaker: Speaker) -> dict[str, tuple[Any, str]]:
    """Return what a row says, by field: the value, and its words."""
    shown = dict(row)
    if record.__tablename__ == "ticket":
        levels = [shown.pop(name) for name in _PLACES]
        shown["place_id"] = next((each for each in levels if each is not None), None)
    marks = {
        name for name, each in type(record).model_fields.items() if each.annotation is bool
    }  # fmt: skip
    facts = {}
    for column, value in shown.items():
        if column not in _SILENT:
            text = _told(bool(value)) if column in marks else _said(speaker, column, value)
            facts[_FIELDS.get(column, column)] = (value, text)
    return facts


def _said(speaker: Speaker, column: str, value: Any) -> str:
    return "" if value in (EVER, FOREVER) else speaker.said(column, value)


def _parts(
    context: CommandContext, table: str, row: Row, entries: list[int], speaker: Speaker
) -> Iterator[tuple[Row, Row]]:
    """Yield what belongs to a record and stands in a table of its own, before and now."""
    if table == "grid":
        now, past = past_parts(context, "grid_version", "grid_id", row["id"], entries)
        yield _version(past, speaker), _version(now, speaker)
    elif table == "category":
        now, past = past_parts(context, "category_condition", "category_id", row["id"], entries)
        before, after = _conditions(past), _conditions(now)
        changed = sorted(n for n in {*before, *after} if before.get(n) != after.get(n))
        yield (
            {"conditions": _joined(before, changed)}, {"conditions": _joined(after, changed)},
        )  # fmt: skip


def _version(versions: list[dict[str, Any]], speaker: Speaker) -> Row:
    """Return what holds of a place on the speaker's day, or held last."""
    of_day = [v for v in versions if covers(v["valid_from"], v["valid_to"], speaker.day)]
    version = next(iter(of_day or sorted(versions, key=lambda v: v["valid_to"])[-1:]), {})
    names = ("name", "parent_id", "kind", "households", "urban_class", "valid_to")
    return {
        _FIELDS.get(name, name): (version.get(name), _said(speaker, name, version.get(name)))
        for name in names
    }


def _conditions(rows: list[dict[str, Any]]) -> dict[int, str]:
    return {
        row["seq"]: "; ".join(str(row[name]) for name in _CONDITION if row[name]) for row in rows
    }


def _joined(conditions: Mapping[int, str], numbers: list[int]) -> tuple[str, str]:
    text = "\n".join(conditions[number] for number in numbers if number in conditions)
    return text, text


def _hidden(context: CommandContext, table: str, row: Row) -> bool:
    """Tell whether the words of a ticket are kept from who acts."""
    if table != "ticket":
        return False
    seen = context.read.record(sql.TICKET, {"id": row["id"]}) or {}
    return discretion(context)(dict(seen)).get("title") == HIDDEN


def _day(context: CommandContext, row: Row) -> str:
    """Return the ISO day names of places are of: a ticket's own, else today."""
    return str(row.get("reported_on") or context.today().isoformat())


def _told(value: Any, field: str = "") -> str:
    """Return what an operation wants of a field in the words of what is there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return field_text(field, value)
    if isinstance(value, list | tuple):
        return "\n".join(_told(each) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(_told(each) for each in value.values() if each not in (None, ""))
    return str(value)
