"""What a request may cost: bytes, time to arrive, and how many at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gridctl.domain.errors import GridctlError
from gridctl.domain.requests import BodyCompressed, RequestTooLarge, RequestTooSlow, ServerBusy
from gridctl.server.failures import answer
from gridctl.server.observing import seen
from gridctl.server.probes import PROBES

_MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """The limits of one worker process.

    Attributes:
        body_bytes: largest body; a chunk of an import has a few MB.
        arrival_s: seconds a body may take to arrive as a whole.
        answer_s: seconds until a client is told that its answer takes too long.
        at_once: requests taken at the same time; more are told to come again.
        threads: requests worked on at the same time; the others wait.
        head_bytes: largest request line with headers.
    """

    body_bytes: int = 32 * _MIB
    arrival_s: float = 60.0
    answer_s: float = 900.0
    at_once: int = 256
    threads: int = 8
    head_bytes: int = 32 * 1024


class Limited:
    """Refuses what would cost too much, before anything is done."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._taken = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        # A probe must be answered above all when there is much to do.
        if scope["type"] != "http" or scope["path"].endswith(PROBES):
            await self._app(scope, receive, send)
            return
        if (refusal := self._refusal(Headers(scope=scope))) is not None:
            await answer(refusal, seen(scope))(scope, receive, send)
            return
        self._taken += 1
        try:
            await self._measured(scope, receive, send)
        finally:
            self._taken -= 1

    def _refusal(self, headers: Headers) -> GridctlError | None:
        if self._taken >= self._limits.at_once:
            return ServerBusy()
        if headers.get("content-encoding", "identity") != "identity":
            return BodyCompressed()
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._limits.body_bytes:
            return RequestTooLarge(limit=self._limits.body_bytes // _MIB)
        return None

    async def _measured(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = _Body(receive, self._limits)
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            async with asyncio.timeout(self._limits.answer_s):
                await self._app(scope, body.receive, sending)
        except TimeoutError:
            if begun:
                raise
            slow = RequestTooSlow(seconds=int(self._limits.answer_s))
            await answer(slow, seen(scope))(scope, receive, send)


class _Body:
    """The body on its way in."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive = receive
        self._limits = limits
        self._bytes = 0
        self._complete = False
        self._until: float | None = None

    async def receive(self) -> Message:
        """Return the next message.

        Raises:
            RequestTooLarge, RequestTooSlow: more bytes or more time than are allowed.
        """
        if self._complete:
            return await self._receive()
        loop = asyncio.get_running_loop()
        self._until = self._until or loop.time() + self._limits.arrival_s
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError as error:
            raise RequestTooSlow(seconds=int(self._limits.arrival_s)) from error
        self._bytes += len(message.get("body", b""))
        self._complete = not message.get("more_body", False)
        if self._bytes > self._limits.body_bytes:
            raise RequestTooLarge(limit=self._limits.body_bytes // _MIB)
        return message
