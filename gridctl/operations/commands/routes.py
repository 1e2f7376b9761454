"""Making and changing routes."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from gridctl.operations.base import Command, Slug
from gridctl.operations.queries.routes import RouteView


class CreateRoute(Command[RouteView], route="POST /routes", permission="route.edit"):
    """Have tickets of a category at a place go to a unit from a day on (from ever without)."""

    category: str | None = None
    place: str | None = None
    unit: str
    limit_text: str = Field(default="", max_length=40)
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = Field(default="", max_length=2_000)


class EditRoute(Command[RouteView], route="PATCH /routes/{route_no}", permission="route.edit"):
    """Change a route; tickets given out already stay where they are."""

    route_no: Slug
    unit: str | None = None
    limit_text: str | None = Field(default=None, max_length=40)
    note: str | None = Field(default=None, max_length=2_000)
    if_match: int | None = None


class EndRoute(Command[RouteView], route="POST /routes/{route_no}/end", permission="route.edit"):
    """End a route: ``as_of`` is the first day it no longer holds."""

    route_no: Slug
    as_of: date
    if_match: int | None = None
