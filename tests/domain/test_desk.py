"""The pure rules of the desk: likeness of words, choice of a route, places of a template."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.domain.duplicates import is_similar, likeness
from gridctl.domain.duty_items import standing
from gridctl.domain.intervals import EVER, FOREVER
from gridctl.domain.reply_templates import TemplatePlaceUnknown, check_places, fill
from gridctl.domain.routes import Route, RouteNotFound, choose, route_id

DAY = "2026-11-03"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("垃圾未清", "垃圾未清", "100.00"),
        # 3 + 3 pairs of signs, 1 in common.
        ("垃圾未清", "垃圾满溢", "33.33"),
        ("垃圾 未清", "垃圾未清", "100.00"),
        ("（垃圾）", "(垃圾)", "100.00"),
        ("aaa", "aa", "66.67"),
        ("垃", "垃", "0.00"),
        ("", "垃圾", "0.00"),
    ],
)
def test_likeness_counts_pairs_of_signs(one: str, other: str, expected: str) -> None:
    assert likeness(one, other) == Decimal(expected)


@given(st.text(alphabet="垃圾未清a ", max_size=12), st.text(alphabet="垃圾未清a ", max_size=12))
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    found = likeness(one, other)
    assert Decimal(0) <= found <= Decimal(100)
    assert found == likeness(other, one)


def test_words_decide_unless_subclass_and_grid_are_the_same() -> None:
    assert is_similar(Decimal(0), same_category=True, same_place=True)
    assert not is_similar(Decimal("29.99"), same_category=True, same_place=False)
    assert is_similar(Decimal(30), same_category=False, same_place=False)


def _route(number: int, category: int | None, place: int | None, **days: str) -> Route:
    span = {"valid_from": EVER, "valid_to": FOREVER} | days
    return Route(number, category, place, 100 + number, "", **span)


def test_the_nearest_category_goes_before_the_nearest_place() -> None:
    anywhere, here = _route(1, 11, None), _route(2, 1, 21)
    # Category 11 lies in 1, place 21 in 2.
    assert choose([here, anywhere], [11, 1], [21, 2], DAY) == anywhere
    town = _route(3, 11, 2)
    assert choose([here, anywhere, town], [11, 1], [21, 2], DAY) == town
    assert choose([here, anywhere, town], [1], [21, 2], DAY) == here
    any_category = _route(4, None, 21)
    assert choose([any_category], [], [21, 2], DAY) == any_category
    assert choose([any_category, here], [11, 1], [21, 2], DAY) == here
    assert choose([here], [11, 1], [2], DAY) is None


def test_a_route_holds_from_its_first_day_to_the_day_before_its_end() -> None:
    route = _route(1, 1, None, valid_from="2026-11-03", valid_to="2026-11-04")
    assert choose([route], [1], [], "2026-11-03") == route
    assert choose([route], [1], [], "2026-11-02") is None
    assert choose([route], [1], [], "2026-11-04") is None


@pytest.mark.parametrize("text", ["R0", "0", "", "X1", "R", "R1.5", "R1234567890"])
def test_what_is_no_number_of_a_route(text: str) -> None:
    with pytest.raises(RouteNotFound):
        route_id(text)


def test_the_number_of_a_route_is_read_with_and_without_its_letter() -> None:
    assert (route_id("R12"), route_id("12"), route_id(" r12 ")) == (12, 12, 12)


def test_facts_are_put_in_as_they_are() -> None:
    assert fill("{title}：{unit}", {"title": "{unit}", "unit": "城管局"}) == "{unit}：城管局"
    assert fill("{title}。", {}) == "。"
    check_places("{ticket}{title}{unit}{date}{category} 括号 { } 不算")
    with pytest.raises(TemplatePlaceUnknown):
        check_places("{}")


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        ("proposed", "2026-10-05", "proposed"),
        ("refused", "2026-10-05", "refused"),
        ("admitted", "2026-09-30", "waiting"),
        ("admitted", "2026-10-01", "open"),
        ("admitted", "2026-10-31", "open"),
        ("admitted", "2026-11-01", "ended"),
    ],
)
def test_how_an_item_stands_on_a_day(state: str, day: str, expected: str) -> None:
    assert standing(state, "2026-10-01", "2026-11-01", day) == expected
