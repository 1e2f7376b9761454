"""Commands that wait for the office keep nobody from asking."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest

from gridctl.foundation.clock import Clock
from gridctl.gateway.line import open_client
from gridctl.gateway.remote import RemoteGateway
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.units import ListUnits
from gridctl.server.app import Site, create_app
from gridctl.server.limits import Limits
from tests.conftest import PATIENCE_S
from tests.gateways import local_gateway
from tests.ports import BEHIND, Port

R = TypeVar("R")

#: More than there are threads of either kind.
CLERKS = 5


class Shut:
    """A gateway on which no command gets on until it may, as while a file is applied."""

    def __init__(self, behind: Gateway) -> None:
        self._behind = behind
        self.may = threading.Event()
        self.waiting = threading.Event()

    def send(self, operation: Operation[R], **options: Any) -> R:
        if operation.action == "command":
            self.waiting.set()
            assert self.may.wait(PATIENCE_S)
        return self._behind.send(operation, **options)

    def close(self) -> None:
        """Leave the office to its owner."""


@pytest.fixture(scope="module")
def narrow() -> Port:
    """Return a server with few threads."""
    site = Site(limits=Limits(questions=2, commands=2))
    return Port(create_app(lambda caller: BEHIND.get()(caller), site))


@pytest.fixture
def shut(office: Path, clock: Clock) -> Iterator[Shut]:
    with closing(local_gateway(office, clock)) as behind:
        yield Shut(behind)


def test_commands_that_wait_keep_nobody_from_asking(narrow: Port, shut: Shut) -> None:
    with narrow.serving(lambda _caller: shut) as url, ThreadPoolExecutor(CLERKS) as clerks:

        def gateway() -> RemoteGateway:
            return RemoteGateway(open_client(url), url)

        def create(number: int) -> str:
            with closing(gateway()) as mine:
                return mine.send(CreateUnit(name=f"单位{number}")).name

        created = [clerks.submit(create, number) for number in range(CLERKS)]
        try:
            assert shut.waiting.wait(PATIENCE_S)
            with closing(gateway()) as asker:
                assert asker.send(ListUnits()).total == 0
            assert not any(each.done() for each in created)
        finally:
            shut.may.set()
        assert sorted(each.result() for each in created) == [f"单位{n}" for n in range(CLERKS)]
