"""Asking about whistle calls."""

from __future__ import annotations

from typing import Any

from gridctl.domain.rights import PlaceNotYours
from gridctl.domain.scoring.arithmetic import points_from_units
from gridctl.domain.whistles.errors import WhistleNotFound
from gridctl.domain.whistles.words import CALLER_HEADS, UNIT_HEADS
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.narrowing import narrowing
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.handlers.queries.whistle_stats import town_page, unit_page
from gridctl.operations.queries.whistles import (
    CalledUnit,
    CountTownWhistles,
    CountUnitWhistles,
    ListWhistles,
    ShowWhistle,
    TownWhistlesPage,
    UnitWhistlesPage,
    WhistleEventView,
    WhistlePage,
    WhistleRow,
    WhistleView,
)
from gridctl.storage.queries import whistles as sql

_INSTANTS = ("called_at", "reviewed_at", "arrive_due", "resolve_due", "resolved_at")


def list_whistles(operation: ListWhistles, context: QueryContext) -> WhistlePage:
    """Return a page of calls, newest first."""
    params = _filters(operation, context)
    params |= {"now": context.now(), "limit": operation.limit + 1}
    if operation.after:
        params["after_1"], params["after_2"] = map(int, operation.after.split("."))
    rows = context.read.records(sql.LIST, params, order="newest", after=bool(operation.after))
    items, following = page_of(rows, operation.limit, lambda row: f"{row['called_at']}.{row['id']}")
    return WhistlePage(
        items=tuple(WhistleRow(**_timed(row)) for row in items),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_whistle(operation: ShowWhistle, context: QueryContext) -> WhistleView:
    """Return one call with its units, scores and log."""
    return view_whistle(context, find_whistle(context, operation.whistle))


def count_unit_whistles(operation: CountUnitWhistles, context: QueryContext) -> UnitWhistlesPage:
    """Return what each unit was called for in a period."""
    return unit_page(context, operation.period)


def count_town_whistles(operation: CountTownWhistles, context: QueryContext) -> TownWhistlesPage:
    """Return the calls of each town in a period."""
    return town_page(context, operation.period)


def find_whistle(context: QueryContext, number: str) -> int:
    """Return the id of the call with a number.

    Raises:
        WhistleNotFound: there is none.
    """
    found = context.read.value(sql.FIND, {"number": number.upper()})
    if found is None:
        raise WhistleNotFound(number=number)
    return int(found)


def view_whistle(context: QueryContext, whistle_id: int) -> WhistleView:
    """Return the view of a call by its id.

    Raises:
        PlaceNotYours: it was just called to where the account sees nothing.
    """
    params = {"id": whistle_id, "now": context.now()}
    row = context.read.record(sql.ONE, params)
    if row is None:
        raise PlaceNotYours(account=context.actor.name)
    events = context.read.records(sql.EVENTS, params)
    return WhistleView(
        **_timed(row),
        units=tuple(map(_called, context.read.records(sql.UNITS, params))),
        events=tuple(WhistleEventView(**{**event, "at": instant(event["at"])}) for event in events),
    )


def _filters(operation: ListWhistles, context: QueryContext) -> dict[str, Any]:
    """Return the statement parameters of a list's filter."""
    given = operation
    return {
        "state": given.state,
        "kind": given.kind,
        "grade": given.grade,
        "unit_id": find_unit(context, given.unit) if given.unit else None,
        "arrival": given.arrival,
        "caller_id": find_unit(context, given.caller) if given.caller else None,
        "under": find_place(context, given.under) if given.under else None,
        "ticket_id": find_ticket(context, given.ticket) if given.ticket else None,
        "since": given.since.isoformat() if given.since else None,
        "until": given.until.isoformat() if given.until else None,
        **narrowing("whistle", given.filter, given.text, context),
    }


def _timed(row: dict[str, Any]) -> dict[str, Any]:
    times = {name: instant(row[name]) for name in _INSTANTS}
    return {**row, **times, "grade": row["grade"] or None}


def _called(row: dict[str, Any]) -> CalledUnit:
    given = {head: row[head] for head in (*UNIT_HEADS, *CALLER_HEADS)}
    points = {
        head: None if units is None else points_from_units(units) for head, units in given.items()
    }
    return CalledUnit(**{**row, **points, "arrived_at": instant(row["arrived_at"])})
