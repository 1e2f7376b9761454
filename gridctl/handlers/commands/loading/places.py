"""Loading places: divisions by their code, grids under the village they name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from gridctl.domain.codes.divisions import whole_division
from gridctl.domain.codes.levels import coded_place, next_grid_code, place_problems
from gridctl.domain.codes.schemes import GridKind, scheme_ids
from gridctl.domain.grids import LEVELS
from gridctl.domain.names import place_key
from gridctl.domain.problems import Problem
from gridctl.handlers.commands.loading.base import (
    Recognised,
    RowLoader,
    Run,
    Staged,
    Values,
    hints,
    refused,
    text,
)
from gridctl.handlers.queries.places import place_index
from gridctl.storage.queries import grids as sql
from gridctl.storage.repositories.grids import Grids
from gridctl.storage.repositories.staff import StaffMembers

_FACTS = ("name", "kind", "households", "urban_class")


class DivisionLoader(RowLoader):
    """Loads counties, towns and villages (and coded grids) of an official list."""

    def recognise(self, values: Values, run: Run) -> Recognised:  # noqa: ARG002 - RowLoader's
        """Check the code; the parent may stand further down in the same file."""
        code, name = text(values, "code"), text(values, "name")
        missing = [field for field in ("code", "name") if not values.get(field)]
        if missing:
            return refused(*(Problem("required", field) for field in missing))
        code = whole_division(code)
        coded = coded_place(code)
        if coded is None:
            return refused(Problem("code_invalid", "code", code))
        if coded.level not in LEVELS:
            return refused(Problem("above_county", "code", code))
        payload: dict[str, Any] = {
            "code": code,
            "level": coded.level,
            "name": name,
            "parent_code": whole_division(text(values, "parent_code")) or coded.parent,
        }
        if "urban_class" in values:
            payload["urban_class"] = values["urban_class"]
        return Recognised(code, payload, [], place_problems(code, name))

    def check(self, run: Run) -> Iterator[tuple[Staged, Problem]]:
        """Yield the places whose parent stands neither in the file nor in the office."""
        rows = list(run.staged())
        codes = {row.key for row in rows}
        index = place_index(run.context)
        for row in rows:
            above = row.payload["parent_code"] or ""
            known = above in codes or index.by_code(above) is not None
            if row.payload["level"] != "county" and not known:
                yield row, Problem("parent_unknown", "code", row.key, (("parent", above),))

    def apply(self, run: Run) -> None:
        """Create or change the places, parents first; close those a complete list leaves out."""
        rows = sorted(run.staged(), key=lambda row: (LEVELS.index(row.payload["level"]), row.key))
        saving = Saving(run)
        for level, members in groupby(rows, key=lambda row: str(row.payload["level"])):
            for row in members:
                facts = {name: row.payload[name] for name in _FACTS if name in row.payload}
                if level != "county":
                    facts["parent_id"] = saving.id_of(row.payload["parent_code"])
                saving.put(row.key, level, facts)
            saving.flush()
        if run.complete and run.day:
            _close_unnamed({row.key for row in rows}, saving.grids, run.day, run)


class GridLoader(RowLoader):
    """Loads grids and micro-grids under the place each row names."""

    def recognise(self, values: Values, run: Run) -> Recognised:
        """Look up the parent; the grid itself may be new."""
        if not values.get("name"):
            return refused(Problem("required", "name"))
        if (scheme := text(values, "scheme")) and scheme not in (known := scheme_ids()):
            choices = (("choices", tuple(known)),)
            return refused(Problem("unknown_choice", "scheme", scheme, choices))
        parent = self._parent(values, run)
        if isinstance(parent, Problem):
            return refused(parent)
        version = place_index(run.context).on(parent, run.day or _today(run))
        code, name = text(values, "code"), text(values, "name")
        payload: dict[str, Any] = {field: values[field] for field in _FACTS if field in values}
        payload |= {"parent_id": parent, "parent_code": version.code}
        payload["level"] = "micro" if version.level == "grid" else "grid"
        payload["scheme"] = scheme or "dist15"
        payload["aliases"] = values.get("aliases") or []
        if code:
            payload["code"] = code
        return Recognised(code or f"{version.code}/{place_key(name)}", payload, [], [])

    def apply(self, run: Run) -> None:
        """Create or change the grids in file order."""
        saving = Saving(run)
        known = self._children(run)
        aliases: list[tuple[str, str]] = []
        for row in run.staged():
            payload = row.payload
            place = (payload["parent_id"], place_key(payload["name"]))
            usual: GridKind = "micro" if payload["level"] == "micro" else "general"
            kind: GridKind = payload.get("kind") or usual
            code = payload.get("code") or known.get(place) or saving.next_code(payload, kind)
            known[place] = code
            facts = {name: payload[name] for name in _FACTS if name in payload}
            saving.put(code, payload["level"], {"kind": kind, "parent_id": place[0]} | facts)
            aliases += [(code, alias) for alias in payload["aliases"]]
        saving.flush()
        for code, alias in aliases:
            saving.grids.add_alias(saving.known[code], alias)

    def _parent(self, values: Values, run: Run) -> int | Problem:
        """Return the place above: by code, by the grid's own code, or by names."""
        index = place_index(run.context)
        code = text(values, "code")
        coded = coded_place(code) if code else None
        for above in (text(values, "parent_code"), coded.parent if coded else None):
            if above and (known := index.by_code(above)) is not None:
                return known
        found = index.recognise(_above(values), run.day or _today(run))
        if isinstance(found, Problem):
            return found
        if found is None or index.on(found, "").level not in ("village", "grid"):
            return Problem("parent_unknown", "village", code, (("parent", ""),))
        return found

    def _children(self, run: Run) -> dict[tuple[int | None, str], str]:
        rows = run.context.read.records(sql.ALL_VERSIONS)
        return {
            (row["parent_id"], row["name_key"]): row["code"]
            for row in rows
            if row["level"] in ("grid", "micro")
        }


