"""Changing the office's calendar: every change is a rule of its own beside the earlier ones."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from gridctl.operations.base import Command, View
from gridctl.operations.commands.clocks import RuleText

DayKind = Literal["working", "weekend", "off", "makeup"]
Status = Literal["official", "provisional", "missing"]


class DayShift(View):
    """A day that becomes other than it was; ``before`` is null where nothing was known of it."""

    day: date
    before: DayKind | None
    after: DayKind
    occasion: dict[str, str] | None


class YearShift(View):
    """A year whose table changes, with its notice and how well it is known."""

    year: int
    before: Status
    after: Status
    notice: str


class CalendarChange(View):
    """What a change of the calendar does; with nothing to change, nothing was adopted.

    ``rules`` are the texts it adopts, for asking what they would do to deadlines.

    Hours are written as ``08:00-12:00 14:00-18:00``, season by season.
    """

    place_name: str | None
    valid_from: date | None
    rules: tuple[RuleText, ...] = ()
    years: tuple[YearShift, ...] = ()
    days: tuple[DayShift, ...] = ()
    hours_before: dict[str, str] = Field(default_factory=dict)
    hours_after: dict[str, str] = Field(default_factory=dict)
    adopted: bool


class AdoptNotice(
    Command[CalendarChange], route="POST /calendar/notices", permission="calendar.edit"
):
    """Read the wording of a holiday notice and adopt what it arranges.

    ``place`` makes it a holiday of that county or town alone. Days before ``valid_from`` stay as
    they were; without it, a notice that changes days that have passed is refused.
    """

    text: str = Field(min_length=1, max_length=100_000)
    year: int | None = Field(default=None, ge=1949, le=2199)
    provisional: bool = False
    place: str | None = None
    valid_from: date | None = None


class SetHours(Command[CalendarChange], route="POST /calendar/hours", permission="calendar.edit"):
    """Set working hours from a day on (today), all year or for a season.

    ``slots`` are written as ``08:00-12:00 14:00-18:00``, ``season`` as ``05-01..09-30``;
    ``weekdays`` (mon to sun) limits the change to these. ``all_year`` drops every season.
    """

    slots: str = Field(min_length=1, max_length=200)
    season: str | None = None
    weekdays: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    all_year: bool = False
    place: str | None = None
    valid_from: date | None = None
