"""Saving views and deleting them."""

from __future__ import annotations

from pydantic import Field

from gridctl.operations.base import Command, Named
from gridctl.operations.queries.saved_views import Noun, SavedViewRow


class SaveView(Command[SavedViewRow], route="POST /views", permission="view.edit"):
    """Give a filter a name, or a saved view another filter.

    Its words are checked at once; days such as ``3wd`` count from the day it is used.
    """

    name: Named
    subject: Noun = "ticket"
    filter: str = Field(min_length=1, max_length=2_000)
    columns: tuple[str, ...] = Field(default=(), max_length=60)
    shared: bool = False
    if_match: int | None = None


class DeleteView(Command[SavedViewRow], route="POST /views/{name}/delete", permission="view.edit"):
    """Delete one's own view, or with ``shared`` one everybody sees."""

    name: Named
    subject: Noun = "ticket"
    shared: bool = False
    if_match: int | None = None
