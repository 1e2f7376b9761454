"""The dashboard against an empty Textual application, and how long a key takes to show.

Floor of the start: an application with one line of text, in a process of its own as ours is, plus
what the profile's connection costs alone; both in turn, medians. Everything is drawn on a terminal
of 140 by 40 cells that nobody looks at: a pseudo terminal for the starts, a screen in memory for
the keys. Run: ``python -m tests.bench.dashboard [tickets]``.
"""

from __future__ import annotations

import asyncio
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from compileall import compile_dir
from fcntl import ioctl
from functools import partial
from importlib import import_module
from pathlib import Path
from termios import TIOCSWINSZ
from typing import Any, NamedTuple

from textual import events

from tests.bench.measure import heading, once_s, peak_mb

SIZE = (140, 40)
STARTS = 9
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("FRAME")
Empty().run()
"""
BUILD = """
from pathlib import Path
from tests.bench.open_tickets import build
build(Path({office!r}), {tickets})
"""
CONNECT = """
from gridctl.gateway.local import LocalGateway
from gridctl.storage.stores import open_store
LocalGateway(open_store({office!r}), actor="bench").close()
"""


def shown_s(command: list[str], words: list[str]) -> list[float]:
    """Return after how many seconds each of some words first stands on a terminal."""
    master, slave = pty.openpty()
    ioctl(slave, TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    environ = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ |= {"TERM": "xterm-256color", "LANG": "en_US.UTF-8"}
    begin, found, seen = time.perf_counter(), [0.0] * len(words), ""
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True
    )
    os.close(slave)
    while not all(found) and time.perf_counter() - begin < 60:
        if select.select([master], [], [], 0.5)[0]:
            seen += os.read(master, 65_536).decode("utf-8", "replace")
            now = time.perf_counter() - begin
            found = [
                at or (now if word in seen else 0.0) for at, word in zip(found, words, strict=True)
            ]
    process.kill()
    process.wait()
    os.close(master)
    return found


def python(text: str) -> None:
    """Run a program's text in a process of its own."""
    subprocess.run([sys.executable, "-c", text], check=True)


def starts(office: Path) -> None:
    """Measure the first frame, and when the first rows stand on it."""
    ours = [sys.executable, "-m", "gridctl", "--db", str(office), "--lang", "en", "tui"]
    names = ("empty", "frame", "rows", "connect", "bare")
    times: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(STARTS + 1):
        empty = shown_s([sys.executable, "-c", EMPTY], ["FRAME"])
        frame, rows = shown_s([*ours, "--tab", "tickets"], ["F10", "1 of "])
        connect = once_s(lambda: python(CONNECT.format(office=str(office))))
        bare = once_s(lambda: python("pass"))
        if turn:
            for name, took in zip(times, (*empty, frame, rows, connect, bare), strict=True):
                times[name].append(took)
    found = {name: statistics.median(took) for name, took in times.items()}
    connection = found["connect"] - found["bare"]
    row("first frame, over the empty application", found["frame"], found["empty"])
    floor = found["empty"] + connection
    row("first frame, over it and the connection", found["frame"], floor, "<= 1.3")
    row("first rows of the list, over the same", found["rows"], floor)


def row(what: str, ours_s: float, floor_s: float, aim: str = "") -> None:
    """Print one line."""
    print(f"{what:<44} {ours_s * 1e3:12.1f} {floor_s * 1e3:12.1f} {ours_s / floor_s:6.2f} {aim}")


def keys(what: str, took: list[Took], aim: str = "p95 <= 50") -> None:
    """Print median and slowest twentieth of keys, and the processor's time for one."""
    ordered = sorted(each.wall_s for each in took)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    cpu = statistics.median(each.cpu_s for each in took)
    print(f"{what:<44} {p50 * 1e3:12.1f} {p95 * 1e3:12.1f} {cpu * 1e3:6.1f} {aim}")


async def until(check: Callable[[], bool]) -> None:
    """Wait, letting the application work, until something holds."""
    for _ in range(20_000):
        if check():
            return
        await asyncio.sleep(0.001)
    raise TimeoutError


class Took(NamedTuple):
    """What something took: seconds on the wall, and seconds of the processor, all threads."""

    wall_s: float
    cpu_s: float

    @classmethod
    def now(cls) -> Took:
        """Return the instants to measure from."""
        return cls(time.perf_counter(), time.process_time())

    def since(self, begin: Took) -> Took:
        """Return what passed since an earlier instant."""
        return Took(self.wall_s - begin.wall_s, self.cpu_s - begin.cpu_s)


