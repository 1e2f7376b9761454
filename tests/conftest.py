"""Fixtures shared by the whole suite."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gridctl.foundation.clock import Clock
    from gridctl.operations.base import Gateway

ROOT = Path(__file__).resolve().parent.parent
#: 2026-11-03 10:00 in the office: shortly after the month most tests are about.
NOW = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real data, or skip where it is absent."""
    folder = Path(os.environ.get("GRIDCTL_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_absolute():
        folder = ROOT / folder
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}")
    return folder


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own settings, language and working folder out of every test."""
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("GRIDCTL_")]:
        if name != "GRIDCTL_REAL_DATA":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands at :data:`NOW`."""
    from gridctl.foundation.clock import FixedClock

    return FixedClock(NOW)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return the path of a new, empty office file."""
    from gridctl.gateway.connect import create_office

    path = tmp_path / "office.db"
    create_office(path)
    return path


@pytest.fixture(params=["local", "remote"])
def gateway(request: pytest.FixtureRequest, office: Path, clock: Clock) -> Iterator[Gateway]:
    """Yield a gateway on the empty office: in this process, and through JSON and FastAPI."""
    from tests.gateways import local_gateway, remote_gateway

    make: Callable[[Path, Clock], Gateway] = {
        "local": local_gateway,
        "remote": remote_gateway,
    }[request.param]
    opened = make(office, clock)
    yield opened
    opened.close()
