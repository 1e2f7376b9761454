"""``gridctl evidence``: entering, listing, withdrawing."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def office_of_one(county: Any) -> Any:
    county("staff", "create", "--name", "张伟", "--employment", "full")
    return county


def enter(run: Any, *args: str) -> Any:
    return run("evidence", "create", "--on", "today", "--staff", "张伟", *args, "-o", "json")


def test_words_of_spreadsheets_are_understood(office_of_one: Any) -> None:
    entered = enter(office_of_one, "--kind", "check", "--outcome", "不合格").json["items"][0]
    assert (entered["outcome"], entered["on"]) == ("fail", "2026-11-03")


def test_the_outcome_of_a_task_follows_from_its_times(office_of_one: Any) -> None:
    task = ("--kind", "task", "--task", "核查", "--due-at")
    late = enter(office_of_one, *task, "今天 9:00", "--done-at", "now").json["items"][0]
    assert (late["outcome"], late["done_at"]) == ("late", "2026-11-03T10:00:00+08:00")
    early = enter(office_of_one, *task, "今天 9:30", "--done-at", "2026-11-03 9:30")
    assert early.json["items"][0]["outcome"] == "on_time"


def test_a_task_due_at_midnight_is_due_at_the_end_of_its_day(
    office_of_one: Any, screen: None
) -> None:
    task = ("--kind", "task", "--task", "核查", "--due-at")
    assert enter(office_of_one, *task, "2026-11-03").code == 2
    assert enter(office_of_one, *task, "2026-11-03 24:00").code == 0
    assert "2026-11-03 24:00" in office_of_one("evidence", "show", "1").out


def test_points_need_a_document_and_an_approver(office_of_one: Any) -> None:
    ran = enter(office_of_one, "--kind", "merit", "--outcome", "扣分", "--points", "2")
    assert ran.code == 1
    assert "needs Document" in ran.err
    ran = enter(
        office_of_one, "--kind", "merit", "--outcome", "扣分", "--points", "2.50",
        "--document", "3号", "--approver", "王主任",
    )  # fmt: skip
    assert ran.json["items"][0]["points"] == "2.5"


def test_withdrawing_needs_a_reason_and_a_yes(office_of_one: Any, screen: None) -> None:
    enter(office_of_one, "--kind", "check", "--outcome", "pass")
    assert office_of_one("evidence", "withdraw", "1").code == 2
    assert office_of_one("evidence", "withdraw", "1", "--reason", "重复").code == 2
    assert office_of_one("evidence", "withdraw", "1", "--reason", "重复", "-y").code == 0
    assert "Withdrawn  yes" in office_of_one("evidence", "show", "1").out
    assert office_of_one("evidence", "list").err == "Nothing found.\n"


def test_the_list_takes_a_month_or_a_quarter(office_of_one: Any) -> None:
    for day in ("2026-09-30", "2026-10-01", "2026-11-02"):
        entered = office_of_one(
            "evidence", "create", "--kind", "missed", "--on", day, "--staff", "张伟"
        )
        assert entered.code == 0

    def days(period: str) -> list[str]:
        ran = office_of_one("evidence", "list", "--period", period, "-o", "json")
        return [item["on"] for item in ran.json["items"]]

    assert days("上月") == ["2026-10-01"]
    assert days("2026-Q4") == ["2026-11-02", "2026-10-01"]


def test_a_draw_without_checkers_says_what_to_do_about_it(office_of_one: Any) -> None:
    facts = ("--title", "井盖", "--place", "文定社区", "--state", "closed", "--closed-at", "now")
    assert office_of_one("ticket", "create", *facts).code == 0
    draw = ("evidence", "draw", "--count", "1", "--per", "all", "--seed", "7")
    ran = office_of_one(*draw)
    assert ran.code == 0, ran.err
    assert "No checker was named: 1 checks are given to nobody." in ran.err
    assert "draw again with the seed 7 and --checker STAFF" in ran.err


def test_several_checks_are_recorded_in_one_go(office_of_one: Any) -> None:
    made = [
        enter(office_of_one, "--kind", "check", "--outcome", "to_check", "--item", each)
        for each in ("处置现场", "台账", "巡查记录")
    ]
    numbers = [str(each.json["items"][0]["id"]) for each in made]
    record = ("evidence", "record", "--outcome", "合格", "-o", "json")
    one = office_of_one(*record, numbers[0])
    assert (one.code, one.json["items"][0]["outcome"]) == (0, "pass")
    refused = office_of_one(*record, ",".join(numbers), "--all-or-nothing")
    assert refused.code == 6
    assert f"1 of 3 checks cannot be recorded, the first is {numbers[0]}" in refused.err
    several = office_of_one(*record, "，".join(numbers))
    assert "2 done, 1 not." in several.err
    assert [row["done"] for row in several.json["items"]] == [False, True, True]
    assert "no check that waits" in several.json["items"][0]["why"]
    wrong = office_of_one(*record, numbers[0], "第二条")
    assert wrong.code == 2
    assert "ID: must be a whole number" in wrong.err
    assert several.code == office_of_one(*record, *numbers).code == 5
