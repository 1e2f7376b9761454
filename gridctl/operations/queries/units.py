"""Asking about units."""

from __future__ import annotations

from gridctl.domain.units import UnitLevel
from gridctl.operations.base import AfterText, Filter, Limit, Page, Query, View


class UnitRow(View):
    """A unit; ``provisional`` where a file named it and nobody has confirmed it yet."""

    code: str
    name: str
    level: UnitLevel | None
    place_code: str | None
    place_name: str | None
    parent_code: str | None
    parent_name: str | None
    provisional: bool


class UnitPage(Page):
    """One page of units."""

    items: tuple[UnitRow, ...]


class UnitView(UnitRow):
    """Everything about one unit; the counts are of tickets it leads."""

    aliases: tuple[str, ...]
    children: int
    staff: int
    tickets: int
    tickets_open: int
    revision: int


class ListUnits(Query[UnitPage], route="GET /units", permission="unit.read"):
    """List units in the order of their codes."""

    text: str | None = None
    level: UnitLevel | None = None
    provisional: bool | None = None
    filter: Filter | None = None
    limit: Limit = 200
    after: AfterText | None = None


class ShowUnit(Query[UnitView], route="GET /unit", permission="unit.read"):
    """Show one unit, found by code, name or alias."""

    unit: str
