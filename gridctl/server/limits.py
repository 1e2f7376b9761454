"""What a request may cost: bytes, time to arrive, and how many at once.

Only what has arrived as a whole takes a place among the requests that are worked on. Bodies on
their way wait outside, so many bytes from one address: whoever opens connections and sends nothing
keeps nobody else out, and a whole office behind one address is let in.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gridctl.domain.errors import GridctlError
from gridctl.domain.requests import BodyCompressed, RequestTooLarge, RequestTooSlow, ServerBusy
from gridctl.domain.sign_ins import line_of
from gridctl.server.addresses import is_probe, is_public
from gridctl.server.failures import answer
from gridctl.server.observing import seen

_KIB, _MIB = 2**10, 2**20
#: What a body on its way counts as at least: that it is waited for costs something too.
_LEAST_BYTES = 64 * _KIB


@dataclass(frozen=True)
class Limits:
    """The limits of one worker process.

    Attributes:
        body_bytes: largest body; a chunk of an import has a few MB.
        stranger_bytes: the same where no token is looked at before it: to sign in, or what a
            resident writes.
        arrival_s: seconds a body may take to arrive as a whole.
        stranger_s: the same where no token is looked at before.
        arriving_bytes: of all bodies on their way from one address at the same time, as they say
            of themselves; more are told to come again.
        answer_s: seconds until a client is told that its answer takes too long.
        wait_s: seconds until one that asks again is told that its command is still at work; less
            than the minute after which proxies cut a line.
        at_once: requests taken at the same time; more are told to come again.
        questions: questions worked on at the same time; the others wait.
        commands: the same of commands; where all of them wait for the office, as while a file is
            applied to it, questions are answered all the same. Together fewer than a store has
            connections.
        head_bytes: largest request line with headers.
        head_s: seconds these may take to arrive.
        unread_s: seconds an answer may lie unread by whoever asked for it.
    """

    body_bytes: int = 32 * _MIB
    stranger_bytes: int = 32 * _MIB
    arrival_s: float = 60.0
    stranger_s: float = 60.0
    arriving_bytes: int = 256 * _MIB
    answer_s: float = 900.0
    wait_s: float = 20.0
    at_once: int = 256
    questions: int = 7
    commands: int = 8
    head_bytes: int = 32 * _KIB
    head_s: float = 20.0
    unread_s: int = 60

    def body_of(self, *, stranger: bool) -> tuple[int, float]:
        """Return how many bytes a body may have, and how many seconds it may take."""
        if not stranger:
            return self.body_bytes, self.arrival_s
        return min(self.stranger_bytes, self.body_bytes), min(self.stranger_s, self.arrival_s)


#: Where everybody else has a token.
SIGNED_IN = Limits(stranger_bytes=_MIB, stranger_s=10.0)


class Limited:
    """Refuses what would cost too much, before anything is done."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._crowd = _Crowd(limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        # A probe must be answered above all when there is much to do.
        if scope["type"] != "http" or is_probe(scope):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        stranger = "authorization" not in headers or is_public(scope)
        most, within_s = self._limits.body_of(stranger=stranger)
        source = line_of(scope["client"][0]) if scope.get("client") else ""
        body = _Body(receive, self._crowd, source, most, within_s)
        try:
            _check(headers, most)
            body.begin(_announced(headers, most))
        except GridctlError as refusal:
            await answer(refusal, seen(scope))(scope, receive, send)
            return
        try:
            await self._measured(scope, body.receive, send)
        finally:
            body.end()

    async def _measured(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                # Answered; a command that is still at work may last.
                limit.reschedule(None)

        try:
            async with asyncio.timeout(self._limits.answer_s) as limit:
                await self._app(scope, receive, sending)
        except TimeoutError:
            if begun:
                raise
            slow = RequestTooSlow(seconds=int(self._limits.answer_s))
            await answer(slow, seen(scope))(scope, receive, send)


def _check(headers: Headers, most: int) -> None:
    if headers.get("content-encoding", "identity") != "identity":
        raise BodyCompressed
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        raise RequestTooLarge(limit=most // _MIB)


def _announced(headers: Headers, most: int) -> int:
    """Return how many bytes a body may come to by what its headers say; 0 where there is none."""
    return most if "transfer-encoding" in headers else int(headers.get("content-length", "0"))


class _Crowd:
    """How many requests are worked on, and how many bytes are on their way, by address."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._taken = 0
        self._arriving: Counter[str] = Counter()

    def arrive(self, source: str, size: int) -> None:
        """Count a body that begins to arrive.

        Raises:
            ServerBusy: too much is on its way from there.
        """
        if self._arriving[source] + size > self._limits.arriving_bytes:
            raise ServerBusy
        self._arriving[source] += size

    def arrived(self, source: str, size: int) -> None:
        """Count it no longer: it is here, or its sender went away."""
        self._arriving[source] -= size
        if not self._arriving[source]:
            del self._arriving[source]

    def take(self) -> None:
        """Count a whole request.

        Raises:
            ServerBusy: there are as many as can be worked on.
        """
        if self._taken >= self._limits.at_once:
            raise ServerBusy
        self._taken += 1

    def leave(self) -> None:
        """Count it no longer: it is answered."""
        self._taken -= 1


class _Body:
    """The body of a request on its way in."""

    def __init__(
        self, receive: Receive, crowd: _Crowd, source: str, most: int, within_s: float
    ) -> None:
        self._receive = receive
        self._crowd = crowd
        self._source = source
        self._most = most
        self._within_s = within_s
        self._bytes = 0
        self._until: float | None = None
        self._arriving = 0
        self._taken = False

    def begin(self, announced: int) -> None:
        """Take a place: among those worked on, or outside until the body is here.

        Args:
            announced: bytes it may have; 0 where it is here with its headers.

        Raises:
            ServerBusy: there is none.
        """
        if not announced:
            self._crowd.take()
            self._taken = True
        else:
            size = max(announced, _LEAST_BYTES)
            self._crowd.arrive(self._source, size)
            self._arriving = size

    def end(self) -> None:
        """Give the place back."""
        if self._arriving:
            self._crowd.arrived(self._source, self._arriving)
        if self._taken:
            self._crowd.leave()

    async def receive(self) -> Message:
        """Return the next message.

        Raises:
            RequestTooLarge, RequestTooSlow: more bytes or more time than are allowed.
            ServerBusy: it is here, and there is no place for it.
        """
        if not self._arriving:
            return await self._receive()
        loop = asyncio.get_running_loop()
        self._until = self._until or loop.time() + self._within_s
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError as error:
            raise RequestTooSlow(seconds=int(self._within_s)) from error
        self._bytes += len(message.get("body", b""))
        if self._bytes > self._most:
            raise RequestTooLarge(limit=self._most // _MIB)
        if not message.get("more_body", False):
            self._crowd.arrived(self._source, self._arriving)
            self._arriving = 0
            self._crowd.take()
            self._taken = True
        return message
