"""Fixtures of the tests that send files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gridctl.foundation.clock import Clock
from gridctl.gateway.local import LocalGateway
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.queries.imports import BatchView
from tests.gateways import local_gateway

#: Opens one more gateway on the same office.
Opener = Callable[[], LocalGateway]


@pytest.fixture
def send(gateway: Gateway, tmp_path: Path) -> Callable[..., BatchView]:
    def send_text(text: str, kind: str, **wish: object) -> BatchView:
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return send_file(gateway, inspect(path, load_kind(kind)), Wish(**wish))  # type: ignore[arg-type]

    return send_text


@pytest.fixture(params=["local", pytest.param("postgresql", marks=pytest.mark.needs_program)])
def another(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Opener]:
    """Return what opens one more gateway on the same office."""
    if request.param == "local":
        path: Path = request.getfixturevalue("office")
        yield lambda: local_gateway(path, clock)
        return
    from tests.postgresql import PostgresGateway

    server = request.getfixturevalue("postgresql")
    with server.database() as name:
        yield lambda: PostgresGateway(server, name, clock)
