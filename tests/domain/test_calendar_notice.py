"""Reading holiday notices: collected cases, every shipped year in four styles, contradictions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from gridctl.domain.calendar import Calendar, CalendarMissing, load_calendar
from gridctl.domain.calendar.adoption import day_changes, notice_rules
from gridctl.domain.calendar.errors import (
    HolidayUnknown,
    NoticeIncomplete,
    NoticeUnreadable,
    NoticeWrong,
    NoticeYearDiffers,
    NoticeYearUnknown,
)
from gridctl.domain.calendar.notice import HolidayNotice, read_notice
from gridctl.domain.calendar.shipped import CalendarRule, layered
from gridctl.domain.calendar.years import parse_year, year_text

CALENDAR = load_calendar()
WEEK = "一二三四五六日"
Days = dict[str, tuple[list[date], list[date]]]


@pytest.mark.real_data
def test_the_collected_cases(real_data: Path) -> None:
    file = real_data / "holidays" / "description_parsing_cases.json"
    cases = json.loads(file.read_text("utf-8"))
    assert len(cases) == 49
    for case in cases:
        notice = read_notice(case["description"], case["year"])
        expected = {each["date"]: each["isOffDay"] for each in case["expected"]}
        assert _found(notice) == expected, case["description"]


def _found(notice: HolidayNotice) -> dict[str, bool]:
    off = {day.isoformat(): True for each in notice.arrangements for day in each.off}
    return off | {day.isoformat(): False for each in notice.arrangements for day in each.working}


def _arranged(year: int) -> Days:
    """Return what the notice for a year arranged, with its days in the December before."""
    days: Days = {}
    for source in (year - 1, year):
        if CALENDAR.status(source) == "missing":
            continue
        table = CALENDAR.table(source)
        for n, held in enumerate((table.off, table.working)):
            for day, name in held.items():
                of_next = (day.month, day.day) >= (12, 29)
                if of_next == (source == year - 1):
                    days.setdefault(name["zh"], ([], []))[n].append(day)
    return {name: (sorted(off), sorted(working)) for name, (off, working) in days.items()}


def _spans(days: list[date]) -> Iterator[tuple[date, date]]:
    breaks = [day for before, day in pairwise(days) if day - before > timedelta(days=1)]
    starts = [days[0], *breaks]
    for start, following in zip(starts, [*breaks, date.max], strict=True):
        yield start, max(day for day in days if start <= day < following)


def _day(day: date, year: int, mark: str = "") -> str:
    named = f"{day.year}年" if day.year != year else ""
    return f"{named}{day.month}月{day.day}日{mark.format(WEEK[day.weekday()])}"


def _modern(name: str, off: list[date], working: list[date], year: int) -> str:
    parts = []
    for first, last in _spans(off):
        count = (last - first).days + 1
        span = _day(first, year, "（周{}）")
        if count > 1:
            end = _day(last, year, "（周{}）") if last.year != first.year else f"{last.day}日"
            month = f"{last.month}月" if last.month != first.month else ""
            span += f"至{end if last.year != first.year else month + end}"
        parts.append(f"{span}放假调休，共{count}天。")
    made_up = "、".join(_day(day, year, "（周{}）") for day in working)
    return f"{name}：{''.join(parts)}{made_up + '上班。' if made_up else ''}"


def _dashed(name: str, off: list[date], working: list[date], year: int) -> str:
    parts = [
        f"{_day(first, year)}—{_day(last, year)}放假,共{(last - first).days + 1}天。"
        if first != last
        else f"{_day(first, year)}放假。"
        for first, last in _spans(off)
    ]
    made_up = "、".join(_day(day, year, "(星期{})") for day in working)
    return f"{name}:{''.join(parts)}{made_up + '上班。' if made_up else ''}"


def _unmarked(name: str, off: list[date], working: list[date], year: int) -> str:
    """As in 2009: no colon behind the name, and each moved day spelled out."""
    listed = "、".join(_day(day, year, "(星期{})") for day in off)
    lent = "、".join(_day(day, year, "(星期{})") for day in working)
    moved = f"将{lent}公休日调至{_day(off[-1], year)}。" if lent else ""
    return f"{name}{listed}放假。{moved}"


STYLES = (_modern, _dashed, _unmarked)


def _whole(year: int, style: Callable[[str, list[date], list[date], int], str]) -> str:
    arranged = {name: days for name, days in _arranged(year).items() if days[0]}
    lines = [
        f"{number}、{style(name, off, [day for day in work if day.weekday() > 4], year)}"
        for number, (name, (off, work)) in zip("一二三四五六七八九", arranged.items(), strict=False)
    ]
    head = (
        f"国务院办公厅关于{year}年\n部分节假日安排的通知\n国办发明电〔{year - 1}〕7号\n"
        f"各省、自治区、直辖市人民政府：\n　　现将{year}年各节日放假调休日期通知如下。\n"
    )
    return head + "\n".join(lines) + f"\n节日期间要妥善安排好值班。\n{year - 1}年12月1日\n"


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
@pytest.mark.parametrize("year", range(2008, 2027))
def test_every_shipped_year_is_read_back(
    year: int, style: Callable[[str, list[date], list[date], int], str]
) -> None:
    notice = read_notice(_whole(year, style))
    assert (notice.year, notice.yearly) == (year, True)
    assert (notice.publisher, notice.number) == ("国务院办公厅", f"国办发明电〔{year - 1}〕7号")
    expected = {
        day.isoformat(): n == 0
        for days in _arranged(year).values()
        for n, part in enumerate(days)
        for day in part
        if n == 0 or day.weekday() > 4
    }
    assert _found(notice) == expected


@pytest.mark.parametrize("year", range(2008, 2027))
def test_a_notice_read_back_changes_nothing(year: int) -> None:
    rules = notice_rules(read_notice(_whole(year, _modern)), CALENDAR, "official")
    after = layered(
        CalendarRule("calendar.year", date.min, year_text(parse_year(year_text(rule))))
        for rule in rules
    )
    years = [each for each in (year - 1, year) if CALENDAR.status(each) != "missing"]
    changed = [each for each in day_changes(CALENDAR, after, years) if each.before != each.after]
    assert changed == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("劳动节：5月1日（周六）放假。", "2026-05-01"),
        ("劳动节：5月1日（周五）至5日（周三）放假调休，共5天。", "2026-05-05"),
        ("劳动节：5月1日至5日（周五至周三）放假调休，共5天。", "2026-05-05"),
        ("劳动节：5月1日至5日放假调休，共4天。", "2026-05-01..2026-05-05"),
        ("劳动节：5月1日至3日放假，共三天。5月2日上班。", "2026-05-02"),
        ("劳动节：5月1日放假。5月11日上班。", "2026-05-11"),
        ("劳动节：5月5日至1日放假。", "5月5日至1日"),
        ("国庆节：10月1日至11月7日放假。", "10月1日至11月7日"),
        ("春节：2月30日放假。", "2-30"),
        ("一、春节：2月15日至23日放假。二、其他：2月21日（周六）上班。", "2026-02-21"),
    ],
)
def test_a_contradiction_is_refused_with_its_sentence(text: str, day: str) -> None:
    with pytest.raises(NoticeWrong) as caught:
        read_notice(text, 2026)
    assert caught.value.params["day"] == day
    assert str(caught.value.params["sentence"])[:3] in text.replace("：", ":")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元旦停工。",
        "春节：2月15日至23日停工。",
        "一、元旦：1月1日休渔，放假另行通知。",
        "妇女节：3月8日妇女放假半天。",
        "劳动节：取消5月4日、5日调休，5月9日（周六）不再上班。",
        "劳动节：5月1日至3日放假，4日、5日与5月9日（周六）、10日（周日）对调。",
    ],
)
def test_what_is_not_understood_is_never_guessed(text: str) -> None:
    with pytest.raises(NoticeUnreadable):
        read_notice(text, 2026)


def test_the_year_comes_from_the_text_or_is_asked_for() -> None:
    with pytest.raises(NoticeYearUnknown):
        read_notice("5月1日放假。")
    with pytest.raises(NoticeYearDiffers):
        read_notice(_whole(2026, _modern), 2027)
    assert read_notice("2030年5月1日放假。").year == 2030


def test_a_yearly_notice_that_was_cut_off_is_refused() -> None:
    text = _whole(2026, _modern)
    cut = text[: text.index("国庆节")]
    with pytest.raises(NoticeIncomplete) as caught:
        read_notice(cut)
    assert caught.value.params == {"year": 2026, "holidays": ("国庆节", "中秋节")}


def test_days_over_new_year_without_their_years() -> None:
    found = _found(read_notice("元旦：12月31日至1月2日放假调休。12月27日（周六）上班。", 2026))
    assert found == {
        "2025-12-31": True, "2026-01-01": True, "2026-01-02": True, "2025-12-27": False,
    }  # fmt: skip


def test_a_day_said_again_and_a_date_that_is_only_a_deadline() -> None:
    text = "放假时间：4月20日至21日（周四至周五），共2天。请于4月10日前报值班表。"
    assert _found(read_notice(text, 2023)) == {"2023-04-20": True, "2023-04-21": True}


def test_days_made_up_for_and_work_taken_up_again() -> None:
    text = "国庆节：10月1日至7日放假7天，10月8日（周四）正常上班，9月20日、10月10日补班。"
    found = _found(read_notice(text, 2026))
    assert [day for day, off in found.items() if not off] == ["2026-09-20", "2026-10-10"]
    assert "2026-10-08" not in found


def test_one_holiday_is_arranged_anew() -> None:
    """As in 2019, when one day off became four."""
    first = layered([_own(2019, "劳动节", [date(2019, 5, 1)], [])])
    text = (
        "关于调整2019年劳动节假期安排的通知\n2019年5月1日至4日放假调休，共4天。"
        "4月28日（星期日）、5月5日（星期日）上班。"
    )
    (rule,) = notice_rules(read_notice(text), first, "official")
    after = _over([_own(2019, "劳动节", [date(2019, 5, 1)], [])], year_text(rule))
    assert [day for day in range(1, 8) if after.is_workday(date(2019, 5, day))] == [5, 6, 7]
    assert after.is_workday(date(2019, 4, 28))
    assert after.occasion(date(2019, 5, 5)) == {"zh": "劳动节", "en": "Labour Day"}


def test_a_moved_holiday_leaves_no_day_behind() -> None:
    rules = notice_rules(read_notice("中秋节：9月26日至28日放假。", 2026), CALENDAR, "official")
    after = _over([], year_text(rules[0]))
    assert after.is_workday(date(2026, 9, 25))
    assert not after.is_workday(date(2026, 9, 28))


def test_a_holiday_is_made_longer() -> None:
    """As in 2020, when the last days were no longer said from their first."""
    base = _own(2020, "春节", [date(2020, 1, day) for day in range(24, 31)], [date(2020, 2, 1)])
    text = (
        "关于延长2020年春节假期的通知\n"
        "一、延长2020年春节假期至2月2日（星期日），2月3日（星期一）起正常上班。"
    )
    notice = read_notice(text)
    assert (notice.yearly, notice.arrangements[0].until) == (False, date(2020, 2, 2))
    (rule,) = notice_rules(notice, layered([base]), "official")
    after = _over([base], year_text(rule))
    assert not after.is_workday(date(2020, 2, 1))
    assert after.is_workday(date(2020, 2, 3))
    with pytest.raises(HolidayUnknown):
        notice_rules(read_notice("延长2026年泼水节假期至5月3日。"), CALENDAR, "official")


def test_a_local_holiday_needs_the_table_of_its_year() -> None:
    notice = read_notice("“壮族三月三”期间，全区放假2天，即4月9日、12日放假。", 2027)
    assert notice.arrangements[0].name["en"] == "Zhuang Sanyuesan Festival"
    with pytest.raises(CalendarMissing):
        notice_rules(notice, CALENDAR, "official")


def _own(year: int, name: str, off: list[date], working: list[date]) -> CalendarRule:
    days = {"off": off, "working": working}
    listed = "\n".join(f"{key} = [{', '.join(map(str, each))}]" for key, each in days.items())
    body = (
        f'year = {year}\nstatus = "official"\nnotices = []\n'
        f'[[holidays]]\nname = {{ zh = "{name}", en = "{EN[name]}" }}\n{listed}\n'
    )
    return CalendarRule("calendar.year", date.min, body)


EN = {"劳动节": "Labour Day", "春节": "Spring Festival"}


def _over(below: list[CalendarRule], body: str) -> Calendar:
    return layered([*below, CalendarRule("calendar.year", date.min, body)])
