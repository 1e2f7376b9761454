"""Who would be hit by a route: the tickets that would go to another unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from gridctl.domain.intervals import EVER, FOREVER
from gridctl.domain.routes import PREVIEW_DAYS, Route
from gridctl.handlers.queries.categories import category_ids, find_category
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.shape import instant
from gridctl.handlers.queries.ticket_filters import place_columns
from gridctl.handlers.queries.ticket_routing import handling_of, route_of, routes_of
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.handlers.queries.unit_index import find_unit, unit_index
from gridctl.operations.queries.routes import (
    MovedCount,
    MovedTicket,
    PreviewRoute,
    RoutePreview,
)
from gridctl.storage.queries import routes as sql

_AT_ONCE = 1_000
#: What decides where a ticket goes.
_DECIDING = ("category_id", "condition_id", "county_id", "town_id", "village_id", "grid_id")


def preview(operation: PreviewRoute, context: QueryContext) -> RoutePreview:
    """Return counts over all tickets concerned, and one page of those that would move."""
    routing = _Routing(operation, context)
    units: dict[tuple[int | None, int], list[int]] = defaultdict(lambda: [0, 0])
    for group in context.read.records(sql.GROUPS, routing.scope):
        target = routing.target(group)
        if target is not None:
            counts = units[group["lead_unit_id"], target]
            counts[0] += group["open"]
            counts[1] += group["closed"]
    moved = routing.moved(operation.after)
    page = [row for row, _ in zip(moved, range(operation.limit + 1), strict=False)]
    last = page[operation.limit - 1] if len(page) > operation.limit else None
    counted = tuple(routing.count(*each) for each in sorted(units.items(), key=_size))
    return RoutePreview(
        items=tuple(routing.view(row) for row in page[: operation.limit]),
        next=None if last is None else f"{last['reported_at']}.{last['id']}",
        units=counted,
        open=sum(row.open for row in counted),
        closed=sum(row.closed for row in counted),
        total=sum(row.open + row.closed for row in counted),
        since=context.today() - timedelta(PREVIEW_DAYS),
    )


def _size(item: tuple[tuple[int | None, int], list[int]]) -> tuple[int, int, int]:
    (unit_id, target), counts = item
    return -sum(counts), unit_id or 0, target


class _Routing:
    """The routes as they would be, and the tickets they are about."""

    def __init__(self, operation: PreviewRoute, context: QueryContext) -> None:
        self._context = context
        self._routes = routes_of(context)
        self._tried = _tried(operation, context)
        if self._tried:
            self._routes += (self._tried,)
        self._show = discretion(context)
        self._targets: dict[tuple[int | None, ...], int | None] = {}
        self.scope = _scope(operation, context)

    def target(self, ticket: Mapping[str, Any]) -> int | None:
        """Return the unit a ticket would go to instead of the one it has, or None."""
        key = tuple(ticket[name] for name in _DECIDING)
        if key not in self._targets:
            self._targets[key] = self._target(ticket)
        unit_id = self._targets[key]
        return None if unit_id == ticket["lead_unit_id"] else unit_id

    def _target(self, ticket: Mapping[str, Any]) -> int | None:
        if self._tried is None:
            return handling_of(self._context, {**ticket, "lead_unit_id": None}).unit_id
        decides = route_of(self._context, ticket, self._routes)
        return self._tried.unit_id if decides == self._tried else None

    def moved(self, after: str | None) -> Iterator[dict[str, Any]]:
        """Yield the tickets that would move, newest first."""
        params: dict[str, Any] = self.scope | {"limit": _AT_ONCE}
        while True:
            if after:
                params["after_1"], params["after_2"] = map(int, after.split("."))
            rows = self._context.read.records(
                sql.CONCERNED, params, order="newest", after=bool(after)
            )
            yield from (row for row in rows if self.target(row) is not None)
            if len(rows) < _AT_ONCE:
                return
            after = f"{rows[-1]['reported_at']}.{rows[-1]['id']}"

    def view(self, row: dict[str, Any]) -> MovedTicket:
        """Return a ticket that would move."""
        return MovedTicket(**self._show(row) | {"reported_at": instant(row["reported_at"])})

    def count(self, units: tuple[int | None, int], counts: list[int]) -> MovedCount:
        """Return how many would leave one unit for another."""
        index = unit_index(self._context)
        unit_id, target = units
        return MovedCount(
            unit=None if unit_id is None else index.by_id(unit_id).name,
            to_unit=index.by_id(target).name,
            open=counts[0],
            closed=counts[1],
        )


def _tried(operation: PreviewRoute, context: QueryContext) -> Route | None:
    if operation.unit is None:
        return None
    return Route(
        id=0,
        category_id=find_category(context, operation.category) if operation.category else None,
        place_id=find_place(context, operation.place) if operation.place else None,
        unit_id=find_unit(context, operation.unit),
        limit_text="",
        valid_from=EVER,
        valid_to=FOREVER,
    )


def _scope(operation: PreviewRoute, context: QueryContext) -> dict[str, Any]:
    """Return the parameters that leave the tickets of a category at a place."""
    since = (context.today() - timedelta(PREVIEW_DAYS)).isoformat()
    scope: dict[str, Any] = {"since": since}
    if operation.category:
        scope["category_ids"] = category_ids(context, operation.category)
    if operation.place:
        scope |= place_columns(operation.place, context)
    return scope
