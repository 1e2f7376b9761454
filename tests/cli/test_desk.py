"""``gridctl duty``, ``route`` and ``template``, and what tickets have to do with them."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def desk(county: Any) -> Any:
    """The county with a unit, a category, and an item the unit has proposed."""
    for words in (
        ("unit", "create", "--name", "应急管理局"),
        ("unit", "create", "--name", "城管局"),
        ("category", "create", "--name", "安全生产"),
        ("duty", "propose", "--name", "九小场所巡查", "--kind", "巡查", "--unit", "应急管理局",
         "--category", "安全生产", "--until", "2026-10-31", "--as", "应急管理局"),
    ):  # fmt: skip
        ran = county(*words)
        assert ran.code == 0, ran.err
    return county


def _created(run: Any, *args: str) -> str:
    ran = run("ticket", "create", "--place", "第一网格", *args, "-o", "json")
    assert ran.code == 0, ran.err
    return str(ran.json["items"][0]["serial_no"])


def test_a_duty_item_goes_its_way(desk: Any) -> None:
    own = desk("duty", "admit", "D0001", "--document-no", "8号", "--as", "应急管理局")
    assert (own.code, "proposed duty item" in own.err) == (4, True)
    done = desk("duty", "admit", "D0001", "--document-no", "8号", "--by", "委员会", "-o", "json")
    assert done.json["items"][0]["standing"] == "ended"
    again = desk("duty", "refuse", "D0001", "--opinion", "不宜")
    assert "off the list" in again.err
    late = desk(
        "ticket", "create", "--title", "堵塞", "--place", "第一网格", "--duty-item", "D0001"
    )
    assert late.code == 1
    assert "until 2026-10-31, as 委员会 decided (8号)" in late.err
    longer = desk("duty", "end", "D0001", "--until", "2026-11-30")
    assert (longer.code, "gridctl duty admit D0001" in longer.err) == (6, True)
    decided = ("--document-no", "9号", "--by", "委员会", "--until", "2026-11-30")
    assert desk("duty", "admit", "D0001", *decided).code == 0
    assert desk("duty", "show", "九小场所巡查", "-o", "json").json["items"][0]["standing"] == "open"
    listed = desk("duty", "list", "--standing", "open", "-o", "json").json["items"]
    assert [row["last_day"] for row in listed] == ["2026-11-30"]


def test_the_check_tells_scripts_and_people(desk: Any) -> None:
    closed = desk("duty", "check", "--category", "安全生产", "-o", "json")
    assert (closed.code, closed.json["meta"]["verdict"]) == (8, "closed")
    assert "proposed by 应急管理局 and is not admitted yet" in closed.err
    desk("duty", "admit", "D0001", "--document-no", "8号", "--by", "委员会")
    assert desk("duty", "check", "--item", "D0001", "--on", "2026-10-31").code == 0


def test_a_closed_item_warns_who_enters_a_ticket(desk: Any) -> None:
    ran = desk(
        "ticket", "create", "--title", "堵塞", "--place", "第一网格", "--category", "安全生产"
    )
    assert ran.code == 0
    assert "note: Duty item 九小场所巡查 (D0001)" in ran.err


def test_a_route_is_previewed_made_and_used(desk: Any) -> None:
    number = _created(desk, "--title", "堵塞", "--category", "安全生产")
    asked = ("route", "preview", "--category", "安全生产", "--unit", "城管局")
    told = desk(*asked, "-o", "json")
    assert told.json["meta"]["units"] == [
        {"unit": None, "to_unit": "城管局", "open": 1, "closed": 0}
    ]
    assert [row["serial_no"] for row in told.json["items"]] == [number]
    shown = desk(*asked, "-o", "table")
    assert ("Would go to" in shown.out, "1 open tickets" in shown.err) == (True, True)
    made = desk("route", "create", "--category", "安全生产", "--unit", "城管局", "--limit", "4小时")
    assert made.code == 0, made.err
    desk("ticket", "file", number)
    desk("ticket", "dispatch", number)
    ticket = desk("ticket", "show", number, "-o", "json").json["items"][0]
    assert (ticket["lead_unit"], ticket["events"][-1]["routed_by"]) == ("城管局", "R1")
    assert "R1" in desk("ticket", "show", number, "-o", "wide").out
    assert desk("route", "edit", "R1", "--unit", "应急管理局").code == 0
    assert desk("route", "end", "R1", "--as-of", "2026-12-01").code == 0
    assert desk("route", "list", "--as-of", "2026-12-01", "-o", "json").json["items"] == []
    assert desk("route", "show", "R1", "-o", "json").json["items"][0]["unit"] == "应急管理局"


def test_a_template_is_written_filled_and_ended(desk: Any) -> None:
    number = _created(desk, "--title", "堵塞", "--category", "安全生产")
    assert desk("template", "create", "办结", "--body", "“{title}”已办结").code == 0
    wrong = desk("template", "edit", "办结", "--body", "{whom}")
    assert (wrong.code, "{whom}" in wrong.err) == (1, True)
    shown = desk("template", "show", "办结", "--ticket", number, "-o", "json").json["items"][0]
    assert shown["filled"] == "“堵塞”已办结"
    desk("ticket", "file", number)
    desk("ticket", "dispatch", number, "--unit", "城管局")
    desk("ticket", "sign", number, "--as", "城管局")
    said = desk("ticket", "feedback", number, "--template", "办结", "--as", "城管局", "-o", "json")
    assert said.json["items"][0]["public_reply"] == "“堵塞”已办结"
    assert desk("template", "end", "办结").code == 0
    assert desk("template", "list", "-o", "json").json["items"] == []


def test_likely_duplicates_and_repeats_are_shown(desk: Any) -> None:
    facts = ("--category", "安全生产", "--contact-phone", "13800001111")
    first = _created(desk, "--title", "楼道堵塞", *facts)
    ran = desk(
        "ticket", "create", "--place", "第一网格", "--title", "楼道又堵塞", *facts, "-o", "table"
    )
    assert "May be the same matter" in ran.out
    assert first in ran.out
    similar = desk("ticket", "similar", first, "-o", "json").json["items"]
    assert [row["likeness"] for row in similar] == ["57.14"]
    told = desk("ticket", "repeats", "--period", "2026-11", "-o", "json")
    assert [row["repeats"] for row in told.json["items"]] == [1]
    assert told.json["meta"]["others"]["tickets"] == 1
    assert "1 repeats.\n" in told.err
    assert "138" not in told.out + told.err


def test_a_reward_is_given_listed_and_summed(desk: Any) -> None:
    number = _created(desk, "--title", "堵塞", "--state", "self_closed")
    given = (
        "ticket",
        "reward",
        number,
        "--amount",
        "50",
        "--ground",
        "隐患",
        "--approver",
        "王主任",
    )
    assert desk(*given).code == 0
    assert desk(*given).code == 6
    told = desk("ticket", "rewards", "--period", "2026-11", "-o", "json")
    assert (told.json["meta"]["sum_fen"], told.json["items"][0]["amount_fen"]) == (5000, 5000)
    assert "50.00" in told.err
