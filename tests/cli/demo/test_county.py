"""The drawn county: grids on real villages, people on grids."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from gridctl.cli.demo.county import chinese_number, short_name
from gridctl.cli.demo.recipe import Recipe
from gridctl.cli.demo.world import World, draw_world
from gridctl.domain.names import place_key, unit_key


def test_the_grids_number_as_published_and_divide_as_assumed(world: World) -> None:
    kinds = Counter(grid.kind for grid in world.county.grids)
    assert sum(kinds.values()) == 1557
    assert kinds["exclusive"] == 190
    assert kinds["micro"] == 130


def test_grid_codes_count_within_their_village(world: World) -> None:
    codes = [grid.code for grid in world.county.grids]
    villages = {place.code for place in world.county.places if place.level == "village"}
    assert len(set(codes)) == len(codes)
    assert {code[:12] for code in codes} == villages
    by_village = Counter(code[:12] for code in codes)
    for village, count in by_village.items():
        numbers = sorted(int(code[12:]) for code in codes if code[:12] == village)
        assert numbers == list(range(1, count + 1))


def test_grid_names_are_unique_within_their_village(world: World) -> None:
    names = Counter((grid.village_code, grid.name) for grid in world.county.grids)
    assert set(names.values()) == {1}


def test_everyday_names_lead_to_the_same_places_and_units(world: World) -> None:
    for grid in world.county.grids:
        assert place_key(grid.aliases or grid.name) == place_key(grid.name)
    villages = [place for place in world.county.places if place.level == "village"]
    assert all(place_key(short_name(v.name)) == place_key(v.name) for v in villages)
    keys = Counter((village.parent_code, place_key(village.name)) for village in villages)
    assert set(keys.values()) == {1}
    names = [n for unit in world.county.units for n in (unit.name, *unit.aliases.split("、")) if n]
    assert set(Counter(map(unit_key, names)).values()) == {1}


def test_households_are_counted_where_people_live(world: World) -> None:
    for grid in world.county.grids:
        if grid.kind == "exclusive":
            assert grid.households is None
        else:
            assert grid.households
            assert 30 <= grid.households <= 500


def test_every_town_and_village_has_a_unit_and_units_are_told_apart(world: World) -> None:
    places = {place.code for place in world.county.places if place.level != "county"}
    assert set(world.county.stations) == places
    names = [unit.name for unit in world.county.units]
    assert len(set(names)) == len(names) == 25 + 21 + 282
    parents = {unit.parent for unit in world.county.units if unit.parent}
    assert parents <= set(names)


def test_a_subclass_with_two_conditions_keeps_one_code(world: World) -> None:
    pairs = {(item.level3_code, item.level3) for item in world.county.categories}
    assert len({code for code, _ in pairs}) == len(pairs)
    limits = [item.limit_text for item in world.county.categories if item.level3 == "私搭乱建"]
    assert limits == ["2紧急工作日", "15天"]


def test_everybody_has_a_number_a_telephone_and_a_grid(world: World) -> None:
    roster = world.people.roster()
    assert len({person.staff_no for person in roster}) == len(roster)
    assert len({person.phone for person in roster}) == len(roster)
    assert all(person.phone.startswith("1380000") for person in roster)
    grids = {grid.code for grid in world.county.grids}
    assert {person.grid_code for person in world.people.workers} == grids
    assert set(world.people.leaders) == grids


def test_names_repeat_but_not_within_a_grid(world: World) -> None:
    workers = world.people.workers
    names = Counter(person.name for person in workers)
    assert names["张伟"] >= 3
    assert {"李㛃", "阿依古丽·买买提"} <= set(names)
    within = Counter((person.name, person.grid_code) for person in world.people.roster())
    assert set(within.values()) == {1}


def test_successors_start_the_day_after(world: World) -> None:
    left = {p.grid_code: p.post_to for p in world.people.workers if p.post_to}
    assert len(left) == 12
    for grid, day in left.items():
        starts = [p.post_from for p in world.people.workers if p.grid_code == grid]
        assert day is not None
        assert date.fromordinal(day.toordinal() + 1) in starts


def test_some_full_time_workers_are_new_in_post(world: World) -> None:
    new = [p for p in world.people.workers if p.post_from > date(2026, 8, 1)]
    assert 10 < len(new) < 60


def test_the_cast_is_full_time_and_from_different_grids(world: World) -> None:
    people = [player.person for player in world.people.cast]
    assert {person.employment for person in people} == {"full"}
    grids = {person.grid_code for person in people}
    assert len(grids) == len(people)
    sharing = Counter(person.grid_code for person in world.people.workers)
    assert {sharing[grid] for grid in grids} == {1}


def test_another_seed_gives_another_county(recipe: Recipe, world: World) -> None:
    other = draw_world(recipe, world.month, recipe.seed + 1)
    assert other.county.grids != world.county.grids
    assert other.people.roster() != world.people.roster()
    assert draw_world(recipe, world.month, recipe.seed).people == world.people


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (42, "四十二")],
)
def test_numbers_in_grid_names(number: int, words: str) -> None:
    assert chinese_number(number) == words


@pytest.mark.parametrize(
    ("official", "daily"),
    [
        ("文定社区居委会", "文定社区"),
        ("街西村村委会", "街西村"),
        ("常泽桥村委会", "常泽桥村"),
        ("水韵社区居民委员会", "水韵社区"),
        ("青阳工业园区社区", "青阳工业园区社区"),
    ],
)
def test_daily_names_of_villages(official: str, daily: str) -> None:
    assert short_name(official) == daily
