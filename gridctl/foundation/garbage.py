"""When Python looks for objects that hold each other and are no longer needed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New containers between two looks; the default of 700 looks at every page of rows many times.
_SELDOM = 200_000
#: The same where answers are made all the time: many pages, and little memory.
_SERVING = 10_000
#: Looks at what is young before Python looks through all by itself where :func:`tidy` does so
#: sooner, and after how many it does.
_LATE, _DUE = 100, 10


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for cycles seldom while many records pass that hold none.

    Records are freed by their last reference as ever, so memory stays bounded.
    """
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def settled() -> None:
    """Keep what is there now, and look for cycles less often: for what serves until it is ended.

    All it needs is loaded, and what an answer is made of is freed by its last reference.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SERVING, *gc.get_threshold()[1:])


def tidied() -> None:
    """Keep what is there now, and look through all that comes only in :func:`tidy`.

    It takes a tenth of a second, which who waits for a key should not.
    """
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], _LATE)


def tidy() -> None:
    """Look through all that came, where there is much of it; called in quiet moments."""
    if gc.get_count()[2] >= _DUE:
        gc.collect()
