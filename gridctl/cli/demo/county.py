"""The places, units and categories of a synthetic county on real division codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gridctl.cli.demo.draws import Draws
from gridctl.cli.demo.recipe import CategoryItem, CategoryKind, Division, GridKind, Recipe

_DIGITS = "零一二三四五六七八九"
#: A committee's ending, and what the place itself is called instead.
_COMMITTEES = (
    (re.compile(r"(?:社区)?(?:居民委员会|居委会)$"), "社区"),
    (re.compile(r"村?(?:村民委员会|村委会)$"), "村"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the division list."""

    code: str
    name: str
    level: str
    parent_code: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid with the names of the places it lies in; ``households`` is None where not counted."""

    code: str
    name: str
    kind: GridKind
    town: str
    village: str
    households: int | None
    aliases: str

    @property
    def town_code(self) -> str:
        """Return the 12-digit code of the town."""
        return f"{self.code[:9]}000"

    @property
    def village_code(self) -> str:
        """Return the 12-digit code of the village."""
        return self.code[:12]


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the directory: a department, a town's centre or a village's station."""

    code: str
    name: str
    aliases: str
    level: str
    town: str
    village: str
    parent: str
    place_code: str


@dataclass(frozen=True, slots=True)
class Category:
    """A row of the category table: one filing condition of a subclass."""

    level1_code: str
    level1: str
    level2_code: str
    level2: str
    level3_code: str
    level3: str
    kind: CategoryKind
    filing_condition: str
    closing_condition: str
    limit_text: str
    lead_unit: str
    weight: int
    detail: str


@dataclass(frozen=True, slots=True)
class County:
    """What changes little: places, grids, units, categories.

    ``stations`` finds the unit of a town or village by the place's code.
    """

    places: list[Place]
    grids: list[Grid]
    units: list[Unit]
    categories: list[Category]
    stations: dict[str, Unit]

    @property
    def towns(self) -> list[Place]:
        """Return the towns in order of their codes."""
        return [place for place in self.places if place.level == "town"]


def short_name(village: str) -> str:
    """Return how a village is called in daily work: without its committee."""
    for committee, settlement in _COMMITTEES:
        village = committee.sub(settlement, village)
    return village


def base_name(village: str) -> str:
    """Return the proper name of a village: without committee and kind of settlement."""
    return re.sub(r"(社区|村)$", "", short_name(village)) or village


def chinese_number(number: int) -> str:
    """Return a number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return ten + (_DIGITS[ones] if ones or not tens else "")


def draw_county(recipe: Recipe, seed: int) -> County:
    """Draw the county of a recipe; the same seed gives the same county."""
    places = [_place(division) for division in recipe.divisions]
    units = list(_units(recipe, places))
    return County(
        places=places,
        grids=_grids(recipe, Draws(seed, "grids"), places),
        units=units,
        categories=list(_categories(recipe)),
        stations={unit.place_code: unit for unit in units if unit.place_code},
    )


def _place(division: Division) -> Place:
    width = {"county": 0, "town": 6, "village": 9}[division.level]
    parent = division.code[:width].ljust(12, "0") if width else ""
    return Place(division.code, division.name, division.level, parent)


def _grids(recipe: Recipe, draws: Draws, places: list[Place]) -> list[Grid]:
    names = {place.code: place.name for place in places}
    villages = [place for place in places if place.level == "village"]
    counts = _counts(recipe, draws, len(villages))
    micro = set(draws.sample(villages, recipe.grids.micro))
    exclusive = set(draws.sample(villages, recipe.grids.exclusive))
    grids = []
    for village, count in zip(villages, counts, strict=True):
        special: list[GridKind] = ["micro"] * (village in micro)
        special += ["exclusive"] * (village in exclusive)
        kinds: list[GridKind] = ["general"] * (count - len(special))
        for number, kind in enumerate(kinds + special, 1):
            grids.append(_grid(recipe, draws, village, names[village.parent_code], number, kind))
    return grids


def _counts(recipe: Recipe, draws: Draws, villages: int) -> list[int]:
    """Return how many grids each village has, together the published number."""
    counts = [recipe.grids.least_per_village] * villages
    for _ in range(recipe.published.grids - sum(counts)):
        counts[draws.below(villages)] += 1
    return counts


def _grid(
    recipe: Recipe, draws: Draws, village: Place, town: str, number: int, kind: GridKind
) -> Grid:
    shares = recipe.grids
    pattern = {
        "general": shares.general_name,
        "micro": shares.micro_name,
        "exclusive": shares.exclusive_name,
    }[kind]
    name = pattern.format(
        numeral=chinese_number(number),
        village=base_name(village.name),
        institution=draws.pick(shares.institutions),
    )
    households = draws.between(*shares.households[kind]) or None
    alias = f"{number:02d}网格" if kind == "general" else ""
    return Grid(f"{village.code}{number:03d}", name, kind, town, village.name, households, alias)


def _units(recipe: Recipe, places: list[Place]) -> Iterator[Unit]:
    words = recipe.stations
    for number, department in enumerate(recipe.departments, 1):
        code = words.department_code.format(number=number)
        yield Unit(code, department.name, "、".join(department.aliases), "county", "", "", "", "")
    towns = {place.code: place.name for place in places if place.level == "town"}
    for number, (code, town) in enumerate(towns.items(), 1):
        name = words.town_name.format(town=town)
        alias = words.town_alias.format(town=town)
        yield Unit(words.town_code.format(number=number), name, alias, "town", town, "", "", code)
    villages = [place for place in places if place.level == "village"]
    for number, village in enumerate(villages, 1):
        town = towns[village.parent_code]
        name = words.village_name.format(town=town, village=short_name(village.name))
        code = words.village_code.format(number=number)
        parent = words.town_name.format(town=town)
        yield Unit(code, name, "", "village", town, village.name, parent, village.code)


def _categories(recipe: Recipe) -> Iterator[Category]:
    for group in recipe.categories.classes:
        (code1, level1), (code2, level2) = group.levels
        numbers: dict[str, int] = {}
        for item in group.items:
            number = numbers.setdefault(item.name, len(numbers) + 1)
            closing = recipe.categories.closing[group.kind]
            path = (code1, level1, code1 + code2, level2, f"{code1}{code2}{number:02d}", item.name)
            yield _category(path, group.kind, closing, item)


def _category(
    path: tuple[str, str, str, str, str, str], kind: CategoryKind, closing: str, item: CategoryItem
) -> Category:
    return Category(
        *path,
        kind=kind,
        filing_condition=item.detail.rstrip("。"),
        closing_condition=closing,
        limit_text=item.limit,
        lead_unit=item.department,
        weight=item.weight,
        detail=item.detail,
    )
