"""What uv resolves from the project's declarations alone, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import tomli

from tests.conftest import ROOT

#: As the tests were started: each test has a home of its own, but packages are kept in one place.
ENVIRON = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
#: What uv says where no index can be reached.
_CUT_OFF = ("Failed to fetch", "error sending request", "Network connectivity is disabled")


def declared() -> dict[str, Any]:
    """Return what the project declares."""
    return tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def uv(*words: str | Path, folder: Path) -> str:
    """Run uv and return its output; skip the test where uv or an index is out of reach."""
    program = ENVIRON.get("UV") or shutil.which("uv")
    if program is None:
        pytest.skip("uv is not installed")
    done = subprocess.run(
        [program, *words], cwd=folder, env=ENVIRON, capture_output=True, text=True, check=False
    )
    if done.returncode and any(sign in done.stderr for sign in _CUT_OFF):
        pytest.skip("uv cannot reach an index")
    assert done.returncode == 0, done.stderr
    return done.stdout


def declarations(folder: Path) -> Path:
    """Copy what uv resolves from into a folder, so that none of the checkout's files change."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder
