"""Measuring: median of runs, ratio to a floor of the same run, and on what machine."""

from __future__ import annotations

import platform
import resource
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable


def median_s(action: Callable[[], object], runs: int = 5) -> float:
    """Return the median wall seconds of an action."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def once_s(action: Callable[[], object]) -> float:
    """Return the wall seconds of one run."""
    return median_s(action, 1)


def busy_s(action: Callable[[], object]) -> float:
    """Return the processor seconds of one run, which other programs hardly change."""
    begin = time.process_time()
    action()
    return time.process_time() - begin


def report(what: str, ours_s: float, floor_s: float, aim: str = "") -> None:
    """Print one row: ours, the floor, the ratio, the aim."""
    ratio = f"{ours_s / floor_s:6.2f}"
    print(f"{what:<44} {ours_s * 1000:12.1f} {floor_s * 1000:12.1f} {ratio} {aim}")


def heading(title: str) -> None:
    """Print what is measured and on what."""
    print(f"# {title}")
    print(
        f"# Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" {platform.system()} {platform.machine()}"
    )
    print(f"{'':<44} {'ours ms':>12} {'floor ms':>12} {'ratio':>6} aim")


def peak_mb() -> float:
    """Return the most memory this process has held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024
