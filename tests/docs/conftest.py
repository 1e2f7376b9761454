"""The demonstration, run once as a newcomer runs it, and a folder to go on in."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

CAPTURE: dict[str, Any] = runpy.run_path(str(ROOT / ".ci" / "capture.py"))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which ``gridctl demo`` was run."""
    folder = tmp_path_factory.mktemp("demonstration")
    CAPTURE["run"](["gridctl", "demo", "--quiet"], folder, "en")
    return folder


@pytest.fixture
def newcomer(demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that holds what ``gridctl demo`` wrote, with nothing else set up."""
    shutil.copytree(demonstration / "gridctl-demo", tmp_path / "gridctl-demo")
    monkeypatch.chdir(tmp_path)
    return tmp_path
