"""Lists of any length, read page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from gridctl.cli.render import Listing

#: Asks for a page: from where on, None for the start, and of how many rows at most.
Turn = Callable[[str | None, int], "Page"]


class Page(Protocol):
    """A part of a long list, as queries return it."""

    @property
    def items(self) -> Sequence[Any]:
        """Return the views of this page, in order."""
        ...

    @property
    def total(self) -> int | None:
        """Return how many there are in all, None where nobody counted."""
        ...

    @property
    def next(self) -> str | None:
        """Return where the following page begins, None at the end."""
        ...


def read_pages(turn: Turn, size: int, limit: int | None) -> Listing:
    """Return a list that reads a page when its rows are wanted; the first is read at once.

    Args:
        turn: asks for a page.
        size: rows of a page.
        limit: rows at most, None for all.
    """
    first = turn(None, size if limit is None else min(limit, size))
    listing = Listing((), total=first.total)
    return listing.reading(_rows(listing, first, turn, size, limit))


def _rows(
    listing: Listing, current: Page, turn: Turn, size: int, left: int | None
) -> Iterator[Any]:
    while True:
        items = current.items if left is None else current.items[:left]
        cut = len(items) < len(current.items) or current.next is not None
        left = None if left is None else left - len(items)
        listing.more = left == 0 and cut
        yield from items
        if current.next is None or left == 0:
            return
        current = turn(current.next, size if left is None else min(left, size))
