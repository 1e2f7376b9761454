"""Gateways for tests: the handlers in this process, and the same through the web application."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

from gridctl.domain.rights import Rights
from gridctl.foundation.clock import Clock
from gridctl.gateway.line import open_client
from gridctl.gateway.local import LocalGateway
from gridctl.gateway.remote import RemoteGateway
from gridctl.operations.base import Gateway, Operation
from tests.ports import BEHIND, application, port

R = TypeVar("R")


class AppTransport(httpx.BaseTransport):
    """Hands requests of a synchronous client to an ASGI application, without a port."""

    def __init__(self, app: object, behind: Gateway | None = None) -> None:
        self._inner = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # type: ignore[arg-type]
        self._behind = behind

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if (behind := self._behind) is not None:
            BEHIND.set(lambda _caller: behind)
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


class ActingGateway:
    """A gateway on which each command is carried out for somebody else, by the same operator."""

    def __init__(self, gateway: Gateway, name: str) -> None:
        self._gateway = gateway
        self._name = name

    def send(self, operation: Operation[R], **options: Any) -> R:
        gateway: Any = self._gateway
        local = getattr(gateway, "behind", gateway)
        before = local._wish
        local._wish = ("test", self._name)
        try:
            result: R = gateway.send(operation, **options)
        finally:
            local._wish = before
        return result

    def close(self) -> None:
        """Leave the gateway to its owner."""


class RightsGateway:
    """A gateway on which an account with its rights works, for a unit or a member of staff."""

    def __init__(self, gateway: Gateway, rights: Rights, behalf: str = "") -> None:
        self._gateway = gateway
        self._rights = rights
        self._behalf = behalf

    def send(self, operation: Operation[R], **options: Any) -> R:
        gateway: Any = self._gateway
        local = getattr(gateway, "behind", gateway)
        before = local._wish, local._rights
        local._wish, local._rights = (self._rights.account, self._behalf), self._rights
        try:
            result: R = gateway.send(operation, **options)
        finally:
            local._wish, local._rights = before
        return result

    def close(self) -> None:
        """Leave the gateway to its owner."""


def remote_gateway(path: Path, clock: Clock) -> RemoteGateway:
    return in_process(LocalGateway(path, actor="test", clock=clock))


def in_process(behind: LocalGateway) -> RemoteGateway:
    """Return a gateway that reaches an office through the web application, without a port."""
    client = httpx.Client(
        transport=AppTransport(application(), behind), base_url="http://office.test"
    )
    gateway = RemoteGateway(client, "http://office.test")
    gateway.behind = behind  # type: ignore[attr-defined]
    return gateway


@contextmanager
def through_port(behind: LocalGateway) -> Iterator[RemoteGateway]:
    """Yield a gateway that reaches an office through a real port."""
    with port().serving(lambda _caller: behind) as address:
        gateway = RemoteGateway(open_client(address), address)
        gateway.behind = behind  # type: ignore[attr-defined]
        yield gateway
        gateway.close()
