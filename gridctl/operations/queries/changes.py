"""Asking what was done, by whom, and what of it can be taken back."""

from __future__ import annotations

from datetime import datetime

from gridctl.operations.base import AfterNumber, Limit, Page, Query, View


class EntryRow(View):
    """One entry of the journal; ``entry`` is its number in the chain.

    ``reversible`` says whether who asks can undo it as things stand; ``undone_by`` is the entry
    that has undone it, once that one has its number. ``tickets`` are the numbers of tickets it
    changed, a few of them, and only where one entry is asked about.
    """

    entry: int
    at: datetime
    operation: str
    actor: str
    behalf: str
    reason: str
    rows: int
    reversible: bool
    undone: bool
    undone_by: int | None
    tickets: tuple[str, ...] = ()


class EntryPage(Page):
    """One page of entries, newest first."""

    items: tuple[EntryRow, ...]


class ListChanges(Query[EntryPage], route="GET /journal", permission="journal.undo"):
    """List what was done, newest first; by one person with ``actor``.

    One's own work; with the permission ``journal.read`` everybody's.
    """

    actor: str | None = None
    limit: Limit = 50
    after: AfterNumber | None = None
