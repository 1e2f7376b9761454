"""From the words of a ticket filter to the ids and days the statements take."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.narrowing import narrowing
from gridctl.handlers.queries.ticket_rows import discreet
from gridctl.handlers.queries.ticket_words import TicketSearch
from gridctl.operations.queries.tickets import ListTickets, ShowStats

_PLACE_FILTER = {"county": "county_id", "town": "town_id", "village": "village_id"}


def ticket_filters(operation: ListTickets, context: QueryContext) -> dict[str, Any]:
    """Return the statement parameters of a list's filter."""
    since, until = _days(operation.period)
    found = (
        _shared(operation, context)
        | narrowing("ticket", None, operation.text, context)
        | {
            "reporter_id": _staff(operation.reporter, context) if operation.reporter else None,
            "verdict": operation.verdict,
            "basis": operation.basis,
            "since": operation.since.isoformat() if operation.since else since,
            "until": operation.until.isoformat() if operation.until else until,
        }
    )
    return discreet(found, context)


def common_filters(operation: ListTickets | ShowStats, context: QueryContext) -> dict[str, Any]:
    """Return the statement parameters of what statistics count."""
    params = discreet(_shared(operation, context), context)
    return {**TicketSearch(params, context).looked_up()}


def _shared(operation: ListTickets | ShowStats, context: QueryContext) -> dict[str, Any]:
    return {
        "state": _states(operation.state, context) if operation.state else None,
        "source": operation.source,
        "unit_id": _unit(operation.unit, context) if operation.unit else None,
        "category_ids": _categories(operation.category, context) if operation.category else None,
        **(place_columns(operation.under, context) if operation.under else {}),
        **narrowing("ticket", operation.filter, None, context),
    }


# Each filter loads what recognises its words; a list without filters loads none of it.


def _states(texts: Sequence[str], context: QueryContext) -> list[str]:
    from gridctl.handlers.queries.own_names import state_code

    return [state_code(text, context) for text in texts]


def _staff(text: str, context: QueryContext) -> int:
    from gridctl.handlers.queries.staff import find_staff

    return find_staff(context, text)


def _unit(text: str, context: QueryContext) -> int:
    from gridctl.handlers.queries.unit_index import find_unit

    return find_unit(context, text)


def _categories(text: str, context: QueryContext) -> list[int]:
    from gridctl.handlers.queries.categories import category_ids

    return category_ids(context, text)


def place_columns(text: str, context: QueryContext) -> dict[str, int]:
    """Return the place a text names under the parameter of its level."""
    from gridctl.handlers.queries.places import find_place, place_index

    place = find_place(context, text)
    level = place_index(context).on(place, context.today().isoformat()).level
    return {_PLACE_FILTER.get(level, "grid_id"): place}


class Spanned(Protocol):
    """A query about a month or a span of days."""

    @property
    def period(self) -> str | None:
        """The month."""

    @property
    def since(self) -> date | None:
        """The first day."""

    @property
    def until(self) -> date | None:
        """The last day."""


def period_days(operation: Spanned) -> tuple[str, str]:
    """Return the first and last ISO day a query is about; open ends reach far."""
    since, until = _days(operation.period)
    first = operation.since.isoformat() if operation.since else since
    last = operation.until.isoformat() if operation.until else until
    return first or "0001-01-01", last or "9999-12-31"


def _days(period: str | None) -> tuple[str | None, str | None]:
    return month_days(period) if period else (None, None)


def month_days(period: str) -> tuple[str, str]:
    """Return the first and last ISO day of a month written ``YYYY-MM``."""
    year, month = map(int, period.split("-"))
    return f"{period}-01", f"{period}-{monthrange(year, month)[1]:02}"
