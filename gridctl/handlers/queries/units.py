"""Asking about units."""

from __future__ import annotations

from gridctl.domain.tickets import CLOSED, NOT_DUE
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.narrowing import narrowing
from gridctl.handlers.queries.shape import page_of
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.queries.units import ListUnits, ShowUnit, UnitPage, UnitRow, UnitView
from gridctl.storage.queries import units as sql
from gridctl.storage.queries.compose import Params


def list_units(operation: ListUnits, context: QueryContext) -> UnitPage:
    """Return a page of units in the order of their codes."""
    params: Params = {
        "day": context.today().isoformat(),
        "level": operation.level,
        "provisional": operation.provisional,
        "after": operation.after,
        "limit": operation.limit + 1,
        **narrowing("unit", operation.filter, operation.text, context),
    }
    rows = context.read.records(sql.LIST, params, order="code", after=operation.after is not None)
    items, following = page_of(rows, operation.limit, lambda row: str(row["code"]))
    return UnitPage(
        items=tuple(UnitRow(**row) for row in items),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_unit(operation: ShowUnit, context: QueryContext) -> UnitView:
    """Return one unit with its aliases and the number of tickets it leads."""
    return view_unit(context, find_unit(context, operation.unit))


def view_unit(context: QueryContext, unit_id: int) -> UnitView:
    """Return the view of a unit by its id."""
    params: Params = {
        "id": unit_id,
        "day": context.today().isoformat(),
        "done": (*CLOSED, *NOT_DUE),
    }
    row, counts = context.read.record(sql.ONE, params), context.read.record(sql.COUNTS, params)
    assert row is not None
    assert counts is not None
    aliases = tuple(alias for (alias,) in context.read.rows(sql.ALIASES, params))
    return UnitView(**row, **counts, aliases=aliases)
