"""The people of a synthetic county: leaders, gridworkers, inspectors, and the cast of the award."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from gridctl.cli.demo.county import County, Grid
from gridctl.cli.demo.draws import Draws, Wheel
from gridctl.cli.demo.months import Month
from gridctl.cli.demo.recipe import Recipe, Star

Role = Literal["grid_leader", "gridworker", "inspector"]
_FIRST_YEAR = 2016


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the roster: one person in one post.

    ``post_to`` is the last day in post. ``grid_code`` and ``weight``, how much the person
    reports, stand in no file.
    """

    staff_no: str
    name: str
    role: Role
    employment: Literal["full", "part"]
    phone: str
    town: str
    village: str
    grid: str
    grid_code: str
    post_from: date
    post_to: date | None = None
    note: str = ""
    weight: int = 0

    def in_post(self, day: date) -> bool:
        """Tell whether the person was in post on a day."""
        return self.post_from <= day <= (self.post_to or day)

    def served(self, month: Month) -> bool:
        """Tell whether the person was in post for a whole month."""
        return self.in_post(month.first) and self.in_post(month.last)


@dataclass(frozen=True, slots=True)
class Player:
    """A worker of the cast with the part to play."""

    person: Person
    star: Star


@dataclass(frozen=True, slots=True)
class People:
    """Everybody on the roster, in its order by place."""

    leaders: dict[str, Person]
    workers: list[Person]
    inspectors: list[Person]
    cast: list[Player]

    def roster(self) -> list[Person]:
        """Return all people in the order of the roster."""
        everyone = [*self.leaders.values(), *self.workers, *self.inspectors]
        return sorted(everyone, key=lambda person: (person.grid_code, person.staff_no))


class Casting:
    """Draws people one after another, each with a name, a number and a telephone of their own."""

    def __init__(self, recipe: Recipe, draws: Draws, month: Month) -> None:
        self._recipe = recipe
        self._draws = draws
        self._month = month
        names = recipe.names
        common = set(names.common_surnames)
        self._surnames = Wheel((sign, 6 if sign in common else 1) for sign in names.surnames)
        self._phones = iter(range(10_000))
        self._certain = self._spread(names.shared * names.shared_times + names.special)

    def _spread(self, certain: list[str]) -> dict[int, str]:
        """Return which of the first thousand people drawn bears a name that is certain."""
        return dict(zip(self._draws.sample(range(1000), len(certain)), certain, strict=True))

    def person(self, role: Role, number: int, grid: Grid) -> Person:
        """Draw a person for a grid."""
        staff = self._recipe.staff
        pattern = {
            "grid_leader": staff.leader_no,
            "gridworker": staff.staff_no,
            "inspector": staff.inspector_no,
        }[role]
        full = role == "inspector" or (role == "gridworker" and grid.kind == "general")
        return Person(
            staff_no=pattern.format(number=number),
            name=(role == "gridworker" and self._certain.pop(number, "")) or self._name(),
            role=role,
            employment="full" if full else "part",
            phone=staff.mobile.format(number=next(self._phones)),
            town=grid.town,
            village=grid.village,
            grid=grid.name,
            grid_code=grid.code,
            post_from=self._long_since(),
            weight=self._draws.between(1, 9) if full else self._draws.between(0, 5),
        )

    def _name(self) -> str:
        given = self._recipe.names.given
        length = 1 if self._draws.chance(3000) else 2
        signs = (self._draws.pick(given) for _ in range(length))
        return self._draws.spin(self._surnames) + "".join(signs)

    def _long_since(self) -> date:
        years = self._draws.between(_FIRST_YEAR, self._month.year - 1)
        return date(years, self._draws.between(1, 12), self._draws.pick([1, 1, 8, 15]))


