"""Asking about attempts to sign in."""

from __future__ import annotations

from datetime import date, datetime

from gridctl.operations.base import AfterPair, Limit, Named, Page, Query, View


class AttemptRow(View):
    """An attempt to sign in from a network; ``login`` is "" where nobody has it."""

    at: datetime
    login: str
    source: str
    succeeded: bool


class AttemptPage(Page):
    """One page of attempts."""

    items: tuple[AttemptRow, ...]


class ListAttempts(Query[AttemptPage], route="GET /sign-in-attempts", permission="user.read"):
    """List attempts to sign in, newest first; they are kept for half a year."""

    account: Named | None = None
    succeeded: bool | None = None
    since: date | None = None
    until: date | None = None
    limit: Limit = 200
    after: AfterPair | None = None
