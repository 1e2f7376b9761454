"""Searching for anything by some words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gridctl.operations.base import Limit, Page, Query, View

Kind = Literal["place", "unit", "staff", "category", "ticket"]


Level = Literal["county", "town", "village", "grid"]


class SearchHit(View):
    """A record that was found.

    ``key`` is its number or code, ``called`` what stands for it and for no other of its kind
    wherever one is named, ``detail`` where it belongs.
    """

    kind: Kind
    key: str
    called: str
    name: str
    detail: str


class SearchPage(Page):
    """One page of what was found; nobody counts the tickets."""

    items: tuple[SearchHit, ...]


class SearchAll(Query[SearchPage], route="GET /search", permission="ticket.read"):
    """Find places, units, people, categories and then tickets, newest first, by some words.

    All words must be in a record. Names are also found by their aliases, and by their pinyin,
    whole or by initials; a place by its own name and those of the places above it. With
    ``level`` only places of it are found, micro-grids among the grids.
    """

    words: Annotated[str, Field(min_length=1, max_length=200)]
    kinds: tuple[Kind, ...] | None = Field(default=None, min_length=1)
    level: Level | None = None
    limit: Limit = 200
    after: str | None = Field(default=None, pattern=r"^(n[0-9]{1,18}|t-?[0-9]{1,18}\.[0-9]{1,18})$")
