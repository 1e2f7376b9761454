"""A command line to run in the test's own process, or in one of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from gridctl.cli import app as cli
from gridctl.foundation import i18n
from gridctl.foundation.clock import Clock
from tests.conftest import CHECKED, NOW, PATIENCE_S, data_folder

#: Where the office of a test lies: a file, a database of PostgreSQL, and each behind a server.
OFFICES = (
    "local",
    "remote",
    pytest.param("postgresql", marks=pytest.mark.needs_program),
    pytest.param("remote-postgresql", marks=pytest.mark.needs_program),
)
FAKE = Path(__file__).with_name("fake_program.py")


class Ran(NamedTuple):
    """What a command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """In the continuous check, run what works on an office everywhere it may lie.

    A test that opens the file itself has a file; one on real data has nothing to run without them.
    """
    named = metafunc.fixturenames
    idle = "real_data" in named and not data_folder().is_dir()
    if CHECKED and "at_work" in named and "office" not in named and not idle:
        metafunc.parametrize("at_work", OFFICES, indirect=True)


@pytest.fixture(autouse=True)
def own_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away what the machine at hand would add: settings, locale, terminal."""
    for name in list(os.environ):
        if name.startswith(("GRIDCTL_", "LC_")) and name != "GRIDCTL_REAL_DATA":
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setattr(i18n, "_language", "en")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("GRIDCTL_CONFIG", str(tmp_path / "user" / "config.toml"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The program with the noun ``thing``."""
    spec = importlib.util.spec_from_file_location("fake_program", FAKE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "fake_program", module)
    spec.loader.exec_module(module)
    # Kept here: a test may put another table in its place, and that one is taken back later.
    commands = cli.COMMANDS
    module.register()
    yield module
    del commands["thing"], sys.modules["gridctl.cli.thing"]


@pytest.fixture
def run(fake: ModuleType, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run a command line here and return its exit code and what it wrote."""
    before = i18n.language()

    def run_here(*args: str) -> Ran:
        with pytest.raises(SystemExit) as ended:
            cli.main(args)
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    yield run_here
    i18n.use_language(before)


@pytest.fixture
def spawn() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command line in a process of its own, with the noun ``thing``."""

    def spawn_one(*args: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, str(FAKE), *args],
            capture_output=True,
            env={**os.environ, **environ},
            check=False,
            timeout=PATIENCE_S,
        )

    return spawn_one


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Have the program's clock stand at the instant the tests stand at, and return that."""
    from gridctl.foundation.clock import SystemClock

    monkeypatch.setattr(SystemClock, "now", lambda _self: NOW)
    return NOW


@pytest.fixture
def at_work(
    request: pytest.FixtureRequest, run: Run, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Run]:
    """Command lines on a new office, at the instant the tests stand at."""
    lies = getattr(request, "param", "local")
    address = str(request.getfixturevalue("database" if "postgresql" in lies else "office"))
    if "remote" not in lies:
        monkeypatch.setenv("GRIDCTL_DB", address)
        yield run
        return
    file = Path(os.environ["GRIDCTL_CONFIG"])
    file.parent.mkdir(parents=True, exist_ok=True)
    with _served(address) as url:
        file.write_text(f'[profile.served]\nurl = "{url}"\n')
        monkeypatch.setenv("GRIDCTL_PROFILE", "served")
        yield run


@pytest.fixture
def database(
    request: pytest.FixtureRequest, beginnings: Any, beginning: Any, clock: Clock
) -> Iterator[str]:
    """Yield the address of an office in PostgreSQL that begins as ``beginning`` says."""
    server = request.getfixturevalue("postgresql")
    with server.database(beginnings.database(beginning, clock, server)) as name:
        yield server.address(name)


@contextmanager
def _served(address: str) -> Iterator[str]:
    """Yield the address at which an office is served, by a real port."""
    from gridctl.gateway.local import LocalGateway
    from gridctl.storage.stores import open_store
    from tests.ports import port

    store = open_store(address)
    with port().serving(lambda caller: LocalGateway(store, behalf=caller.behalf)) as address:
        yield address
    store.close()


@pytest.fixture
def county(at_work: Run) -> Run:
    """The same with a county of one town, one community and two grids."""
    for name, code in (
        ("江阴市", "320281000000"),
        ("澄江街道", "320281001000"),
        ("文定社区居委会", "320281001001"),
    ):
        assert at_work("grid", "create", "--name", name, "--code", code).code == 0
    for name in ("第一网格", "第二网格"):
        assert at_work("grid", "create", "--name", name, "--parent", "文定社区").code == 0
    office = ("--name", "江阴中心", "--county", "320281", "--operator", "王芳")
    assert at_work("db", "edit", *office).code == 0
    return at_work


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output as on a terminal of 80 columns, without asking anybody."""
    monkeypatch.setenv("GRIDCTL_OUTPUT", "table")
