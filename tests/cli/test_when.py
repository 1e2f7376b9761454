"""Days, periods and instants as people type them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gridctl.cli.context import when
from gridctl.foundation.clock import FixedClock


@pytest.fixture(autouse=True)
def first_of_january(monkeypatch: Any) -> None:
    """In the office the year 2027 has begun an hour ago; in UTC it has not."""
    monkeypatch.setattr(when, "clock", FixedClock(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-05", "2026-06-05"),
        ("2026/6/5", "2026-06-05"),
        ("2026.6.5", "2026-06-05"),
        ("2026年6月5日", "2026-06-05"),
        ("２０２６－０６－０５", "2026-06-05"),
        ("20260605", "2026-06-05"),
        ("today", "2027-01-01"),
        ("今天", "2027-01-01"),
        ("Yesterday", "2026-12-31"),
        ("明天", "2027-01-02"),
    ],
)
def test_days(text: str, day: str) -> None:
    assert when.read_day(text) == day


@pytest.mark.parametrize("text", ["2026-02-29", "soon", "45000", "2026-06", "本月", "6月5日"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(when.NotADay):
        when.read_day(text)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026-06", "2026-06"),
        ("2026年6月", "2026-06"),
        ("2026-q2", "2026-Q2"),
        ("2026", "2026"),
        ("本月", "2027-01"),
        ("last-month", "2026-12"),
        ("上个月", "2026-12"),
        ("去年", "2026"),
    ],
)
def test_periods(text: str, period: str) -> None:
    assert when.read_period(text).name == period


@pytest.mark.parametrize("text", ["2026-13", "2026-Q5", "下月", "x"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(when.NotAPeriod):
        when.read_period(text)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-06-05 08:30", "2026-06-05T08:30:00+08:00"),
        ("2026-06-05T08:30:15", "2026-06-05T08:30:15+08:00"),
        ("2026-06-05T00:30Z", "2026-06-05T08:30:00+08:00"),
        ("2026-06-05T08:30+08:00", "2026-06-05T08:30:00+08:00"),
        ("2026年6月5日 下午2点", "2026-06-05T14:00:00+08:00"),
        ("今天 8:30", "2027-01-01T08:30:00+08:00"),
        ("yesterday 17:30", "2026-12-31T17:30:00+08:00"),
        ("now", "2027-01-01T01:00:00+08:00"),
    ],
)
def test_instants(text: str, instant: str) -> None:
    assert when.read_instant(text) == instant


@pytest.mark.parametrize("text", ["2026-06-05", "today", "25:00", "2026-06-05 25:00", "8:30"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(when.NotAnInstant):
        when.read_instant(text)


def test_a_month_is_a_period_of_queries_and_a_quarter_its_days() -> None:
    assert when.period_fields(None) == {}
    assert when.period_fields("2026-06") == {"period": "2026-06"}
    assert when.period_fields("2026-Q2") == {"since": "2026-04-01", "until": "2026-06-30"}
