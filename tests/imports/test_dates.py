from __future__ import annotations

from collections.abc import Callable

import pytest

from gridctl.imports.dates import (
    join_parts,
    read_date,
    read_datetime,
    read_deadline,
    read_period,
    read_since,
)
from gridctl.imports.unfit import Unfit


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-05",
        "2026-6-5",
        "2026/06/05",
        "2026.6.5",
        "2026年6月5日",
        "2026年06月05号",
        "20260605",
        "２０２６年６月５日",
        "2026 年 6 月 5 日",
        "2026年6月5日 星期五",
        "2026-06-05（周五）",
        "26年6月5日",
        "46178",
        "2026-06-05 08:30:00",
        "6/5/2026",
        "6/5/26",
        "2026-06-05T08:30:00Z",
    ],
)
def test_every_way_to_write_a_day_gives_the_same_day(text: str) -> None:
    assert read_date(text) == "2026-06-05"


@pytest.mark.parametrize("text", ["6月5日", "06月05日", "6月5号"])
def test_a_day_without_a_year_takes_the_year_given(text: str) -> None:
    assert read_date(text, 2026) == "2026-06-05"
    with pytest.raises(Unfit) as refused:
        read_date(text)
    assert refused.value.code == "year_missing"


def test_day_numbers_count_from_the_epoch_of_their_workbook() -> None:
    assert read_date("46178") == "2026-06-05"
    assert read_date("44716", epoch_1904=True) == "2026-06-05"
    assert read_datetime("46178.354166666664") == "2026-06-05T08:30:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-06-05", "2026-06-05T00:00:00"),
        ("2026-06-05 08:30", "2026-06-05T08:30:00"),
        ("2020/1/6 12:09:38", "2020-01-06T12:09:38"),
        ("2026年6月5日上午8时30分", "2026-06-05T08:30:00"),
        ("2026年6月5日 下午3点", "2026-06-05T15:00:00"),
        ("2026年6月5日晚上8点半", "2026-06-05T20:30:00"),
        ("2026年6月5日中午12点", "2026-06-05T12:00:00"),
        ("2026.6.5 17：05：09", "2026-06-05T17:05:09"),
        ("12/31/2017 11:59:58 PM", "2017-12-31T23:59:58"),
        ("01/05/2018 12:00:00 AM", "2018-01-05T00:00:00"),
        ("1/7/20 12:19", "2020-01-07T12:19:00"),
        ("20260605083015", "2026-06-05T08:30:15"),
        ("2026-06-05 24:00", "2026-06-06T00:00:00"),
        ("2026-06-05 08:30:15.250", "2026-06-05T08:30:15"),
        ("2010-11-23T10:05:00-08:00", "2010-11-24T02:05:00"),
        ("2026-06-05T00:30:00Z", "2026-06-05T08:30:00"),
        ("2026-06-05T08:30:00+08:00", "2026-06-05T08:30:00"),
    ],
)
def test_moments_are_shown_as_the_office_clock_shows_them(text: str, moment: str) -> None:
    assert read_datetime(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026年13月1日",
        "20260230",
        "2026",
        "138",
        "13812345678",
        "2026年6月",
        "昨天",
        "2026-06-05 25:00",
        "2026-06-05 08:61",
        "08:30",
        "31/12/2017",
        "99999",
        "2026-06-05 8:30 x",
        "2工作日",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_datetime(text)
    assert refused.value.code == "not_a_date"


@pytest.mark.parametrize("text", ["0026-06-05", "1899-12-31", "9999-12-31 23:59:59"])
def test_a_day_far_from_any_office_is_refused(text: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_datetime(text)
    assert (refused.value.code, refused.value.params) == (
        "date_far", (("first", 1900), ("last", 2199)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["2026-06", "2026年6月", "2026年06月份", "202606", "2026/6", "2026.6", "2026-06-01", "46178"],
)
def test_a_month_is_read_from_any_day_of_it(text: str) -> None:
    assert read_period(text) == "2026-06"


def test_a_month_without_a_year_takes_the_year_given() -> None:
    assert read_period("6月份", 2026) == "2026-06"
    with pytest.raises(Unfit):
        read_period("13月", 2026)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("2026-06-05", "08:30", "", ""), "2026-06-05 08:30"),
        (("2026-06-05", "2026-06-06 09:00", "", ""), "2026-06-06 09:00"),
        (("2026-06-05", "", "8时", "30分"), "2026-06-05 8:30"),
        (("2026-06-05", "", "8", ""), "2026-06-05 8:0"),
        (("2026-06-05", "", "", ""), "2026-06-05"),
    ],
)
def test_parts_in_several_columns_become_one_moment(
    parts: tuple[str, str, str, str], text: str
) -> None:
    assert join_parts(*parts) == text


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("2026-10-31", "2026-10-31T24:00:00"),
        ("2026年10月31日 星期六", "2026-10-31T24:00:00"),
        ("20261031", "2026-10-31T24:00:00"),
        ("46326", "2026-10-31T24:00:00"),
        ("2026-10-31 17:30", "2026-10-31T17:30:00"),
        ("2026-10-31 00:00:00", "2026-10-31T00:00:00"),
        ("2026年10月31日0时", "2026-10-31T00:00:00"),
        ("20261031000000", "2026-10-31T00:00:00"),
        ("2026-10-31 24:00", "2026-11-01T00:00:00"),
    ],
)
def test_a_deadline_that_names_a_day_alone_lasts_until_the_day_is_over(
    text: str, deadline: str
) -> None:
    assert read_deadline(text) == deadline


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("2025.07", "2025-07"), ("2025年7月", "2025-07"), ("2025-7", "2025-07"),
        ("2025/07", "2025-07"), ("202507", "2025-07"), ("2025.11", "2025-11"),
        ("2025.7.1", "2025-07-01"), ("45839", "2025-07-01"), ("２０２５年７月１日", "2025-07-01"),
    ],
)  # fmt: skip
def test_a_beginning_may_be_told_by_the_month(text: str, since: str) -> None:
    assert read_since(text) == since


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (read_since, "2023", "year_alone"), (read_since, "2023年", "year_alone"),
        (read_since, "2023.0", "year_alone"), (read_since, "2025.1", "month_unclear"),
        # October of a spreadsheet that holds it as a number.
        (read_period, "2025.1", "month_unclear"), (read_since, "2025.13", "not_a_date"),
        (read_since, "去年", "not_a_date"),
    ],
)  # fmt: skip
def test_what_tells_no_month_is_refused(read: Callable[[str], str], text: str, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        read(text)
    assert refused.value.code == code
