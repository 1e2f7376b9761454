"""Gateways for tests: the handlers in this process, and the same through the web application."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from gridctl.foundation.clock import Clock
from gridctl.gateway.local import LocalGateway
from gridctl.gateway.remote import RemoteGateway
from gridctl.server.app import create_app


class AppTransport(httpx.BaseTransport):
    """Hands requests of a synchronous client to an ASGI application, without a port."""

    def __init__(self, app: object) -> None:
        self._inner = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # type: ignore[arg-type]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        asynchronous = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.read()
        )
        response = await self._inner.handle_async_request(asynchronous)
        content = await response.aread()
        return httpx.Response(response.status_code, headers=response.headers, content=content)


def local_gateway(path: Path, clock: Clock) -> LocalGateway:
    return LocalGateway(path, actor="test", clock=clock)


def remote_gateway(path: Path, clock: Clock) -> RemoteGateway:
    behind = LocalGateway(path, actor="test", clock=clock)
    client = httpx.Client(
        transport=AppTransport(create_app(lambda _behalf: behind)), base_url="http://office.test"
    )
    return RemoteGateway(client, "http://office.test")
