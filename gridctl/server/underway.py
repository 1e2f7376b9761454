"""Commands that take longer than a client waits: begun once, asked about until they are done.

A proxy cuts a line on which nothing passes, often after a minute, and to apply a million rows takes
longer. Who sends a command with ``Prefer: respond-async`` (RFC 7240) is therefore told 202 after a
moment, while the command goes on; the same request again, under the same key, waits for the same
work. In another process it waits for the transaction, and the journal answers it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic
from typing import NamedTuple

from starlette.background import BackgroundTask
from starlette.responses import JSONResponse, Response

from gridctl.gateway import wire
from gridctl.server.failures import WAIT_S
from gridctl.server.observing import Seen

#: Seconds an answer is kept nobody has come back for, and how many: of a trial or a refusal
#: nothing else tells.
_KEPT_S, _KEPT = 600.0, 256


class Asking(NamedTuple):
    """What makes two requests the same one: who sends what, where, under which key.

    Attributes:
        body: hash of the body; another one under the same key is another request.
    """

    token: str
    behalf: str
    path: str
    key: str
    dry_run: bool
    body: int


class _Work:
    """A command that a thread carries out, and what is noted of the request that began it."""

    def __init__(self, future: Future[Response], noted: Seen) -> None:
        self.future = future
        self.noted = noted
        self._begun = monotonic()
        self._ended: float | None = None
        future.add_done_callback(self._end)

    def _end(self, _future: Future[Response]) -> None:
        self._ended = monotonic()

    @property
    def lasts_s(self) -> int:
        """Return for how many seconds it has been at work."""
        return int(monotonic() - self._begun)

    @property
    def left_s(self) -> float | None:
        """Return for how many seconds its answer has lain there, None while it is at work."""
        return None if self._ended is None else monotonic() - self._ended

    async def ends(self, within_s: float | None = None) -> bool:
        """Wait until it has ended; return False where it has not in this time."""
        done, _ = await asyncio.wait({asyncio.wrap_future(self.future)}, timeout=within_s)
        return bool(done)


class Underway:
    """The commands this process is at work on for clients that ask again.

    Args:
        wait_s: seconds after which a client is told that it takes longer.
    """

    def __init__(self, wait_s: float) -> None:
        self._wait_s = wait_s
        self._works: dict[Asking, _Work] = {}

    async def answer(
        self, asking: Asking, begin: Callable[[], Future[Response]], noted: Seen
    ) -> Response:
        """Return the answer to a command, begun here unless it is at work already."""
        self._forget()
        known = self._works.get(asking)
        work = self._works[asking] = known or _Work(begin(), noted)
        if await work.ends(self._wait_s):
            self._works.pop(asking, None)
            noted.code = work.noted.code
            return work.future.result()
        # The request that began it lasts as long: a server that stops finishes what it took.
        return _later(work, BackgroundTask(work.ends) if known is None else None)

    def _forget(self) -> None:
        """Drop answers nobody has come back for: old ones, and the oldest where they are many."""
        left = [(name, each.left_s) for name, each in self._works.items()]
        ended = [(name, left_s) for name, left_s in left if left_s is not None]
        for number, (name, left_s) in enumerate(reversed(ended)):
            if number >= _KEPT or left_s > _KEPT_S:
                del self._works[name]


def _later(work: _Work, meanwhile: BackgroundTask | None) -> Response:
    """Return the answer that it takes longer; it is no error, and carries no result."""
    headers = {wire.PROTOCOL_HEADER: str(wire.PROTOCOL), "Retry-After": WAIT_S}
    return JSONResponse(wire.encode_work(work.lasts_s), 202, headers, background=meanwhile)
