"""Asking about saved views."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gridctl.operations.base import Limit, Named, Page, Query, View

#: Nouns whose lists take a filter.
Noun = Literal[
    "ticket", "grid", "staff", "unit", "category", "evidence", "whistle", "duty", "award"
]  # fmt: skip


class SavedViewRow(View):
    """A filter with a name; ``columns`` are the fields it shows, none for the usual ones.

    ``owner`` is whose it is, "" for one everybody sees.
    """

    name: str
    noun: Noun
    filter: str
    columns: tuple[str, ...]
    owner: str
    shared: bool
    revision: int


class SavedViewPage(Page):
    """One page of saved views."""

    items: tuple[SavedViewRow, ...]


class ListViews(Query[SavedViewPage], route="GET /views", permission="view.read"):
    """List the asking person's views and those everybody sees, by name."""

    subject: Noun | None = None
    limit: Limit = 200
    after: str | None = Field(default=None, pattern=r"^[0-9]{1,18}\.[^\x00]*$")


class ShowView(Query[SavedViewRow], route="GET /views/{name}", permission="view.read"):
    """Show one view; one's own goes before one everybody sees."""

    name: Named
    subject: Noun = "ticket"
