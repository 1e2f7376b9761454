"""Commands that take longer than a client waits: begun once, asked about until they are done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest

from gridctl.domain.batches import ImportLeft, ImportStopped
from gridctl.domain.connections import CommandLeft
from gridctl.domain.office import KeyReused
from gridctl.foundation.clock import Clock
from gridctl.gateway import local
from gridctl.gateway.line import open_client
from gridctl.gateway.patience import Patience
from gridctl.gateway.remote import RemoteGateway, Working
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import Plan, inspect, load_kind
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.imports import ApplyBatch
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.units import ListUnits
from gridctl.server.app import Site, create_app
from gridctl.server.limits import Limits
from tests.gateways import local_gateway
from tests.ports import BEHIND, Port
from tests.server.serving import until

R = TypeVar("R")

_WAITING = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Held:
    """A gateway on which a file is applied only once it may be."""

    def __init__(self, behind: Gateway) -> None:
        self._behind = behind
        self.may = threading.Event()
        self.begun = 0

    def send(self, operation: Operation[R], **options: Any) -> R:
        if isinstance(operation, ApplyBatch):
            self.begun += 1
            assert self.may.wait(120)
        return self._behind.send(operation, **options)

    def close(self) -> None:
        """Leave the office to its owner."""


@pytest.fixture(scope="module")
def hasty() -> Port:
    """Return a server that keeps a client waiting for a moment only."""
    site = Site(limits=Limits(wait_s=0.01))
    return Port(create_app(lambda caller: BEHIND.get()(caller), site))


@pytest.fixture
def held(office: Path, clock: Clock) -> Iterator[Held]:
    with closing(local_gateway(office, clock)) as behind:
        yield Held(behind)


@pytest.fixture
def reached(hasty: Port, held: Held) -> Iterator[Callable[[Working], RemoteGateway]]:
    with hasty.serving(lambda _caller: held) as url:
        # No rest is sat out, and none is counted: what is at work is asked about for ever.
        patience = Patience(budget_s=2, sleep=lambda _seconds: None)
        yield lambda working: RemoteGateway(
            open_client(url), url, patience=patience, waiting=_nothing_failed, working=working
        )


def _nothing_failed(error: Exception, _seconds: float) -> None:
    raise AssertionError(error)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    file = tmp_path / "单位.csv"
    file.write_text("单位名称\n住建局\n城管局\n", encoding="utf-8")
    return inspect(file, load_kind("unit"))


def _units(gateway: Gateway) -> list[str]:
    return sorted(each.name for each in gateway.send(ListUnits(limit=100)).items)


@pytest.mark.parametrize("trial", [False, True], ids=["applied", "tried"])
def test_a_file_that_is_applied_for_long_is_applied_once(
    held: Held, reached: Callable[[Working], RemoteGateway], plan: Plan, trial: bool
) -> None:
    told: list[int] = []

    def working(seconds: int) -> None:
        told.append(seconds)
        if held.begun:
            held.may.set()

    with closing(reached(working)) as gateway:
        batch = send_file(gateway, plan, Wish(dry_run=trial))
        assert (batch.state, batch.counts.new) == ("discarded" if trial else "applied", 2)
        assert told
        assert held.begun == 1
        assert _units(gateway) == ([] if trial else ["住建局", "城管局"])


def test_who_no_longer_waits_is_told_the_truth_and_asks_again_by_the_key(
    held: Held, reached: Callable[[Working], RemoteGateway], plan: Plan
) -> None:
    def interrupted(_seconds: int) -> None:
        if held.begun:
            raise KeyboardInterrupt

    with closing(reached(interrupted)) as gateway:
        with pytest.raises(ImportLeft) as left:
            send_file(gateway, plan, Wish())
        assert _units(gateway) == []
    assert left.value.exit_code == 130
    held.may.set()
    with closing(reached(lambda _seconds: None)) as gateway:
        batch = send_file(gateway, plan, Wish(), key=str(left.value.params["key"]))
        assert batch.state == "applied"
        assert _units(gateway) == ["住建局", "城管局"]
    assert held.begun == 1


class Left:
    """A gateway whose person stops waiting for the first thing that is sent."""

    def send(self, operation: Operation[R], **_options: Any) -> R:
        raise CommandLeft(target="x", key=f"of {type(operation).__name__}")

    def close(self) -> None:
        """Nothing is open."""


def test_a_file_is_gone_on_with_by_its_own_key_and_a_trial_not_at_all(plan: Plan) -> None:
    with pytest.raises(ImportStopped) as stopped:
        send_file(Left(), plan, Wish(), key="K1")
    assert stopped.value.params == {"key": "K1"}
    with pytest.raises(KeyboardInterrupt):
        send_file(Left(), plan, Wish(dry_run=True))


def test_another_request_under_the_key_waits_for_no_answer_of_the_first(
    reached: Callable[[Working], RemoteGateway],
) -> None:
    with closing(reached(lambda _seconds: None)) as gateway:
        gateway.send(CreateUnit(name="住建局"), key="K1")
        with pytest.raises(KeyReused):
            gateway.send(CreateUnit(name="城管局"), key="K1")


@pytest.mark.needs_program
def test_on_two_servers_a_command_waits_for_itself(
    request: pytest.FixtureRequest, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.postgresql import PostgresGateway

    server = request.getfixturevalue("postgresql")
    begun: list[str] = []
    handler_of = local.handler_of

    with server.database() as name, server.connect(name) as watch:

        def handler(operation: type[Operation[Any]]) -> Callable[..., Any]:
            def handle(*given: Any) -> Any:
                begun.append(operation.__name__)
                until(lambda: watch.execute(_WAITING).fetchone()[0], "the second one to wait")
                return handler_of(operation)(*given)

            return handle

        monkeypatch.setattr(local, "handler_of", handler)

        def send(_number: int) -> str:
            with closing(PostgresGateway(server, name, clock)) as gateway:
                return str(gateway.send(CreateUnit(name="住建局"), key="K1").code)

        with ThreadPoolExecutor(2) as pool:
            codes = list(pool.map(send, range(2)))
    assert codes[0] == codes[1]
    assert begun == ["CreateUnit"]
