"""Making and changing routes."""

from __future__ import annotations

from typing import Any

from gridctl.domain.intervals import EVER, FOREVER
from gridctl.domain.limits import parse_limit
from gridctl.domain.routes import (
    RouteEndsEarly,
    RouteExists,
    RouteNotFound,
    RouteUnbound,
    route_id,
    route_name,
)
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.categories import find_category
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.routes import view_route
from gridctl.handlers.queries.ticket_routing import routes_of
from gridctl.handlers.queries.unit_index import find_unit, unit_index
from gridctl.operations.commands.routes import CreateRoute, EditRoute, EndRoute
from gridctl.operations.queries.routes import RouteView
from gridctl.storage.repositories.routes import Routes
from gridctl.storage.tables.desk import Route


def create_route(operation: CreateRoute, context: CommandContext) -> RouteView:
    """Make a route; two for the same category and place do not hold at once."""
    if not (operation.category or operation.place):
        raise RouteUnbound
    category, place = operation.category, operation.place
    facts: dict[str, Any] = {
        "category_id": find_category(context, category) if category else None,
        "place_id": find_place(context, place, operation.valid_from) if place else None,
        "unit_id": find_unit(context, operation.unit),
        "limit_text": _limit(operation.limit_text),
        "valid_from": operation.valid_from.isoformat() if operation.valid_from else EVER,
        "valid_to": operation.valid_to.isoformat() if operation.valid_to else FOREVER,
        "note": operation.note,
    }
    _check_span(facts["valid_from"], facts["valid_to"])
    _check_alone(context, facts)
    return _view(context, Routes(context.uow).create(facts))


def edit_route(operation: EditRoute, context: CommandContext) -> RouteView:
    """Change a route's unit, limit or note."""
    route = _route(operation, context)
    changes = operation.model_dump(include={"note", "limit_text"}, exclude_none=True)
    if operation.limit_text:
        _limit(operation.limit_text)
    if operation.unit:
        changes["unit_id"] = find_unit(context, operation.unit)
    Routes(context.uow).change(route, changes)
    return _view(context, route)


def end_route(operation: EndRoute, context: CommandContext) -> RouteView:
    """End a route on a day, the first it no longer holds."""
    route = _route(operation, context)
    end = operation.as_of.isoformat()
    _check_span(route.valid_from, end)
    if end > route.valid_to:
        facts = route.model_dump() | {"valid_from": route.valid_to, "valid_to": end}
        _check_alone(context, facts, but=route.id)
    Routes(context.uow).change(route, {"valid_to": end})
    return _view(context, route)


def _route(operation: EditRoute | EndRoute, context: CommandContext) -> Route:
    number = route_id(operation.route_no)
    route = Routes(context.uow).get(number)
    if route is None:
        raise RouteNotFound(route=route_name(number))
    check_seen(route, operation, context)
    return route


def _limit(text: str) -> str:
    if text:
        parse_limit(text)
    return text


def _check_span(start: str, end: str) -> None:
    if start >= end:
        raise RouteEndsEarly(start=start, end=end)


def _check_alone(context: CommandContext, facts: dict[str, Any], but: int | None = None) -> None:
    """Refuse a route that would hold together with another for the same category and place."""
    for other in routes_of(context):
        same = (other.category_id, other.place_id) == (facts["category_id"], facts["place_id"])
        overlaps = other.valid_from < facts["valid_to"] and facts["valid_from"] < other.valid_to
        if same and overlaps and other.id != but:
            unit = unit_index(context).by_id(other.unit_id).name
            raise RouteExists(route=route_name(other.id), unit=unit)


def _view(context: CommandContext, route: Route) -> RouteView:
    context.forget()
    return view_route(context, route.id or 0)
