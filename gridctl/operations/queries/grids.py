"""Asking about places."""

from __future__ import annotations

from datetime import date
from typing import Literal

from gridctl.operations.base import AfterText, Filter, Finding, Limit, Named, Page, Query, View

Level = Literal["county", "town", "village", "grid", "micro"]
GridKind = Literal["general", "exclusive", "micro"]


class GridRow(View):
    """A place on a day: what it is called and where it belongs.

    ``valid_from`` and ``valid_to`` bound the version shown; null means ever and until further
    notice; ``valid_to`` is the first day it is no longer so.
    """

    code: str
    name: str
    level: Level
    kind: GridKind | None
    parent_code: str | None
    parent_name: str | None
    households: int | None
    urban_class: str | None
    valid_from: date | None
    valid_to: date | None


class GridPage(Page):
    """One page of places."""

    items: tuple[GridRow, ...]


class GridPost(View):
    """Someone's post on a place."""

    staff_no: str
    name: str
    role: str
    valid_from: date | None
    valid_to: date | None


class GridView(GridRow):
    """Everything about one place."""

    path: tuple[str, ...]
    aliases: tuple[str, ...]
    versions: tuple[GridRow, ...]
    posts: tuple[GridPost, ...]
    children: int
    revision: int
    warnings: tuple[Finding, ...] = ()


class GridNode(View):
    """A place in the tree; grids, staff and findings are its own and those of all below it.

    Who holds several posts is counted once. Findings are told by the place itself.
    """

    code: str
    name: str
    level: Level
    depth: int
    children: int
    grids: int
    staff: int
    findings: int


class GridTree(Page):
    """A part of the tree, parents before children."""

    items: tuple[GridNode, ...]


class ListGrids(Query[GridPage], route="GET /grids", permission="grid.read"):
    """List places as they are on a day."""

    level: Level | None = None
    kind: GridKind | None = None
    under: str | None = None
    text: str | None = None
    as_of: date | None = None
    filter: Filter | None = None
    limit: Limit = 200
    after: AfterText | None = None


class ShowGrid(Query[GridView], route="GET /grids/{place}", permission="grid.read"):
    """Show one place, found by code, name or alias."""

    place: Named
    as_of: date | None = None


class ShowTree(Query[GridTree], route="GET /grid-tree", permission="grid.read"):
    """Show the tree under a place (or all of it) down to a level."""

    under: str | None = None
    depth: int | None = None
    as_of: date | None = None
