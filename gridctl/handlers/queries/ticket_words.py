"""Finding words in tickets by going through few of them, however many hold the words.

The text of a ticket decides whether it holds a word; the index only says where to look. For a rare
word that is all it takes. Of a word in every second ticket the newest fifty are among the newest
hundred, which are sooner read than half a million looked up and put in order. How many tickets
hold a word, and how those lie in the list, nobody knows beforehand: so both ways are tried with a
few tickets, then with four times as many, until one of them has the answer. Both give the same,
and the quicker one never waits for more than a few times its own work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import tickets as sql

#: Tickets a page is looked for among at first, and how many times more at each further try.
_FEW, _MORE = 2_000, 4
#: Where all tickets of a filter are gone through, words of fewer are looked up.
_MANY = 100_000
_WORDS = re.compile(r"text_words__\d+")
_HELD = re.compile(r"text__\d+")


def find_tickets(
    params: Mapping[str, Any], context: QueryContext, order: str, *, after: bool = False
) -> list[dict[str, Any]]:
    """Return the rows of a page of tickets under a filter.

    Args:
        params: of the filter, with ``now`` and ``limit``, and where the page begins.
        context: where they are looked for.
        order: the order of the list.
        after: whether the page begins after a ticket.
    """
    place: dict[str, Any] = {"order": order, "after": after}
    if not (words := _words(params)):
        return context.read.records(sql.LIST, params, **place)
    many = _FEW
    while True:
        if _held_by(words, many, context) < many:
            return context.read.records(sql.LIST, _looked_up(params, words, many), **place)
        edge = context.read.rows(sql.EDGE, _without(params) | {"skipped": many}, **place)
        read = _read_to(edge[0], params, order) if edge else params
        rows = context.read.records(sql.LIST, read, **place)
        if len(rows) == params["limit"] or not edge:
            return rows
        many *= _MORE


def count_tickets(params: Mapping[str, Any], context: QueryContext, bound: int) -> int:
    """Return how many tickets there are under a filter, at most ``bound``."""
    params = {**params, "bound": bound}
    if not (words := _words(params)):
        return int(context.read.value(sql.COUNT, params))
    many = 2 * bound
    while True:
        among = int(context.read.value(sql.COUNT, _looked_up(params, words, many)))
        if among == bound or _held_by(words, many, context) < many:
            return among
        if context.read.value(sql.COUNT, _without(params) | {"bound": many}) < many:
            return int(context.read.value(sql.COUNT, params))
        many *= _MORE


def look_up(params: Mapping[str, Any], context: QueryContext) -> dict[str, Any]:
    """Return the parameters of a filter whose tickets are all gone through.

    Words not too many hold are looked up, so that the other tickets need not be read.
    """
    words = _words(params)
    if words and _held_by(words, _MANY, context) < _MANY:
        return _looked_up(params, words, _MANY)
    return {**params}


def _words(params: Mapping[str, Any]) -> str:
    """Return all the words a ticket must hold, a line each."""
    return "\n".join(value for name, value in params.items() if _WORDS.fullmatch(name))


def _without(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return a filter without the words a ticket must hold."""
    return {name: value for name, value in params.items() if not _HELD.fullmatch(name)}


def _held_by(words: str, bound: int, context: QueryContext) -> int:
    """Return how many tickets may hold all the words, at most ``bound``."""
    return int(context.read.value(sql.FOUND, {"words": words, "bound": bound}))


def _looked_up(params: Mapping[str, Any], words: str, many: int) -> dict[str, Any]:
    """Return a filter for tickets among the first ``many`` the index finds."""
    return {**params, "found": words, "found_first": many}


def _read_to(edge: tuple[Any, ...], params: Mapping[str, Any], order: str) -> dict[str, Any]:
    """Return a filter for tickets from the beginning of the page to one of the list."""
    at, ticket_id = edge
    return {**params, f"{order}_to": ticket_id, "edge_at": at}
