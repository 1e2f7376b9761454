"""One moment of the office for all the questions a request asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext

from gridctl.storage.queries.reader import Reader


class Moment:
    """Lends readers; within a block a thread gets the same one whenever it asks.

    Whose the token is, whether anything has changed and what the answer is are then asked of one
    connection in one transaction, which begins with the first question.

    Args:
        lend: lends a reader to which the office stands still.
    """

    def __init__(self, lend: Callable[[], AbstractContextManager[Reader]]) -> None:
        self._lend = lend
        self._here = threading.local()

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Have the office stand still for what this thread asks within the block."""
        with ExitStack() as block:
            self._here.block, self._here.reader = block, None
            try:
                yield
            finally:
                self._here.block = self._here.reader = None

    def reading(self) -> AbstractContextManager[Reader]:
        """Lend the block's reader, outside of one a reader of its own."""
        block: ExitStack | None = getattr(self._here, "block", None)
        if block is None:
            return self._lend()
        if self._here.reader is None:
            self._here.reader = block.enter_context(self._lend())
        return nullcontext(self._here.reader)
