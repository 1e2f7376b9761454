"""A real server behind a line that cuts, delays and repeats, and a server that is killed.

After each: what was acknowledged is there once, nothing is half there, and the proofs hold.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest

from gridctl.domain.batches import ImportBrokenOff
from gridctl.domain.connections import OutcomeUnknown
from gridctl.domain.errors import Unreachable
from gridctl.domain.sign_ins import SignInOver
from gridctl.foundation.settings import Target
from gridctl.gateway.connect import create_office
from gridctl.gateway.keeping import rows_of
from gridctl.gateway.line import open_client
from gridctl.gateway.local import LocalGateway
from gridctl.gateway.moving import move_office
from gridctl.gateway.patience import Patience
from gridctl.gateway.remote import RemoteGateway
from gridctl.gateway.sending import Sent, Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.accounts import CreateAccount
from gridctl.operations.commands.imports import PutChunk
from gridctl.operations.commands.tokens import RevokeToken
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.tokens import ListTokens
from gridctl.operations.queries.units import ListUnits
from tests.beginnings import Beginning
from tests.faults.line import Fault, FaultyLine
from tests.faults.proof import make_account, prove_whole, token_of
from tests.server.serving import Served, Serving

pytestmark = pytest.mark.lengthy

R = TypeVar("R")
Serve = Callable[..., Served]
Clerk = Callable[..., AbstractContextManager[RemoteGateway]]

QUICK = Patience(first_s=0.01, longest_s=0.2, budget_s=5, stranger_s=5)


def _staffed(gateway: Gateway) -> None:
    make_account(gateway, "clerk")
    # Who keeps the accounts can sign in: with nobody left who does, an office is not moved.
    password = "三号楼前的银杏树黄了"
    gateway.send(
        CreateAccount(login="keeper", name="陈洁", role="administrator", password=password)
    )


@pytest.fixture
def beginning() -> Beginning:
    return _staffed


@pytest.fixture
def serve(office: Path, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    with Serving(office, tmp_path) as serving:
        yield partial(serving.start, sign_in=True)


@pytest.fixture
def clerk(office: Path) -> Callable[..., AbstractContextManager[RemoteGateway]]:
    """Open a gateway on which the clerk works with a token, or who keeps the office."""
    tokens = {login: token_of(str(office), login) for login in ("clerk", "keeper")}

    @contextmanager
    def work(url: str, patience: Patience = QUICK, login: str = "clerk") -> Iterator[RemoteGateway]:
        client = open_client(url, token=tokens[login])
        gateway = RemoteGateway(client, url, patience=patience)
        yield gateway
        gateway.close()

    return work


def names(office: Path) -> list[str]:
    """Return the units in the office's own file, and prove the office whole."""
    gateway = LocalGateway(office)
    prove_whole(gateway)
    found = [each.name for each in gateway.send(ListUnits(limit=10_000)).items]
    gateway.close()
    return sorted(found)


#: Bytes of the request that pass, and of the answer.
CUTS = [Fault(up=0), Fault(up=40), Fault(up=400), Fault(down=0), Fault(down=17), Fault(down=250)]


@pytest.mark.parametrize("fault", CUTS, ids=str)
def test_a_command_over_a_line_that_cuts_is_done_once(
    office: Path, serve: Serve, clerk: Clerk, fault: Fault
) -> None:
    with FaultyLine(serve().url) as line, clerk(line.url) as gateway:
        for number in range(4):
            # The first attempts break, the third one passes.
            line.faults = [fault, fault]
            gateway.send(CreateUnit(name=f"单位{number}"))
            assert line.faults == []
    assert names(office) == [f"单位{number}" for number in range(4)]


def test_a_command_that_arrives_twice_is_done_once(
    office: Path, serve: Serve, clerk: Clerk
) -> None:
    with FaultyLine(serve().url) as line, clerk(line.url) as gateway:
        line.faults = [Fault(twice=True)]
        gateway.send(CreateUnit(name="住建局"))
        line.settled()
    assert names(office) == ["住建局"]


def test_an_answer_that_never_comes_is_asked_for_again_by_its_key(
    office: Path, serve: Serve, clerk: Clerk
) -> None:
    impatient = Patience(budget_s=0)
    with FaultyLine(serve().url) as line, clerk(line.url, impatient) as gateway:
        line.faults = [Fault(down=0)]
        with pytest.raises(OutcomeUnknown) as unknown:
            gateway.send(CreateUnit(name="住建局"))
        again = gateway.send(CreateUnit(name="住建局"), key=str(unknown.value.params["key"]))
    assert again.name == "住建局"
    assert names(office) == ["住建局"]


def test_a_slow_line_is_only_slow(office: Path, serve: Serve, clerk: Clerk) -> None:
    with FaultyLine(serve().url) as line, clerk(line.url) as gateway:
        line.faults = [Fault(delay_s=0.3)]
        gateway.send(CreateUnit(name="住建局"))
    assert names(office) == ["住建局"]


