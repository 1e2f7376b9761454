"""An application over an office, and real servers in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Target
from gridctl.gateway.hosting import Host
from gridctl.server.app import Site, create_app
from tests.gateways import AppTransport
from tests.server.serving import Served, Serving

Client = httpx.Client


@pytest.fixture
def host(office: Path, clock: Clock) -> Iterator[Host]:
    opened = Host(Target("sqlite", str(office), office.name), clock)
    yield opened
    opened.close()


@pytest.fixture
def client_of() -> Iterator[Callable[[FastAPI], Client]]:
    opened: list[Client] = []

    def made(app: FastAPI) -> Client:
        client = Client(transport=AppTransport(app), base_url="http://office.test")
        opened.append(client)
        return client

    yield made
    for client in opened:
        client.close()


@pytest.fixture
def client(host: Host, client_of: Callable[[FastAPI], Client]) -> Client:
    """A client of an application over the office."""
    site = Site(head=host.head)
    return client_of(create_app(lambda caller: host.gateway(behalf=caller.behalf), site))


@pytest.fixture
def serve(office: Path, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Start ``gridctl serve`` on the office with more options; ended after the test."""
    with Serving(office, tmp_path) as serving:
        yield serving.start
