"""Fixtures shared by the whole suite."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gridctl.foundation.clock import Clock
    from gridctl.gateway.local import LocalGateway
    from gridctl.operations.base import Gateway
    from tests.beginnings import Beginning, Beginnings
    from tests.postgresql import Server

ROOT = Path(__file__).resolve().parent.parent
#: 2026-11-03 10:00 in the office: shortly after the month most tests are about.
NOW = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)


#: The continuous check: what a newcomer may lack must be there.
CHECKED = os.environ.get("GRIDCTL_CI") == "1"
_NEEDED = {"needs_program", "needs_network"}
#: Seconds after which a program is given up that neither answers nor ends. A guard, not a measure:
#: beside much other work, what takes seven seconds has taken two minutes.
PATIENCE_S = 300.0
#: Nobody's own keyring is asked or written to, by a test or a program it starts. It says so before
#: the library chooses for the whole process: else it may take a keyring some test declares.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: no process is left with it when the others have done."""
    items.sort(key=lambda item: "lengthy" not in item.keywords)


def pytest_collection_finish() -> None:
    """Have what lives as long as the tests looked through no more for garbage.

    That was a quarter of the time of a test that draws screens.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test fail that was skipped for want of a program, where all must be there."""
    report = yield
    lacking = _NEEDED & set(item.keywords)
    if CHECKED and report.skipped and lacking:
        report.outcome = "failed"
        report.longrepr = f"skipped, but {' and '.join(sorted(lacking))} must be met here"
    return report


def data_folder() -> Path:
    """Return where the folder of real data is looked for."""
    folder = Path(os.environ.get("GRIDCTL_REAL_DATA", ROOT.parent / "shared" / "data"))
    return folder if folder.is_absolute() else ROOT / folder


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real data, or skip where it is absent."""
    folder = data_folder()
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}")
    return folder


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the homes tests have, counted here: pytest counts by looking at all there are."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the developer's own settings and language out of every test."""
    from gridctl.foundation import i18n

    home = next(_homes)
    home.mkdir()
    for name in [name for name in os.environ if name.startswith("GRIDCTL_")]:
        if name != "GRIDCTL_REAL_DATA":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    i18n.use_language("en")
    yield
    i18n.use_language(i18n.DEFAULT_LANGUAGE)


@pytest.fixture(scope="session", autouse=True)
def _hasty_files() -> Iterator[None]:
    """Have no office file wait for the disk in this process: nothing outlives the test.

    Programs the tests start do wait, as people's do.
    """
    from gridctl.storage import sqlite

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "_SETTINGS", (*sqlite._SETTINGS, "PRAGMA synchronous=OFF"))
        yield


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands at :data:`NOW`."""
    from gridctl.foundation.clock import FixedClock

    return FixedClock(NOW)


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have passwords hashed as before, with a thousandth of the memory."""
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    from gridctl.foundation import credentials

    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    monkeypatch.setattr(credentials, "_hasher", lambda: cheap)


@pytest.fixture
def beginning() -> Beginning | None:
    """Return what fills the office before a test, None for an empty one.

    A module overrides it where its tests begin alike: what it returns runs once, on this machine,
    and every test has a copy.
    """
    return None


@pytest.fixture
def office(
    tmp_path: Path, beginnings: Beginnings, beginning: Beginning | None, clock: Clock
) -> Path:
    """Return the path of a new office file."""
    path = tmp_path / "office.db"
    beginnings.copy(beginning, clock, path)
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Yield a running server, or skip where PostgreSQL is absent."""
    # Only these tests need the driver.
    from tests.postgresql import programs, running

    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed")
    with running(folder) as server:
        yield server


@pytest.fixture(scope="session")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """Return the offices tests begin with."""
    from tests.beginnings import Beginnings

    return Beginnings(tmp_path_factory.mktemp("beginnings"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test of a gateway on each engine; on PostgreSQL unless it opens the file itself.

    The way through the web application is proved once for every operation, result and error
    (``tests/operations``) and by a month of work (``tests/parity``); the continuous check goes it
    with every test.
    """
    if "gateway" in metafunc.fixturenames:
        ways = ("", "remote-") if CHECKED else ("",)
        kinds = [pytest.param(f"{way}file") for way in ways]
        if "office" not in metafunc.fixturenames:
            program = pytest.mark.needs_program
            kinds += [pytest.param(f"{way}postgresql", marks=program) for way in ways]
        metafunc.parametrize("gateway", kinds, indirect=True)


@pytest.fixture
def gateway(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Gateway]:
    """Yield a gateway on an office that begins as ``beginning`` says.

    On a file and on PostgreSQL, in this process and through a real port.
    """
    from tests.gateways import local_gateway, through_port

    way, _, engine = request.param.rpartition("-")
    with ExitStack() as opened:
        if engine == "postgresql":
            server = request.getfixturevalue("postgresql")
            begun = request.getfixturevalue("beginnings"), request.getfixturevalue("beginning")
            behind = opened.enter_context(_on_postgresql(server, *begun, clock))
        else:
            behind = opened.enter_context(
                closing(local_gateway(request.getfixturevalue("office"), clock))
            )
        yield opened.enter_context(through_port(behind)) if way else behind


@pytest.fixture
def acting(gateway: Gateway) -> Callable[[str], Gateway]:
    """Return what makes a gateway on which somebody else is acted for."""
    from tests.gateways import ActingGateway

    return lambda name: ActingGateway(gateway, name)


@contextmanager
def _on_postgresql(
    server: Server, beginnings: Beginnings, beginning: Beginning | None, clock: Clock
) -> Iterator[LocalGateway]:
    from tests.postgresql import PostgresGateway

    with server.database(beginnings.database(beginning, clock, server)) as name:
        opened = PostgresGateway(server, name, clock)
        yield opened
        opened.close()