class Screen:
    """A running dashboard, driven key by key; counts what is sent to the terminal."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._sent = 0
        display = app._display

        def counting(screen: Any, renderable: Any) -> None:
            display(screen, renderable)
            self._sent += 1

        app._display = counting

    async def press(self, key: str) -> None:
        """Hand a key over as the terminal's driver does."""
        self._sent = 0
        self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await asyncio.sleep(0)

    async def drawn(self, begin: Took) -> Took:
        """Return what passed since an instant, once something was drawn after the last key."""
        await until(lambda: self._sent > 0)
        return Took.now().since(begin)


async def scrolled(screen: Screen, rows: Any) -> None:
    """Measure moving in the list: line by line, page by page, to the end and back from there."""
    keys("one row down", [await moved(screen, rows, "down") for _ in range(100)])
    keys("one page down", [await moved(screen, rows, "pagedown") for _ in range(100)])
    keys("to the last row", [await turned(screen, rows, "end")], "")
    back = [await moved(screen, rows, "pageup") for _ in range(100)]
    keys("one page up, from the last row", back)
    keys("back to the first row", [await turned(screen, rows, "home")], "")


async def moved(screen: Screen, rows: Any, key: str) -> Took:
    """Return what it takes until the cursor has moved; the pages it moves into are waited for."""
    begin, before = Took.now(), rows.cursor
    await until(lambda: before < rows.run.known - 1)
    await screen.press(key)
    await until(lambda: rows.cursor != before and rows.row is not None)
    return await screen.drawn(begin)


async def turned(screen: Screen, rows: Any, key: str) -> Took:
    """Return what it takes until the list is read from its other end."""
    begin, before = Took.now(), rows.backwards
    await screen.press(key)
    await until(lambda: rows.backwards != before and rows.row is not None)
    return await screen.drawn(begin)


async def tabs(screen: Screen) -> None:
    """Measure going from tab to tab, the first time and later."""
    from gridctl_tui.tabs import TABS

    first: list[Took] = []
    later: list[Took] = []

    def there(name: str) -> bool:
        return bool(screen.app.current_mode == name)

    for turn in range(6):
        for tab in TABS:
            begin = Took.now()
            await screen.press(tab.digit)
            await until(partial(there, tab.name))
            (later if turn else first).append(await screen.drawn(begin))
            await asyncio.sleep(0.3)
    keys("to a tab, the first time", first, "")
    keys("to a tab", later)


async def driven(office: Path) -> None:
    """Measure keys on a list of so many tickets."""
    from gridctl.cli.context import Options, Session
    from gridctl.cli.staging.verbs import CommandVerbs
    from gridctl.foundation.garbage import tidied
    from gridctl.foundation.settings import Origin, Target
    from gridctl.gateway.connect import connect
    from gridctl_tui.app import Dashboard
    from gridctl_tui.opening import Opening
    from gridctl_tui.widgets.row_window import RowWindow

    target = Target("sqlite", str(office), "office", origin=Origin("flag", "--db"))
    opening = Opening(
        target,
        lambda behalf: connect(target, on_behalf=behalf),
        verbs=CommandVerbs(Session(Options(db=str(office)))),
        tab="tickets",
        animations=False,
    )
    app = Dashboard(opening)
    # As the command does before it runs one.
    tidied()
    async with app.run_test(size=SIZE):
        await until(lambda: any(rows.row is not None for rows in app.screen.query(RowWindow)))
        screen = Screen(app)
        await asyncio.sleep(1)
        await scrolled(screen, app.screen.query_one("#rows", RowWindow))
        await tabs(screen)


def main() -> None:
    """Measure."""
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    # An installed program has its bytecode; compiling a screen is no part of opening it.
    for module in ("gridctl", "gridctl_tui"):
        for folder in import_module(module).__path__:
            compile_dir(folder, quiet=1)
    with tempfile.TemporaryDirectory() as name:
        office = Path(name) / "office.db"
        # Built by another process: what this one holds is to be the dashboard's alone.
        python(BUILD.format(office=str(office), tickets=tickets))
        heading(f"the dashboard on {tickets:,} tickets; load {os.getloadavg()[0]:.1f}")
        starts(office)
        print(f"{'':<44} {'p50 ms':>12} {'p95 ms':>12} {'cpu':>6}")
        asyncio.run(driven(office))
    print(f"{'most memory held, MB':<44} {peak_mb():12.0f} {'':12} {'':6} < 150")


if __name__ == "__main__":
    main()
