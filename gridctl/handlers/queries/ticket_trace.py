"""The story of a ticket, put together from its log, the change log and the journal."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from gridctl.foundation.clock import from_epoch
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.person_index import person_index
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.operations.queries.audits import FieldChange, TraceLine, TraceView
from gridctl.storage.queries import audits as sql
from gridctl.storage.queries.scope import HIDDEN

Row = dict[str, Any]

#: Columns that tell nobody anything: keys, and what only follows from other columns.
_SILENT = {"id", "revision", "match_key", "due_on", "closed_on", "reported_on"}
_PLACES = ("county_id", "town_id", "village_id", "grid_id")
_UNITS = ("lead_unit_id",)
_CATEGORIES = ("category_id",)
_PEOPLE = ("reporter_id",)
#: What a line tells only where there was a step.
_WORDS_OF_A_STEP = (
    "unit", "from_state", "to_state", "to_unit", "opinion", "outcome", "ground", "limit_text",
    "stage", "overrun_days",
)  # fmt: skip
#: What a confidential ticket keeps from others.
_WORDS = ("title", "description", "address", "lon_e7", "lat_e7")


def trace_of(context: QueryContext, ticket_id: int) -> TraceView:
    """Return the story of a ticket by its id, oldest first."""
    ticket = context.read.record(sql.TICKET, {"id": ticket_id})
    assert ticket is not None
    shown = discretion(context)(dict(ticket))
    hidden = shown["title"] == HIDDEN
    changes = _Changes(context, ticket, hidden=hidden).by_entry()
    steps = context.read.records(sql.STEPS, {"id": ticket_id})
    cards = context.read.records(sql.CARDS_OF, {"id": ticket_id})
    told = {row["journal_id"] for row in (*steps, *cards)} | changes.keys()
    entries = {row["id"]: row for row in context.read.records(sql.NAMED_ENTRIES, {"ids": [*told]})}
    lines = [*_steps(steps, entries, changes), *_cards(cards, entries)]
    lines += _unspoken(changes, {row["journal_id"] for row in steps}, entries)
    lines.sort(key=lambda line: line.entry)
    return TraceView(
        serial_no=ticket["serial_no"], title=shown["title"], state=ticket["state"],
        lines=tuple(lines),
    )  # fmt: skip


def changes_since(
    context: QueryContext, ticket_id: int, revision: int
) -> tuple[list[FieldChange], Row | None]:
    """Return what differs from an earlier revision of a ticket, and the entry that came last.

    The entry is None where the change log does not reach to that revision.
    """
    ticket = context.read.record(sql.TICKET, {"id": ticket_id})
    assert ticket is not None
    hidden = discretion(context)(dict(ticket))["title"] == HIDDEN
    found, last = _Changes(context, ticket, hidden=hidden).since(revision)
    entries = context.read.records(sql.NAMED_ENTRIES, {"ids": [last]}) if last else []
    return found, next(iter(entries), None)


def _steps(
    steps: list[Row], entries: Mapping[int, Row], changes: Mapping[int, list[FieldChange]]
) -> Iterator[TraceLine]:
    spoken: set[int] = set()
    for step in steps:
        entry_id = step["journal_id"]
        # What an entry changed stands beside the first of its steps.
        own = () if entry_id in spoken else tuple(changes.get(entry_id, ()))
        spoken.add(entry_id)
        yield _line(
            entries[entry_id], step["verb"], at=step["at"], actor=step["actor"],
            unit=step["unit"] or "", from_state=step["from_state"], to_state=step["to_state"],
            to_unit=step["to_unit"] or "", opinion=step["opinion"], outcome=step["outcome"],
            ground=step["ground"], limit_text=step["limit_text"],
            until=step["until"] and from_epoch(step["until"]),
            changes=own,
        )  # fmt: skip


def _cards(cards: list[Row], entries: Mapping[int, Row]) -> Iterator[TraceLine]:
    for card in cards:
        yield _line(
            entries[card["journal_id"]], f"{card['colour']}_card", at=card["issued_at"],
            unit=card["unit"] or "", stage=card["stage"], overrun_days=card["overrun_days"],
        )  # fmt: skip


def _unspoken(
    changes: Mapping[int, list[FieldChange]], spoken: set[int], entries: Mapping[int, Row]
) -> Iterator[TraceLine]:
    """Yield what commands changed without a step: deadlines set right, rows withdrawn."""
    for entry_id, own in changes.items():
        if entry_id not in spoken and own:
            entry = entries[entry_id]
            yield _line(entry, "change", at=entry["at"], changes=tuple(own))


def _line(entry: Row, verb: str, *, at: int, **facts: Any) -> TraceLine:
    behalf = entry["behalf"] or entry["actor"]
    empty = dict.fromkeys(_WORDS_OF_A_STEP, "")
    return TraceLine.model_validate(
        {
            **empty,
            "at": from_epoch(at),
            "entry": entry["seq"],
            "verb": verb,
            "actor": behalf,
            "operator": entry["actor"],
            "file_name": entry["file_name"] or "",
            "reason": entry["reason"],
            "changes": (),
            "until": None,
            "undone_by": entry["undone_by"],
            **facts,
        }
    )


class _Changes:
    """What entries changed of a ticket's columns, read backwards from what they are now."""

    def __init__(self, context: QueryContext, ticket: Row, *, hidden: bool) -> None:
        self._context = context
        self._ticket = dict(ticket)
        self._hidden = hidden
        self._day = str(ticket["reported_on"])

    def by_entry(self) -> dict[int, list[FieldChange]]:
        """Return the changes of each entry."""
        found: dict[int, list[FieldChange]] = defaultdict(list)
        rows = self._context.read.records(sql.TICKET_CHANGES, {"id": self._ticket["id"]})
        later = dict(self._ticket)
        for row in reversed(rows):
            if row["table_name"] == "ticket_contact":
                contact = FieldChange(field="contact", before=HIDDEN, after=HIDDEN)
                found[row["journal_id"]].append(contact)
            elif row["action"] == "update":
                before = json.loads(row["before"] or "{}")
                found[row["journal_id"]][:0] = self._differing(before, later)
                later |= before
        return {entry: [*dict.fromkeys(changes)] for entry, changes in found.items()}

    def since(self, revision: int) -> tuple[list[FieldChange], int | None]:
        """Return the differences from a revision to now, and the id of the newest entry."""
        rows = self._context.read.records(sql.TICKET_CHANGES, {"id": self._ticket["id"]})
        base: Row = {}
        last = None
        for row in reversed(rows):
            before = json.loads(row["before"] or "{}")
            if row["table_name"] != "ticket" or row["action"] != "update":
                continue
            if before["revision"] < revision:
                break
            base |= before
            last = last or row["journal_id"]
        return [*self._differing(base, self._ticket)], last

    def _differing(self, before: Row, after: Row) -> Iterator[FieldChange]:
        for name, value in before.items():
            if name not in _SILENT and value != after[name]:
                yield FieldChange(
                    field=name, before=self._said(name, value), after=self._said(name, after[name])
                )

    def _said(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if self._hidden and name in _WORDS:
            return HIDDEN
        if name.endswith("_at") or name == "suspended_until":
            return f"{from_epoch(value):%Y-%m-%d %H:%M}"
        try:
            return self._named(name, value)
        except KeyError:
            # What it pointed to was withdrawn since.
            return f"#{value}"

    def _named(self, name: str, value: Any) -> str:
        """Return the name of what a column points to, else the value itself."""
        if name in _PLACES:
            return place_index(self._context).on(value, self._day).name
        if name in _UNITS:
            return unit_index(self._context).by_id(value).name
        if name in _CATEGORIES:
            return category_index(self._context).by_id(value).path
        if name in _PEOPLE:
            return person_index(self._context).by_id(value).name
        return str(value)
