"""``gridctl staff``: people, their posts, what is masked."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def people(county: Any) -> Any:
    county("staff", "create", "--name", "张伟", "--employment", "专职", "--phone", "13812345678")
    county("staff", "create", "--name", "李娜", "--employment", "part")
    county(
        "staff", "post", "张伟", "--place", "第一网格", "--role", "网格员", "--as-of", "2026-01-01"
    )
    return county


def test_a_person_is_listed_with_the_posts_of_the_day(people: Any) -> None:
    ran = people("staff", "list", "--role", "网格员", "-o", "csv")
    fields, values = (line.split(",") for line in ran.out.splitlines())
    shown = dict(zip(fields, values, strict=True))
    assert (shown["name"], shown["posts.role"]) == ("张伟", "gridworker")
    assert shown["posts.place_name"] == "文定社区居委会第一网格"
    earlier = people("staff", "list", "--role", "网格员", "--as-of", "2025-12-31", "-o", "json")
    assert earlier.json["items"] == []


def test_the_telephone_is_masked_and_can_be_deleted(people: Any) -> None:
    assert people("staff", "show", "张伟", "-o", "json").json["items"][0]["phone"] == "138****5678"
    people("staff", "edit", "S00001", "--phone", "")
    assert people("staff", "show", "张伟", "-o", "json").json["items"][0]["phone"] is None


def test_what_is_not_named_stays(people: Any) -> None:
    ran = people("staff", "edit", "S00001", "--employment", "兼职", "-o", "json")
    changed = ran.json["items"][0]
    assert (changed["employment"], changed["phone"]) == ("part", "138****5678")


def test_ending_all_posts_asks_ending_one_does_not(people: Any) -> None:
    asked = people("staff", "unpost", "张伟")
    assert asked.code == 2
    assert "--yes" in asked.err
    ended = people("staff", "unpost", "张伟", "--place", "第一网格", "-o", "json")
    assert ended.json["items"][0]["history"][0]["valid_to"] == "2026-11-03"


def test_a_gridworker_is_not_posted_on_a_town(people: Any) -> None:
    ran = people("staff", "post", "李娜", "--place", "澄江街道", "--role", "gridworker")
    assert ran.code == 1
    assert "A gridworker cannot be posted on 澄江街道, which is a town." in ran.err


def test_somebody_else_changed_the_record(people: Any) -> None:
    ran = people("staff", "edit", "S00002", "--note", "x", "--if-match", "9")
    assert ran.code == 6


def test_the_record_on_a_screen_is_what_is_filled_in(people: Any, screen: None) -> None:
    assert people("staff", "show", "张伟").out == (
        "Staff number  S00001\n"
        "Full name     张伟\n"
        "Employment    full time\n"
        "Telephone     138****5678\n"
        "Revision      2\n"
        "\n"
        "Posts\n"
        "Role        Place                   Code             From\n"
        "gridworker  文定社区居委会第一网格  320281001001001  2026-01-01\n"
    )
