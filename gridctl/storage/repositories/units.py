"""Saving units and their other names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from gridctl.domain.names import unit_key
from gridctl.storage.tables.units import Unit, UnitAlias
from gridctl.storage.unit_of_work import UnitOfWork


class Units:
    """Units of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, unit_id: int) -> Unit:
        """Return a unit by its id."""
        return self._uow.session.get_one(Unit, unit_id)

    def by_code(self, code: str) -> Unit | None:
        """Return the unit with a code, one that was withdrawn only where no other has it."""
        found = select(Unit).where(Unit.code == code).order_by(col(Unit.withdrawn))
        return self._uow.session.exec(found).first()

    def withdrawn_named(self, name: str) -> Unit | None:
        """Return a withdrawn unit of a name, which a file that names it again revives."""
        found = select(Unit).where(Unit.name_key == unit_key(name), col(Unit.withdrawn))
        return self._uow.session.exec(found.order_by(col(Unit.id))).first()

    def create(self, code: str, facts: Mapping[str, Any]) -> Unit:
        """Save a new unit, or revive a withdrawn one.

        Args:
            code: its code.
            facts: ``name``, and ``level``, ``grid_id``, ``parent_id``, ``provisional``.
        """
        unit = self.by_code(code)
        # A living one is never written over: its code is in use, and the database says so.
        if unit is None or not unit.withdrawn:
            unit = Unit(code=code, name="", name_key="")
        unit.withdrawn = False
        _assign(unit, {"level": None, "grid_id": None, "parent_id": None, "provisional": False})
        _assign(unit, facts)
        self._uow.add(unit)
        return unit

    def change(self, unit: Unit, changes: Mapping[str, Any]) -> bool:
        """Set some facts; return whether anything differs now. A former name stays an alias."""
        before = unit.name
        if all(getattr(unit, name) == value for name, value in changes.items()):
            return False
        _assign(unit, changes)
        self._touch(unit)
        if unit_key(before) != unit.name_key:
            self.add_alias(unit, before)
        return True

    def add_alias(self, unit: Unit, alias: str) -> bool:
        """Remember another name of a unit; return whether it is new."""
        assert unit.id is not None
        key = unit_key(alias)
        known = select(UnitAlias).where(UnitAlias.unit_id == unit.id, UnitAlias.alias_key == key)
        if key == unit.name_key or self._uow.session.exec(known).first():
            return False
        self._uow.add(UnitAlias(unit_id=unit.id, alias=alias, alias_key=key))
        return True

    def _touch(self, unit: Unit) -> None:
        unit.revision += 1
        self._uow.session.add(unit)
        self._uow.session.flush()


def _assign(unit: Unit, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(unit, name, value)
    unit.name_key = unit_key(unit.name)
