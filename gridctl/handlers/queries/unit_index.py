"""Recognising units: from a code, name or alias in a file or a command to one unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from gridctl.domain.names import unit_key
from gridctl.domain.problems import Problem
from gridctl.domain.units import UnitAmbiguous, UnitNotFound
from gridctl.foundation.nearest import nearest
from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import units as sql


class UnitEntry(NamedTuple):
    """What is needed to know a unit; ``grid_id`` is the place it belongs to."""

    id: int
    code: str
    name: str
    key: str
    grid_id: int | None
    parent_id: int | None


class UnitIndex:
    """All units of an office by code, name and alias."""

    def __init__(self, units: Iterable[UnitEntry], aliases: Iterable[tuple[Any, ...]]) -> None:
        self._by_id = {unit.id: unit for unit in units}
        self._by_code = {unit.code: unit.id for unit in self._by_id.values()}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for unit in self._by_id.values():
            self._by_key[unit.key].append(unit.id)
        for unit_id, key in aliases:
            if unit_id not in self._by_key[key]:
                self._by_key[key].append(unit_id)
        self._nearest_of: dict[str, str | None] = {}

    def by_id(self, unit_id: int) -> UnitEntry:
        """Return a unit by its id."""
        return self._by_id[unit_id]

    def by_code(self, code: str) -> int | None:
        """Return the id of the unit with a code, or None."""
        return self._by_code.get(code)

    def named(self, name: str) -> tuple[UnitEntry, ...]:
        """Return the units with a name or alias."""
        return tuple(self._by_id[unit_id] for unit_id in self._by_key.get(unit_key(name), ()))

    def at(self, place_id: int) -> tuple[UnitEntry, ...]:
        """Return the units that belong to a place."""
        return tuple(unit for unit in self._by_id.values() if unit.grid_id == place_id)

    def above(self, unit_id: int) -> Iterator[int]:
        """Yield the ids of a unit and of those above it."""
        current: int | None = unit_id
        while current is not None and current in self._by_id:
            yield current
            current = self._by_id[current].parent_id

    def recognise(
        self, name: str, code: str = "", near: Collection[int] = (), field: str = "lead_unit"
    ) -> int | Problem | None:
        """Return the unit a row names, the problem with it, or None where it names none.

        Args:
            name: name, alias or code.
            code: code in a column of its own; where it is known it decides.
            near: ids of the row's places; of units with equal names the one there is meant.
            field: the field of the name; that of the code ends in ``_code``.
        """
        text = name or code
        if not text:
            return None
        field = field if name else f"{field}_code"
        found = [self._by_code[code]] if code in self._by_code else self._candidates(text, near)
        if not found:
            return Problem("unit_unknown", field, text, (("nearest", self._nearest(text)),))
        if len(found) > 1:
            return Problem("unit_ambiguous", field, text, (("choices", self._choices(found)),))
        return found[0]

    def find(self, text: str) -> int:
        """Return the one unit a code, name or alias stands for.

        Raises:
            UnitNotFound, UnitAmbiguous: none, or several.
        """
        found = self._candidates(text, ())
        if not found:
            raise UnitNotFound(key=text, nearest=self._nearest(text))
        if len(found) > 1:
            raise UnitAmbiguous(key=text, choices=self._choices(found))
        return found[0]

    def _candidates(self, text: str, near: Collection[int]) -> list[int]:
        if (exact := self._by_code.get(text.strip())) is not None:
            return [exact]
        found = self._by_key.get(unit_key(text), [])
        return [unit_id for unit_id in found if self._by_id[unit_id].grid_id in near] or found

    def _nearest(self, text: str) -> str | None:
        key = unit_key(text)
        if key not in self._nearest_of:
            close = nearest(key, self._by_key, 0.4)
            self._nearest_of[key] = self._by_id[self._by_key[close][0]].name if close else None
        return self._nearest_of[key]

    def _choices(self, found: list[int]) -> tuple[str, ...]:
        units = (self._by_id[unit_id] for unit_id in found[:5])
        return tuple(f"{unit.name} ({unit.code})" for unit in units)


def unit_index(context: QueryContext) -> UnitIndex:
    """Return the index of the office's units, kept until the data change."""
    return context.remembered("units", lambda: _load(context))


def _load(context: QueryContext) -> UnitIndex:
    units = map(UnitEntry._make, context.read.rows(sql.ALL))
    return UnitIndex(units, context.read.rows(sql.ALL_ALIASES))


def find_unit(context: QueryContext, text: str) -> int:
    """Return the id of the one unit a code, name or alias stands for."""
    return unit_index(context).find(text)
