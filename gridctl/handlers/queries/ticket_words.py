"""Finding tickets by going through few of them, however many hold some words or are over.

The text of a ticket decides whether it holds a word; the index only says where to look. For a rare
word that is all it takes. Of a word in every second ticket the newest fifty are among the newest
hundred, which are sooner read than half a million looked up and put in order. How many tickets
hold a word, and how those lie in the list, nobody knows beforehand: so both ways are tried with a
few tickets, then with four times as many, until one of them has the answer. Both give the same,
and the quicker one never waits for more than a few times its own work.

Tickets that are not over are few among millions, and lie anywhere in the list: where the first
tickets of all do not fill a page with them, their index does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import tickets as sql
from gridctl.storage.queries.ticket_figures import OVER

Rows = list[dict[str, Any]]

#: So many pages are read before anything is looked up.
_PAGES = 10
#: Tickets a page is looked for among after that, and how many times more at each further try.
_FEW, _MORE = 2_000, 4
#: Where all tickets of a filter are gone through, words of fewer are looked up.
_MANY = 100_000
_WORDS = re.compile(r"text_words__\d+")
_STATES = re.compile(r"state(?:__(?P<negated>not_)?\d+)?")
_HELD = re.compile(r"text__\d+")


class TicketSearch:
    """The tickets under a filter, with words or without.

    Args:
        params: of the filter, with ``now`` and, for a page, ``limit`` and where it begins.
        context: where they are looked for.
    """

    def __init__(self, params: Mapping[str, Any], context: QueryContext) -> None:
        self._params = params
        self._read = context.read
        #: All the words a ticket must hold, a line each.
        self._words = "\n".join(value for name, value in params.items() if _WORDS.fullmatch(name))
        self._held: int | None = None
        #: The order in which the first tickets of all filled a page.
        self._dense: str | None = None

    def page(self, order: str, *, after: bool = False) -> Rows:
        """Return the rows of a page in an order; ``after`` where it begins after a ticket."""
        place: dict[str, Any] = {"order": order, "after": after}
        if not self._words and not self._lasting:
            return self._read.records(sql.LIST, self._params, **place)
        limit, many = self._params["limit"], _FEW
        anything = {name: self._params.get(name) for name in ("after_1", "after_2")}
        rows, whole = self._read_among(anything, _PAGES * limit, **place)
        if not self._words:
            return rows if whole or len(rows) == limit else self._lasting_page(place)
        self._dense = order if len(rows) == limit else None
        while len(rows) < limit and not whole:
            if self._held_by(many) < many:
                return self._read.records(sql.LIST, self._looked_up(many), **place)
            rows, whole = self._read_among(self._others, many, **place)
            many *= _MORE
        return rows

    def count(self, bound: int) -> int:
        """Return how many tickets there are, at most ``bound``."""
        if not self._words:
            return self._count(self._params, bound)
        if self._dense:
            near = self._nearest({}, _PAGES * bound, order=self._dense)
            among = self._count(near or self._params, bound)
            if among == bound or not near:
                return among
        many = 2 * bound
        while True:
            among = self._count(self._looked_up(many), bound)
            if among == bound or self._held_by(many) < many:
                return among
            if self._count(self._others, many) < many:
                return self._count(self._params, bound)
            many *= _MORE

    def looked_up(self) -> Mapping[str, Any]:
        """Return the parameters of the filter, for going through all its tickets.

        Words not too many hold are looked up, and tickets that are not over, so that the others
        need not be read.
        """
        if self._words and self._held_by(_MANY) < _MANY:
            return self._looked_up(_MANY)
        if self._lasting and self._few_last():
            return {**self._params, "lasting": True}
        return self._params

    def _lasting_page(self, place: Mapping[str, Any]) -> Rows:
        """Return the rows of a page of tickets none of which is over, wherever they are."""
        if not self._few_last():
            return self._read.records(sql.LIST, self._params, **place)
        by_index = {**place, "order": f"{place['order']}_of_few"}
        return self._read.records(sql.LIST, {**self._params, "lasting": True}, **by_index)

    def _few_last(self) -> bool:
        """Tell whether of all tickets only few are not over."""
        return int(self._read.value(sql.COUNT, {"lasting": True, "bound": _MANY})) < _MANY

    @property
    def _lasting(self) -> bool:
        """Whether the filter leaves out all tickets that are over."""
        return any(map(_is_lasting, self._params.items()))

    @property
    def _others(self) -> dict[str, Any]:
        """The filter without the words."""
        return {name: value for name, value in self._params.items() if not _HELD.fullmatch(name)}

    def _looked_up(self, many: int) -> dict[str, Any]:
        """Return the filter for tickets among the first ``many`` the index finds."""
        return {**self._params, "found": self._words, "found_first": many}

    def _held_by(self, bound: int) -> int:
        """Return how many tickets may hold all the words, at most ``bound``."""
        if self._held is None:
            held = int(self._read.value(sql.FOUND, {"words": self._words, "bound": bound}))
            self._held = held if held < bound else None
            return held
        return min(self._held, bound)

    def _read_among(self, others: Mapping[str, Any], many: int, **place: Any) -> tuple[Rows, bool]:
        """Return the rows a page has of the first tickets under a filter; whether these are all."""
        near = self._nearest(others, many, **place)
        return self._read.records(sql.LIST, near or self._params, **place), near is None

    def _nearest(self, others: Mapping[str, Any], many: int, **place: Any) -> dict[str, Any] | None:
        """Return the filter for the first tickets under another one, None where these are all.

        Args:
            others: the other filter; what is looked for is under it as well.
            many: how many tickets.
            place: the order, and whether the page begins after a ticket.
        """
        edge = self._read.rows(sql.EDGE, {**others, "skipped": many}, **place)
        if not edge:
            return None
        ((at, ticket_id),) = edge
        return {**self._params, "edge_at": at, f"{place['order']}_to": ticket_id}

    def _count(self, params: Mapping[str, Any], bound: int) -> int:
        # Of millions of tickets few are not over, and these have an index.
        counted = {**params, "lasting": self._lasting or None, "bound": bound}
        return int(self._read.value(sql.COUNT, counted))


def _is_lasting(param: tuple[str, Any]) -> bool:
    """Return whether a filter's parameter leaves out all tickets that are over."""
    name, value = param
    if not value or (use := _STATES.fullmatch(name)) is None:
        return False
    states = {value} if isinstance(value, str) else {*value}
    return states.issuperset(OVER) if use["negated"] else states.isdisjoint(OVER)
