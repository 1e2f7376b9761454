"""Changing units."""

from __future__ import annotations

from typing import Any

from gridctl.domain.units import UnitExists, UnitLoop, next_unit_code
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.unit_index import find_unit, unit_index
from gridctl.handlers.queries.units import view_unit
from gridctl.operations.commands.units import CreateUnit, EditUnit
from gridctl.operations.queries.units import UnitView
from gridctl.storage.queries import units as sql
from gridctl.storage.repositories.units import Units


def create_unit(operation: CreateUnit, context: CommandContext) -> UnitView:
    """Create a unit, refusing a code in use and a second unit of a name at one place."""
    units = Units(context.uow)
    facts: dict[str, Any] = {"name": operation.name, "level": operation.level}
    facts |= _belonging(operation, context, {"place", "parent"})
    context.uow.alone("unit")
    code = operation.code or next_unit_code(code for (code,) in context.read.rows(sql.CODES))
    found = units.by_code(code)
    if found is not None and not found.withdrawn:
        raise UnitExists(name=found.name, code=found.code)
    _check_name(context, operation.name, facts["grid_id"], None)
    unit = units.create(code, facts)
    for alias in operation.aliases:
        units.add_alias(unit, alias)
    return _view(context, unit.id)


def edit_unit(operation: EditUnit, context: CommandContext) -> UnitView:
    """Change a unit; its former name stays as an alias."""
    units = Units(context.uow)
    unit = units.get(find_unit(context, operation.unit))
    check_seen(unit, operation, context)
    given = operation.model_fields_set
    changes: dict[str, Any] = operation.model_dump(include={"level"} & given)
    changes |= _belonging(operation, context, {"place", "parent"} & given)
    if operation.name:
        changes["name"] = operation.name
        _check_name(context, operation.name, changes.get("grid_id", unit.grid_id), unit.id)
    if operation.provisional is False:
        changes["provisional"] = False
    _check_loop(context, unit.id or 0, changes.get("parent_id"))
    units.change(unit, changes)
    for alias in operation.add_aliases:
        units.add_alias(unit, alias)
    return _view(context, unit.id)


def _belonging(
    operation: CreateUnit | EditUnit, context: CommandContext, given: set[str]
) -> dict[str, int | None]:
    """Return the ids of the place and the parent where they were given."""
    found: dict[str, int | None] = {}
    if "place" in given:
        found["grid_id"] = find_place(context, operation.place) if operation.place else None
    if "parent" in given:
        found["parent_id"] = find_unit(context, operation.parent) if operation.parent else None
    return found


def _check_name(
    context: CommandContext, name: str, grid_id: int | None, unit_id: int | None
) -> None:
    """Refuse a name another unit at the same place is known by."""
    for other in unit_index(context).named(name):
        if other.grid_id == grid_id and other.id != unit_id:
            raise UnitExists(name=other.name, code=other.code)


def _check_loop(context: CommandContext, unit_id: int, parent_id: int | None) -> None:
    index = unit_index(context)
    if parent_id is not None and unit_id in index.above(parent_id):
        raise UnitLoop(name=index.by_id(unit_id).name, parent=index.by_id(parent_id).name)


def _view(context: CommandContext, unit_id: int | None) -> UnitView:
    context.forget()
    return view_unit(context, unit_id or 0)
