"""The calendar that comes with the program, and what an office laid over it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from gridctl.domain.calendar.days import Calendar
from gridctl.domain.calendar.hours import WorkingHours, parse_hours
from gridctl.domain.calendar.years import YearRule, YearTable, parse_year
from gridctl.foundation.resources import config_path

RuleKind = Literal["calendar.year", "calendar.hours"]


class CalendarRule(NamedTuple):
    """A rule of the office's own about its calendar.

    Attributes:
        kind: what it rules.
        since: the first day it holds for.
        body: its TOML text.
    """

    kind: RuleKind
    since: date
    body: str


@cache
def load_calendar() -> Calendar:
    """Return the shipped calendar; a year's file is read when a day of that year is asked for."""
    return Calendar(shipped_year, shipped_hours())


@cache
def shipped_year(year: int) -> YearTable | None:
    """Return the shipped table of a year, or None where there is none."""
    try:
        text = _read(f"{year:04}")
    except FileNotFoundError:
        return None
    return parse_year(text).table


@cache
def shipped_hours() -> WorkingHours:
    """Return the shipped working hours."""
    return parse_hours(_read("hours"))


def layered(rules: Iterable[CalendarRule]) -> Calendar:
    """Return the shipped calendar with rules laid over it.

    Args:
        rules: lowest first; each takes the place of what lies below from its first day on.

    Raises:
        CalendarMalformed, HoursMalformed: the text of a rule is not understood.
    """
    years: dict[int, list[tuple[date, YearRule]]] = {}
    hours: list[tuple[date, WorkingHours]] = []
    for rule in rules:
        if rule.kind == "calendar.hours":
            del hours[bisect_left(hours, rule.since, key=lambda each: each[0]) :]
            hours.append((rule.since, parse_hours(rule.body)))
        else:
            year = parse_year(rule.body)
            years.setdefault(year.table.year, []).append((rule.since, year))

    def read_year(year: int) -> YearTable | None:
        table = shipped_year(year)
        for since, rule in years.get(year, ()):
            table = rule.over(table, since)
        return table

    return Calendar(read_year, shipped_hours(), hours)


def _read(name: str) -> str:
    return config_path("rules", "calendar", f"{name}.toml").read_text("utf-8")
