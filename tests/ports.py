"""A web server on a real port: one for each process of the suite, many offices behind it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import count
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config, Server

from gridctl.server.app import create_app
from gridctl.server.routes import GatewayFor
from tests.conftest import PATIENCE_S

#: Gives the gateway behind the request on its way.
BEHIND: ContextVar[GatewayFor] = ContextVar("behind")


@cache
def application() -> Any:
    """Return the application, made once: its routes are the same whatever office it serves."""
    return create_app(lambda caller: BEHIND.get()(caller))


class Port:
    """A running server; the first part of an address tells which office is asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._numbers = count(1)
        self._offices: dict[str, GatewayFor] = {}
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        # asyncio does so itself of a port it knows to be TCP; else each answer waits 40 ms.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        config = Config(
            self._respond, interface="asgi3", log_config=None, lifespan="off", access_log=False
        )
        self._server = Server(config)
        run = lambda: self._server.run([self._socket])  # noqa: E731
        threading.Thread(target=run, name="port", daemon=True).start()
        end = time.monotonic() + PATIENCE_S
        while not self._server.started and time.monotonic() < end:
            time.sleep(0.01)
        assert self._server.started

    @contextmanager
    def serving(self, gateway_for: GatewayFor) -> Iterator[str]:
        """Yield the address at which an office is served."""
        name = f"office{next(self._numbers)}"
        self._offices[name] = gateway_for
        try:
            yield f"http://127.0.0.1:{self._socket.getsockname()[1]}/{name}"
        finally:
            del self._offices[name]

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        _, name, path = scope["path"].split("/", 2)
        BEHIND.set(self._offices[name])
        await self._app({**scope, "path": f"/{path}"}, receive, send)


@cache
def port() -> Port:
    """Return this process's server, started when it is first asked for."""
    return Port(application())
