"""Whistle calls on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

TOWN = "澄江街道网格中心"
FACTS = ("--facts", "每晚二十余摊占道", "--proposal", "联合整治")


@pytest.fixture
def desk(county: Any) -> Any:
    """A county whose town has a centre, with two departments."""
    county("unit", "create", "--name", TOWN, "--level", "town", "--place", "澄江街道")
    for name in ("城管局", "公安局"):
        county("unit", "create", "--name", name)
    return county


@pytest.fixture
def number(desk: Any) -> str:
    """A call of the town, to a community of its own."""
    ran = desk(
        "whistle", "call", "--kind", "joint-enforcement", "--title", "夜市占道", *FACTS,
        "--place", "文定社区", "--at", "2026-10-28 09:00", "--as", TOWN, "-o", "json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    found: str = ran.json["items"][0]["whistle_no"]
    return found


def _take(desk: Any, *args: str) -> Any:
    ran = desk("whistle", *args, "-o", "json")
    assert ran.code == 0, ran.err
    return ran.json["items"][0]


def test_a_call_goes_the_whole_way(desk: Any, number: str) -> None:
    day = "2026-10-28 "
    review = ("review", number, "--accept", "--class", "prompt", "--lead", "城管局")
    _take(desk, *review, "--assist", "公安局", "--at", f"{day}10:00")
    for unit in ("城管局", "公安局"):
        _take(desk, "arrive", number, "--person", "王强", "--at", f"{day}15:00", "--as", unit)
    _take(desk, "resolve", number, "--at", "2026-10-29 11:00", "--as", "城管局")
    heads = ("--arrival", "25", "--people", "20", "--handling", "22.5", "--effect", "20")
    for unit in ("城管局", "公安局"):
        _take(desk, "score", number, "--unit", unit, *heads, "--as", TOWN)
        _take(desk, "score", number, "--necessity", "25", "--cooperation", "20", "--as", unit)
    closed = _take(desk, "close", number)
    assert (closed["state"], closed["units_on_time"]) == ("closed", 2)
    assert [unit["handling"] for unit in closed["units"]] == ["22.5", "22.5"]


def test_a_record_shows_units_scores_and_log(desk: Any, number: str, screen: None) -> None:
    desk("whistle", "review", number, "--accept", "--class", "planned", "--lead", "城管局")
    shown = desk("whistle", "show", number)
    assert shown.code == 0
    for words in ("夜市占道", "联合整治", "handled by plan", "城管局", "still open", "review"):
        assert words in shown.out


def test_a_rejection_needs_words(desk: Any, number: str) -> None:
    refused = desk("whistle", "review", number, "--reject")
    assert refused.code == 1
    assert "--opinion" in refused.err
    assert (
        _take(desk, "review", number, "--reject", "--opinion", "属镇村职责")["state"] == "rejected"
    )


def test_another_town_may_not_review(desk: Any, number: str) -> None:
    refused = desk("whistle", "review", number, "--reject", "--opinion", "不", "--as", TOWN)
    assert refused.code == 4
    assert "county's centre" in refused.err


def test_figures_lead_to_the_calls_behind_them(desk: Any, number: str) -> None:
    desk(
        "whistle", "review", number, "--accept", "--class", "prompt", "--lead", "城管局",
        "--at", "2026-10-28 10:00",
    )  # fmt: skip
    quarter = ("--period", "2026-Q4")
    (unit,) = desk("whistle", "stats", *quarter, "-o", "json").json["items"]
    assert (unit["name"], unit["calls"], unit["late"]) == ("城管局", 1, 1)
    late = ("--unit", "城管局", "--arrival", "late")
    listed = desk("whistle", "list", *late, *quarter, "-o", "json").json
    assert [row["whistle_no"] for row in listed["items"]] == [number]
    (town,) = desk("whistle", "stats", "--by", "town", *quarter, "-o", "json").json["items"]
    assert (town["calls"], town["rejected"], town["look"]) == (1, 0, "high")
    none = desk("whistle", "list", "--period", "2026-09", "-o", "json").json
    assert none["items"] == []


def test_rules_are_copied_changed_and_adopted(desk: Any, tmp_path: Path) -> None:
    file = tmp_path / "whistle.toml"
    query = ("--query", "items[0].text", "-o", "tsv", "--to", str(file))
    assert desk("whistle", "rules", *query).code == 0
    file.write_text(file.read_text("utf-8").replace("effect = 25", "effect = 5"), "utf-8")
    assert desk("whistle", "adopt", str(file), "--from", "2026-11-01").code == 0
    (rules,) = desk("whistle", "rules", "-o", "json").json["items"]
    assert (rules["origin"], rules["unit_heads"]["effect"]) == ("adopted", 5)


def test_a_rule_file_that_is_wrong_changes_nothing(desk: Any, tmp_path: Path) -> None:
    file = tmp_path / "whistle.toml"
    file.write_text("version = 1\n", "utf-8")
    assert desk("whistle", "adopt", str(file)).code == 1
    assert desk("whistle", "rules", "-o", "json").json["items"][0]["origin"] == "shipped"


def test_a_record_leaves_out_what_nobody_has_said_yet(desk: Any, number: str, screen: None) -> None:
    desk("whistle", "review", number, "--accept", "--class", "planned", "--lead", "城管局")
    shown = desk("whistle", "show", number).out
    assert "Scores of both sides" not in shown
    assert "Taken back" not in shown


def test_a_unit_that_is_not_called_is_told_who_is(desk: Any, number: str) -> None:
    desk("whistle", "review", number, "--accept", "--class", "planned", "--lead", "城管局")
    refused = desk("whistle", "arrive", number, "--as", "公安局")
    assert "公安局 is not called" in refused.err
    assert "called are: 城管局" in refused.err
