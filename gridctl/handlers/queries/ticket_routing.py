"""Where a ticket goes by itself: by a route, else by its filing condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from gridctl.domain.routes import Route, choose, route_name
from gridctl.handlers.queries.category_index import category_index, filing_conditions
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.storage.queries import routes as sql


class Handling(NamedTuple):
    """The unit and limit a ticket is given out with where nobody says other.

    Attributes:
        unit_id: None where nothing names a unit.
        limit: as worded, "" where nothing sets one.
        routed_by: what named the unit: the ``ticket`` itself, the number of a route, the filing
            ``condition``, or "".
    """

    unit_id: int | None
    limit: str
    routed_by: str


def handling_of(context: QueryContext, ticket: Mapping[str, Any]) -> Handling:
    """Return how a ticket is handled by itself.

    The unit the ticket has goes before a route, that before the unit of the filing condition: the
    one chosen, else the only one of the category. The limit of a route holds where the route
    decides the unit.

    Args:
        context: where to look.
        ticket: columns of the ticket.
    """
    condition = _condition(context, ticket)
    limit = condition["limit_text"] if condition else ""
    if ticket["lead_unit_id"] is not None:
        return Handling(ticket["lead_unit_id"], limit, "ticket")
    if route := route_of(context, ticket, routes_of(context)):
        return Handling(route.unit_id, route.limit_text or limit, route_name(route.id))
    if condition and condition["lead_unit"]:
        found = unit_index(context).recognise(condition["lead_unit"], near=_places(context, ticket))
        if isinstance(found, int):
            return Handling(found, limit, "condition")
    return Handling(None, limit, "")


def routes_of(context: QueryContext) -> tuple[Route, ...]:
    """Return all routes of the office, kept until the data change."""
    return context.remembered("routes", lambda: tuple(map(Route._make, context.read.rows(sql.ALL))))


def route_of(
    context: QueryContext, ticket: Mapping[str, Any], routes: tuple[Route, ...]
) -> Route | None:
    """Return the route that decides today about a ticket, or None."""
    if not routes:
        return None
    category = ticket["category_id"]
    categories = [] if category is None else category_index(context).above(category)
    return choose(routes, categories, _places(context, ticket), context.today().isoformat())


def _condition(context: QueryContext, ticket: Mapping[str, Any]) -> dict[str, Any] | None:
    rows = filing_conditions(context, ticket["category_id"])
    chosen = [row for row in rows if row["id"] == ticket["condition_id"]]
    if chosen or len(rows) == 1:
        return (chosen or rows)[0]
    return None


def _places(context: QueryContext, ticket: Mapping[str, Any]) -> list[int]:
    lowest = ticket["grid_id"] or ticket["village_id"] or ticket["town_id"] or ticket["county_id"]
    if lowest is None:
        return []
    return [place.id for place in place_index(context).above(lowest, ticket["reported_on"])]
