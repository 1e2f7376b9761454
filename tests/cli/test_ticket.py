"""``gridctl ticket``: entering, finding, showing, counting."""

from __future__ import annotations

from typing import Any

import pytest

SERIAL = "3202812026110300001"
FIELDS = ("serial_no", "state", "verdict", "basis")


@pytest.fixture
def tickets(county: Any) -> Any:
    """Five tickets: on time, late, overdue and open, without a limit, and one without a place."""
    county("category", "create", "--name", "市容环境")
    county("category", "create", "--name", "暴露垃圾", "--parent", "市容环境")
    county("unit", "create", "--name", "市城管局")
    for number, facts in enumerate(
        (
            "--place 第一网格 --state closed --reported-at 2026-10-01T08:00"
            " --deadline-at 2026-10-08T17:30 --closed-at 2026-10-08T17:30",
            "--place 第一网格 --state 已结案 --reported-at 2026-10-02T08:00"
            " --deadline-at 2026-10-09T17:30 --closed-at 2026-10-09T17:31 --lead-unit 市城管局",
            "--place 第二网格 --state 处置中 --reported-at 2026-10-03T08:00"
            " --deadline-at 2026-10-10T17:30 --category 暴露垃圾",
            "--place 第二网格 --state 退回 --reported-at 2026-10-04T08:00 --source 12345",
            "--state draft --reported-at 2026-10-05T08:00",
        ),
        1,
    ):
        ran = county(
            "ticket", "create", "--title", f"楼道堆物{number}", "--external-no", f"JY-{number}",
            *facts.split(),
        )  # fmt: skip
        assert ran.code == 0, ran.err
    return county


def listed(run: Any, *args: str) -> list[str]:
    ran = run("ticket", "list", *args, "-o", "json", "--order", "oldest")
    return [item["external_no"] for item in ran.json["items"]]


def test_create_gives_a_serial_number_and_masks_the_caller(county: Any) -> None:
    ran = county(
        "ticket", "create", "--title", "井盖缺失", "--place", "第一网格", "--urgent",
        "--deadline-at", "明天 17:30", "--amount", "1,200.5", "--tag", "督办", "--tag", "夜间",
        "--contact-name", "王小明", "--contact-phone", "13800001111", "-o", "json",
    )  # fmt: skip
    ticket = ran.json["items"][0]
    assert ticket["serial_no"] == SERIAL
    assert ticket["deadline_at"] == "2026-11-04T17:30:00+08:00"
    assert (ticket["amount_fen"], ticket["urgent"]) == (120050, True)
    assert ticket["tags"] == ["督办", "夜间"]
    assert ticket["contact_phone"] == "138****1111"
    assert "小明" not in ran.out


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("--state handling", ["JY-3"]),
        ("--state 处置中 --state closed", ["JY-1", "JY-2", "JY-3"]),
        ("--under 第二网格", ["JY-3", "JY-4"]),
        ("--under 澄江街道 --verdict overdue", ["JY-2", "JY-3"]),
        ("--verdict 按期", ["JY-1"]),
        ("--unit 市城管局", ["JY-2"]),
        ("--category 市容环境", ["JY-3"]),
        ("--source 12345", ["JY-4"]),
        ("--since 2026-10-03 --until 2026-10-04", ["JY-3", "JY-4"]),
        ("--period 上月 --text 堆物5", ["JY-5"]),
        ("--since 2026-11", []),
        ("--period 2026-Q3", []),
        ("--basis stated", []),
    ],
)
def test_filters(tickets: Any, filters: str, found: list[str]) -> None:
    assert listed(tickets, *filters.split()) == found


def test_a_word_for_no_state_names_the_nearest_word(tickets: Any) -> None:
    ran = tickets("ticket", "list", "--state", "已结安")
    assert ran.code == 2
    assert "Nearest is closed (已结案); known are draft, reported," in ran.err


def test_show_has_sections_and_a_log(tickets: Any, screen: None) -> None:
    tickets("ticket", "edit", "JY-3", "--lead-unit", "市城管局", "--opinion", "派单有误")
    out = tickets("ticket", "show", "JY-3").out
    titles = ("Where\n", "Who\n", "When\n", "Log\n")
    places = [out.index(f"\n{title}") for title in titles]
    assert places == sorted(places)
    when, *rest = out.splitlines()[-1].split("  ")
    assert (when, rest[0], rest[-1]) == ("2026-11-03 10:00", "edit", "派单有误")
    assert "On time     overdue" in out
    assert "Urgent" not in out


def test_show_several_in_rows(tickets: Any) -> None:
    ran = tickets("ticket", "show", "JY-1", "JY-9", "JY-2", "-o", "csv", "--fields", "external_no")
    assert ran.code == 5
    assert ran.out.split() == ["external_no", "JY-1", "JY-2"]
    assert "There is no ticket JY-9." in ran.err


