"""What is noted of every request: its number, a line in the log, the figures.

No address, no query, no body, no name and no token is noted: the operation, how it ended, how
long it took. Who did what stands in the journal.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gridctl.server.guarding import guarded
from gridctl.server.metrics import Metrics

LOG = logging.getLogger("gridctl.server")
_REQUEST_ID = b"x-request-id"
#: The forms proxies give numbers in; a telephone or identity number has neither.
_SANE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_KEY = "gridctl.seen"
_NONE = "-"
#: Noted as the code of a request whose sender went away before it was answered.
_GONE = "gone"


@dataclass
class Seen:
    """What is noted of one request.

    Attributes:
        request_id: its number.
        operation: the name of what was asked for; ``-`` where nothing of ours was.
        code: the error it was answered with; "" for none.
        failure: the kind of an unforeseen error; "" for none.
        passed: the lines that error passed.
        quiet: left out of the log where it went well: probes come every few seconds.
    """

    request_id: str
    operation: str = _NONE
    code: str = ""
    failure: str = ""
    passed: tuple[str, ...] = ()
    quiet: bool = False


def seen(scope: Scope) -> Seen:
    """Return what is noted of the request on its way."""
    if _KEY not in scope:
        scope[_KEY] = Seen(_number(scope))
    noted: Seen = scope[_KEY]
    return noted


class Observed:
    """Gives requests their number and answers their guarding headers, notes how they ended."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        noted, begun, status = seen(scope), perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                named = (_REQUEST_ID, noted.request_id.encode())
                message["headers"] = guarded(scope, (*message.get("headers", ()), named))
            await send(message)

        with self._metrics.in_flight():
            try:
                await self._app(scope, receive, sending)
            except ClientDisconnect:
                noted.code = _GONE
            except Exception as error:
                if status:
                    raise
                # Imported late: the two modules know each other.
                from gridctl.server.failures import unforeseen

                await unforeseen(error, noted)(scope, receive, sending)
            finally:
                self._note(scope, noted, status, perf_counter() - begun)

    def _note(self, scope: Scope, noted: Seen, status: int, took_s: float) -> None:
        self._metrics.request(noted.operation, noted.code or str(status), took_s)
        level = logging.ERROR if noted.failure else logging.INFO
        if noted.quiet and status < 400:
            level = logging.DEBUG
        if LOG.isEnabledFor(level):
            LOG.log(level, "request", extra={"facts": _facts(scope, noted, status, took_s)})


def _facts(scope: Scope, noted: Seen, status: int, took_s: float) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "request_id": noted.request_id,
        "method": scope["method"],
        "operation": noted.operation,
        "status": status,
        "ms": round(took_s * 1000, 1),
        "worker": os.getpid(),
    }
    optional = {"code": noted.code, "failure": noted.failure, "at": list(noted.passed)}
    return facts | {name: value for name, value in optional.items() if value}


def _number(scope: Scope) -> str:
    """Return the number the request came with, if it has the form of one; else a new one."""
    given: bytes = next((value for name, value in scope["headers"] if name == _REQUEST_ID), b"")
    number = given.decode("latin-1")
    return number if _SANE.fullmatch(number) else os.urandom(16).hex()
