"""Asking for proof: the chain of the journal, the story of a ticket, rows as they were left."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from gridctl.operations.base import AfterNumber, Finding, Limit, Page, Query, Slug, View
from gridctl.operations.queries.reports import Document, Language


class ChainFinding(Finding):
    """A link of the journal's chain that does not hold (``domain.office.CHECK_MESSAGES``)."""


class ChainView(Page):
    """The chain of the journal: what is broken, the first link first, and its head.

    ``head_hash`` stands for the whole chain: kept elsewhere, it proves later that nothing before
    it was rewritten. ``unsealed`` are entries that wrote in bulk in a format without digests of it.
    """

    items: tuple[ChainFinding, ...]
    entries: int
    unsealed: int
    head: int
    head_hash: str


class VerifyChain(Query[ChainView], route="GET /audit/chain", permission="journal.read"):
    """Recompute the hash of every entry of the journal and the digest of what it changed."""


class JournalRow(View):
    """An entry of the journal as its hash covers it.

    ``rows`` is how many it changed. ``subject`` is the ticket or the member of staff whose contact
    was looked at, by number, as the result under the hash names it; "" for all other entries.
    """

    entry: int
    at: datetime
    operation: str
    actor: str
    behalf: str
    reason: str
    subject: str
    rows: int
    office: int
    key: str
    request_digest: str
    result_digest: str
    changes_digest: str
    prev_hash: str
    hash: str


class JournalPage(Page):
    """One page of the journal."""

    items: tuple[JournalRow, ...]


class ListJournal(Query[JournalPage], route="GET /audit/journal", permission="journal.read"):
    """List the journal with its hashes, oldest first."""

    actor: str | None = None
    operation: str | None = None
    since: date | None = None
    until: date | None = None
    limit: Limit = 200
    after: AfterNumber | None = None


class EventRow(View):
    """A step of a ticket's log; ``entry`` is the number of the journal entry that wrote it.

    ``repeat`` stands on the step a ticket came in by: whether it repeats an earlier report of the
    same caller and matter, as it was known when the journal was taken out.
    """

    entry: int
    at: datetime
    ticket: str
    cycle: int
    verb: str
    from_state: str
    to_state: str
    actor: str
    unit: str
    to_unit: str
    outcome: str
    ground: str
    limit_text: str
    until: datetime | None
    working_seconds: int | None
    overdue: bool | None
    opinion: str
    repeat: bool | None


class JournalExport(View):
    """The journal of some days with the tickets' logs, for somebody who audits the office.

    ``head`` and ``head_hash`` are those of the whole journal when it was taken out.
    """

    office: str
    county_code: str
    since: date | None
    until: date | None
    made_at: datetime
    head: int
    head_hash: str
    entries: tuple[JournalRow, ...]
    events: tuple[EventRow, ...]


ExportFormat = Literal["xlsx", "jsonl"]


class RenderJournal(Query[Document], route="GET /audit/export", permission="journal.read"):
    """Write the journal of some days and the tickets' logs as a workbook or as lines of JSON."""

    since: date | None = None
    until: date | None = None
    format: ExportFormat = "jsonl"
    language: Language = "zh_CN"


class FieldChange(View):
    """A column of a ticket before and after; names stand for what the column points to."""

    field: str
    before: str
    after: str


class TraceLine(View):
    """Something that happened to a ticket.

    ``verb`` is a step of the loop, ``change`` for what a command changed without one,
    ``contact_seen`` for a look at who reported it, whose ``reason`` says what for, or
    ``yellow_card`` and ``red_card``, which name their ``stage`` and by how many working days it was
    overrun. ``entry`` is the journal entry's number, ``undone_by`` that
    of the entry which took it back.
    """

    at: datetime
    entry: int
    verb: str
    actor: str
    operator: str
    unit: str
    from_state: str
    to_state: str
    to_unit: str
    opinion: str
    outcome: str
    ground: str
    limit_text: str
    until: datetime | None
    receivers: tuple[str, ...]
    routed_by: str
    colour: str
    urgency: str
    level: str
    stage: str
    overrun_days: str
    file_name: str
    reason: str
    changes: tuple[FieldChange, ...]
    undone_by: int | None


class TraceView(View):
    """The story of a ticket, oldest first; contact values are never told."""

    serial_no: str
    title: str
    state: str
    lines: tuple[TraceLine, ...]


class ShowTrace(Query[TraceView], route="GET /tickets/{ticket}/trace", permission="journal.read"):
    """Tell what happened to a ticket: who did what on whose behalf, and what it changed."""

    ticket: Slug


class RowFinding(Finding):
    """A row that is not as gridctl left it (``domain.audits.ROW_MESSAGES``)."""

    table: str
    row: str


class RowsView(Page):
    """What was compared: rows with their digests, tickets with their logs, scores with facts.

    Listed are the first findings of each kind, ``total`` counts all; ``altered`` leaves out what a
    command sets right by itself. ``unsealed`` rows are from before there were digests and cannot
    be proved.
    """

    items: tuple[RowFinding, ...]
    altered: int
    rows: int
    tickets: int
    assessments: int
    unsealed: int


class VerifyRows(Query[RowsView], route="GET /audit/rows", permission="journal.read"):
    """Compare all rows with the journal, tickets with their logs, scores with their facts."""
