from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from gridctl.domain.calendar import Calendar, CalendarMissing, WorkingHours, load_calendar
from gridctl.domain.limits import (
    ClockKind,
    Limit,
    LimitUnreadable,
    add_working_seconds,
    deadline,
    parse_limit,
)
from gridctl.foundation.clock import OFFICE_ZONE

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("2紧急工作时", "urgent_hour", "2"),
        ("2紧急工作日", "urgent_day", "2"),
        ("30紧急分钟", "urgent_minute", "30"),
        ("15分钟", "urgent_minute", "15"),
        ("4小时", "work_hour", "4"),
        ("4工作时", "work_hour", "4"),
        ("24小时内", "work_hour", "24"),
        ("2天", "work_day_running", "2"),
        ("2工作日", "work_day_running", "2"),
        ("2个工作日", "work_day_running", "2"),
        ("1紧急工作时制止", "urgent_hour", "1"),
        ("15天\n", "work_day_running", "15"),
        ("２紧急工作时", "urgent_hour", "2"),
        (" 5 个工作日 内办结", "work_day_running", "5"),
        ("0.5个工作日", "work_day_running", "0.5"),
        ("半个工作日", "work_day_running", "0.5"),
        ("半天", "work_day_running", "0.5"),
        ("两个工作日", "work_day_running", "2"),
        ("十五天", "work_day_running", "15"),
        ("次日起13个工作日", "work_day_calendar", "13"),
        ("5个工作日（次日起）", "work_day_calendar", "5"),
        ("自受理次日起三个工作日内", "work_day_calendar", "3"),
        ("7自然日", "natural_day", "7"),
        ("7日", "natural_day", "7"),
        ("１５个自然日", "natural_day", "15"),
        ("二十四小时内", "work_hour", "24"),
        ("10 个 工作日", "work_day_running", "10"),
        ("不超过3个自然日", "natural_day", "3"),
        ("15日（含节假日）", "natural_day", "15"),
        ("3个工作日（不含节假日）", "work_day_running", "3"),
        ("2wd", "work_day_running", "2"),
        ("4WH", "work_hour", "4"),
        ("2 working days", "work_day_running", "2"),
        ("1 working hour", "work_hour", "1"),
        ("15 calendar days", "natural_day", "15"),
    ],
)
def test_wordings(text: str, kind: ClockKind, amount: str) -> None:
    assert parse_limit(text) == Limit(kind, Decimal(amount))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "尽快",
        "当日",
        "立即",
        "次日上午",
        "24小时或2工作日",
        "紧急工作日",
        "5",
        "0天",
        "-2天",
        "1-3个工作日",
        "2天/5天",
        "三至五天",
        "三至十五天",
        "1天4小时",
        "一天半",
        "6月13日",
        "每月5日前",
        "2026年6月5日",
        "5天（自然日）",
        "24小时（自然时）",
        "15天（含节假日）",
        "紧急2小时",
        "第2天",
        "5天以上",
        "2周",
        "1个月",
        "2时",
        "20000天",
        "1.5个工作日（次日起）",
        "次日起4小时",
        "二百五天",
        "24h",
        "2 days",
        "2wdays",
    ],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(LimitUnreadable) as caught:
        parse_limit(text)
    assert caught.value.params == {"text": text}


GOLDEN = [
    ("2026-02-13T16:00", "02-14T10:00", "02-24T16:00", "02-24T18:00", "02-27T18:00"),
    ("2026-05-08T17:00", "05-09T11:00", "05-11T17:00", "05-11T18:00", "05-14T18:00"),
    ("2026-06-05T12:30", "06-05T18:00", "06-09T12:00", "06-09T18:00", "06-12T18:00"),
    ("2026-06-18T17:30", "06-22T11:30", "06-23T17:30", "06-23T18:00", "06-26T18:00"),
    ("2026-09-19T09:00", "09-20T12:00", "09-21T18:00", "09-21T18:00", "09-24T18:00"),
    ("2026-09-24T15:00", "09-28T09:00", "09-29T15:00", "09-29T18:00", "10-09T18:00"),
    ("2026-09-30T10:00", "09-30T16:00", "10-09T10:00", "10-09T18:00", "10-13T18:00"),
]
COLUMNS = ("4工作时", "2工作日", "次日起2个工作日", "次日起5个工作日")


@pytest.mark.parametrize("row", GOLDEN, ids=[row[0] for row in GOLDEN])
@pytest.mark.parametrize("column", range(4), ids=COLUMNS)
def test_golden_deadlines(row: tuple[str, ...], column: int) -> None:
    limit = parse_limit(COLUMNS[column])
    due = deadline(datetime.fromisoformat(row[0]), limit, CALENDAR)
    assert due == datetime.fromisoformat(f"2026-{row[column + 1]}")


@pytest.mark.parametrize(
    ("start", "text", "due"),
    [
        ("2026-10-01T23:50", "15分钟", "2026-10-02T00:05"),
        ("2026-10-01T23:00", "2紧急工作时", "2026-10-02T01:00"),
        ("2026-10-01T09:00", "2紧急工作日", "2026-10-03T09:00"),
        ("2026-12-30T09:00", "15自然日", "2027-01-14T09:00"),
        ("2026-06-05T08:00", "半个工作日", "2026-06-05T12:00"),
    ],
)
def test_other_clocks(start: str, text: str, due: str) -> None:
    reached = deadline(datetime.fromisoformat(start), parse_limit(text), CALENDAR)
    assert reached == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-06-05T08:00", 4, "2026-06-05T12:00"),
        ("2026-06-05T08:00", 8, "2026-06-05T18:00"),
        ("2026-06-05T12:00", 4, "2026-06-05T18:00"),
        ("2026-06-05T18:00", 1, "2026-06-08T09:00"),
        ("2026-06-05T18:00", 8, "2026-06-08T18:00"),
        ("2026-06-05T03:00", 1, "2026-06-05T09:00"),
    ],
)
def test_a_deadline_at_the_end_of_a_slot_stays_there(start: str, hours: int, due: str) -> None:
    reached = add_working_seconds(datetime.fromisoformat(start), hours * 3600, CALENDAR)
    assert reached == datetime.fromisoformat(due)


def test_the_zone_of_the_start_is_kept() -> None:
    start = datetime(2026, 6, 5, 9, tzinfo=OFFICE_ZONE)
    for text in COLUMNS:
        due = deadline(start, parse_limit(text), CALENDAR)
        assert due.tzinfo is OFFICE_ZONE
    due = deadline(start, parse_limit("4工作时"), CALENDAR)
    assert due.astimezone(UTC) == datetime(2026, 6, 5, 7, tzinfo=UTC)


def test_a_day_is_as_long_as_the_office_works() -> None:
    hours = WorkingHours(((time(9), time(12)), (time(15), time(18, 30))))
    calendar = Calendar(lambda year: CALENDAR.table(year), hours)
    assert hours.seconds_per_day == 23_400
    start = datetime.fromisoformat("2026-06-05T10:00")
    assert deadline(start, parse_limit("1天"), calendar).isoformat() == "2026-06-08T10:00:00"
    by_calendar = deadline(start, parse_limit("次日起1个工作日"), calendar)
    assert by_calendar == datetime.combine(date(2026, 6, 8), time(18, 30))


@pytest.mark.parametrize("text", ["4工作时", "2工作日", "次日起2个工作日"])
def test_working_clocks_refuse_an_unknown_year(text: str) -> None:
    with pytest.raises(CalendarMissing):
        deadline(datetime.fromisoformat("2026-12-31T17:00"), parse_limit(text), CALENDAR)