def test_a_server_killed_under_two_clerks_loses_nothing_it_acknowledged(
    office: Path, serve: Serve, clerk: Clerk
) -> None:
    served = serve()
    url = served.url
    acknowledged: list[str] = []
    begun = threading.Event()

    def work(who: str) -> None:
        with clerk(url, Patience(first_s=0.05, longest_s=0.3, budget_s=60)) as gateway:
            for number in range(25):
                name = f"{who}{number:02}"
                gateway.send(CreateUnit(name=name))
                acknowledged.append(name)
                if len(acknowledged) > 10:
                    begun.set()

    clerks = [threading.Thread(target=work, args=(who,)) for who in ("甲", "乙")]
    for each in clerks:
        each.start()
    assert begun.wait(30)
    kill(served)
    serve("--port", str(urlsplit(url).port))
    for each in clerks:
        each.join(60)
    assert len(acknowledged) == 50
    assert names(office) == sorted(acknowledged)


def test_an_import_goes_on_where_the_server_was_killed(
    office: Path, serve: Serve, clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridctl.gateway.sending.CHUNK", 20)
    file = tmp_path / "单位.csv"
    file.write_text("单位名称\n" + "".join(f"单位{n:03}\n" for n in range(100)), encoding="utf-8")
    plan = inspect(file, load_kind("unit"))
    served = serve()

    def watch(sent: Sent) -> None:
        if sent.rows == 60:
            kill(served)

    with clerk(served.url, Patience(budget_s=0)) as gateway:
        with pytest.raises(ImportBrokenOff) as broken:
            send_file(gateway, plan, Wish(), watch=watch)
        assert names(office) == []
    key = str(broken.value.params["key"])
    with clerk(serve().url) as gateway:
        watched = Watched(gateway)
        batch = send_file(watched, plan, Wish(), key=key)
        assert batch.state == "applied"
        assert watched.chunks == [4, 5]
        # The same once more changes nothing.
        assert send_file(gateway, plan, Wish(), key=key).batch == batch.batch
    assert names(office) == [f"单位{n:03}" for n in range(100)]


def test_an_import_goes_on_after_the_token_of_its_sender_was_revoked(
    office: Path, serve: Serve, clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridctl.gateway.sending.CHUNK", 20)
    file = tmp_path / "单位.csv"
    file.write_text("单位名称\n" + "".join(f"单位{n:03}\n" for n in range(100)), encoding="utf-8")
    plan = inspect(file, load_kind("unit"))
    served = serve()

    def watch(sent: Sent) -> None:
        if sent.rows == 60:
            here = LocalGateway(office)
            for each in here.send(ListTokens(account="clerk")).items:
                here.send(RevokeToken(number=each.number))
            here.close()

    with clerk(served.url) as gateway, pytest.raises(SignInOver) as over:
        send_file(gateway, plan, Wish(), watch=watch)
    assert names(office) == []
    key = str(over.value.params["key"])
    with closing(open_client(served.url, token=token_of(str(office), "clerk"))) as client:
        watched = Watched(RemoteGateway(client, served.url, patience=QUICK))
        assert send_file(watched, plan, Wish(), key=key).state == "applied"
    assert watched.chunks == [4, 5]
    assert names(office) == [f"单位{n:03}" for n in range(100)]


class Watched:
    """A gateway that notes which chunks pass it."""

    def __init__(self, gateway: RemoteGateway) -> None:
        self._gateway = gateway
        self.chunks: list[int] = []

    def send(self, operation: Operation[R], **options: Any) -> R:
        if isinstance(operation, PutChunk):
            self.chunks.append(operation.number)
        result: R = self._gateway.send(operation, **options)
        return result

    def close(self) -> None:
        """Leave the gateway to its owner."""


def kill(served: Served) -> None:
    """End a server as a power cut does: all its processes at once."""
    served.process.send_signal(signal.SIGKILL)
    served.process.wait(30)


def test_a_move_goes_on_where_the_server_was_killed(
    office: Path, serve: Serve, clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridctl.storage.copies.file.PAGE", 5)
    source = tmp_path / "county.db"
    create_office(source)
    here = LocalGateway(source)
    for number in range(20):
        here.send(CreateUnit(name=f"单位{number:02}"))
    here.close()
    moved = Target("sqlite", str(source), "county")
    served = serve()
    rows = 0

    def advance(count: int) -> None:
        nonlocal rows
        rows += count
        if rows > 1.5 * rows_of(moved) and served.process.poll() is None:
            kill(served)

    with clerk(served.url, Patience(budget_s=0), "keeper") as gateway, pytest.raises(Unreachable):
        move_office(moved, gateway, advance=advance)
    assert names(office) == []
    with FaultyLine(serve().url) as line, clerk(line.url, login="keeper") as gateway:
        # What is sent again may be cut as well, the answer to the last command among it.
        line.faults = [Fault(), Fault(down=0), Fault(up=400), *[Fault()] * 3, Fault(down=0)]
        move_office(moved, gateway)
    assert names(office) == names(source)
