"""When Python looks for objects that hold each other and are no longer needed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New containers between two looks; the default of 700 looks at every page of rows many times.
_SELDOM = 200_000


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
