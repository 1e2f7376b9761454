"""``gridctl grid`` on a county of two grids."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

GRID_1, GRID_2 = "320281001001001", "320281001001002"


def codes(ran: Any) -> list[str]:
    return [item["code"] for item in ran.json["items"]]


def test_grids_get_the_next_free_code_under_their_community(county: Any) -> None:
    assert codes(county("grid", "list", "--level", "grid", "-o", "json")) == [GRID_1, GRID_2]


@pytest.mark.parametrize("level", ["village", "社区", "村", "VILLAGE"])
def test_a_level_is_a_code_or_a_word(county: Any, level: str) -> None:
    assert codes(county("grid", "list", "--level", level, "-o", "json")) == ["320281001001"]


def test_an_unknown_level_names_the_nearest(at_work: Any) -> None:
    ran = at_work("grid", "list", "--level", "villag")
    assert ran.code == 2
    assert "--level: there is no villag." in ran.err
    assert "Nearest is village; known are county, town, village, grid, micro." in ran.err


def test_a_cut_list_says_so(county: Any) -> None:
    ran = county("grid", "list", "--limit", "2", "-o", "json")
    assert codes(ran) == ["320281000000", "320281001000"]
    assert ran.json["meta"] == {"shown": 2, "total": 5, "more": True}
    assert ran.err == "2 of 5; --all for all\n"


def test_the_tree_is_indented_on_a_screen_and_plain_elsewhere(county: Any, screen: None) -> None:
    drawn = county("grid", "tree").out
    assert [line.partition("3202")[0].rstrip() for line in drawn.splitlines()[1:]] == [
        "江阴市",
        "  澄江街道",
        "    文定社区居委会",
        "      第一网格",
        "      第二网格",
    ]
    assert drawn.encode("gbk")
    plain = county("grid", "tree", "澄江街道", "--depth", "1", "-o", "json").json["items"]
    assert [(node["name"], node["depth"], node["grids"]) for node in plain] == [
        ("澄江街道", 0, 2),
        ("文定社区居委会", 1, 2),
    ]


def test_a_change_is_dated_and_the_past_stays(county: Any) -> None:
    county("grid", "edit", GRID_1, "--name", "天华网格", "--as-of", "2026-11-01")
    now = county("grid", "show", GRID_1, "-o", "json").json["items"][0]
    assert now["name"] == "天华网格"
    assert [version["name"] for version in now["versions"]] == ["第一网格", "天华网格"]
    before = county(
        "grid", "show", GRID_1, "--as-of", "2026-10-31", "--fields", "name", "-o", "csv"
    )
    assert before.out.split() == ["name", "第一网格"]


def test_a_dry_run_changes_nothing_and_says_so(county: Any) -> None:
    tried = county("grid", "edit", GRID_1, "--households", "312", "-n", "-o", "json")
    assert tried.json["items"][0]["households"] == 312
    assert tried.err == "Only tried: nothing was changed.\n"
    assert county("grid", "show", GRID_1, "-o", "json").json["items"][0]["households"] is None


def test_closing_asks_and_takes_only_what_is_free(county: Any) -> None:
    assert county("grid", "close", GRID_2).code == 2
    refused = county("grid", "close", "文定社区", "-y")
    assert refused.code == 6
    assert "still has 2 places under it on 2026-11-03" in refused.err
    assert county("grid", "close", GRID_2, "--as-of", "2026-11-01", "-y").code == 0
    assert codes(county("grid", "list", "--level", "grid", "-o", "json")) == [GRID_1]
    past = county("grid", "list", "--level", "grid", "--as-of", "2026-10-31", "-o", "json")
    assert codes(past) == [GRID_1, GRID_2]


def test_people_on_a_place_that_is_closed_are_named(county: Any) -> None:
    assert county("staff", "create", "--name", "李娜", "--employment", "full").code == 0
    posted = county("staff", "post", "S00001", "--place", GRID_2, "--role", "gridworker")
    assert posted.code == 0
    closing = ("grid", "close", GRID_2, "--as-of", "2026-12-01", "-y")
    refused = county(*closing)
    assert refused.code == 6
    assert "李娜 (S00001)" in refused.err
    assert "--end-posts" in refused.err
    assert county(*closing, "--end-posts").code == 0


def test_staff_and_what_to_look_into_are_those_of_all_below(county: Any) -> None:
    county("staff", "create", "--name", "李娜", "--employment", "full")
    for place in (GRID_1, GRID_2):
        county("staff", "post", "S00001", "--place", place, "--role", "gridworker")
    county("staff", "unpost", "S00001", "--place", GRID_2)
    top = json.loads(county("grid", "tree", "--depth", "0", "-o", "json").out)["items"][0]
    assert (top["grids"], top["staff"], top["findings"]) == (2, 1, 1)
    assert "nobody is posted here as gridworker" in county("grid", "show", GRID_2).err


def test_a_number_that_does_not_fit_its_name_is_told(at_work: Any) -> None:
    ran = at_work("grid", "create", "--name", "花园村委会", "--code", "320281001150")
    assert "number 150" in ran.err


def test_several_places_in_sections_and_from_stdin(
    county: Any, screen: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"code\n{GRID_1}\n\n{GRID_2}\tmore\n"))
    out = county("grid", "show", "-").out
    assert out.count("History") == 2
    assert "文定社区居委会; 第二网格" in out


def test_what_is_not_found_is_told_and_the_rest_is_shown(county: Any) -> None:
    ran = county("grid", "show", GRID_1, "第九网格", "-o", "json")
    assert ran.code == 5
    assert codes(ran) == [GRID_1]
    assert "There is no place 第九网格." in ran.err
    assert county("grid", "show", "第九网格").code == 7


def test_nothing_on_stdin_is_a_mistake(at_work: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("code\n"))
    assert at_work("grid", "show", "-").code == 2


def test_a_missing_office_says_how_to_make_one(at_work: Any, tmp_path: Any) -> None:
    ran = at_work("--db", "none.db", "grid", "list")
    assert ran.code == 7
    assert f"'gridctl --db {tmp_path}/none.db init'" in ran.err
