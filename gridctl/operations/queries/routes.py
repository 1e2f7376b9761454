"""Asking about routes."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from gridctl.operations.base import AfterPair, Limit, Page, Query, Slug, View


class RouteRow(View):
    """Where tickets go; a blank category or place is any, a blank limit that of the condition."""

    route: str
    category: str | None
    place: str | None
    unit: str
    limit_text: str
    valid_from: date | None
    valid_to: date | None
    note: str


class RoutePage(Page):
    """One page of routes."""

    items: tuple[RouteRow, ...]


class RouteView(RouteRow):
    """Everything about one route; ``valid_to`` is the first day it no longer holds."""

    category_code: str | None
    place_code: str | None
    unit_code: str
    revision: int


class MovedTicket(View):
    """A ticket that would go to another unit."""

    serial_no: str
    title: str
    state: str
    category: str | None
    unit: str | None
    reported_at: datetime


class MovedCount(View):
    """How many tickets would leave a unit; a blank unit had none yet."""

    unit: str | None
    to_unit: str
    open: int
    closed: int


class RoutePreview(Page):
    """Who would be hit: counts over all, and one page of the tickets.

    ``open`` counts tickets that are not closed, ``closed`` those closed ones that were reported
    within the days a preview looks back.
    """

    items: tuple[MovedTicket, ...]
    units: tuple[MovedCount, ...]
    open: int
    closed: int
    since: date


class ListRoutes(Query[RoutePage], route="GET /routes", permission="route.read"):
    """List routes in the order they were made; ``as_of`` leaves those that hold on a day."""

    category: str | None = None
    place: str | None = None
    unit: str | None = None
    as_of: date | None = None
    limit: Limit = 200
    after: str | None = Field(default=None, pattern=r"^R[0-9]{1,18}$")


class ShowRoute(Query[RouteView], route="GET /routes/{route_no}", permission="route.read"):
    """Show one route by its number, such as R12."""

    route_no: Slug


class PreviewRoute(Query[RoutePreview], route="GET /route-preview", permission="route.read"):
    """Say which tickets would go elsewhere.

    With ``unit`` as if a route to it were made now, without it by the routes there are.
    """

    category: str | None = None
    place: str | None = None
    unit: str | None = None
    limit: Limit = 200
    after: AfterPair | None = None
