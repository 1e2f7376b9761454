"""Backing an office up, copying it to PostgreSQL and back, each compared row by row.

Usage: uv run python -m tests.bench.copying [TICKETS]

Every way runs in a process of its own, so that the memory it says is its own. The floor is what
the engine itself needs for one copy: the pages of the file, without looking at a row.
"""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from gridctl.storage.copies.whole import copy_office
from tests.bench.open_tickets import build
from tests.postgresql import programs, running


def main(tickets: int) -> None:
    """Measure every way a copy can go."""
    folder = programs()
    with tempfile.TemporaryDirectory(prefix="gridctl-bench-") as home:
        office = Path(home) / "office.db"
        build(office, tickets)
        _say(f"office of {tickets:,} tickets, {office.stat().st_size / 2**20:.0f} MB")
        _say(f"floor, the engine's own backup: {_floor(office, Path(home) / 'floor.db'):.1f} s")
        _way("file to file", str(office), str(Path(home) / "copy.db"))
        if folder is None:
            return
        with running(folder) as server, server.database("template0") as name:
            _way("file to PostgreSQL", str(office), server.address(name))
            _way("PostgreSQL to file", server.address(name), str(Path(home) / "back.db"))


def _floor(source: Path, target: Path) -> float:
    begun = time.perf_counter()
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
    return time.perf_counter() - begun


def _way(name: str, source: str, target: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.copying", "--one", source, target],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    _say(f"{name}: {done.stdout.strip()}")


def one(source: str, target: str) -> None:
    """Make one copy and say what it took."""
    begun = time.perf_counter()
    copied = copy_office(source, target)
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(f"{took:.1f} s, {copied.rows:,} rows, {copied.rows / took:,.0f} a second, {peak:.0f} MB")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:4])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
