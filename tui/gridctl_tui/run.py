"""Rows in one order, read page by page by key: what a window shows of a list of any length.

Only the pages near the window are kept; of the others only the key they begin at, so that going
back asks for the same page again and never counts rows from the start.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

#: Rows of a page.
PAGE = 100
#: Pages kept.
KEPT = 24


class Slice(Protocol):
    """A page of a list, as queries return it."""

    @property
    def items(self) -> Sequence[Any]:
        """Return the rows."""
        ...

    @property
    def total(self) -> int | None:
        """Return how many there are in all, None where nobody counted."""
        ...

    @property
    def next(self) -> str | None:
        """Return where the next page begins, None on the last."""
        ...


Fetch = Callable[[str | None, int], Awaitable[Slice]]


class Run:
    """The rows of one question, in one direction.

    Attributes:
        one_way: whether the office gives them from the beginning only.
        total: how many there are in all, where the office counts them.
        ended: whether the last row is known.
    """

    def __init__(self, fetch: Fetch, *, one_way: bool = False) -> None:
        self._fetch, self.one_way = fetch, one_way
        self._begins: list[str | None] = [None]
        self._lengths: list[int] = []
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self.total: int | None = None
        self.ended = False

    @property
    def known(self) -> int:
        """Return how many rows are known to be there, read or not."""
        return sum(self._lengths[-1:]) + PAGE * max(0, len(self._lengths) - 1)

    def row(self, place: int) -> Any | None:
        """Return a row by its place, None where its page is not at hand."""
        page = self._pages.get(place // PAGE)
        offset = place % PAGE
        return page[offset] if page is not None and offset < len(page) else None

    def wants(self, first: int, last: int) -> int | None:
        """Return the number of the next page to read so that these rows are at hand, or None."""
        for number in range(max(0, first) // PAGE, max(0, last) // PAGE + 1):
            if number in self._pages:
                continue
            if number < len(self._begins):
                return number
            # Pages are reached one after the other: the end of each names the next.
            return None if self.ended else len(self._begins) - 1
        return None

    async def read(self, number: int) -> None:
        """Read a page whose beginning is known.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        page = await self._fetch(self._begins[number], PAGE)
        self._keep(number, page)

    def _keep(self, number: int, page: Slice) -> None:
        if number > len(self._lengths):
            return  # It was asked for before what stands in front of it became another.
        self._lengths[number:] = [len(page.items), *self._lengths[number + 1 :]]
        following = [] if page.next is None else [page.next]
        if self._begins[number + 1 : number + 2] != following:
            # Rows came or went: what stands behind begins elsewhere, and is read anew.
            self._begins[number + 1 :] = following
            del self._lengths[number + 1 :]
            for later in [each for each in self._pages if each > number]:
                del self._pages[later]
        self.ended = len(self._begins) == len(self._lengths)
        self._pages[number] = page.items
        self._pages.move_to_end(number)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        if page.total is not None:
            self.total = page.total

    def rows_at_hand(self) -> list[Any]:
        """Return the rows that are kept, in order."""
        return [row for number in sorted(self._pages) for row in self._pages[number]]

    async def reread(self, first: int, last: int) -> None:
        """Read the pages again that hold some rows; all others are read when they are wanted.

        The first of them begins where it began: rows that came or went before it move nothing.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        numbers = range(max(0, first) // PAGE, max(0, last) // PAGE + 1)
        for number in numbers:
            if number < len(self._begins):
                await self.read(number)
        for number in [each for each in self._pages if each not in numbers]:
            del self._pages[number]


class Held(Run):
    """Rows that are all at hand already, such as a tree or a table of figures."""

    def __init__(self, rows: Sequence[Any]) -> None:
        super().__init__(_nothing)
        self._rows = rows
        self.total, self.ended = len(rows), True

    @property
    def known(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def row(self, place: int) -> Any | None:
        """Return a row by its place."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def wants(self, first: int, last: int) -> int | None:  # noqa: ARG002 - all is at hand
        """Return nothing: all is at hand."""
        return None

    def rows_at_hand(self) -> list[Any]:
        """Return all rows."""
        return list(self._rows)

    async def reread(self, first: int, last: int) -> None:
        """Leave the rows as they are; who holds them knows when there are others."""


async def _nothing(_after: str | None, _limit: int) -> Slice:
    raise LookupError