class Saving:
    """Places on their way in: new ones are saved together, the others changed one by one."""

    def __init__(self, run: Run) -> None:
        self.grids = Grids(run.context.uow)
        self.known = self.grids.known()
        self._run = run
        self._new: dict[str, tuple[str, str, dict[str, Any]]] = {}
        self._used: dict[str, list[str]] = {}

    def id_of(self, code: str) -> int | None:
        """Return the id of a saved place."""
        return self.known[code].id

    def put(self, code: str, level: str, facts: dict[str, Any]) -> None:
        """Have a place saved, or its facts hold from the batch's day on."""
        run, grid = self._run, self.known.get(code)
        if grid is None:
            self._new[code] = (code, level, facts)
        elif grid.withdrawn:
            self.grids.create(code, level, facts, run.day)
        else:
            changed = self.grids.change(grid, facts, run.day, _today(run))
            run.count(new=False, changed=changed)
            return
        run.count(new=True, changed=False)

    def flush(self) -> None:
        """Save what is new; from here on it has an id."""
        for grid in self.grids.create_many(list(self._new.values()), self._run.day):
            self.known[grid.code] = grid
        self._new.clear()

    def next_code(self, payload: dict[str, Any], kind: GridKind) -> str:
        """Return the next free code under the place above."""
        parent = payload["parent_code"]
        if parent not in self._used:
            rows = self._run.context.read.rows(sql.CODES_UNDER, {"prefix": f"{parent}%"})
            self._used[parent] = [code for (code,) in rows]
        scheme = "micro" if payload["level"] == "micro" else payload["scheme"]
        code = next_grid_code(scheme, parent, kind, self._used[parent])
        self._used[parent].append(code)
        return code


def _above(values: Values) -> dict[str, str]:
    """Return the hints to the place above a grid; the row's own name is the grid's."""
    return {name: text for name, text in hints(values).items() if name != "grid_code"}


def _close_unnamed(named: set[str], grids: Grids, day: str, run: Run) -> None:
    """Close the places of the counties a complete list names that it leaves out."""
    index, members = place_index(run.context), StaffMembers(run.context.uow)
    counties = [code for code in named if code.endswith("000000")]
    for county in counties:
        for version in index.of_county(county[:6], day):
            if version.code not in named and grids.close(grids.get(version.id), day):
                run.counts["closed"] += 1
                about = (("name", version.name), ("day", day))
                run.findings.append(Problem("place_closed", "code", version.code, about))
                if posts := members.posts_on([version.id], day):
                    members.end_all(posts, day)
                    ended = (("name", version.name), ("count", len(posts)))
                    run.findings.append(Problem("posts_ended", "code", version.code, ended))


def _today(run: Run) -> str:
    return run.context.today().isoformat()