def draw_people(recipe: Recipe, county: County, month: Month, seed: int) -> People:
    """Draw the roster of a county as it stood in a month."""
    draws = Draws(seed, "people")
    casting = Casting(recipe, draws, month)
    leaders = {
        grid.code: casting.person("grid_leader", number, grid)
        for number, grid in enumerate(county.grids, 1)
    }
    first = [casting.person("gridworker", n, grid) for n, grid in enumerate(county.grids, 1)]
    cast = _cast(recipe, draws, first, month)
    others = _others(recipe, draws, first, cast, month)
    seconds = _seconds(recipe, draws, casting, county, cast)
    workers = [player.person for player in cast] + others + seconds
    workers += _successors(casting, county, others, len(workers), month)
    return People(leaders, workers, _inspectors(recipe, casting, county), cast)


def _cast(recipe: Recipe, draws: Draws, workers: list[Person], month: Month) -> list[Player]:
    """Give each part to a full-time worker of its town."""
    mixed = draws.sample(workers, len(workers))
    free: dict[str, Iterator[Person]] = {}
    players = []
    for star in recipe.cast.workers:
        town = star.town[:9]
        if town not in free:
            free[town] = (p for p in mixed if p.grid_code[:9] == town and p.employment == "full")
        players.append(Player(_dressed(recipe, star, next(free[town]), month), star))
    return players


def _dressed(recipe: Recipe, star: Star, person: Person, month: Month) -> Person:
    """Return a person with the name and the time in post the part asks for."""
    if star.months is not None:
        since = month.months_back(star.months - 1)
        person = replace(person, post_from=since, note=recipe.staff.newcomer_note)
    return replace(person, name=star.name or person.name)


def _others(
    recipe: Recipe, draws: Draws, workers: list[Person], cast: list[Player], month: Month
) -> list[Person]:
    """Return the workers outside the cast, some of them new in post or just leaving."""
    taken = {player.person.staff_no for player in cast}
    others = [person for person in workers if person.staff_no not in taken]
    shares = recipe.staff
    moved = draws.sample(range(len(others)), shares.newcomers + shares.handovers)
    for place in moved[: shares.newcomers]:
        since = month.months_back(draws.between(0, 3)) + timedelta(days=draws.below(20))
        others[place] = replace(others[place], post_from=since, note=shares.newcomer_note)
    for place in moved[shares.newcomers :]:
        until = month.first + timedelta(days=draws.between(4, 20))
        others[place] = replace(others[place], post_to=until, note=shares.handover_note)
    return others


def _seconds(
    recipe: Recipe, draws: Draws, casting: Casting, county: County, cast: list[Player]
) -> list[Person]:
    """Draw a second worker for some general grids, never for one of the cast."""
    taken = {player.person.grid_code for player in cast}
    free = [grid for grid in county.grids if grid.kind == "general" and grid.code not in taken]
    chosen = draws.sample(free, recipe.staff.second_workers)
    first = len(county.grids) + 1
    people = (casting.person("gridworker", n, grid) for n, grid in enumerate(chosen, first))
    return [replace(person, employment="part") for person in people]


def _successors(
    casting: Casting, county: County, others: list[Person], number: int, month: Month
) -> Iterator[Person]:
    """Draw who follows each worker that left in the month, from the day after."""
    grids = {grid.code: grid for grid in county.grids}
    for person in others:
        if person.post_to and person.post_to >= month.first:
            number += 1
            successor = casting.person("gridworker", number, grids[person.grid_code])
            yield replace(successor, post_from=person.post_to + timedelta(days=1))


def _inspectors(recipe: Recipe, casting: Casting, county: County) -> list[Person]:
    """Draw the inspectors each town sends out, posted at town level."""
    people: list[Person] = []
    for town in county.towns:
        grid = next(grid for grid in county.grids if grid.town_code == town.code)
        for _ in range(recipe.staff.inspectors_per_town):
            person = casting.person("inspector", len(people) + 1, grid)
            people.append(
                replace(person, village="", grid="", grid_code=f"{town.code[:9]}", weight=0)
            )
    return people
