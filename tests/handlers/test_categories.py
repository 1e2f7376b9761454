"""Categories through the gateway, local and remote; recognition on a real table."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gridctl.domain.categories import (
    CategoryAmbiguous,
    CategoryCodeNeeded,
    CategoryExists,
    CategoryNotFound,
    ConditionNotFound,
    next_category_code,
    path_key,
    path_text,
)
from gridctl.domain.limits import LimitUnreadable
from gridctl.domain.problems import Problem
from gridctl.handlers.queries.category_index import CategoryEntry, CategoryIndex
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import ConditionChange, CreateCategory, EditCategory
from gridctl.operations.queries.categories import ListCategories, ShowCategory
from tests.beginnings import Beginning


def _table(gateway: Gateway) -> None:
    gateway.send(CreateCategory(name="市容环境", code="01"))
    gateway.send(CreateCategory(name="私搭乱建", code="0101", parent="市容环境"))
    gateway.send(CreateCategory(name="其他", parent="市容环境"))
    gateway.send(CreateCategory(name="公用设施", code="01", kind="component"))
    gateway.send(CreateCategory(name="供水/燃气管道", parent="公用设施"))
    gateway.send(CreateCategory(name="其他", parent="公用设施"))


@pytest.fixture
def beginning() -> Beginning:
    return _table


@pytest.fixture
def table(gateway: Gateway) -> Gateway:
    return gateway


def test_local_numbers_count_down_and_the_kind_is_inherited(table: Gateway) -> None:
    pipe = table.send(ShowCategory(category="供水/燃气管道"))
    assert (pipe.code, pipe.kind, pipe.level) == ("0199", "component", 2)
    assert table.send(ShowCategory(category="公用设施/其他")).code == "0198"


def test_found_by_path_code_and_unique_name(table: Gateway) -> None:
    for text in ("市容环境/私搭乱建", "0101", "私搭乱建", "市容环境／私搭乱建"):
        assert table.send(ShowCategory(category=text)).path == "市容环境/私搭乱建"
    assert table.send(ShowCategory(category="公用设施/供水/燃气管道")).code == "0199"
    with pytest.raises(CategoryAmbiguous) as several:
        table.send(ShowCategory(category="其他"))
    assert several.value.params["choices"] == ("公用设施/其他 (0198)", "市容环境/其他 (0199)")
    with pytest.raises(CategoryNotFound) as missing:
        table.send(ShowCategory(category="私搭乱盖"))
    assert missing.value.params["nearest"] == "市容环境/私搭乱建"


def test_conditions_have_limits_of_their_own(table: Gateway) -> None:
    shown = table.send(
        EditCategory(
            category="私搭乱建",
            conditions=(
                ConditionChange(filing_condition="正在搭建", limit_text="2紧急工作日"),
                ConditionChange(filing_condition="已建成", limit_text="15天"),
            ),
        )
    )
    assert [(each.seq, each.limit_text) for each in shown.conditions] == [
        (1, "2紧急工作日"),
        (2, "15天"),
    ]
    changed = table.send(
        EditCategory(category="私搭乱建", conditions=(ConditionChange(seq=2, limit_text="10天"),))
    )
    assert [(each.filing_condition, each.limit_text) for each in changed.conditions] == [
        ("正在搭建", "2紧急工作日"),
        ("已建成", "10天"),
    ]


def test_a_limit_is_never_guessed_and_a_condition_must_be_there(table: Gateway) -> None:
    with pytest.raises(LimitUnreadable):
        table.send(EditCategory(category="0101", conditions=(ConditionChange(limit_text="尽快"),)))
    with pytest.raises(ConditionNotFound):
        table.send(
            EditCategory(category="0101", conditions=(ConditionChange(seq=9, lead_unit="x"),))
        )
    assert table.send(ShowCategory(category="0101")).conditions == ()


def test_a_new_name_moves_all_below(table: Gateway) -> None:
    table.send(CreateCategory(name="彩钢棚", parent="私搭乱建"))
    table.send(EditCategory(category="市容环境", name="市容市貌"))
    assert table.send(ShowCategory(category="彩钢棚")).path == "市容市貌/私搭乱建/彩钢棚"
    assert table.send(ListCategories(under="市容市貌")).total == 4


def test_a_path_is_there_once(table: Gateway) -> None:
    with pytest.raises(CategoryExists):
        table.send(CreateCategory(name="私 搭 乱 建", parent="市容环境"))
    with pytest.raises(CategoryExists):
        table.send(EditCategory(category="市容环境/私搭乱建", name="其他"))


def test_lists_filter_and_keep_children_behind_parents(table: Gateway) -> None:
    first = table.send(ListCategories(limit=4))
    rest = table.send(ListCategories(limit=4, after=first.next))
    paths = [row.path for row in (*first.items, *rest.items)]
    assert (first.total, len(paths), rest.next) == (6, 6, None)
    assert all(
        paths.index(path.rpartition("/")[0]) < paths.index(path)
        for path in paths
        if (path.rpartition("/")[0] in paths)
    )
    assert table.send(ListCategories(kind="component", level=2)).total == 2
    assert table.send(ListCategories(text="燃气")).items[0].code == "0199"
    assert table.send(ListCategories(provisional=True)).total == 0


def _index(*paths: str) -> CategoryIndex:
    entries: dict[str, CategoryEntry] = {}
    for path in paths:
        names = path.split(">")
        for depth in range(1, len(names) + 1):
            part = names[:depth]
            parent = entries.get(path_key(part[:-1]))
            entries.setdefault(
                path_key(part),
                CategoryEntry(
                    len(entries) + 1, f"{depth:02}", part[-1], path_text(part), path_key(part),
                    depth, "event", parent.id if parent else None,
                ),
            )  # fmt: skip
    return CategoryIndex(entries.values())


def _path(index: CategoryIndex, **hints: str) -> str:
    found = index.recognise(hints)
    if isinstance(found, Problem):
        return found.code
    return index.by_id(found).path if found else ""


def test_rows_are_recognised_by_any_of_their_columns() -> None:
    index = _index("城建>其他>井盖", "城建>道路>其他", "环卫>其他>其他", "环卫>垃圾")
    assert _path(index, category1="城建", category2="其他") == "城建/其他"
    assert _path(index, category1="城建", category2="道路", category3="其他") == "城建/道路/其他"
    assert _path(index, category2="其他", category3="井盖") == "城建/其他/井盖"
    assert _path(index, category1="环卫", category2="其他", category3="其他") == "环卫/其他/其他"
    assert _path(index, category1="环卫", category2="垃圾", category3="垃圾") == "环卫/垃圾"
    assert _path(index, category="井盖") == "城建/其他/井盖"
    assert _path(index, category="其他") == "category_ambiguous"
    assert _path(index, category1="环卫", category2="道路") == "category_unknown"
    assert _path(index) == ""


def test_local_numbers_go_on_with_three_digits() -> None:
    used: list[str] = []
    for _ in range(101):
        used.append(next_category_code("其他", "01", used))
    assert [used[0], used[98], used[99], used[100]] == ["0199", "0101", "01999", "01998"]
    with pytest.raises(CategoryCodeNeeded):
        next_category_code("其他", "", [f"{number:02}" for number in range(1, 1000)])


def test_a_name_decides_before_a_code() -> None:
    index = _index("突发事件>路面塌陷", "街面秩序>占道经营")
    assert _path(index, category1="街面秩序", category1_code="99") == "街面秩序"
    assert _path(index, category1="街面秩序", category2_code="02") == "街面秩序/占道经营"


@pytest.mark.real_data
def test_every_row_of_a_real_table_is_recognised(real_data: Path) -> None:
    file = real_data / "citizen_messages" / "full_附件1_分类体系.xlsx"
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()[1:]
    names = [tuple(str(cell).strip() for cell in row) for row in rows]
    assert len(names) == 517
    index = _index(*(">".join(row) for row in names))
    for row in names:
        hints = dict(zip(("category1", "category2", "category3"), row, strict=True))
        assert _path(index, **hints) == path_text(row)
