"""Asking about places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from gridctl.domain.codes.levels import lint_place, place_problems
from gridctl.domain.grids import LEVELS, PlaceClosed
from gridctl.domain.intervals import covers
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.narrowing import narrowing
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.handlers.queries.shape import dated, page_of
from gridctl.operations.base import Finding
from gridctl.operations.queries.grids import (
    GridNode,
    GridPage,
    GridPost,
    GridRow,
    GridTree,
    GridView,
    ListGrids,
    ShowGrid,
    ShowTree,
)
from gridctl.storage.queries import grids as sql
from gridctl.storage.queries.compose import Params


def list_grids(operation: ListGrids, context: QueryContext) -> GridPage:
    """Return a page of places in the order of their codes."""
    day = operation.as_of or context.today()
    params: Params = {
        "day": day.isoformat(),
        "level": operation.level,
        "kind": operation.kind,
        "under": find_place(context, operation.under, day) if operation.under else None,
        "after": operation.after,
        "limit": operation.limit + 1,
        **narrowing("grid", operation.filter, operation.text, context),
    }
    rows = context.read.records(sql.LIST, params, order="code", after=operation.after is not None)
    items, following = page_of(rows, operation.limit, lambda row: str(row["code"]))
    return GridPage(
        items=tuple(GridRow(**dated(row)) for row in items),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_grid(operation: ShowGrid, context: QueryContext) -> GridView:
    """Return one place with its history, aliases and the posts on it."""
    day = operation.as_of or context.today()
    grid_id = find_place(context, operation.place, day)
    view = view_grid(context, grid_id, day.isoformat())
    found = lint_place(view.level, view.code, view.name, [post.role for post in view.posts])
    return view.model_copy(update={"warnings": tuple(map(Finding.of, found))})


def view_grid(context: QueryContext, grid_id: int, day: str) -> GridView:
    """Return the view of a place on an ISO day; of its last day where it is closed by then."""
    index = place_index(context)
    version = index.on(grid_id, day)
    shown = day if covers(version.valid_from, version.valid_to, day) else version.valid_from
    params: Params = {"id": grid_id, "day": shown}
    row = context.read.record(sql.ONE, params)
    if row is None:
        raise PlaceClosed(name=version.name, code=version.code, day=day)
    row.pop("id")
    chain = index.above(grid_id, shown)
    return GridView(
        **dated(row),
        path=tuple(place.name for place in reversed(chain)),
        aliases=tuple(alias for (alias,) in context.read.rows(sql.ALIASES, params)),
        versions=tuple(GridRow(**dated(v)) for v in context.read.records(sql.VERSIONS, params)),
        posts=tuple(GridPost(**dated(post)) for post in context.read.records(sql.POSTS, params)),
        children=context.read.value(sql.CHILDREN, params),
        warnings=tuple(map(Finding.of, place_problems(version.code, version.name))),
    )


def show_tree(operation: ShowTree, context: QueryContext) -> GridTree:
    """Return the tree under a place, parents before children."""
    day = operation.as_of or context.today()
    on = {"day": day.isoformat()}
    root = find_place(context, operation.under, day) if operation.under else None
    rows = {row["id"]: row for row in context.read.records(sql.TREE, on)}
    children: dict[int | None, list[int]] = defaultdict(list)
    for row in rows.values():
        parent = row["parent_id"] if row["parent_id"] in rows else None
        children[parent].append(row["id"])
    below = _all_below(rows, children, context.read.rows(sql.POSTED, on))
    starts = [root] if root is not None else children[None]
    nodes = [
        GridNode(
            code=rows[i]["code"], name=rows[i]["name"], level=rows[i]["level"], depth=depth,
            children=len(children[i]), grids=below[i].grids, staff=len(below[i].staff),
            findings=below[i].findings,
        )
        for i, depth in _walk(starts, children, operation.depth)
    ]  # fmt: skip
    return GridTree(items=tuple(nodes), total=len(nodes))


def _walk(
    starts: list[int], children: dict[int | None, list[int]], depth: int | None
) -> Iterator[tuple[int, int]]:
    stack = [(start, 0) for start in reversed(starts)]
    while stack:
        current, level = stack.pop()
        yield current, level
        if depth is None or level < depth:
            stack.extend((child, level + 1) for child in reversed(children[current]))


class _Below(NamedTuple):
    """What a place and all below it come to; of the staff their ids, each once."""

    grids: int
    staff: frozenset[int]
    findings: int


def _all_below(
    rows: dict[int, dict[str, Any]],
    children: dict[int | None, list[int]],
    posts: Iterable[tuple[int, int, str]],
) -> dict[int, _Below]:
    """Return what each place comes to, with what lies under it."""
    posted: dict[int, set[int]] = defaultdict(set)
    roles: dict[int, set[str]] = defaultdict(set)
    for grid_id, staff_id, role in posts:
        posted[grid_id].add(staff_id)
        roles[grid_id].add(role)
    found: dict[int, _Below] = {}
    for row in sorted(rows.values(), key=lambda row: -LEVELS.index(row["level"])):
        own, level = row["id"], row["level"]
        lower = [found[child] for child in children[own] if child in found]
        found[own] = _Below(
            int(level == "grid") + sum(each.grids for each in lower),
            frozenset(posted[own]).union(*(each.staff for each in lower)),
            len(lint_place(level, row["code"], row["name"], roles[own]))
            + sum(each.findings for each in lower),
        )
    return found
