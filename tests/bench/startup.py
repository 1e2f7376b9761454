"""Start-up of the command line against the least a program of its kind imports.

Floor: ``python -c`` that imports typer and sqlite3 and defines and fills one Pydantic model. Runs
are interleaved; medians. Run: ``python -m tests.bench.startup``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from tests.bench.county import write_csv
from tests.bench.importing import prepare
from tests.bench.measure import heading, report

FLOOR = """
import typer, sqlite3
from pydantic import BaseModel
class Row(BaseModel):
    serial_no: str
    title: str
    state: str
    number: int
Row(serial_no="1", title="t", state="s", number=1)
"""
RUNS = 15


def environment() -> dict[str, str]:
    """Return the environment with bytecode allowed: without it every start compiles anew."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def medians(commands: dict[str, list[str]]) -> dict[str, float]:
    """Return the median seconds of each command, run in turn."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(RUNS + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=environment())
            if turn:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    """Measure."""
    heading("start-up, whole process")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gateway = prepare(folder, workers=50)
        file = folder / "tickets.csv"
        write_csv(file, 2_000, 50)
        send_file(gateway, inspect(file, load_kind("ticket")), Wish())
        gateway.close()
        run = [sys.executable, "-m", "gridctl"]
        found = medians(
            {
                "floor": [sys.executable, "-c", FLOOR],
                "pass": [sys.executable, "-c", "pass"],
                "help": [*run, "--help"],
                "list": [*run, "--db", str(folder / "office.db"), "ticket", "list", "-o", "json"],
            }
        )
    report("gridctl --help", found["help"], found["floor"])
    report("gridctl ticket list -o json (200 rows)", found["list"], found["floor"], "<= 1.3")
    report("python -c pass", found["pass"], found["floor"])


if __name__ == "__main__":
    main()
