"""Working hours by season and day of the week, and rules laid over the shipped calendar."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from gridctl.domain.calendar import (
    Calendar,
    CalendarMalformed,
    HoursMalformed,
    Season,
    WorkingHours,
)
from gridctl.domain.calendar.adoption import day_kind
from gridctl.domain.calendar.errors import SlotReversed
from gridctl.domain.calendar.hours import (
    hours_text,
    parse_hours,
    read_season,
    read_slots,
    slots_text,
    with_season,
)
from gridctl.domain.calendar.names import holiday_label
from gridctl.domain.calendar.shipped import CalendarRule, layered, shipped_hours, shipped_year
from gridctl.domain.calendar.spans import wall_span, working_span
from gridctl.domain.limits import deadline, parse_limit

SUMMER = WorkingHours(read_slots("08:00-12:00 15:00-18:00"))
SEASONAL = with_season(shipped_hours(), Season((6, 1), (9, 30), SUMMER))
LABEL = '{ zh = "火把节", en = "Torch Festival" }'


def _year_rule(since: str, body: str) -> CalendarRule:
    head = 'year = 2026\nstatus = "official"\nlayer = "days"\nnotices = []\n'
    return CalendarRule("calendar.year", date.fromisoformat(since), head + body)


def test_hours_are_written_and_read_back() -> None:
    hours = WorkingHours(
        read_slots("08:30-12:00、13:30-17:30"),
        {4: read_slots("08:30－12:00".replace("－", "-"))},
        (Season((11, 1), (3, 31), SUMMER), Season((5, 1), (9, 30), SUMMER)),
    )
    assert parse_hours(hours_text(hours)) == hours
    assert slots_text(hours.slots) == "08:30-12:00 13:30-17:30"
    assert parse_hours(hours_text(shipped_hours())) == shipped_hours()
    assert slots_text(read_slots("9-12 １３：３０-18")) == "09:00-12:00 13:30-18:00"
    night = WorkingHours(read_slots("00:00-06:00 22-24"))
    assert parse_hours(hours_text(night)) == night
    assert slots_text(night.slots) == "00:00-06:00 22:00-24:00"
    assert night.seconds_per_day == 8 * 3600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8-",
        "8-25",
        "08:00-12:00 11:00-15:00",
        "14:00-12:00",
        "25:00-26:00",
        "08:00-08:00",
        "20:00-24:30",
        "24:00-24:00",
        "08:00-24:00 22:00-24:00",
    ],
)
def test_slots_that_are_none(text: str) -> None:
    with pytest.raises(HoursMalformed):
        read_slots(text)


def test_a_slot_over_midnight_is_told_what_to_write() -> None:
    with pytest.raises(SlotReversed) as refused:
        read_slots("08:00-12:00 22:00-06:00")
    said = refused.value.params
    assert said == {"text": "22:00-06:00", "early": "00:00-06:00", "late": "22:00-24:00"}
    assert read_slots(f"{said['early']} {said['late']}")


@pytest.mark.parametrize("text", ["05-01", "13-01..14-01", "02-30..03-01", "summer"])
def test_seasons_that_are_none(text: str) -> None:
    with pytest.raises(HoursMalformed):
        read_season(text)


@pytest.mark.parametrize("text", ["slots = 8", "no toml", "slots = []", "[[seasons]]"])
def test_a_text_that_says_no_hours(text: str) -> None:
    with pytest.raises(HoursMalformed):
        parse_hours(text)


def test_a_season_takes_the_place_of_those_it_touches() -> None:
    longer = with_season(SEASONAL, Season((5, 1), (10, 15), SUMMER))
    assert [season.name for season in longer.seasons] == ["05-01..10-15"]
    winter = with_season(longer, Season((12, 1), (2, 29), SUMMER))
    assert [season.name for season in winter.seasons] == ["05-01..10-15", "12-01..02-29"]
    assert [winter.in_season(date(2026, m, 1)) is SUMMER for m in (1, 3, 6, 12)] == [
        True, False, True, True,
    ]  # fmt: skip


def test_a_season_moves_the_close_and_the_length_of_a_day() -> None:
    calendar = Calendar(shipped_year, SEASONAL)
    assert calendar.day_seconds(date(2026, 5, 29)) == 8 * 3600
    assert calendar.day_seconds(date(2026, 6, 1)) == 7 * 3600
    start = datetime.fromisoformat("2026-06-02T10:00")
    due = deadline(start, parse_limit("2工作日"), calendar)
    assert due.isoformat() == "2026-06-04T10:00:00"
    across = deadline(datetime.fromisoformat("2026-05-29T14:00"), parse_limit("5小时"), calendar)
    assert across.isoformat() == "2026-06-01T09:00:00"


def test_a_day_of_the_week_has_hours_of_its_own() -> None:
    hours = WorkingHours(read_slots("08:00-12:00 14:00-18:00"), {4: read_slots("08:00-12:00")})
    calendar = Calendar(shipped_year, hours)
    assert calendar.close(date(2026, 6, 5)).time() == time(12)
    start = datetime.fromisoformat("2026-06-05T11:00")
    assert deadline(start, parse_limit("2小时"), calendar).isoformat() == "2026-06-08T09:00:00"
    due = deadline(
        datetime.fromisoformat("2026-06-04T09:00"), parse_limit("次日起1工作日"), calendar
    )
    assert due.isoformat() == "2026-06-05T12:00:00"


def test_hours_hold_from_their_first_day_and_later_ones_follow() -> None:
    early, late = (
        CalendarRule("calendar.hours", date.fromisoformat(day), hours_text(WorkingHours(slots)))
        for day, slots in (
            ("2026-03-02", read_slots("09:00-17:00")),
            ("2026-09-01", read_slots("10:00-16:00")),
        )
    )
    calendar = layered([early, late])
    opens = [calendar.slots(date(2026, m, 2))[0][0].hour for m in (2, 3, 9)]
    assert opens == [8, 9, 10]
    # A county's rule from March on stands over the office's from September on.
    county = layered([late, early])
    assert [county.slots(date(2026, m, 2))[0][0].hour for m in (2, 3, 9)] == [8, 9, 9]


def test_a_local_holiday_lies_over_the_year() -> None:
    rule = _year_rule(
        "2026-01-01",
        f"[[holidays]]\nname = {LABEL}\noff = [2026-08-10]\nworking = [2026-08-15]\n",
    )
    calendar = layered([rule])
    kinds = [day_kind(calendar, date(2026, 8, day)) for day in (9, 10, 11, 15)]
    assert kinds == ["weekend", "off", "working", "makeup"]
    assert calendar.status(2026) == "official"
    assert not calendar.is_workday(date(2026, 10, 1))


def test_a_rule_touches_no_day_before_its_first() -> None:
    body = f"[[holidays]]\nname = {LABEL}\noff = [2026-03-02, 2026-08-10]\nworking = []\n"
    calendar = layered([_year_rule("2026-05-01", body + "")])
    assert calendar.is_workday(date(2026, 3, 2))
    assert not calendar.is_workday(date(2026, 8, 10))
    whole = 'year = 2026\nstatus = "provisional"\nnotices = []\nholidays = []\n'
    bare = layered([CalendarRule("calendar.year", date(2026, 5, 1), whole)])
    assert not bare.is_workday(date(2026, 2, 16))
    assert bare.is_workday(date(2026, 10, 1))
    assert bare.status(2026) == "provisional"
    assert bare.crossed(date(2026, 2, 1), date(2026, 3, 1)) == (2026,)


@pytest.mark.parametrize("body", ["year = 2026", "nonsense", 'year = 2026\nstatus = "official"\n'])
def test_a_body_that_is_no_year(body: str) -> None:
    with pytest.raises(CalendarMalformed):
        layered([CalendarRule("calendar.year", date.min, body)])


def test_what_counted_is_told_day_by_day() -> None:
    start, end = map(datetime.fromisoformat, ("2026-02-13T16:00", "2026-02-24T16:00"))
    days = list(working_span(start, end, layered([])))
    assert sum(day.seconds for day in days) == 16 * 3600
    told = [(day.day.day, day.kind, day.number) for day in days if day.seconds]
    assert told == [(13, "working", 0), (14, "makeup", 1), (24, "working", 2)]
    wall = list(wall_span(start, end))
    assert sum(day.seconds for day in wall) == 11 * 86400
    assert (wall[0].seconds, wall[1].seconds, wall[-1].seconds) == (28800, 86400, 57600)


def test_holidays_have_one_name() -> None:
    assert holiday_label("“五一”")["zh"] == holiday_label("“五一”国际劳动节")["zh"] == "劳动节"
    assert holiday_label("国庆节、中秋节")["en"] == "National Day and Mid-Autumn Festival"
    assert holiday_label("丰收节") == {"zh": "丰收节", "en": "丰收节"}
