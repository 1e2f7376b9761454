"""From a notice to the rules an office adopts, and what they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

from gridctl.domain.calendar.days import NEXT_NOTICE, Calendar
from gridctl.domain.calendar.errors import HolidayUnknown
from gridctl.domain.calendar.names import publisher_label, unnamed_label
from gridctl.domain.calendar.notice import Arrangement, HolidayNotice
from gridctl.domain.calendar.years import Label, Notice, Status, YearRule, YearTable
from gridctl.foundation.i18n import N_

DayKind = Literal["working", "weekend", "off", "makeup"]

KIND_NAMES: dict[str, str] = {
    "working": N_("working day"),
    "weekend": N_("weekend"),
    "off": N_("holiday"),
    "makeup": N_("make-up day"),
}
STATUS_NAMES: dict[str, str] = {
    "official": N_("official"),
    "provisional": N_("provisional"),
    "missing": N_("missing"),
}

_NEW_YEAR = "元旦"
_DAY = timedelta(days=1)
_SATURDAY = 5

Days = dict[date, Label]


class DayChange(NamedTuple):
    """A day that becomes other than it was; ``before`` is None where nothing was known of it."""

    day: date
    before: DayKind | None
    after: DayKind
    occasion: Label | None


def day_kind(calendar: Calendar, day: date) -> DayKind:
    """Return what kind of day a day is.

    Raises:
        CalendarMissing: the year has no table.
    """
    if calendar.is_workday(day):
        return "makeup" if day.weekday() >= _SATURDAY else "working"
    return "off" if calendar.occasion(day) else "weekend"


def notice_rules(notice: HolidayNotice, calendar: Calendar, status: Status) -> tuple[YearRule, ...]:
    """Return the rules a notice comes to: its year, and days of the December before.

    A notice about single holidays takes the place of what was arranged for them before.

    Raises:
        CalendarMissing: it changes a year that has no table.
        HolidayUnknown: it makes a holiday longer that the year does not have.
    """
    off, working = _days(notice, calendar)
    years = sorted({day.year for day in (*off, *working)} | {notice.year})
    rules = (_rule(notice, calendar, status, year, off, working) for year in years)
    return tuple(_with_december(notice, calendar, list(rules)))


def day_changes(before: Calendar, after: Calendar, years: Iterable[int]) -> Iterator[DayChange]:
    """Yield the days of some years that differ; of a year unknown before, all but plain ones."""
    for year in years:
        known = before.status(year) != "missing"
        day = date(year, 1, 1)
        while day.year == year:
            kind, occasion = day_kind(after, day), after.occasion(day)
            was = day_kind(before, day) if known else None
            same = was == kind and before.occasion(day) == occasion if known else not occasion
            if not same:
                yield DayChange(day, was, kind, occasion or (before.occasion(day) if was else None))
            day += _DAY


def source_of(notice: HolidayNotice) -> Notice:
    """Return the source a table names for the days of a notice."""
    subject = notice.subject
    return Notice(
        year=notice.year,
        publisher=publisher_label(notice.publisher),
        subject={"zh": subject, "en": subject},
        number=notice.number,
    )


def _days(notice: HolidayNotice, calendar: Calendar) -> tuple[Days, Days]:
    """Return all days off and working days of a notice with their holiday."""
    off: Days = {}
    working: Days = {}
    for each in notice.arrangements:
        off |= dict.fromkeys(each.off, each.name)
        working |= dict.fromkeys(each.working, each.name)
        off |= _longer(each, notice.year, calendar)
    return off, working


def _longer(each: Arrangement, year: int, calendar: Calendar) -> Days:
    """Return the days by which a holiday is made longer."""
    if each.until is None:
        return {}
    held = [day for day, name in calendar.table(year).off.items() if name == each.name]
    if not held:
        raise HolidayUnknown(year=year, name=each.name["zh"])
    last = max(held)
    return {last + n * _DAY: each.name for n in range(1, (each.until - last).days + 1)}


def _rule(
    notice: HolidayNotice,
    calendar: Calendar,
    status: Status,
    year: int,
    off: Days,
    working: Days,
) -> YearRule:
    table = YearTable(
        year=year,
        status=status,
        notices=(source_of(notice),),
        off=_in_year(off, year),
        working=_in_year(working, year),
    )
    if notice.yearly and year == notice.year:
        return YearRule("whole", _with_next(table, calendar))
    dropped = _dropped(notice, calendar.table(year)) if year == notice.year else set()
    return YearRule("days", table, frozenset(dropped - {*off, *working}))


def _with_next(table: YearTable, calendar: Calendar) -> YearTable:
    """Return a year's table with the days of December that rest on the next year's notice."""
    if calendar.status(table.year) == "missing":
        return table
    held = calendar.table(table.year)
    later = tuple(notice for notice in held.notices if notice.year > table.year)
    return replace(
        table,
        notices=(*table.notices, *later),
        off={**table.off, **_of_next_year(held.off)},
        working={**table.working, **_of_next_year(held.working)},
    )


def _of_next_year(days: Mapping[date, Label]) -> Days:
    return {
        day: name
        for day, name in days.items()
        if (day.month, day.day) >= NEXT_NOTICE and name["zh"] == _NEW_YEAR
    }


def _dropped(notice: HolidayNotice, held: YearTable) -> set[date]:
    """Return the days held for the holidays a notice arranges anew."""
    names = [each.name for each in notice.arrangements if each.until is None]
    days = (*held.off.items(), *held.working.items())
    return {day for day, name in days if name in names and name != unnamed_label()}


def _with_december(
    notice: HolidayNotice, calendar: Calendar, rules: list[YearRule]
) -> Iterator[YearRule]:
    """Yield the rules, December cleared of what an earlier notice for the year had put there."""
    before = notice.year - 1
    held: set[date] = set()
    if notice.yearly and calendar.status(before) != "missing":
        table = calendar.table(before)
        days = (*table.off.items(), *table.working.items())
        held = {
            d for d, name in days if (d.month, d.day) >= NEXT_NOTICE and name["zh"] == _NEW_YEAR
        }
    for rule in rules:
        if rule.table.year == before:
            new = {*rule.table.off, *rule.table.working}
            yield YearRule(rule.layer, rule.table, rule.ordinary | (held - new))
            held = set()
        else:
            yield rule
    if held:
        table = YearTable(before, "official", (source_of(notice),), {}, {})
        yield YearRule("days", table, frozenset(held))


def _in_year(days: Mapping[date, Label], year: int) -> Days:
    return {day: name for day, name in days.items() if day.year == year}
