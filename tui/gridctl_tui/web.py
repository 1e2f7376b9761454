"""The dashboard in a browser: pages of this machine's own address, and who may open them.

Whoever opens a page works as the person who started the server, so a page of another site must
not be able to: neither by a WebSocket to the loopback (browsers let any site try, but name it as
``Origin``), nor by a name of its own that points to the loopback (named as ``Host``), nor inside a
frame of its own.
"""

from __future__ import annotations

import logging
import secrets
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from gridctl.domain.errors import Usage
from gridctl.domain.serving import PortRefused, PortTaken
from gridctl.foundation.i18n import N_, _, language

HOST = "127.0.0.1"
#: Names of the loopback a person may type.
_NAMES = (HOST, "localhost")
#: Seconds in which pages are closed at the end.
_GRACE_S = 2.0
_POLICY = (
    "default-src 'none'; connect-src 'self' ws://{host} wss://{host}; font-src 'self';"
    " img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'nonce-{nonce}';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NoPageAddress(Usage):
    """What others call the pages is no address."""

    message = N_("{url} is no address of a page.")
    hint = N_("Give it as the browser shows it: https://desk.example.gov.cn/")


class Doors:
    """The addresses under which pages may be opened.

    Attributes:
        hosts: what a browser may have asked for.
        origins: sites whose pages may work here.
    """

    def __init__(self, port: int, public: str | None = None) -> None:
        """Take the port on the loopback, and the address of the proxy in front where there is one.

        Raises:
            NoPageAddress: the latter is none.
        """
        own = [f"{name}:{port}" if port != 80 else name for name in _NAMES]
        self.hosts = set(own)
        self.origins = {f"http://{host}" for host in own}
        if public is not None:
            parts = urlsplit(public)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise NoPageAddress(url=public)
            self.hosts.add(parts.netloc.lower())
            self.origins.add(f"{parts.scheme}://{parts.netloc}".lower())

    def open_to(self, request: web.Request) -> bool:
        """Tell whether a request comes from where a page may be opened."""
        if len(request.headers.getall("Host", ())) != 1 or request.host.lower() not in self.hosts:
            return False
        origins = request.headers.getall("Origin", ())
        if any(origin.lower() not in self.origins for origin in origins):
            return False
        # A browser always says whose page opens a WebSocket.
        return bool(origins) or request.path != "/ws"


class PageServer(Server):
    """Serves the dashboard, a process for each page."""

    def __init__(self, command: str, doors: Doors) -> None:
        super().__init__(command, title="gridctl", templates_path=Path(__file__).parent / "pages")
        self._doors = doors

    async def application(self) -> web.Application:
        """Return the web application, its doors guarded."""
        app: web.Application = await self._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        if not self._doors.open_to(request):
            return web.Response(status=403, text=_("Not from this address.") + "\n")
        return await handler(request)

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing; who started the server was told already."""

    async def handle_index(self, request: web.Request) -> web.Response:
        """Return the page."""
        nonce = secrets.token_urlsafe(16)
        words = {
            "lang": "en" if language() == "en" else "zh-CN", "nonce": nonce,
            "opening": _("Opening the dashboard"), "closed": _("The dashboard was closed."),
            "again": _("Open it again"),
        }  # fmt: skip
        page = aiohttp_jinja2.render_template("page.html", request, words)
        page.headers.update(
            {
                "Content-Security-Policy": _POLICY.format(host=request.host, nonce=nonce),
                "X-Frame-Options": "DENY",
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-store",
            }
        )
        return page


def serve_pages(command: str, port: int, public: str | None, ready: Callable[[], Any]) -> None:
    """Serve a command's screen to browsers on this machine until stopped.

    Args:
        command: starts the dashboard.
        port: on the loopback address.
        public: the address of the proxy in front, None where there is none.
        ready: called once the port is open.

    Raises:
        NoPageAddress: ``public`` is no address.
        PortTaken, PortRefused: the port cannot be had.
    """
    server = PageServer(command, Doors(port, public))
    # What goes wrong in a page is told on the page; its log would be tracebacks.
    logging.getLogger("textual-serve").addHandler(logging.NullHandler())
    logging.getLogger("textual-serve").propagate = False
    with _bound(port) as opened:
        ready()
        web.run_app(
            server.application(), sock=opened, print=None, access_log=None,
            shutdown_timeout=_GRACE_S,
        )  # fmt: skip


def _bound(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except PermissionError as error:
        raise PortRefused(host=HOST, port=port, reason=str(error.strerror)) from error
    except OSError as error:
        raise PortTaken(host=HOST, port=port) from error
