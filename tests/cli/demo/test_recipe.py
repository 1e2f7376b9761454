"""The recipe holds together: published facts, real codes, limits that can be read."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from gridctl.cli.demo.draws import Draws, Wheel
from gridctl.cli.demo.layout import load_layouts
from gridctl.cli.demo.months import Month
from gridctl.cli.demo.recipe import Recipe, load_recipe
from gridctl.cli.demo.rows import rows
from gridctl.cli.demo.world import World
from gridctl.domain.errors import Invalid, NotFound
from gridctl.domain.limits import parse_limit


def test_the_published_figures_are_met(recipe: Recipe) -> None:
    levels = Counter(division.level for division in recipe.divisions)
    assert levels == {"county": 1, "town": 21, "village": 282}
    assert recipe.published.grids == 1557
    assert len(recipe.departments) == recipe.published.departments == 25
    assert recipe.published.tickets == 6700
    assert recipe.published.solved_near == 9830


@pytest.mark.real_data
def test_the_codes_are_those_of_the_statistics_bureau(recipe: Recipe, real_data: Path) -> None:
    (path,) = (real_data / "divisions").glob("320281_*_2023.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        official = [(row["code12"], row["name"], row["level"]) for row in csv.DictReader(file)]
    assert [tuple(division) for division in recipe.divisions] == official


def test_every_category_has_a_readable_limit_and_a_known_department(recipe: Recipe) -> None:
    departments = {department.name for department in recipe.departments}
    items = [item for group in recipe.categories.classes for item in group.items]
    for item in items:
        assert parse_limit(item.limit).amount > 0
        assert item.department in departments
    assert max(Counter(item.name for item in items).values()) == 2


def test_the_cast_comes_from_towns_there_are(recipe: Recipe) -> None:
    towns = {division.code for division in recipe.divisions if division.level == "town"}
    assert {star.town for star in recipe.cast.workers} <= towns


def test_every_column_finds_its_field_and_every_code_its_word(world: World) -> None:
    layouts = load_layouts("jiangyin")
    for layout in layouts.file:
        found = list(rows(world, layout.rows, world.month))
        assert found, layout.path
        for column in layout.columns:
            if column.field[0] in "#=":
                continue
            values = {row[column.field] for row in found}
            if column.words:
                assert values - {"", None} <= set(layouts.words[column.words]), column


def test_an_unknown_county_is_not_found() -> None:
    with pytest.raises(NotFound):
        load_recipe("nowhere")


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "202610", "2026-00", "", "２０２６-10"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        Month.parse(text)


def test_months_follow_each_other_over_the_year() -> None:
    january = Month.parse("2026-01")
    assert str(january.previous) == "2025-12"
    assert str(january.previous.next) == "2026-01"
    assert january.words == "2026年1月"
    assert str(january.months_back(2)) == "2025-11-01"
    assert len(Month(2024, 2).days()) == 29


def test_the_clock_stands_shortly_after_the_month(recipe: Recipe) -> None:
    assert recipe.clock_at(Month(2026, 10)).isoformat() == "2026-11-04T09:30:00+08:00"
    assert recipe.clock_at(Month(2026, 12)).year == 2027


def test_draws_depend_on_seed_and_name_only() -> None:
    first = [Draws(7, "a").below(1000) for _ in range(3)]
    assert first == [first[0]] * 3
    stream = Draws(7, "a")
    assert [stream.below(1000) for _ in range(5)] == [642, 465, 532, 891, 167]
    assert Draws(7, "b").below(10**9) != Draws(7, "a").below(10**9)
    assert Draws(8, "a").below(10**9) != Draws(7, "a").below(10**9)


def test_a_sample_has_no_repeats_and_a_wheel_keeps_its_weights() -> None:
    draws = Draws(1, "wheel")
    assert sorted(draws.sample(range(50), 50)) == list(range(50))
    assert len(draws.sample(range(3), 10)) == 3
    wheel = Wheel([("often", 3), ("never", 0), ("seldom", 1)])
    counts = Counter(draws.spin(wheel) for _ in range(4000))
    assert set(counts) == {"often", "seldom"}
    assert 2800 < counts["often"] < 3200
