"""Asking about the office's calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from gridctl.operations.base import Query, View

CalendarKind = Literal["calendar.year", "calendar.hours"]


class CalendarRuleView(View):
    """A rule of the office's own about its calendar.

    ``name`` is the year a ``calendar.year`` rules. ``body`` is its TOML text, laid over what is
    below it from ``valid_from`` on; null means ever. Without a place it holds for the office.
    """

    kind: CalendarKind
    name: str
    place_code: str | None
    place_name: str | None
    valid_from: date | None
    version: int
    body: str
    adopted_at: datetime
    adopted_by: str


class CalendarRules(View):
    """The rules that hold for a place, lowest first; the shipped calendar lies below them all."""

    place_name: str | None
    items: tuple[CalendarRuleView, ...]


class ShowCalendar(Query[CalendarRules], route="GET /calendar", permission="calendar.read"):
    """Show what the office laid over the shipped calendar, as it holds for a place.

    Without a place: for the county where there is only one, else for the office.
    """

    place: str | None = None
