"""Recognising places: from the names and codes in a file or a command to one place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from gridctl.domain.grids import LEVELS, PlaceAmbiguous, PlaceLevelDiffers, PlaceNotFound
from gridctl.domain.intervals import covers
from gridctl.domain.names import place_key, place_keys
from gridctl.domain.problems import Problem
from gridctl.foundation.nearest import nearest
from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import grids as sql

#: Between the names of a path such as 江阴市/澄江街道/环城东路社区居委会.
_STEP = re.compile("[/／]")


class Version(NamedTuple):
    """What a place was called and belonged to over a span of ISO days, the end not included."""

    id: int
    code: str
    level: str
    name: str
    key: str
    parent_id: int | None
    valid_from: str
    valid_to: str


class Lineage(NamedTuple):
    """The ids of a place and the places above it by level; None where there is none."""

    county: int | None = None
    town: int | None = None
    village: int | None = None
    grid: int | None = None


class PlaceIndex:
    """All places of an office by code and by name, on any day."""

    def __init__(self, versions: Iterable[Version], aliases: Iterable[tuple[Any, ...]]) -> None:
        self._by_id: dict[int, list[Version]] = defaultdict(list)
        self._by_code: dict[str, int] = {}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for version in versions:
            self._by_id[version.id].append(version)
            self._by_code[version.code] = version.id
            if version.id not in self._by_key[version.key]:
                self._by_key[version.key].append(version.id)
        for grid_id, key in aliases:
            if grid_id not in self._by_key[key]:
                self._by_key[key].append(grid_id)
        self._chains: dict[tuple[int, str], list[Version]] = {}
        self._lineages: dict[tuple[int, str], Lineage] = {}
        self._found: dict[tuple[str | None, ...], int | Problem | None] = {}

    def on(self, grid_id: int, day: str) -> Version:
        """Return a place's version of a day; of the nearest day where it did not exist then."""
        versions = self._by_id[grid_id]
        for version in versions:
            if covers(version.valid_from, version.valid_to, day):
                return version
        return versions[0] if day < versions[0].valid_from else versions[-1]

    def by_code(self, code: str) -> int | None:
        """Return the id of the place with a code, or None."""
        return self._by_code.get(code)

    def only_county(self) -> int | None:
        """Return the county where there is just one, else None."""
        counties = [i for i, versions in self._by_id.items() if versions[0].level == "county"]
        return counties[0] if len(counties) == 1 else None

    def of_county(self, county_code: str, day: str) -> list[Version]:
        """Return the counties, towns and villages of a county that exist on a day."""
        found = []
        for versions in self._by_id.values():
            if versions[0].level in LEVELS[:3] and versions[0].code.startswith(county_code):
                found += [v for v in versions if covers(v.valid_from, v.valid_to, day)]
        return found

    def named_in(self, text: str, day: str) -> Version | None:
        """Return the lowest town or village whose full name stands in a text, the only one."""
        named = [
            version
            for versions in self._by_id.values()
            for version in versions
            if version.level in ("town", "village")
            and covers(version.valid_from, version.valid_to, day)
            and (version.name in text or (len(version.key) > 2 and version.key in text))
        ]
        lowest = [each for each in named if each.level == "village"] or named
        if len(lowest) > 1:
            towns = {each.id for each in named if each.level == "town"}
            lowest = [each for each in lowest if each.parent_id in towns]
        return lowest[0] if len(lowest) == 1 else None

    def above(self, grid_id: int, day: str) -> list[Version]:
        """Return a place and the places above it, lowest first."""
        chain = self._chains.get((grid_id, day))
        if chain is None:
            chain = []
            current: int | None = grid_id
            while current is not None and len(chain) < len(LEVELS):
                chain.append(self.on(current, day))
                current = chain[-1].parent_id
            self._chains[grid_id, day] = chain
        return chain

    def label(self, grid_id: int, day: str) -> str:
        """Return a grid's name with its community before it, unless the name says that already.

        Every community has its first grid, so the name alone tells nobody which one is meant.
        """
        grid, *above = self.above(grid_id, day)
        village = next((place for place in above if place.level == "village"), None)
        if village is None or village.key in grid.key:
            return grid.name
        return f"{village.name}{grid.name}"

    def path(self, grid_id: int, day: str) -> str:
        """Return the names of the places above a place and its own, the highest first."""
        return "/".join(place.name for place in reversed(self.above(grid_id, day)))

    def called(self, grid_id: int, day: str) -> str:
        """Return what stands for a place and for no other.

        That is its name, behind the names of as many places above it as it takes, or its code
        where none of these will do.
        """
        said = ""
        for place in self.above(grid_id, day):
            said = f"{place.name}/{said}" if said else place.name
            if self._candidates(said, None, None, day) == [grid_id]:
                return said
        return self._by_id[grid_id][0].code

    def lineage(self, grid_id: int, day: str) -> Lineage:
        """Return where a place belonged on a day."""
        found = self._lineages.get((grid_id, day))
        if found is None:
            ids = {version.level: version.id for version in self.above(grid_id, day)}
            lowest = ids.get("micro", ids.get("grid"))
            found = Lineage(ids.get("county"), ids.get("town"), ids.get("village"), lowest)
            self._lineages[grid_id, day] = found
        return found

    def recognise(self, hints: Mapping[str, str], day: str) -> int | Problem | None:
        """Return the place a row names, the problem with it, or None where it names none.

        Args:
            hints: names or codes under ``county``, ``town``, ``village``, ``grid`` and
                ``grid_code``; the lowest one given decides, the higher ones narrow it.
            day: ISO day for which names and membership are read.
        """
        key = (*(hints.get(name) for name in (*LEVELS[:4], "grid_code")), day)
        if key not in self._found:
            self._found[key] = self._recognise(hints, day)
        return self._found[key]

    def find(self, text: str, day: str, *, level: str | None = None) -> int:
        """Return the one place a code, a name or a path of names stands for.

        Raises:
            PlaceNotFound, PlaceLevelDiffers, PlaceAmbiguous: none, one of another level, several.
        """
        found = self._candidates(text, level, None, day)
        if not found and level and (other := self._candidates(text, None, None, day)):
            actual = self._by_id[other[0]][0].level
            raise PlaceLevelDiffers(key=text, level=actual, target=level)
        if not found:
            raise PlaceNotFound(key=text, nearest=self._nearest(text))
        if len(found) > 1:
            raise PlaceAmbiguous(key=text, choices=self._choices(found, day))
        return found[0]

    def _recognise(self, hints: Mapping[str, str], day: str) -> int | Problem | None:
        if (code := hints.get("grid_code")) and (exact := self._by_code.get(code)):
            return exact
        scope: int | None = None
        for level in ("county", "town", "village", "grid"):
            if not (text := hints.get(level)):
                continue
            found = self._candidates(text, level, scope, day)
            if not found:
                return self._unknown(text, level, scope, day)
            if len(found) > 1:
                choices = self._choices(found, day)
                return Problem("place_ambiguous", level, text, (("choices", choices),))
            scope = found[0]
        if scope is None and code:
            return Problem("place_unknown", "grid_code", code, (("nearest", self._nearest(code)),))
        return scope

    def _unknown(self, text: str, level: str, scope: int | None, day: str) -> Problem:
        """Return why no place of a level, inside ``scope``, is called so."""
        if scope is not None and (found := self._candidates(text, level, None, day)):
            above, choices = self.on(scope, day).name, self._choices(found, day)
            elsewhere = (("parent", above), ("choices", choices))
            return Problem("place_elsewhere", level, text, elsewhere)
        if found := self._candidates(text, None, None, day):
            told = (("level", self._by_id[found[0]][0].level), ("target", level))
            return Problem("place_level", level, text, told)
        return Problem("place_unknown", level, text, (("nearest", self._nearest(text)),))

    def _candidates(self, text: str, level: str | None, scope: int | None, day: str) -> list[int]:
        """Return the places a text may mean: of a level, inside ``scope``, existing on the day."""
        if (exact := self._by_code.get(text.strip())) is not None:
            return [exact]
        return self._named(text, level, scope, day) or self._on_path(text, level, scope, day)

    def _on_path(self, text: str, level: str | None, scope: int | None, day: str) -> list[int]:
        """Return the places at the end of a path; it may leave out places on the way."""
        *above, last = [part for part in _STEP.split(text) if part.strip()] or [""]
        wanted = [place_key(part) for part in reversed(above)]
        found = self._named(last, level, scope, day) if wanted else []
        return [grid_id for grid_id in found if self._is_below(grid_id, wanted, day)]

    def _is_below(self, grid_id: int, wanted: Sequence[str], day: str) -> bool:
        """Tell whether places with these keys are above a place, in this order."""
        keys = iter([place.key for place in self.above(grid_id, day)[1:]])
        return all(key in keys for key in wanted)

    def _named(self, text: str, level: str | None, scope: int | None, day: str) -> list[int]:
        """Return the places with a name: of a level, inside ``scope``, existing on the day."""
        levels = {"grid": ("grid", "micro"), None: LEVELS}.get(level, (level,))
        for key in place_keys(text):
            found = [
                grid_id
                for grid_id in self._by_key.get(key, ())
                if self._by_id[grid_id][0].level in levels and self._inside(grid_id, scope, day)
            ]
            if len(found) > 1:
                found = self._of_day(found, day)
            if len(found) > 1:
                found = self._spelled_out(found, text, day) or found
            if found:
                return found
        return []

    def _inside(self, grid_id: int, scope: int | None, day: str) -> bool:
        return scope is None or any(version.id == scope for version in self.above(grid_id, day))

    def _of_day(self, found: list[int], day: str) -> list[int]:
        living = [
            grid_id
            for grid_id in found
            if any(covers(v.valid_from, v.valid_to, day) for v in self._by_id[grid_id])
        ]
        return living or found

    def _spelled_out(self, found: list[int], text: str, day: str) -> list[int]:
        """Return those whose name, with the names of places above it put before, is the text."""
        wanted = place_key(text)
        matching = []
        for grid_id in found:
            joined = ""
            for version in self.above(grid_id, day):
                joined = version.key + joined
                if joined == wanted and version.id != grid_id:
                    matching.append(grid_id)
        return matching

    def _nearest(self, text: str) -> str | None:
        close = nearest(place_key(text), self._by_key, 0.4)
        return self._by_id[self._by_key[close][0]][-1].name if close else None

    def _choices(self, found: list[int], day: str) -> tuple[str, ...]:
        return tuple(
            f"{self.path(grid_id, day)} ({self._by_id[grid_id][0].code})" for grid_id in found[:5]
        )


def place_index(context: QueryContext) -> PlaceIndex:
    """Return the index of the office's places, kept until the data change."""
    return context.remembered("places", lambda: _load(context))


def _load(context: QueryContext) -> PlaceIndex:
    versions = map(Version._make, context.read.rows(sql.ALL_VERSIONS))
    return PlaceIndex(versions, context.read.rows(sql.ALL_ALIASES))


def find_place(context: QueryContext, text: str, as_of: date | None = None) -> int:
    """Return the id of the one place a code, name or alias stands for on a day (today)."""
    return place_index(context).find(text, (as_of or context.today()).isoformat())
