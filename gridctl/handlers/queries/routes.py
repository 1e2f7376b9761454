"""Asking about routes."""

from __future__ import annotations

from typing import Any

from gridctl.domain.routes import RouteNotFound, route_id, route_name
from gridctl.handlers.queries.categories import category_ids
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.shape import dated, page_of
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.queries.routes import (
    ListRoutes,
    PreviewRoute,
    RoutePage,
    RoutePreview,
    RouteRow,
    RouteView,
    ShowRoute,
)
from gridctl.storage.queries import routes as sql


def list_routes(operation: ListRoutes, context: QueryContext) -> RoutePage:
    """Return a page of routes."""
    category, place = operation.category, operation.place
    params: dict[str, Any] = {
        "day": context.today().isoformat(),
        "category_ids": category_ids(context, category) if category else None,
        "place_id": find_place(context, place) if place else None,
        "unit_id": find_unit(context, operation.unit) if operation.unit else None,
        "as_of": operation.as_of.isoformat() if operation.as_of else None,
        "limit": operation.limit + 1,
    }
    if operation.after:
        params["after_1"] = route_id(operation.after)
    rows = context.read.records(sql.LIST, params, order="made", after=operation.after is not None)
    items, following = page_of(rows, operation.limit, lambda row: str(row["id"]))
    return RoutePage(
        items=tuple(RouteRow(**_shaped(row)) for row in items),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_route(operation: ShowRoute, context: QueryContext) -> RouteView:
    """Return one route."""
    return view_route(context, route_id(operation.route_no))


def preview_route(operation: PreviewRoute, context: QueryContext) -> RoutePreview:
    """Return the tickets that would go elsewhere."""
    from gridctl.handlers.queries.route_preview import preview

    return preview(operation, context)


def view_route(context: QueryContext, number: int) -> RouteView:
    """Return the view of a route by its id.

    Raises:
        RouteNotFound: there is none.
    """
    row = context.read.record(sql.ONE, {"id": number, "day": context.today().isoformat()})
    if row is None:
        raise RouteNotFound(route=route_name(number))
    return RouteView(**_shaped(row))


def _shaped(row: dict[str, Any]) -> dict[str, Any]:
    return dated(row) | {"route": route_name(row["id"])}