def test_edit_changes_what_is_named_only(tickets: Any) -> None:
    ran = tickets("ticket", "edit", "JY-1", "--no-urgent", "--title", "乱堆杂物", "-o", "json")
    ticket = ran.json["items"][0]
    assert (ticket["title"], ticket["state"]) == ("乱堆杂物", "closed")
    assert ticket["deadline_at"] == "2026-10-08T17:30:00+08:00"


def test_edit_replaces_helpers_and_empties_with_blank_text(tickets: Any) -> None:
    tickets("unit", "create", "--name", "供电公司")
    edit = ("ticket", "edit", "JY-1", "-o", "json")
    helped = tickets(
        *edit, "--assist-unit", "市城管局", "--assist-unit", "供电公司",
        "--contact-name", "张三", "--contact-phone", "13800000001", "--tag", "路灯",
    )  # fmt: skip
    ticket = helped.json["items"][0]
    assert (set(ticket["assist_units"]), ticket["tags"]) == ({"市城管局", "供电公司"}, ["路灯"])
    assert (ticket["contact_name"], ticket["contact_phone"]) == ("张**", "138****0001")
    cleared = tickets(*edit, "--assist-unit", "", "--contact-phone", "", "--tag", "")
    ticket = cleared.json["items"][0]
    assert (ticket["assist_units"], ticket["tags"], ticket["contact_phone"]) == ([], [], None)
    assert ticket["contact_name"] == "张**"
    refused = tickets(*edit, "--category", "")
    assert (refused.code, "--category: cannot be blank" in refused.err) == (2, True)


def test_a_day_is_no_deadline(county: Any) -> None:
    ran = county("ticket", "create", "--title", "x", "--deadline-at", "2026-10-08")
    assert ran.code == 2
    assert "--deadline-at: 2026-10-08 is not a point in time." in ran.err


def test_stats_count_and_rate(tickets: Any) -> None:
    page = tickets("ticket", "stats", "--by", "grid", "--period", "2026-10", "-o", "json").json
    groups = {item["name"]: item for item in page["items"]}
    assert {name: item["close_on_time"] for name, item in groups.items()} == {
        "第一网格": "50.00",
        "第二网格": "0.00",
        "": None,
    }
    assert groups["第二网格"]["due_to_close"] == 1
    assert groups[""]["standing"] == "none_due"
    total = page["meta"]["sum"]
    assert (total["count"], total["due_to_close"], total["stated"]) == (5, 3, 0)
    assert total["close_on_time"] == "33.33"


def test_stats_count_what_a_list_with_the_same_terms_shows(tickets: Any) -> None:
    for terms in ("", "逾期", "grid:第二网格 !state:returned", "堆物1", "堆物 !category:市容环境"):
        rows = tickets("ticket", "list", *terms.split(), "--all", "-o", "json").json["items"]
        page = tickets("ticket", "stats", *terms.split(), "--by", "grid", "-o", "json").json
        assert rows
        late = sum(row["verdict"] == "overdue" for row in rows)
        for figure, counted in (("count", len(rows)), ("overdue", late)):
            assert page["meta"]["sum"][figure] == counted
            assert sum(row[figure] for row in page["items"]) == counted


def test_stats_on_a_screen_end_with_the_sum_and_what_verdicts_rest_on(
    tickets: Any, screen: None
) -> None:
    ran = tickets("ticket", "stats", "--by", "grid", "--period", "上月", "--metrics",
                  "count,close_on_time")  # fmt: skip
    head, *rows, total = ran.out.splitlines()
    assert head.split() == ["grid", "received", "on-time", "rate"]
    assert any(row.endswith("none due") for row in rows)
    assert total.split() == ["Sum", "5", "33.33%"]
    assert ran.err == "Of 3 due, 0 verdicts are stated by the source, 3 computed.\n"


def test_stats_without_tickets_are_no_failure(county: Any, screen: None) -> None:
    ran = county("ticket", "stats")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("Nothing found.\n")


def test_stats_columns_for_files_carry_the_standing(tickets: Any) -> None:
    ran = tickets("ticket", "stats", "--by", "month", "--metrics", "count", "-o", "csv")
    assert ran.out.splitlines() == ["key,name,count,stated,standing", "2026-10,2026-10,5,0,due"]


def test_unknown_figures_and_groups_are_refused(at_work: Any) -> None:
    assert "known are count, due_to_close" in at_work("ticket", "stats", "--metrics", "cuont").err
    assert "Nearest is community" in at_work("ticket", "stats", "--by", "comunity").err
