"""Saving places: identity once, dated versions without gaps or overlaps of its own making."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from gridctl.domain.intervals import EVER, FOREVER, covers
from gridctl.domain.names import place_key
from gridctl.storage.tables.grids import Grid, GridAlias, GridVersion
from gridctl.storage.unit_of_work import UnitOfWork

#: What a version holds besides its span; ``name_key`` follows from the name.
FACTS = ("name", "parent_id", "kind", "households", "urban_class")


class Grids:
    """Places of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, grid_id: int) -> Grid:
        """Return a place by its id."""
        return self._uow.session.get_one(Grid, grid_id)

    def by_code(self, code: str) -> Grid | None:
        """Return the place with a code, one that was withdrawn only where no other has it."""
        found = select(Grid).where(Grid.code == code).order_by(col(Grid.withdrawn))
        return self._uow.session.exec(found).first()

    def create(self, code: str, level: str, facts: dict[str, Any], day: str | None) -> Grid:
        """Save a new place, or revive a withdrawn one, with its first version."""
        grid = self.by_code(code)
        # A living one is never written over: its code is in use, and the database says so.
        if grid is None or not grid.withdrawn:
            grid = Grid(code=code, level=level, county_code=code[:6])
            self._uow.add(grid)
        else:
            grid.withdrawn, grid.level = False, level
            for version in self.versions(grid):
                self._uow.session.delete(version)
            self._uow.session.flush()
        self._put(grid, facts, day or EVER, FOREVER)
        return grid

    def known(self) -> dict[str, Grid]:
        """Return every place by code, one that was withdrawn only where no other has the code."""
        found = self._uow.session.exec(select(Grid).order_by(col(Grid.withdrawn).desc())).all()
        return {grid.code: grid for grid in found}

    def create_many(
        self, places: Sequence[tuple[str, str, dict[str, Any]]], day: str | None
    ) -> list[Grid]:
        """Save many places that were never there: (code, level, facts) each."""
        grids = [Grid(code=code, level=level, county_code=code[:6]) for code, level, _ in places]
        self._uow.add_all(grids)
        self._uow.add_all(
            _version(grid, facts, day or EVER, FOREVER)
            for grid, (_, _, facts) in zip(grids, places, strict=True)
        )
        return grids

    def versions(self, grid: Grid) -> Sequence[GridVersion]:
        """Return the versions of a place, oldest first."""
        found = select(GridVersion).where(GridVersion.grid_id == grid.id)
        return self._uow.session.exec(found.order_by(col(GridVersion.valid_from))).all()

    def change(self, grid: Grid, changes: dict[str, Any], day: str | None, today: str) -> bool:
        """Have some facts hold from ``day`` on; without a day correct the version of today.

        Returns whether anything differs now. Facts not named stay as they are.
        """
        versions = self.versions(grid)
        start = day or today
        current = next((v for v in versions if covers(v.valid_from, v.valid_to, start)), None)
        if current is None:
            return self._outside(grid, versions, changes, start)
        if all(getattr(current, name) == value for name, value in changes.items()):
            return False
        if day is None or current.valid_from == day:
            _assign(current, changes)
            self._uow.session.add(current)
        else:
            facts = {name: getattr(current, name) for name in FACTS} | changes
            end, current.valid_to = current.valid_to, day
            self._uow.session.add(current)
            self._uow.session.flush()
            self._put(grid, facts, day, end)
        self._touch(grid)
        return True

    def close(self, grid: Grid, day: str) -> bool:
        """End a place: ``day`` is the first day without it. Return whether it was there."""
        for version in self.versions(grid):
            if covers(version.valid_from, version.valid_to, day) and version.valid_from < day:
                version.valid_to = day
                self._uow.session.add(version)
                self._touch(grid)
                return True
        return False

    def add_alias(self, grid: Grid, alias: str) -> bool:
        """Remember another name of a place; return whether it is new."""
        assert grid.id is not None
        key = place_key(alias)
        known = select(GridAlias).where(GridAlias.grid_id == grid.id, GridAlias.alias_key == key)
        if self._uow.session.exec(known).first():
            return False
        self._uow.add(GridAlias(grid_id=grid.id, alias=alias, alias_key=key))
        return True

    def _outside(
        self, grid: Grid, versions: Sequence[GridVersion], changes: dict[str, Any], day: str
    ) -> bool:
        """Put a version where the place had none: before its first, or after it was closed."""
        later = next((v for v in versions if v.valid_from > day), None)
        model = later or versions[-1]
        facts = {name: getattr(model, name) for name in FACTS} | changes
        self._put(grid, facts, day, later.valid_from if later else FOREVER)
        self._touch(grid)
        return True

    def _put(self, grid: Grid, facts: dict[str, Any], start: str, end: str) -> None:
        self._uow.add(_version(grid, facts, start, end))

    def _touch(self, grid: Grid) -> None:
        grid.revision += 1
        self._uow.session.add(grid)
        self._uow.session.flush()


def _version(grid: Grid, facts: dict[str, Any], start: str, end: str) -> GridVersion:
    assert grid.id is not None
    version = GridVersion(
        grid_id=grid.id, valid_from=start, valid_to=end, name=facts["name"], name_key=""
    )
    _assign(version, {name: facts.get(name) for name in FACTS})
    return version


def _assign(version: GridVersion, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(version, name, value)
    version.name_key = place_key(version.name)
