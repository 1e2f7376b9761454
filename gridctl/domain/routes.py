"""Routing: category and place decide which unit handles a ticket, with which limit.

The nearest category decides, then the nearest place: a route for a subclass goes before one for
its class wherever that one holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gridctl.domain.errors import Conflict, Invalid, NotFound
from gridctl.domain.intervals import covers
from gridctl.foundation.i18n import N_

#: How far back a preview looks at tickets that are closed already.
PREVIEW_DAYS = 90
_NUMBER = re.compile(r"R?([1-9]\d{0,8})", re.ASCII)


class RouteNotFound(NotFound):
    """No route has this number."""

    message = N_("There is no route {route}.")
    hint = N_("'<route list>' shows all.")


class RouteExists(Conflict):
    """Two routes for the same category and place would hold at once."""

    message = N_("Route {route} holds for the same category and place: {unit}.")
    hint = N_("Change it with '<route edit {route}>', or end it first.")


class RouteEndsEarly(Invalid):
    """A route holds for one day at least."""

    message = N_("A route cannot hold from {start} and end on {end}.")


class RouteUnbound(Invalid):
    """A route for everything everywhere says nothing."""

    message = N_("A route needs a category or a place.")


class Route(NamedTuple):
    """Where tickets of a category at a place go.

    Attributes:
        id: 0 for one that is only tried.
        category_id, place_id: None for any.
        unit_id: who handles them.
        limit_text: their limit as worded; "" leaves that of the filing condition.
        valid_from, valid_to: ISO days, the end not included.
    """

    id: int
    category_id: int | None
    place_id: int | None
    unit_id: int
    limit_text: str
    valid_from: str
    valid_to: str


def route_name(route_id: int) -> str:
    """Return the number of a route as people read it: ``R12``."""
    return f"R{route_id}"


def route_id(text: str) -> int:
    """Return the id behind ``R12`` or ``12``.

    Raises:
        RouteNotFound: the text is no such number.
    """
    match = _NUMBER.fullmatch(text.strip().upper())
    if not match:
        raise RouteNotFound(route=text)
    return int(match[1])


def choose(
    routes: Iterable[Route], categories: Sequence[int], places: Sequence[int], day: str
) -> Route | None:
    """Return the route that decides about a ticket on an ISO day, or None.

    Args:
        routes: all there are.
        categories: the ticket's category and those above it, lowest first.
        places: its places, lowest first.
        day: the day it is given out.
    """
    by_category = {each: depth for depth, each in enumerate(categories)}
    by_place = {each: depth for depth, each in enumerate(places)}
    anything, anywhere = len(categories), len(places)
    fitting = [
        (
            anything if route.category_id is None else by_category[route.category_id],
            anywhere if route.place_id is None else by_place[route.place_id],
            route.id,
            route,
        )
        for route in routes
        if (route.category_id is None or route.category_id in by_category)
        and (route.place_id is None or route.place_id in by_place)
        and covers(route.valid_from, route.valid_to, day)
    ]
    return min(fitting)[-1] if fitting else None
