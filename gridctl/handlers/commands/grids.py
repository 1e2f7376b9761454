"""Changing the tree of places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from gridctl.domain.codes.levels import coded_place, next_grid_code
from gridctl.domain.grids import (
    PlaceCodeNeeded,
    PlaceExists,
    PlaceInUse,
    PlaceStaffed,
    check_parent,
)
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.grids import view_grid
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.operations.commands.grids import CloseGrid, CreateGrid, EditGrid
from gridctl.operations.queries.grids import GridKind, GridView
from gridctl.storage.queries import grids as sql
from gridctl.storage.repositories.grids import Grids
from gridctl.storage.repositories.staff import StaffMembers

#: A child's level by its parent's, where the command leaves it out.
_CHILD = {"county": "town", "town": "village", "village": "grid", "grid": "micro"}
_KIND = {"grid": "general", "micro": "micro"}
#: People that an error names.
_NAMED = 5


def create_grid(operation: CreateGrid, context: CommandContext) -> GridView:
    """Create a place under its parent from a day on."""
    grids = Grids(context.uow)
    day = operation.as_of.isoformat() if operation.as_of else None
    parent_id = _parent_id(operation, context)
    level, code = _level_and_code(operation, context, parent_id)
    found = grids.by_code(code)
    if found is not None and not found.withdrawn:
        raise PlaceExists(code=code, name=place_index(context).on(found.id or 0, "").name)
    facts = operation.model_dump(include={"name", "kind", "households", "urban_class"})
    facts["kind"] = facts["kind"] or _KIND.get(level)
    grid = grids.create(code, level, facts | {"parent_id": parent_id}, day)
    for alias in operation.aliases:
        grids.add_alias(grid, alias)
    return _view(context, grid.id, operation.as_of)


def edit_grid(operation: EditGrid, context: CommandContext) -> GridView:
    """Change a place from a day on, or correct the version of today."""
    grids = Grids(context.uow)
    grid = grids.get(find_place(context, operation.code, operation.as_of))
    check_seen(grid, operation, context)
    names = {"name", "kind", "households", "urban_class"} & operation.model_fields_set
    changes: dict[str, Any] = operation.model_dump(include=names)
    if operation.parent:
        parent_id = find_place(context, operation.parent, operation.as_of)
        parent = place_index(context).on(parent_id, "")
        check_parent(grid.level, parent.level, parent.name)
        changes["parent_id"] = parent_id
    day = operation.as_of.isoformat() if operation.as_of else None
    grids.change(grid, changes, day, context.today().isoformat())
    for alias in operation.add_aliases:
        grids.add_alias(grid, alias)
    return _view(context, grid.id, operation.as_of)


def close_grid(operation: CloseGrid, context: CommandContext) -> GridView:
    """Close a place, with everything under it and the posts on it where asked."""
    grids = Grids(context.uow)
    grid = grids.get(find_place(context, operation.code, operation.as_of))
    check_seen(grid, operation, context)
    day = operation.as_of.isoformat()
    below = _below(context, grid.id or 0, day)
    if below and not operation.with_children:
        name = place_index(context).on(grid.id or 0, day).name
        raise PlaceInUse(name=name, children=len(below), day=day)
    closing = (*below, grid.id or 0)
    _end_posts(operation, closing, context)
    for grid_id in closing:
        grids.close(grids.get(grid_id), day)
    return _view(context, grid.id, operation.as_of)


def _end_posts(operation: CloseGrid, closing: Sequence[int], context: CommandContext) -> None:
    """End the posts on places that are closed, or refuse to leave people on a place that is not."""
    members, day = StaffMembers(context.uow), operation.as_of.isoformat()
    posts = members.posts_on(closing, day)
    if posts and not operation.end_posts:
        place = place_index(context).on(posts[0].grid_id, day)
        holders = dict.fromkeys(post.staff_id for post in posts if post.grid_id == place.id)
        people = [members.get(staff_id) for staff_id in holders]
        named = tuple(f"{each.name} ({each.staff_no})" for each in people[:_NAMED])
        more = ("…",) if len(people) > _NAMED else ()
        raise PlaceStaffed(name=place.name, day=day, people=named + more)
    members.end_all(posts, day)


def _parent_id(operation: CreateGrid, context: CommandContext) -> int | None:
    if operation.parent:
        return find_place(context, operation.parent, operation.as_of)
    coded = coded_place(operation.code) if operation.code else None
    return place_index(context).by_code(coded.parent) if coded and coded.parent else None


def _level_and_code(
    operation: CreateGrid, context: CommandContext, parent_id: int | None
) -> tuple[str, str]:
    """Return level and code, each worked out from the other and the parent where left out."""
    parent = place_index(context).on(parent_id, "") if parent_id is not None else None
    level = operation.level or (_CHILD[parent.level] if parent else None)
    if level is None and operation.code and (coded := coded_place(operation.code)):
        level = coded.level
    if level is None:
        raise PlaceCodeNeeded(name=operation.name)
    if parent:
        check_parent(level, parent.level, parent.name)
    if operation.code:
        return level, operation.code
    if parent is None or level not in ("grid", "micro"):
        raise PlaceCodeNeeded(name=operation.name)
    context.uow.alone("grid")
    used = [code for (code,) in context.read.rows(sql.CODES_UNDER, {"prefix": f"{parent.code}%"})]
    scheme = "micro" if level == "micro" else operation.scheme
    kind: GridKind = operation.kind or ("micro" if level == "micro" else "general")
    return level, next_grid_code(scheme, parent.code, kind, used)


def _below(context: CommandContext, grid_id: int, day: str) -> list[int]:
    """Return the ids of all places under a place on a day, lowest first."""
    rows = context.read.rows(sql.BELOW, {"under_id": grid_id, "day": day})
    return [below for (below,) in rows if below != grid_id]


def _view(context: CommandContext, grid_id: int | None, as_of: date | None) -> GridView:
    context.forget()
    return view_grid(context, grid_id or 0, (as_of or context.today()).isoformat())
