"""Changing the tree of places: every change is dated."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from gridctl.operations.base import Command, Slug
from gridctl.operations.queries.grids import GridKind, GridView, Level


class CreateGrid(Command[GridView], route="POST /grids", permission="grid.edit"):
    """Create a place; without a code the next free one under the parent is taken."""

    name: str = Field(min_length=1, max_length=60)
    level: Level | None = None
    code: str | None = Field(default=None, pattern=r"^[0-9A-Z]{6,22}$")
    parent: str | None = None
    kind: GridKind | None = None
    households: int | None = Field(default=None, ge=0)
    urban_class: str | None = Field(default=None, pattern=r"^[0-9]{3}$")
    aliases: tuple[str, ...] = ()
    scheme: str = "dist15"
    as_of: date | None = None


class EditGrid(Command[GridView], route="PATCH /grids/{code}", permission="grid.edit"):
    """Change a place from a day on (from ever, where no day is given)."""

    code: Slug
    name: str | None = Field(default=None, min_length=1, max_length=60)
    parent: str | None = None
    kind: GridKind | None = None
    households: int | None = Field(default=None, ge=0)
    urban_class: str | None = Field(default=None, pattern=r"^[0-9]{3}$")
    add_aliases: tuple[str, ...] = ()
    as_of: date | None = None
    if_match: int | None = None


class CloseGrid(Command[GridView], route="POST /grids/{code}/close", permission="grid.edit"):
    """Close a place: ``as_of`` is the first day it no longer exists.

    Raises PlaceInUse while places stand under it, PlaceStaffed while people hold posts on it;
    ``with_children`` and ``end_posts`` end those as well, on the same day.
    """

    code: Slug
    as_of: date
    with_children: bool = False
    end_posts: bool = False
    if_match: int | None = None
