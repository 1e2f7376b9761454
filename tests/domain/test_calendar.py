from __future__ import annotations

import csv
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from gridctl.domain.calendar import (
    CalendarMalformed,
    CalendarMissing,
    YearTable,
    load_calendar,
)
from gridctl.domain.calendar.adoption import day_kind

CALENDAR = load_calendar()
LABEL = {"zh": "春节", "en": "Spring Festival"}


@pytest.mark.parametrize("year", range(2007, 2027))
def test_every_shipped_year_is_official_and_names_its_notice(year: int) -> None:
    table = CALENDAR.table(year)
    assert CALENDAR.status(year) == "official"
    assert table.year == year
    assert year in {notice.year for notice in table.notices}
    assert all(re.fullmatch(r"国办?发明电〔20\d\d〕\d+号", each.number) for each in table.notices)
    assert all(label["zh"] and label["en"] for label in (*table.off.values(),))


@pytest.mark.real_data
def test_every_day_agrees_with_the_day_list(real_data: Path) -> None:
    with (real_data / "holidays" / "workdays_2007_2026.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 7305
    wrong = [
        row["date"]
        for row in rows
        if CALENDAR.is_workday(date.fromisoformat(row["date"])) != (row["is_workday"] == "1")
    ]
    assert wrong == []


#: Saturdays and Sundays the notices have people work on (domain.md 6.2).
MAKEUP = {
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}


@pytest.mark.parametrize("year", MAKEUP)
def test_a_make_up_day_is_no_weekend(year: int) -> None:
    kinds = {day: day_kind(CALENDAR, day) for day in _days_of(year)}
    found = [f"{day:%m-%d}" for day, kind in kinds.items() if kind == "makeup"]
    assert found == MAKEUP[year]


@pytest.mark.real_data
def test_every_day_is_of_the_kind_the_day_list_says(real_data: Path) -> None:
    """A holiday is called off, also on a Saturday; a Saturday that is worked is called make-up."""
    with (real_data / "holidays" / "workdays_2007_2026.csv").open(encoding="utf-8") as lines:
        rows = {date.fromisoformat(row["date"]): row for row in csv.DictReader(lines)}
    wrong = [
        (day, kind)
        for day, row in rows.items()
        if (kind := day_kind(CALENDAR, day)) != _kind_of(day, row)
    ]
    assert wrong == []


def _kind_of(day: date, row: dict[str, str]) -> str:
    if row["is_workday"] == "1":
        return "working" if day.weekday() < 5 else "makeup"
    return "off" if row["holiday_name"] else "weekend"


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=each) for each in range((date(year + 1, 1, 1) - first).days)]


def test_working_days_of_each_month_of_2026() -> None:
    months = [CALENDAR.working_days_in_month(2026, month) for month in range(1, 13)]
    assert months == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
    assert CALENDAR.working_days(date(2026, 1, 1), date(2026, 12, 31)) == 248


def test_a_year_may_rest_on_the_notice_of_the_next() -> None:
    assert not CALENDAR.is_workday(date(2018, 12, 31))
    assert CALENDAR.is_workday(date(2018, 12, 29))
    assert CALENDAR.is_workday(date(2011, 12, 31))


def test_the_occasion_of_a_day() -> None:
    assert CALENDAR.occasion(date(2026, 2, 14)) == {"zh": "春节", "en": "Spring Festival"}
    assert CALENDAR.occasion(date(2026, 9, 26)) == {"zh": "中秋节", "en": "Mid-Autumn Festival"}
    assert CALENDAR.occasion(date(2026, 6, 6)) is None


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-02-13", 0, "2026-02-13"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-17", 1, "2026-02-24"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2025-12-31", 1, "2026-01-04"),
    ],
)
def test_adding_working_days(start: str, n: int, end: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(start), n) == date.fromisoformat(end)


def test_adding_and_counting_agree() -> None:
    for offset in range(0, 330, 7):
        start = date(2026, 1, 1) + timedelta(days=offset)
        for n in (1, 2, 13):
            end = CALENDAR.add_working_days(start, n)
            assert CALENDAR.is_workday(end)
            assert CALENDAR.working_days(start + timedelta(days=1), end) == n


def test_counting_backwards_counts_nothing() -> None:
    assert CALENDAR.working_days(date(2026, 6, 5), date(2026, 6, 4)) == 0
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_working_days(date(2026, 6, 5), -1)


@pytest.mark.parametrize("year", [2006, 2027])
def test_a_year_without_a_table_is_never_guessed(year: int) -> None:
    assert CALENDAR.status(year) == "missing"
    with pytest.raises(CalendarMissing) as caught:
        CALENDAR.is_workday(date(year, 6, 1))
    assert caught.value.params == {"year": year}
    assert caught.value.code == "calendar.errors.calendar_missing"


def test_a_count_that_leaves_the_known_years_is_refused() -> None:
    with pytest.raises(CalendarMissing):
        CALENDAR.add_working_days(date(2026, 12, 30), 3)


def test_an_instant_is_counted_by_its_day() -> None:
    assert not CALENDAR.is_workday(datetime(2026, 10, 1, 9, 30))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("off", "working"),
    [
        ([date(2025, 12, 31)], []),
        ([date(2026, 2, 14)], [date(2026, 2, 14)]),
    ],
    ids=["another year", "both"],
)
def test_a_table_that_contradicts_itself(off: list[date], working: list[date]) -> None:
    with pytest.raises(CalendarMalformed):
        YearTable(2026, "official", (), dict.fromkeys(off, LABEL), dict.fromkeys(working, LABEL))
