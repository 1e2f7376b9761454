"""``gridctl category``: the tree, conditions with their limits."""

from __future__ import annotations

from typing import Any


def test_a_condition_is_entered_and_changed(at_work: Any, screen: None) -> None:
    at_work("category", "create", "--name", "市容环境", "--kind", "事件")
    at_work(
        "category", "create", "--name", "暴露垃圾", "--parent", "市容环境",
        "--filing-condition", "散落垃圾", "--limit", "4小时",
    )  # fmt: skip
    ran = at_work("category", "edit", "暴露垃圾", "--condition", "1", "--limit", "2工作日")
    assert ran.code == 0
    out = at_work("category", "show", "市容环境/暴露垃圾").out
    assert out.splitlines()[-3:] == [
        "Conditions",
        "No.  Filed when  Time limit",
        "  1  散落垃圾    2工作日",
    ]


def test_a_limit_is_never_guessed(at_work: Any) -> None:
    at_work("category", "create", "--name", "市容环境")
    ran = at_work("category", "edit", "市容环境", "--limit", "尽快")
    assert ran.code == 1
    assert "尽快" in ran.err


def test_the_list_knows_levels_and_branches(at_work: Any) -> None:
    at_work("category", "create", "--name", "市容环境")
    at_work("category", "create", "--name", "暴露垃圾", "--parent", "市容环境")
    at_work("category", "create", "--name", "公用设施", "--kind", "部件")
    paths = [
        [row["path"] for row in at_work("category", "list", *args, "-o", "json").json["items"]]
        for args in (["--level", "1"], ["--under", "市容环境"], ["--kind", "component"])
    ]
    assert sorted(paths[0]) == ["公用设施", "市容环境"]
    assert paths[1:] == [["市容环境", "市容环境/暴露垃圾"], ["公用设施"]]
