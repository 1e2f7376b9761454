"""Many tickets over a real server, in and out, and an import whose server is killed half-way.

Both ends are processes as people run them: ``gridctl serve`` on a SQLite file, ``gridctl import
run`` and ``gridctl ticket list --all``. Memory is the most a process ever held (VmHWM). The
floor of an import is the same file imported in one process. Run:
``python -m tests.bench.carrying [tickets [floor,whole,killed,out]]``.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridctl.gateway.sending import CHUNK
from tests.bench.county import write_csv
from tests.bench.importing import WORKERS, prepare

_GRIDCTL = (sys.executable, "-m", "gridctl", "--lang", "en")
_ADDRESS = re.compile(r"served at (\S+?);")


class Ended:
    """A process that has ended: its seconds, its memory in MB, what it said."""

    def __init__(self, command: list[str], folder: Path) -> None:
        log = folder / "client.log"
        start = time.perf_counter()
        with log.open("wb") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said)
        self.mb = 0.0
        while process.poll() is None:
            self.mb = max(self.mb, held_mb(process.pid))
            time.sleep(0.05)
        self.seconds = time.perf_counter() - start
        self.code = process.returncode
        self.said = log.read_text(encoding="utf-8", errors="replace")


def held_mb(process: int) -> float:
    """Return the most a running process has held so far, 0 where it is gone."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def serving(
    office: Path, folder: Path, port: int = 0
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Serve an office and yield the process and its address."""
    log = folder / "server.log"
    command = [
        *_GRIDCTL, "--db", str(office), "serve", "--port", str(port), "--without-sign-in",
        "--no-periodic",
    ]  # fmt: skip
    with log.open("wb") as said:
        process = subprocess.Popen(command, stderr=said)
    try:
        while not (found := _ADDRESS.search(log.read_text(encoding="utf-8"))):
            if process.poll() is not None:
                raise RuntimeError(log.read_text(encoding="utf-8"))
            time.sleep(0.1)
        yield process, found[1]
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait()


def report(what: str, count: int, done: Ended, server_mb: float) -> None:
    """Print one line."""
    rate = count / done.seconds
    print(
        f"{what:<44} {done.seconds:8.1f} {rate:10,.0f} {done.mb:9.0f} {server_mb:9.0f}", flush=True
    )
    if done.code:
        print(f"# exit code {done.code}: {done.said.strip()[-300:]}", flush=True)


def growth(folder: Path, operation: str, unit: str) -> None:
    """Print how long a request took at the beginning and at the end, from the server's log."""
    line = re.compile(rf"operation={re.escape(operation)} .*ms=([0-9.]+)")
    took = [float(ms) for ms in line.findall((folder / "server.log").read_text(encoding="utf-8"))]
    some = max(len(took) // 10, 1)
    first, last = (sorted(part)[len(part) // 2] for part in (took[:some], took[-some:]))
    print(
        f"# {len(took):,} {unit}: median {first:,.0f} ms in the first tenth,"
        f" {last:,.0f} in the last"
    )


def remote(address: str, folder: Path) -> None:
    """Have the profile ``bench`` point to an address."""
    (folder / "config.toml").write_text(f'[profile.bench]\nurl = "{address}"\n', "utf-8")


def import_command(target: list[str], tickets: Path, key: str) -> list[str]:
    """Return the command that sends a file."""
    return [
        *_GRIDCTL,
        *target,
        "import",
        "run",
        str(tickets),
        "--kind",
        "ticket",
        "--key",
        key,
        "-y",
    ]


def carried(empty: Path, tickets: Path, folder: Path, count: int) -> Path:
    """Measure one import over a server; return the office."""
    office = Path(shutil.copy(empty, folder / "served.db"))
    with serving(office, folder) as (server, address):
        remote(address, folder)
        done = Ended(import_command(["--profile", "bench"], tickets, "whole"), folder)
        report("import over a server", count, done, held_mb(server.pid))
        growth(folder, "imports.PutChunk", "chunks")
    return office


def taken_out(office: Path, folder: Path, count: int) -> None:
    """Measure one export over a server."""
    with serving(office, folder) as (server, address):
        remote(address, folder)
        out = [*_GRIDCTL, "--profile", "bench", "ticket", "list", "--all", "--to"]
        done = Ended([*out, str(folder / "out.csv")], folder)
        report("export over a server", count, done, held_mb(server.pid))
        growth(folder, "tickets.ListTickets", "pages")
    with (folder / "out.csv").open("rb") as file:
        print(f"# lines in the export: {sum(1 for _line in file):,}", flush=True)


def kill_half_way(server: subprocess.Popen[bytes], folder: Path, count: int) -> None:
    """Kill a server once half of the chunks have come, and print its memory."""
    log = folder / "server.log"
    while log.read_text(encoding="utf-8").count("operation=imports.PutChunk") < count // CHUNK // 2:
        time.sleep(0.1)
    print(f"# half of it has come; the server holds {held_mb(server.pid):.0f} MB", flush=True)
    server.send_signal(signal.SIGKILL)


def killed(empty: Path, tickets: Path, folder: Path, count: int) -> Path:
    """Measure an import whose server is killed half-way, and the rest of it under another one."""
    office = Path(shutil.copy(empty, folder / "killed.db"))
    with serving(office, folder) as (server, address):
        remote(address, folder)
        half = threading.Thread(target=kill_half_way, args=(server, folder, count))
        half.start()
        broken = Ended(import_command(["--profile", "bench"], tickets, "torn"), folder)
        half.join()
    print(
        f"# the server was killed half-way; the client ended with {broken.code} after"
        f" {broken.seconds:.1f} s, {broken.mb:.0f} MB: {broken.said.strip()[-200:]}",
        flush=True,
    )
    with serving(office, folder) as (server, address):
        remote(address, folder)
        done = Ended(import_command(["--profile", "bench"], tickets, "torn"), folder)
        report("the rest of it, by the same command", count, done, held_mb(server.pid))
        growth(folder, "imports.PutChunk", "chunks")
    return office


def main(count: int, parts: str) -> None:
    """Measure what is asked for."""
    print(f"# carrying {count:,} tickets; Python {sys.version.split()[0]}, {os.cpu_count()} cores")
    print(f"# load of the machine before: {os.getloadavg()[0]:.1f}")
    print(f"{'':<44} {'seconds':>8} {'rows/s':>10} {'client MB':>9} {'server MB':>9}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["GRIDCTL_CONFIG"] = str(folder / "config.toml")
        prepare(folder).close()
        empty = Path(shutil.copy(folder / "office.db", folder / "empty.db"))
        tickets = folder / "tickets.csv"
        write_csv(tickets, count, WORKERS)
        if "floor" in parts:
            here = Path(shutil.copy(empty, folder / "here.db"))
            done = Ended(import_command(["--db", str(here)], tickets, "here"), folder)
            report("import in one process (the floor)", count, done, 0)
            here.unlink()
        filled = [carried(empty, tickets, folder, count)] if "whole" in parts else []
        if "killed" in parts:
            filled.append(killed(empty, tickets, folder, count))
        if "out" in parts and filled:
            taken_out(filled[-1], folder, count)


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else "1000000"
    main(int(wanted), sys.argv[2] if len(sys.argv) > 2 else "floor,whole,killed,out")
