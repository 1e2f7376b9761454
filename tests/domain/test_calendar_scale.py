"""The fast scale against a slow walk through the slots, and the laws of working time."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.domain.calendar import (
    Calendar,
    CalendarMissing,
    Season,
    WorkingHours,
    WorkingScale,
    load_calendar,
)
from gridctl.domain.calendar.hours import read_slots
from gridctl.domain.calendar.scale import office_day, office_seconds, office_time
from gridctl.domain.calendar.shipped import shipped_year
from gridctl.domain.limits import deadline_at, limit_seconds, parse_limit
from tests.conftest import PATIENCE_S

CALENDAR = load_calendar()
SUMMER = WorkingHours(read_slots("08:00-12:00 15:00-18:00"), {4: read_slots("08:00-11:30")})
SEASONAL = Calendar(
    shipped_year,
    WorkingHours(read_slots("08:30-12:00 13:30-17:30"), seasons=(Season((6, 1), (9, 30), SUMMER),)),
    [(date(2025, 3, 1), WorkingHours(read_slots("09:00-17:00")))],
)
#: A watch around the clock on plain days, and a late one whose night ends with the week.
NIGHTS = Calendar(
    shipped_year,
    WorkingHours(read_slots("00:00-06:00 14:00-24:00"), {4: read_slots("00:00-24:00")}),
)
CALENDARS = (CALENDAR, SEASONAL, NIGHTS)
FIRST, LAST = (office_seconds(datetime.fromisoformat(f"{year}-01-01")) for year in (2019, 2026))

instants = st.integers(FIRST, LAST)
seconds = st.integers(0, 40 * 8 * 3600)
calendars = st.sampled_from(CALENDARS)


def _seconds(local: str) -> int:
    return office_seconds(datetime.fromisoformat(local))


def slow_add(start: int, left: int, calendar: Calendar) -> int:
    """Walk slot by slot from a start, as one would on paper."""
    at, day = office_time(start), office_time(start).date()
    while True:
        for begin, end in calendar.slots(day):
            begin = max(begin, at)
            room = int((end - begin).total_seconds())
            if begin < end and left <= room:
                return office_seconds(begin + timedelta(seconds=left))
            left -= max(room, 0)
        day += timedelta(days=1)


@settings(max_examples=300, deadline=None)
@given(instants, seconds, calendars)
def test_the_scale_is_the_slow_way(start: int, length: int, calendar: Calendar) -> None:
    assert calendar.scale.add_working_seconds(start, length) == slow_add(start, length, calendar)


@settings(max_examples=300, deadline=None)
@given(instants, instants, instants, calendars)
def test_split_intervals_add_up(a: int, b: int, c: int, calendar: Calendar) -> None:
    between = calendar.scale.working_seconds
    assert between(a, b) + between(b, c) == between(a, c)
    assert between(a, b) == -between(b, a)


@settings(max_examples=200, deadline=None)
@given(instants, seconds, calendars)
def test_what_is_added_lies_between(start: int, length: int, calendar: Calendar) -> None:
    end = calendar.scale.add_working_seconds(start, length)
    assert calendar.scale.working_seconds(start, end) == length
    assert end >= start + length


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(1, 60), st.integers(0, 20), calendars)
def test_more_limit_is_never_earlier(
    start: int, amount: int, more: int, calendar: Calendar
) -> None:
    for unit in ("小时", "个工作日", "个工作日（次日起）", "自然日", "紧急工作时"):
        little, much = (parse_limit(f"{n}{unit}") for n in (amount, amount + more))
        assert deadline_at(start, little, calendar) <= deadline_at(start, much, calendar)


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(1, 30), calendars)
def test_a_limit_is_as_long_as_its_deadline_is_far(
    start: int, amount: int, calendar: Calendar
) -> None:
    for unit in ("小时", "个工作日", "个工作日（次日起）"):
        limit = parse_limit(f"{amount}{unit}")
        ends = deadline_at(start, limit, calendar)
        assert calendar.scale.working_seconds(start, ends) == limit_seconds(start, limit, calendar)


def test_years_are_read_in_any_order() -> None:
    scale = WorkingScale(CALENDAR.slots)
    days = ("2020-03-02", "2026-03-02", "2010-03-02")
    first, later, between = (_seconds(f"{day}T09:00") for day in days)
    assert scale.add_working_seconds(first, 60) == first + 60
    span = scale.working_seconds(between, later)
    assert span == CALENDAR.scale.working_seconds(between, later)
    assert scale.working_seconds(first, later) + scale.working_seconds(between, first) == span


def test_a_year_without_a_table_is_refused_and_spoils_nothing() -> None:
    scale = WorkingScale(CALENDAR.slots)
    start = _seconds("2026-12-31T17:00")
    for _again in range(2):
        with pytest.raises(CalendarMissing):
            scale.add_working_seconds(start, 3601)
    assert scale.add_working_seconds(start, 3600) == start + 3600
    for year in (2006, 2027):
        with pytest.raises(CalendarMissing):
            scale.position(_seconds(f"{year}-06-01"))


def test_a_slot_that_ends_with_the_last_year_known_needs_no_other() -> None:
    known = Calendar(lambda year: shipped_year(year) if year == 2026 else None, NIGHTS.hours)
    start, midnight = _seconds("2026-12-31 22:00"), _seconds("2027-01-01 00:00")
    for limit in map(parse_limit, ("2小时", "次日起1个工作日")):
        begin = start if limit.kind == "work_hour" else _seconds("2026-12-30 09:00")
        assert deadline_at(begin, limit, known) == midnight
        assert limit_seconds(begin, limit, known) == known.scale.working_seconds(begin, midnight)


def test_office_time_is_eight_hours_ahead() -> None:
    assert _seconds("1970-01-01T08:00") == 0
    assert office_time(0).isoformat() == "1970-01-01T08:00:00"
    assert office_day(16 * 3600 - 1) == date(1970, 1, 1)
    assert office_day(16 * 3600) == date(1970, 1, 2)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_the_zone_of_the_machine_does_not_matter(zone: str) -> None:
    program = (
        "from gridctl.domain.calendar import load_calendar\n"
        "from gridctl.domain.limits import deadline_at, parse_limit\n"
        "due = deadline_at(1770969600, parse_limit('2工作日'), load_calendar())\n"
        "raise SystemExit(due != 1771920000)"
    )
    environ = {**os.environ, "TZ": zone}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environ, check=False, timeout=PATIENCE_S
    )
    assert ran.returncode == 0


def test_the_years_a_span_rests_on() -> None:
    days = ("2026-03-02", "2026-12-28", "2026-12-29", "2027-01-04")
    start, before, late, after = map(date.fromisoformat, days)
    assert CALENDAR.crossed(start, before) == ()
    assert CALENDAR.crossed(start, late) == (2027,)
    assert CALENDAR.crossed(start, after) == (2027,)
    assert CALENDAR.crossed(date(2006, 5, 1), start) == (2006,)
