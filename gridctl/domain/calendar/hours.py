"""Working hours: several slots a day, seasons of the year, and days of the week of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import tomli

from gridctl.domain.calendar.errors import HoursMalformed, SlotReversed

Slots = tuple[tuple[time, time], ...]

#: Names of the days of the week in data and on the command line, Monday first.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_TIME = r"([0-2]?\d)(?::([0-5]\d))?"
_DAY_SECONDS = 86_400
_MIDNIGHT = [24, 0]
_SLOT = re.compile(rf"{_TIME}\s*[-–—~至]\s*{_TIME}")
_SEASON = re.compile(r"(\d{1,2})-(\d{1,2})\.\.(\d{1,2})-(\d{1,2})")
_LEAP_YEAR = 2000

MonthDay = tuple[int, int]


class Season(NamedTuple):
    """Hours of a part of each year; it may run over New Year.

    Attributes:
        first: month and day it begins on.
        last: month and day of its last day.
        hours: what holds in it; has no seasons of its own.
    """

    first: MonthDay
    last: MonthDay
    hours: WorkingHours

    @property
    def name(self) -> str:
        """Return the season as it is written: ``05-01..09-30``."""
        (month, day), (last_month, last_day) = self.first, self.last
        return f"{month:02}-{day:02}..{last_month:02}-{last_day:02}"

    def covers(self, day: date) -> bool:
        """Tell whether a day lies in the season."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The working slots of a working day, in order, local time.

    Attributes:
        slots: (start, end) pairs that neither touch nor overlap; one that ends at midnight ends
            at 00:00, the midnight after it.
        weekdays: slots of the days of the week that differ, Monday being 0.
        seasons: hours of parts of the year; the first that covers a day holds.
    """

    slots: Slots
    weekdays: Mapping[int, Slots] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()

    def __post_init__(self) -> None:
        for slots in (self.slots, *self.weekdays.values()):
            for slot in slots:
                _in_order(*slot)
            edges = [edge for start, end in slots for edge in (_seconds(start), _ending(end))]
            if not edges or any(a >= b for a, b in pairwise(edges)):
                raise HoursMalformed(text=slots_text(slots) or "-")

    def in_season(self, day: date) -> WorkingHours:
        """Return what holds at the time of year of a day."""
        return next((each.hours for each in self.seasons if each.covers(day)), self)

    def on(self, day: date) -> Slots:
        """Return the slots of a day, if it is a working day."""
        hours = self.in_season(day)
        return hours.weekdays.get(day.weekday(), hours.slots)

    @property
    def seconds_per_day(self) -> int:
        """Return the working seconds of one plain working day outside all seasons."""
        return slot_seconds(self.slots)


def slot_seconds(slots: Slots) -> int:
    """Return how many seconds slots take together."""
    return sum(_ending(end) - _seconds(start) for start, end in slots)


def slots_text(slots: Slots) -> str:
    """Return slots as they are written: ``08:00-12:00 14:00-18:00``."""
    return " ".join(slot_text(start, end) for start, end in slots)


def slot_text(start: time | datetime, end: time | datetime) -> str:
    """Return one slot as it is written; midnight at its end is 24:00."""
    return f"{start:%H:%M}-{'24:00' if end.hour == end.minute == 0 else f'{end:%H:%M}'}"


def ends_at(day: date, end: time) -> datetime:
    """Return when a slot of a day ends, naive local time."""
    return datetime.combine(day, time()) + timedelta(seconds=_ending(end))


def read_slots(text: str) -> Slots:
    """Read slots such as ``08:00-12:00 14:00-18:00``.

    Raises:
        HoursMalformed: another form, or slots out of order or overlapping.
        SlotReversed: a slot over midnight, or with its end first.
    """
    found: list[tuple[time, time]] = []
    plain = unicodedata.normalize("NFKC", text).replace("、", ",").replace(",", " ")
    for part in plain.split():
        match = _SLOT.fullmatch(part)
        if match is None:
            raise HoursMalformed(text=text)
        hour, minute, *last = (int(each or 0) for each in match.groups())
        if hour > 23 or last > _MIDNIGHT:
            raise HoursMalformed(text=text)
        found.append((time(hour, minute), time(last[0] % 24, last[1])))
    return WorkingHours(tuple(found)).slots


def read_season(text: str) -> tuple[MonthDay, MonthDay]:
    """Read a season such as ``05-01..09-30``.

    Raises:
        HoursMalformed: another form, or a day no year has.
    """
    match = _SEASON.fullmatch(text.strip())
    if match is None:
        raise HoursMalformed(text=text)
    month, day, last_month, last_day = map(int, match.groups())
    try:
        first, last = date(_LEAP_YEAR, month, day), date(_LEAP_YEAR, last_month, last_day)
    except ValueError as error:
        raise HoursMalformed(text=text) from error
    return (first.month, first.day), (last.month, last.day)


def with_season(hours: WorkingHours, season: Season) -> WorkingHours:
    """Return hours with a season put in place of those it touches."""
    kept = [each for each in hours.seasons if not _touch(each, season)]
    return replace(hours, seasons=tuple(sorted((*kept, season), key=lambda each: each.first)))


def parse_hours(text: str) -> WorkingHours:
    """Read the TOML text of working hours (``config/rules/calendar/hours.toml``).

    Raises:
        HoursMalformed: it is no TOML, or says something else.
    """
    try:
        return _hours(tomli.loads(text))
    except (tomli.TOMLDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise HoursMalformed(text=str(error)) from error


def hours_text(hours: WorkingHours) -> str:
    """Return the TOML text of working hours, which :func:`parse_hours` reads back."""
    parts = [f"version = 1\n\n{_table(hours)}"]
    for season in hours.seasons:
        first, last = season.name.split("..")
        head = f'[[seasons]]\nfirst = "{first}"\nlast = "{last}"\n'
        parts.append(head + _table(season.hours, "seasons."))
    return "\n".join(parts)


def _table(hours: WorkingHours, under: str = "") -> str:
    lines = [f"slots = {_slots_toml(hours.slots)}\n"]
    if hours.weekdays:
        lines.append(f"[{under}weekdays]\n")
        lines += [
            f"{WEEKDAYS[day]} = {_slots_toml(slots)}\n"
            for day, slots in sorted(hours.weekdays.items())
        ]
    return "".join(lines)


def _slots_toml(slots: Slots) -> str:
    pairs = ", ".join(f"{{ start = {start}, end = {end} }}" for start, end in slots)
    return f"[{pairs}]"


def _hours(table: Mapping[str, Any]) -> WorkingHours:
    weekdays = {
        WEEKDAYS.index(name): _slots(slots) for name, slots in table.get("weekdays", {}).items()
    }
    return WorkingHours(_slots(table["slots"]), weekdays, tuple(_seasons(table)))


def _seasons(table: Mapping[str, Any]) -> Iterable[Season]:
    for season in table.get("seasons", ()):
        first, last = read_season(f"{season['first']}..{season['last']}")
        yield Season(first, last, _hours({**season, "seasons": ()}))


def _slots(slots: Iterable[Mapping[str, time]]) -> Slots:
    return tuple((slot["start"], slot["end"]) for slot in slots)


def _touch(one: Season, other: Season) -> bool:
    edges = ((one, other.first), (one, other.last), (other, one.first), (other, one.last))
    return any(season.covers(date(_LEAP_YEAR, *edge)) for season, edge in edges)


def _in_order(start: time, end: time) -> None:
    if _seconds(start) > _ending(end):
        text, late = slot_text(start, end), slot_text(start, time())
        raise SlotReversed(text=text, late=late, early=slot_text(time(), end))


def _ending(end: time) -> int:
    """Return the seconds of a day up to the end of a slot."""
    return _seconds(end) or _DAY_SECONDS


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
