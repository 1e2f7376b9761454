"""Score tables: one row for each subject, one column for each item."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gridctl.domain.imports import ColumnMissing, StatementUnfit
from gridctl.imports import inspect, load_kind, rows, survey
from gridctl.imports.figures import Item, figures_of, item_of
from tests.imports.conftest import MakeBook, MakeText

MARK = load_kind("mark")
SAID = {"依据": "澄网格办〔2026〕5号", "approver": "王主任"}
SHEET = """江阴市2026年10月网格员考评得分表,,,,,,,,
序号,姓名,所属网格,联系电话,走访入户(20分),政策宣传（15分）,扣分项,总分,名次
1,张三,第一网格,13812345678,18,14.5,2,30.5,1
2,李四,第二网格,13912345678,１７,缺考,,17,2
合计,,,,35,14.5,2,47.5,
"""


def figures(values: object) -> dict[str, int]:
    assert isinstance(values, dict)
    return dict(figures_of(MARK.spread, values))


def test_each_column_of_points_feeds_an_item_named_by_its_header(make_text: MakeText) -> None:
    plan = inspect(make_text(SHEET, "gb18030"), MARK, stated=SAID)
    assert plan.dropped == ("序号", "联系电话", "名次")
    first, second, total = rows(plan)
    assert figures(first.values) == {
        "走访入户(20分)": 180_000, "政策宣传（15分）": 145_000, "扣分项": 20_000,
    }  # fmt: skip
    assert (first.values["total"], first.values["period"]) == (305_000, "2026-10")
    assert first.values["approver"] == "王主任"
    # A word among the points is a problem of its cell.
    assert [(each.code, each.field) for each in second.problems] == [
        ("not_a_number", "points:政策宣传（15分）")
    ]
    assert total.skipped is not None


def test_items_below_groups_and_a_row_of_maxima_belong_to_the_header(make_book: MakeBook) -> None:
    book = make_book(
        {
            "得分表": [
                ["单位：分", None, None, None, None, None],
                ["姓名", "工号", "基础工作", None, "加分", "得分"],
                [None, None, "走访入户", "政策宣传", None, None],
                ["满分", None, 20, 15, 5, 40],
                ["张三", "G001", 18, 14.5, 1, 33.5],
            ]
        },
        merged=("A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3"),
    )
    plan = inspect(book, MARK, stated=SAID | {"period": "2026年10月"})
    assert plan.header_rows == (2, 4)
    (row,) = rows(plan)
    found = {item_of(header): units for header, units in figures(row.values).items()}
    assert found == {
        Item("走访入户", Decimal(20)): 180_000,
        Item("政策宣传", Decimal(15)): 145_000,
        Item("加分", Decimal(5)): 10_000,
    }
    assert row.values["total"] == 335_000


def test_points_beside_their_maximum_and_reason(make_book: MakeBook) -> None:
    """Each item has three columns: what it may give, what it gave, why it gave less."""
    item = ["答复规范", None, None]
    book = make_book(
        {"S": [["单位", *item], [None, "满分", "得分", "扣分原因"], ["城管局", 40, 38, "迟报"]]},
        merged=("A1:A2", "B1:D1"),
    )
    plan = inspect(book, MARK, stated=SAID | {"月份": "2026-10"})
    (row,) = rows(plan)
    assert figures(row.values) == {"答复规范": 380_000}


def test_a_long_table_stays_one(make_text: MakeText) -> None:
    text = "月份,单位,考评项目,得分,总分,依据,审批人\n2026-10,城管局,答复规范,32.5,90,评分表,王\n"
    (row,) = rows(inspect(make_text(text), MARK))
    assert (row.values["item"], row.values["points"]) == ("答复规范", 325_000)
    assert not figures(row.values)


@pytest.mark.parametrize(
    ("header", "name", "most"),
    [
        ("一、走访入户（20分）", "走访入户", 20), ("1.政策宣传(满分15分)", "政策宣传", 15),
        ("基础工作 / 走访 / 20", "走访", 20), ("12345热线满意度(10)", "12345热线满意度", 10),
        ("（三）加分项〔最高 2.5分〕", "加分项", "2.5"), ("110联动", "110联动", None),
    ],
)  # fmt: skip
def test_a_header_names_its_item_and_maximum(header: str, name: str, most: object) -> None:
    assert item_of(header) == Item(name, None if most is None else Decimal(str(most)))


def test_what_holds_for_every_row_is_said_once_and_a_cell_goes_before_it(
    make_text: MakeText,
) -> None:
    text = "单位,考评项目,得分,审批人\n城管局,答复规范,30,\n住建局,答复规范,31,李主任\n"
    plan = inspect(make_text(text), MARK, stated=SAID | {"月份": "2026年10月"})
    assert [row.values["approver"] for row in rows(plan)] == ["王主任", "李主任"]
    assert not [row.problems for row in rows(plan) if row.problems]


def test_all_that_is_missing_is_named_at_once(make_text: MakeText) -> None:
    with pytest.raises(ColumnMissing) as refused:
        inspect(make_text("单位,考评项目,得分\n城管局,答复规范,30\n"), MARK)
    assert refused.value.params["field"] == ("period", "evidence", "approver")


def test_what_cannot_stand_in_a_cell_cannot_be_said(make_text: MakeText) -> None:
    with pytest.raises(StatementUnfit):
        survey(make_text(SHEET), MARK, stated={"period": "十月份"})
