"""The journal for whoever audits the office: a workbook to read, or lines that prove themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from gridctl.domain.journal_file import SCHEMA, SheetTooLong, line
from gridctl.domain.loop import VERB_NAMES
from gridctl.domain.tickets import STATE_NAMES
from gridctl.foundation.clock import OFFICE_ZONE, to_epoch
from gridctl.operations.queries.audits import EventRow, ExportFormat, JournalExport, JournalRow
from gridctl.operations.queries.own_names import Labels, OwnNames
from gridctl.operations.queries.reports import Document, Language
from gridctl.reports.documents import document_of
from gridctl.reports.drafting import Draft
from gridctl.reports.structure import Column, Report, Table, Value
from gridctl.reports.wording import Words

#: Rows of a sheet, less those above the table.
SHEET_ROWS = 1_048_576 - 20
_INSTANT = "%Y-%m-%d %H:%M:%S"


def write(
    view: JournalExport,
    format: ExportFormat,
    language: Language,
    own: OwnNames,
) -> Document:
    """Return the journal as a file; a workbook calls states and steps as the office does.

    Raises:
        SheetTooLong: more rows than a sheet holds.
    """
    words = Words(language)
    if format == "xlsx":
        return document_of(describe(view, words, own), format)
    content = "".join(f"{each}\n" for each in lines(view)).encode()
    return Document(
        name=f"{_title(view, words)}.jsonl", media_type="application/jsonl",
        digest=hashlib.sha256(content).hexdigest(), content=content,
    )  # fmt: skip


def lines(view: JournalExport) -> Iterator[str]:
    """Yield the head, the entries and the steps, one a line."""
    last = view.entries[-1] if view.entries else None
    head = view.model_dump(mode="json", exclude={"entries", "events"})
    told = {"last": last.entry if last else 0, "last_hash": last.hash if last else ""}
    yield line("head", {"schema": SCHEMA, **head, **told})
    for entry in view.entries:
        yield line("entry", _covered(entry))
    for event in view.events:
        yield line("event", event.model_dump(mode="json"))


def describe(view: JournalExport, words: Words, own: OwnNames) -> Report:
    """Return the journal as a document of two tables."""
    _ = words.say
    longest = max(len(view.entries), len(view.events))
    if longest > SHEET_ROWS:
        raise SheetTooLong(rows=longest, most=SHEET_ROWS)
    draft = Draft(words)
    draft.title(_("Journal of {office}"), office=view.office or view.county_code)
    days = _("{since} to {until}").format(since=view.since or "…", until=view.until or "…")
    draft.line(_("Days: {days}").format(days=days), _("Taken out: {time}").format(
        time=view.made_at.astimezone(OFFICE_ZONE).strftime(_INSTANT)))  # fmt: skip
    draft.write("body", _("Last entry of the whole journal: {number}").format(number=view.head))
    draft.write("body", _("Its hash: {hash}").format(hash=view.head_hash))
    draft.table(_entries(view, words))
    draft.table(_events(view, words, own))
    return draft.report(view.made_at.astimezone(OFFICE_ZONE).date(), landscape=True)


def _entries(view: JournalExport, words: Words) -> Table:
    _ = words.say
    columns = (
        Column(_("Entry")), Column(_("When"), least=19), Column(_("Command"), align="left"),
        Column(_("Who"), align="left"), Column(_("On behalf of"), align="left"),
        Column(_("Reason"), align="left"), Column(_("Whose contact"), align="left"),
        Column(_("Rows"), align="right"),
        Column(_("Digest of the changes"), align="left"), Column(_("Hash"), align="left"),
    )  # fmt: skip
    return Table(columns, tuple(map(_entry, view.entries)), name=_("Journal"))


def _entry(row: JournalRow) -> tuple[Value, ...]:
    return (
        row.entry, _local(row), row.operation, row.actor, row.behalf, row.reason,
        row.subject, row.rows, row.changes_digest, row.hash,
    )  # fmt: skip


def _events(view: JournalExport, words: Words, own: OwnNames) -> Table:
    _ = words.say
    columns = (
        Column(_("Entry")), Column(_("When"), least=19), Column(_("Ticket"), least=21),
        Column(_("Step"), align="left"), Column(_("From"), align="left"),
        Column(_("To"), align="left"), Column(_("Who"), align="left"),
        Column(_("Unit"), align="left"), Column(_("Given to"), align="left"),
        Column(_("Limit"), align="left"), Column(_("Working minutes"), align="right"),
        Column(_("Overdue")), Column(_("Repeat")), Column(_("Opinion"), align="left"),
    )  # fmt: skip
    rows = tuple(_event(row, words, own) for row in view.events)
    return Table(columns, rows, name=_("Log of the tickets"))


def _event(row: EventRow, words: Words, own: OwnNames) -> tuple[Value, ...]:
    _ = words.say
    state = partial(_named, STATE_NAMES, own.states, words)
    worked = None if row.working_seconds is None else row.working_seconds // 60
    overdue, repeat = (
        None if each is None else _("yes") if each else _("no")
        for each in (row.overdue, row.repeat)
    )
    return (
        row.entry, _local(row), row.ticket, _named(VERB_NAMES, own.verbs, words, row.verb),
        state(row.from_state), state(row.to_state),
        row.actor, row.unit, row.to_unit, row.limit_text, worked, overdue, repeat,
        row.opinion,
    )  # fmt: skip


def _covered(entry: JournalRow) -> dict[str, Any]:
    """Return what an entry's hash covers, under the names of ``domain.chain.Link``."""
    values = entry.model_dump(mode="json")
    values |= {"seq": values.pop("entry"), "at": to_epoch(entry.at), "office_id": entry.office}
    return values | {"idempotency_key": values.pop("key")}


def _local(row: JournalRow | EventRow) -> str:
    return row.at.astimezone(OFFICE_ZONE).strftime(_INSTANT)


def _named(shipped: Mapping[str, str], own: Mapping[str, Labels], words: Words, code: str) -> str:
    if code in own:
        return own[code]["en" if words.language == "en" else "zh"]
    return words.say(shipped[code]) if code in shipped else code


def _title(view: JournalExport, words: Words) -> str:
    return words.say("Journal of {office}").format(office=view.office or view.county_code)
