"""The demonstration, run once as a newcomer runs it, and a folder to go on in."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import ROOT

CAPTURE: dict[str, Any] = runpy.run_path(str(ROOT / ".ci" / "capture.py"))


class Demonstration(NamedTuple):
    """The folder ``gridctl demo`` was run in, and the terminal it left for the English page."""

    folder: Path
    terminal: str


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """Run ``gridctl demo`` once, as a newcomer does."""
    folder = tmp_path_factory.mktemp("demonstration")
    return Demonstration(folder, CAPTURE["capture"]("en", folder))


@pytest.fixture
def newcomer(demonstration: Demonstration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that holds what ``gridctl demo`` wrote, with nothing else set up."""
    shutil.copytree(demonstration.folder / "gridctl-demo", tmp_path / "gridctl-demo")
    monkeypatch.chdir(tmp_path)
    return tmp_path
