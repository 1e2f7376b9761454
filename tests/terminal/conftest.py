"""Terminals of several sizes, and what makes a terminal's settings the office's."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.beginnings import Beginning
from tests.terminal.tmux import Terminal
from tests.tui.conftest import fill

Open = Callable[..., Terminal]


@pytest.fixture
def beginning() -> Beginning:
    """Return what fills the office: a county, a unit and five tickets."""
    return fill


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Open]:
    """Yield what opens terminals; skips where there is no tmux."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    with ExitStack() as opened:

        def open_one(columns: int = 80, rows: int = 24, **environ: str) -> Terminal:
            return opened.enter_context(Terminal(columns, rows, tmp_path, environ))

        yield open_one
