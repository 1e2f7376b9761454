"""Loading units with their other names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gridctl.domain.grids import is_above
from gridctl.domain.names import unit_key
from gridctl.domain.problems import Problem
from gridctl.domain.units import next_unit_code
from gridctl.handlers.commands.loading.base import (
    Recognised,
    RowLoader,
    Run,
    Staged,
    Values,
    refused,
    text,
)
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.storage.queries import units as sql
from gridctl.storage.repositories.units import Units


class UnitLoader(RowLoader):
    """Loads departments, sub-centres and stations."""

    def recognise(self, values: Values, run: Run) -> Recognised:
        """Look up the place; the unit above may stand further down in the same file."""
        name, code = text(values, "name"), text(values, "code")
        if not name:
            return refused(Problem("required", "name"))
        hints = {level: text(values, level) for level in ("county", "town", "village")}
        day = run.day or run.context.today().isoformat()
        place = place_index(run.context).recognise({k: v for k, v in hints.items() if v}, day)
        if isinstance(place, Problem):
            return refused(place)
        payload: dict[str, Any] = {"name": name, "aliases": values.get("aliases") or []}
        payload |= {"code": code} if code else {}
        payload |= {"level": values["level"]} if values.get("level") else {}
        payload |= {"grid_id": place} if place is not None else {}
        payload |= {"parent": text(values, "parent")} if values.get("parent") else {}
        above = _place_above(payload, day, run)
        return Recognised(code or f"{name}@{place}", payload, [], [above] if above else [])

    def check(self, run: Run) -> Iterator[tuple[Staged, Problem]]:
        """Yield the units whose superior stands neither in the file nor in the office."""
        rows = list(run.staged())
        names = {unit_key(row.payload["name"]) for row in rows}
        codes = {row.payload.get("code") for row in rows}
        for row in rows:
            above = row.payload.get("parent")
            if above and unit_key(above) not in names and above not in codes:
                found = unit_index(run.context).recognise(above, field="parent")
                if isinstance(found, Problem):
                    yield row, found

    def apply(self, run: Run) -> None:
        """Create or change the units; a provisional one a file describes is provisional no more."""
        units = Units(run.context.uow)
        codes = [code for (code,) in run.context.read.rows(sql.CODES)]
        saved = [(row, self._save(row, units, codes, run)) for row in run.staged()]
        run.context.forget()
        for row, unit_id in saved:
            if above := row.payload.get("parent"):
                parent = unit_index(run.context).recognise(above, field="parent")
                if isinstance(parent, int) and parent != unit_id:
                    units.change(units.get(unit_id), {"parent_id": parent})

    def _save(self, row: Staged, units: Units, codes: list[str], run: Run) -> int:
        payload = row.payload
        own = ("name", "level", "grid_id")
        facts: dict[str, Any] = {name: payload[name] for name in own if name in payload}
        place = payload.get("grid_id")
        found = unit_index(run.context).recognise(
            payload["name"], payload.get("code", ""), [place] if place else []
        )
        if isinstance(found, int) and self._is_same(found, payload, run):
            unit = units.get(found)
            changed = units.change(unit, facts | {"provisional": False})
            new = False
        else:
            code = payload.get("code") or next_unit_code(codes)
            codes.append(code)
            unit = units.create(code, facts)
            new, changed = True, False
        added = [units.add_alias(unit, alias) for alias in payload["aliases"]]
        run.count(new=new, changed=changed or any(added))
        assert unit.id is not None
        return unit.id

    def _is_same(self, unit_id: int, payload: dict[str, Any], run: Run) -> bool:
        """Tell whether a unit found by name is the one meant: not one at another place."""
        entry = unit_index(run.context).by_id(unit_id)
        if "code" in payload:
            return entry.code == payload["code"] or entry.code.startswith("U")
        return entry.grid_id in (None, payload.get("grid_id")) or "grid_id" not in payload


def _place_above(unit: dict[str, Any], day: str, run: Run) -> Problem | None:
    """Return the notice that a unit has the place of somebody above it, if it has."""
    if "grid_id" not in unit or not unit.get("level"):
        return None
    place = place_index(run.context).on(unit["grid_id"], day)
    if not is_above(place.level, unit["level"]):
        return None
    told = (("name", unit["name"]), ("level", unit["level"]))
    return Problem("unit_above", "village", place.name, told)
