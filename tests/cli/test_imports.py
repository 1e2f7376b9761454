"""``gridctl import``: what a clerk sees of a file's way in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

DIVISIONS = """code,name
320281000000,江阴市
320281001000,澄江街道
320281001001,文定社区居委会
"""
TICKETS = """工单编号,事件标题,上报时间,乡镇,社区,承办单位
A1,垃圾未清,2026-10-05,澄江街道,文定社区,城管局
A2,路灯不亮,2026-10-06,澄江街道,月球社区,供电公司
"""


@pytest.fixture
def files(at_work, tmp_path: Path):
    for name, text in (("区划.csv", DIVISIONS), ("工单.csv", TICKETS)):
        (tmp_path / name).write_text(text, encoding="gb18030")
    assert at_work("import", "run", "区划.csv", "--kind", "division", "-q").code == 0
    return at_work


def test_a_rejected_row_is_told_with_place_value_and_reason(files) -> None:
    ran = files("import", "run", "工单.csv", "--kind", "ticket", "-o", "json")
    assert ran.code == 1
    (batch,) = ran.json["items"]
    assert (batch["state"], batch["counts"]["new"], batch["counts"]["rejected"]) == (
        "discarded", 1, 1,
    )  # fmt: skip
    (row,) = ran.json["meta"]["rejected"]
    assert (row["row"], row["column"], row["field"], row["value"]) == (
        3,
        "E",
        "village",
        "月球社区",
    )
    assert "月球社区" in row["reason"]
    assert "nothing was changed" in ran.err
    assert files("ticket", "list", "-o", "json").json["items"] == []


def test_a_key_again_with_other_options_or_after_undo_says_so(files) -> None:
    run = ("import", "run", "工单.csv", "--kind", "ticket", "--key", "K", "-o", "json")
    first = files(*run, "--accept-rest")
    assert first.code == 5
    # The same import, whatever is asked of its rejected rows by now.
    again = files(*run)
    assert (again.code, again.json["items"]) == (5, first.json["items"])
    other = files(*run, "--system", "12345")
    assert other.code == 6
    assert "stands for import B2 of 工单.csv" in other.err
    assert files("import", "undo", "B2", "-y").code == 0
    undone = files(*run, "--accept-rest")
    assert undone.code == 6
    assert "stands for import B2, which was undone" in undone.err
    assert "leave out --key" in undone.err


def test_a_rejected_row_is_seen_among_any_number_of_notices(files, tmp_path: Path) -> None:
    rows = "".join(f"N{number},噪音,2026-10-05,,,\n" for number in range(250))
    (tmp_path / "多.csv").write_text(TICKETS.replace("A2", f"{rows}A2"), encoding="utf-8")
    ran = files("import", "run", "多.csv", "--kind", "ticket", "-o", "json")
    found = ran.json["meta"]["rejected"]
    assert (ran.code, found[0]["code"], len(found)) == (1, "place_unknown", 200)
    assert "row 253 E" in ran.err


def test_the_rest_can_be_accepted_with_its_own_exit_code(files) -> None:
    ran = files("import", "run", "工单.csv", "--kind", "ticket", "--accept-rest", "-o", "json")
    assert (ran.code, ran.json["items"][0]["counts"]["new"]) == (5, 1)
    errors = files("import", "errors", ran.json["items"][0]["batch"], "-o", "json")
    assert [row["code"] for row in errors.json["items"]] == ["place_unknown"]


def test_a_dry_run_changes_nothing_and_undo_takes_back(files, tmp_path: Path) -> None:
    good = TICKETS.replace("月球社区", "文定社区")
    (tmp_path / "好.csv").write_text(good, encoding="utf-8-sig")
    dry = files("import", "run", "好.csv", "--kind", "ticket", "-n", "-o", "json")
    assert (dry.code, dry.json["items"][0]["counts"]["new"]) == (0, 2)
    assert files("ticket", "list", "-o", "json").json["meta"]["total"] == 0
    real = files("import", "run", "好.csv", "--kind", "ticket", "-o", "json")
    assert files("ticket", "list", "-o", "json").json["meta"]["total"] == 2
    batch = real.json["items"][0]["batch"]
    undone = files("import", "undo", batch, "-y", "-o", "json")
    assert undone.json["items"][0]["state"] == "undone"
    assert files("ticket", "list", "-o", "json").json["meta"]["total"] == 0


def test_the_plan_is_told_without_sending(files) -> None:
    ran = files("import", "plan", "工单.csv", "--kind", "ticket", "-o", "json")
    read = {row["header"]: row["fields"] for row in ran.json["items"]}
    assert read["承办单位"] == ["lead_unit"]
    assert (ran.json["meta"]["encoding"], ran.json["meta"]["header_rows"]) == ("gb18030", [1, 1])


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("nowhere.csv", "--kind", "ticket"), 7, "no file"),
        (("区划.csv", "--kind", "tickett"), 2, "ticket"),
        (("区划.csv", "--kind", "staff", "--sheet", "甲"), 2, "甲"),
        (("区划.csv", "--kind", "duty"), 1, "period"),
    ],
)
def test_a_wrong_call_is_told_and_changes_nothing(files, args, code: int, words: str) -> None:
    ran = files("import", "run", *args)
    assert ran.code == code
    assert ran.out == ""
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_what_is_missing_is_told_once(county: Run, tmp_path: Path) -> None:
    head = "工号,姓名,考评项目,得分,月份,依据文号,审批人\n"
    (tmp_path / "评分.csv").write_text(head + ",,走访,9,2026-10,文1,李主任\n", "utf-8")
    ran = county("import", "run", "评分.csv", "--kind", "mark", "-n")
    told = [line for line in ran.err.splitlines() if "must be filled in" in line]
    assert told == ["row 2 B: must be filled in"]


@pytest.mark.parametrize("args", [("ticket", "list"), ("assess", "show"), ("grid", "show")])
def test_a_usage_line_has_no_bracket_twice(at_work: Run, args: tuple[str, str]) -> None:
    usage = at_work(*args, "--help").out.splitlines()[0]
    assert not any(twice in usage for twice in ("[[", "]]", "{", "}"))


@pytest.mark.parametrize("row", [TICKETS.splitlines()[0], TICKETS.splitlines()[0] + "\n,,,,,\n"])
def test_a_file_without_rows_is_told_and_leaves_no_import(files, tmp_path: Path, row: str) -> None:
    (tmp_path / "空.csv").write_text(row, encoding="utf-8")
    before = files("import", "list", "-o", "json").json["meta"]["total"]
    ran = files("import", "run", "空.csv", "--kind", "ticket")
    assert ran.code == 1
    assert "空.csv has no rows below the header in row 1; nothing was imported." in ran.err
    states = [batch["state"] for batch in files("import", "list", "-o", "json").json["items"]]
    assert "open" not in states
    assert states.count("applied") == before


def test_a_column_is_read_as_the_person_says(files, tmp_path: Path) -> None:
    (tmp_path / "甲.csv").write_text(
        "编号,说法,上报时间\nA1,井盖缺失,2026-10-05\n", encoding="utf-8"
    )
    plan = ("import", "plan", "甲.csv", "--kind", "ticket", "--column", "B=标题", "-o", "json")
    assert [row["fields"] for row in files(*plan).json["items"]][1] == ["title"]
    run = ("import", "run", "甲.csv", "--kind", "ticket", "--key", "K", "--column")
    assert files(*run, "b=title").code == 0
    assert files("ticket", "list", "-o", "json").json["items"][0]["title"] == "井盖缺失"
    # Another reading is another import.
    assert "an option differs" in files(*run, "B=description").err
    assert "Write it as C=title" in files(*run, "B").err


def test_a_dry_run_tells_new_and_changed_records(files, tmp_path: Path) -> None:
    good = TICKETS.replace("月球社区", "文定社区")
    (tmp_path / "好.csv").write_text(good, encoding="utf-8")
    run = ("import", "run", "好.csv", "--kind", "ticket")
    assert "New  320281" in files(*run, "-n").err
    assert files(*run, "-q").code == 0
    (tmp_path / "好.csv").write_text(good.replace("路灯不亮", "路灯损坏"), encoding="utf-8")
    dry = files(*run, "-n", "-o", "json")
    assert "Title 路灯不亮 -> 路灯损坏" in dry.err
    (told,) = dry.json["items"][0]["differences"]
    assert (told["outcome"], told["fields"][0]["field"]) == ("changed", "title")
