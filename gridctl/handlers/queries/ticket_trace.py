"""The story of a ticket, put together from its log, the change log and the journal."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from gridctl.domain.audits import LOOK_AT_TICKET
from gridctl.foundation.clock import from_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.record_past import Speaker
from gridctl.handlers.queries.step_facts import step_facts
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.operations.queries.audits import FieldChange, TraceLine, TraceView
from gridctl.storage.queries import audits as sql
from gridctl.storage.queries.scope import HIDDEN

Row = dict[str, Any]

#: Columns that tell nobody anything: keys, and what only follows from other columns.
_SILENT = {"id", "revision", "match_key", "due_on", "closed_on", "reported_on"}
#: What a line tells only where there was a step.
_WORDS_OF_A_STEP = (
    "unit", "from_state", "to_state", "to_unit", "opinion", "outcome", "ground", "limit_text",
    "stage", "overrun_days", "colour", "urgency", "level", "routed_by",
)  # fmt: skip


def trace_of(context: QueryContext, ticket_id: int) -> TraceView:
    """Return the story of a ticket by its id, oldest first."""
    ticket = context.read.record(sql.TICKET, {"id": ticket_id})
    assert ticket is not None
    shown = discretion(context)(dict(ticket))
    hidden = shown["title"] == HIDDEN
    changes = _Changes(context, ticket, hidden=hidden).by_entry()
    steps = context.read.records(sql.STEPS, {"id": ticket_id})
    cards = context.read.records(sql.CARDS_OF, {"id": ticket_id})
    looks = _looks(context, ticket["serial_no"])
    told = {row["journal_id"] for row in (*steps, *cards)} | changes.keys() | {*looks}
    entries = {row["id"]: row for row in context.read.records(sql.NAMED_ENTRIES, {"ids": [*told]})}
    lines = [*_steps(context, steps, entries, changes), *_cards(cards, entries)]
    lines += [_line(entries[look], "contact_seen", at=entries[look]["at"]) for look in looks]
    lines += _unspoken(changes, {row["journal_id"] for row in steps}, entries)
    lines.sort(key=lambda line: line.entry)
    return TraceView(
        serial_no=ticket["serial_no"], title=shown["title"], state=ticket["state"],
        lines=tuple(lines),
    )  # fmt: skip


def _looks(context: QueryContext, serial_no: str) -> list[int]:
    """Return the entries by which somebody looked at who reported a ticket."""
    wanted = {"operation": LOOK_AT_TICKET, "subject": f'%"subject":"{serial_no}"%'}
    return [entry for (entry,) in context.read.rows(sql.LOOKS_AT, wanted)]


def _steps(
    context: QueryContext,
    steps: list[Row],
    entries: Mapping[int, Row],
    changes: Mapping[int, list[FieldChange]],
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
            **step_facts(context, step["facts"]),
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
            "receivers": (),
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
        self._said = Speaker(context, "ticket", str(ticket["reported_on"]), hidden=hidden).said

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

    def _differing(self, before: Row, after: Row) -> Iterator[FieldChange]:
        for name, value in before.items():
            if name not in _SILENT and value != after[name]:
                yield FieldChange(
                    field=name, before=self._said(name, value), after=self._said(name, after[name])
                )
