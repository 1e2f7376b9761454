"""Asking which tickets may be about the same matter."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from gridctl.domain.duplicates import is_similar, likeness
from gridctl.domain.rates import percent
from gridctl.handlers.queries.categories import category_ids
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.handlers.queries.ticket_filters import period_days, place_columns
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.handlers.queries.workflows import office_policy
from gridctl.operations.queries.ticket_repeats import (
    ListRepeats,
    RepeatPage,
    RepeatRow,
    SimilarPage,
    SimilarRow,
    SimilarTickets,
    Volume,
)
from gridctl.storage.queries import ticket_repeats as sql
from gridctl.storage.queries import tickets

_HOUR = 3_600
#: Lowest first: the village is looked at whole, because a neighbour reports the same heap.
_NEAR = ("village_id", "grid_id", "town_id", "county_id")
_NONE = {"tickets": 0, "rated": 0, "content": 0}


def similar_tickets(operation: SimilarTickets, context: QueryContext) -> SimilarPage:
    """Return the tickets that may be about the same matter as one."""
    number = find_ticket(context, operation.ticket)
    row = context.read.record(
        tickets.FULL, {"id": number, "now": context.now()}, parts={"which": "id"}
    )
    assert row is not None
    items, total = similar_to(context, row, operation.limit)
    return SimilarPage(items=items, total=total)


def similar_to(
    context: QueryContext, ticket: Mapping[str, Any], most: int
) -> tuple[tuple[SimilarRow, ...], int]:
    """Return the tickets likest to one, the likest first, and how many are like it (domain.md 5.6).

    Compared are those of the same class, in the same village, within the policy's hours.

    Args:
        context: where to look.
        ticket: columns of the ticket.
        most: as many are returned at most.
    """
    near = next((name for name in _NEAR if ticket[name] is not None), None)
    if near is None:
        return (), 0
    hours = office_policy(context, ticket["county_id"]).duplicate_within_hours
    params: dict[str, Any] = {
        "ticket": ticket["id"],
        "earliest": ticket["reported_at"] - hours * _HOUR,
        "latest": ticket["reported_at"] + hours * _HOUR,
        "category_ids": _class_of(context, ticket["category_id"]),
        near: ticket[near],
    }
    rows = map(discretion(context), context.read.records(sql.NEARBY, params))
    found = [alike for row in rows if (alike := _compared(row, ticket)) is not None]
    found.sort(key=itemgetter("likeness"), reverse=True)
    # After a storm hundreds are alike, of which few are shown.
    return tuple(map(_similar, found[:most])), len(found)


def list_repeats(operation: ListRepeats, context: QueryContext) -> RepeatPage:
    """Return a page of what was reported again, and how much of all that is."""
    params = _repeat_params(operation, context)
    if operation.after:
        params["after_1"], params["after_2"] = map(int, operation.after.split("."))
    page = {"page": "next" if operation.after else "first"}
    rows = context.read.records(sql.REPEATS, params, parts=page)
    items, following = page_of(rows, operation.limit, lambda row: f"{row['repeats']}.{row['id']}")
    volumes = {row["repeated"]: row for row in context.read.records(sql.VOLUMES, params)}
    return RepeatPage(
        items=tuple(_repeat(context, row) for row in items),
        repeats=_volume(volumes.get(1, _NONE)),
        others=_volume(volumes.get(0, _NONE)),
        total=context.read.value(sql.GROUP_COUNT, params),
        next=following,
    )


def _class_of(context: QueryContext, category_id: int | None) -> list[int] | None:
    """Return the category's class and all under it; None leaves all categories."""
    if category_id is None:
        return None
    index = category_index(context)
    return index.below(index.above(category_id)[-1])


def _compared(row: dict[str, Any], ticket: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return how like a ticket is to another, beside its columns; None where it is not."""
    words = f"{ticket['title']}{ticket['description']}"
    like = likeness(words, f"{row['title']}{row['description']}")
    category, place = ticket["category_id"], ticket["grid_id"]
    same = {
        "same_category": category is not None and row["category_id"] == category,
        "same_place": place is not None and row["grid_id"] == place,
    }
    if not is_similar(like, **same):
        return None
    return {**row, **same, "likeness": like}


def _similar(row: Mapping[str, Any]) -> SimilarRow:
    return SimilarRow(**{**row, "reported_at": instant(row["reported_at"])})


def _repeat_params(operation: ListRepeats, context: QueryContext) -> dict[str, Any]:
    first, last = period_days(operation)
    category, under = operation.category, operation.under
    return {
        "first": first,
        "last": last,
        "category_ids": category_ids(context, category) if category else None,
        "limit": operation.limit + 1,
        **(place_columns(under, context) if under else {}),
    }


def _repeat(context: QueryContext, row: dict[str, Any]) -> RepeatRow:
    place = place_index(context).label(row["place_id"], row["last_on"])
    return RepeatRow(**row | {"place": place, "satisfaction": _content(row)})


def _volume(row: Mapping[str, Any]) -> Volume:
    return Volume(**{**row, "satisfaction": _content(row)})


def _content(row: Mapping[str, Any]) -> Any:
    return percent(row["content"], row["rated"])
