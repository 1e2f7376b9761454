"""Words and figures: numerals, periods, widths, rounding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gridctl.domain.reports import REMARKS, official_number
from gridctl.foundation.i18n import translator
from gridctl.operations.queries.reports import BulletinView, PublicityView, RankingRow, RankingView
from gridctl.reports.documents import describe
from gridctl.reports.structure import (
    Column,
    Paragraph,
    Table,
    column_widths,
    display_width,
    plain,
    shown,
)
from gridctl.reports.wording import Words

needs_catalogue = pytest.mark.skipif(
    translator("zh_CN")("June") == "June", reason="the Chinese catalogue is not compiled"
)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_headings_count_in_chinese(number: int, expected: str) -> None:
    assert Words("zh_CN").numeral(number) == expected
    assert Words("en").numeral(number) == str(number)


@pytest.mark.parametrize(
    ("code", "title", "expected"),
    [
        ("2026-10", "月度十佳网格员绩效激励方案", "十佳网格员绩效激励方案"),
        ("2026-Q3", "吹哨报到镇街季度考评", "吹哨报到镇街考评"),
        ("2026-H1", "半年度考评", "考评"),
        ("2026", "年度十佳网格员", "十佳网格员"),
        ("2026-Q3", "月度十佳网格员", "月度十佳网格员"),
    ],
)
def test_a_title_beside_a_period_does_not_name_its_kind_again(
    code: str, title: str, expected: str
) -> None:
    assert Words("zh_CN").beside_period(title, code) == expected
    assert Words("en").beside_period(title, code) == title


@needs_catalogue
def test_the_title_of_a_ranking_reads_as_one(ranking: RankingView) -> None:
    view = ranking.model_copy(update={"scheme_title": "月度十佳网格员绩效激励方案"})
    title = describe(view, "zh_CN").blocks[0]
    assert isinstance(title, Paragraph)
    assert title.text == "江阴市2026年6月十佳网格员绩效激励方案排名表"
    unfrozen = view.model_copy(update={"scheme_title": "按期结案率排名", "draft": True})
    title = describe(unfrozen, "zh_CN").blocks[0]
    assert isinstance(title, Paragraph)
    assert title.text == "江阴市2026年6月按期结案率排名表（草稿）"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("2026-06", "June 2026"),
        ("2026-Q2", "quarter 2 of 2026"),
        ("2026-H1", "first half of 2026"),
        ("2026-H2", "second half of 2026"),
        ("2026", "the year 2026"),
    ],
)
def test_periods_in_english(code: str, expected: str) -> None:
    assert Words("en").period(code) == expected


@needs_catalogue
def test_dates_and_periods_in_chinese() -> None:
    words = Words("zh_CN")
    assert words.date(date(2026, 6, 5)) == "2026年6月5日"
    assert words.period("2026-06") == "2026年6月"
    assert words.period("2026-Q2") == "2026年第二季度"


@needs_catalogue
def test_chinese_titles(bulletin: BulletinView, publicity: PublicityView) -> None:
    assert describe(bulletin, "zh_CN").name == "江阴市2026年6月网格工单办理考评情况通报"
    expected = "关于江阴市2026年6月网格员绩效激励拟通报表扬名单的公示"
    assert describe(publicity, "zh_CN").name == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("1.2", "up 1.20 percentage points on last month"),
        ("-0.05", "down 0.05 percentage points on last month"),
        ("0.00", "unchanged from last month"),
    ],
)
def test_changes_are_told_in_percentage_points(change: str, expected: str) -> None:
    assert Words("en").change(Decimal(change)) == expected


def test_numbers_are_rounded_half_up_once() -> None:
    assert [shown(Decimal(text), 2) for text in ("17.665", "14.825", "-0.005")] == [
        "17.67",
        "14.83",
        "-0.01",
    ]
    assert shown(Decimal("1.234"), 2, signed=True) == "+1.23"
    assert shown(None, 2) == "—"
    assert (plain(Decimal("20.0000")), plain(Decimal("12.50")), plain(Decimal(150))) == (
        "20",
        "12.5",
        "150",
    )


@pytest.mark.parametrize("typed", ["澄网治[2026]12号", "澄网治（2026）12号", "澄网治【2026】12号"])
def test_the_year_of_a_document_number_has_official_brackets(typed: str) -> None:
    assert official_number(typed) == "澄网治〔2026〕12号"


def test_a_chinese_character_is_two_wide() -> None:
    assert display_width("网格a㛃") == 7


def test_a_column_holds_its_values_and_the_words_of_its_heading() -> None:
    columns = (Column("Deductions", places=2), Column("得分", places=2), Column("单位"))
    table = Table(columns, ((Decimal(1), Decimal(100), "市住房和城乡建设局"),))
    deductions, score, unit = column_widths(table)
    assert deductions >= len("Deductions")
    assert score >= len("100.00")
    assert unit >= display_width("市住房和城乡建设局")


def test_every_remark_a_row_may_carry_has_words() -> None:
    field = RankingRow.model_json_schema()["properties"]["remark"]
    assert set(field["enum"]) == {"", *REMARKS}
