"""Time limits: reading their wording, and counting from a start to a deadline.

Clock kinds, wordings and worked examples: domain.md 6.1 and 6.3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.scale import office_day, office_seconds, office_time
from gridctl.domain.errors import Invalid
from gridctl.domain.names import NUMERALS, numeral
from gridctl.foundation.i18n import N_

ClockKind = Literal[
    "urgent_minute",
    "urgent_hour",
    "urgent_day",
    "work_hour",
    "work_day_running",
    "work_day_calendar",
    "natural_day",
]

#: What each clock counts.
CLOCK_NAMES: Mapping[str, str] = {
    "urgent_minute": N_("minutes of the wall clock"),
    "urgent_hour": N_("hours of the wall clock"),
    "urgent_day": N_("urgent days of 24 hours"),
    "natural_day": N_("days of 24 hours"),
    "work_hour": N_("working hours"),
    "work_day_running": N_("working days from the start on"),
    "work_day_calendar": N_("whole working days from the next day on"),
}
_HOUR = 3600
_WALL_SECONDS: dict[ClockKind, int] = {
    "urgent_minute": 60,
    "urgent_hour": _HOUR,
    "urgent_day": 24 * _HOUR,
    "natural_day": 24 * _HOUR,
}

#: Behind an English word stands no other letter.
_WORD_ENDS = r"(?![A-Za-z])"
#: Wording of a unit -> clock; the first that fits wins, so the longer wordings stand first.
# A bare 天 or 小时 is working time and a bare 日 is not: city standards write them so (6.1).
# In English it is always said which days or hours are meant: 24h is not understood.
# There is no clock of working minutes: stage limits given in minutes run on the wall clock (6.4).
_UNITS: tuple[tuple[str, ClockKind], ...] = (
    (r"紧急(?:工作)?分钟?|分钟", "urgent_minute"),
    (r"紧急(?:工作)?小?时", "urgent_hour"),
    (r"紧急(?:工作)?[日天]", "urgent_day"),
    (rf"工作小?时|小时|(?i:wh|workinghours?){_WORD_ENDS}", "work_hour"),
    (rf"工作[日天]|天|(?i:wd|workingdays?){_WORD_ENDS}", "work_day_running"),
    (rf"自然[日天]|日历[日天]|日|(?i:calendardays?){_WORD_ENDS}", "natural_day"),
)

_NUMBER = rf"\d{{1,4}}(?:\.\d{{1,2}})?|[半{NUMERALS}]+"
_UNIT = "|".join(f"(?P<{kind}>{words})" for words, kind in _UNITS)
# What stands before may make the number the end of a range, an ordinal or a repetition.
_LIMIT = re.compile(rf"(?<![\d半{NUMERALS}.+~/至到或、第每-])(?P<number>{_NUMBER})个?(?:{_UNIT})")
_NEXT_DAY = re.compile(r"次日")
# Anything that would change the meaning of what was read makes the whole text unreadable.
_CONTRADICTION = re.compile(
    rf"\d|半|紧急|工作[日天小时]|自然[日天小时]|日历|[年月周前]|以上|[{NUMERALS}]个?[日天]"
)
# Of a working clock these say that days off count.
_DAYS_OFF_TOO = re.compile(r"(?<!不)(?<!不包)含(?:双休|周末|法定|公休|休息|节)|不分(?:昼夜|节)")


class LimitUnreadable(Invalid):
    """A time limit is worded in a way that is not understood; it is never guessed."""

    message = N_("{text} is not a time limit.")
    hint = N_(
        "Write for example 4小时 (4wh), 2工作日 (2wd), 2紧急工作时, 15自然日, 次日起5个工作日."
    )


class Limit(NamedTuple):
    """An amount of time on a clock.

    Attributes:
        kind: the clock that counts.
        amount: how many minutes, hours or days of that clock, above zero.
    """

    kind: ClockKind
    amount: Decimal


def parse_limit(text: str) -> Limit:
    """Read the wording of a time limit (domain.md 6.1), such as ``2紧急工作时`` or ``24小时内``.

    Words around the limit are allowed where they do not change it. ``次日起`` ("from the next
    day") makes whole working days count by the calendar.

    Raises:
        LimitUnreadable: no limit, more than one, or one that contradicts itself.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    limit = _read_limit(plain)
    if limit is None:
        raise LimitUnreadable(text=text.strip())
    return limit


def _read_limit(plain: str) -> Limit | None:
    match = _LIMIT.search(plain)
    if not match or _CONTRADICTION.search(f"{plain[: match.start()]} {plain[match.end() :]}"):
        return None
    kind: ClockKind = next(kind for _, kind in _UNITS if match[kind])
    if kind not in _WALL_SECONDS and _DAYS_OFF_TOO.search(plain):
        return None
    amount = _amount(match["number"])
    if _NEXT_DAY.search(plain):
        whole = amount is not None and amount == int(amount)
        if kind != "work_day_running" or not whole:
            return None
        kind = "work_day_calendar"
    return Limit(kind, amount) if amount else None


def _amount(text: str) -> Decimal | None:
    if text == "半":
        return Decimal("0.5")
    if text[0].isdigit():
        return Decimal(text)
    number = numeral(text)
    return None if number is None else Decimal(number)


def is_working(limit: Limit) -> bool:
    """Tell whether a limit is counted by the working calendar, not by the wall clock."""
    return limit.kind not in _WALL_SECONDS


def deadline(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """Return the instant a limit that starts at ``start`` runs out.

    Args:
        start: local time of the office; the result is in the same zone, or naive as it is.
        limit: the time allowed.
        calendar: working days and hours of the office.

    Raises:
        CalendarMissing: a working clock runs into a year without a table.
    """
    if not is_working(limit):
        return start + timedelta(seconds=int(limit.amount * _WALL_SECONDS[limit.kind]))
    # Counting from days that are known would miss a year before the one that was asked about.
    calendar.table(start.year)
    local = deadline_at(office_seconds(start.replace(tzinfo=None)), limit, calendar)
    return office_time(local).replace(tzinfo=start.tzinfo)


def deadline_at(start: int, limit: Limit, calendar: Calendar) -> int:
    """Return the instant a limit runs out, both in UTC seconds.

    A working clock that ends exactly at the end of a slot stays there (domain.md 6.3).

    Raises:
        CalendarMissing: a working clock runs into a year without a table.
    """
    if limit.kind == "work_day_calendar":
        return office_seconds(calendar.close_after(office_day(start), int(limit.amount)))
    return _after(start, limit_seconds(start, limit, calendar), limit, calendar)


def term(start: int, limit: Limit, calendar: Calendar) -> tuple[int, int]:
    """Return when a limit runs out and how long it is on its own clock, both worked out once.

    The same as :func:`deadline_at` and :func:`limit_seconds`.

    Raises:
        CalendarMissing: a working clock runs into a year without a table.
    """
    if limit.kind == "work_day_calendar":
        due = deadline_at(start, limit, calendar)
        return due, calendar.scale.working_seconds(start, due)
    seconds = limit_seconds(start, limit, calendar)
    return _after(start, seconds, limit, calendar), seconds


def _after(start: int, seconds: int, limit: Limit, calendar: Calendar) -> int:
    """Return the instant at which a clock that counts seconds has counted so many."""
    if limit.kind in _WALL_SECONDS:
        return start + seconds
    return calendar.scale.add_working_seconds(start, seconds)


def limit_seconds(start: int, limit: Limit, calendar: Calendar) -> int:
    """Return how long a limit is on its own clock: working seconds, or seconds of the wall clock.

    A running working day is as long as the office works at the time of year it starts in. A
    limit by whole working days lasts from its start to the close of its last day.

    Raises:
        CalendarMissing: a limit by whole working days runs into a year without a table.
    """
    if limit.kind == "work_day_calendar":
        return calendar.scale.working_seconds(start, deadline_at(start, limit, calendar))
    if limit.kind in _WALL_SECONDS:
        return int(limit.amount * _WALL_SECONDS[limit.kind])
    if limit.kind == "work_hour":
        return int(limit.amount * _HOUR)
    return int(limit.amount * calendar.day_seconds(office_day(start)))


def shortest_seconds(limit: Limit) -> int:
    """Return how long a limit lasts at the least, in seconds of the wall clock.

    Whole days may end soon after they began.
    """
    if limit.kind in _WALL_SECONDS:
        return int(limit.amount * _WALL_SECONDS[limit.kind])
    return int(limit.amount * _HOUR) if limit.kind == "work_hour" else 0


def add_working_seconds(start: datetime, seconds: int, calendar: Calendar) -> datetime:
    """Return the instant by which so many working seconds have passed since ``start``.

    Raises:
        CalendarMissing: the way leads into a year without a table.
    """
    begun = office_seconds(start.replace(tzinfo=None))
    ended = calendar.scale.add_working_seconds(begun, seconds)
    return office_time(ended).replace(tzinfo=start.tzinfo)


def working_slots(start: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """Yield the working slots from ``start`` on, the first one cut to begin no earlier.

    Naive local time throughout. Endless, until a year without a table ends it.

    Raises:
        CalendarMissing: that year was reached.
    """
    day = start.date()
    while True:
        for begin, end in calendar.slots(day):
            if start < end:
                yield max(start, begin), end
        day += timedelta(days=1)
