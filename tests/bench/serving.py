"""A served office against a bare FastAPI application that runs the same statements.

Floors: ``ping``, a ``def`` route that does nothing, and ``same``, a ``def`` route that runs the
statements ours runs and answers with the bare rows; the same web server, the same number of
workers, one after the other in the same run. Clients are another process on the same machine.
Run: ``python -m tests.bench.serving [tickets]``, with PostgreSQL where the machine has it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from gridctl.foundation.settings import Target
from gridctl.gateway.connect import connect
from gridctl.gateway.local import LocalGateway
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway, Query
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from gridctl.storage.queries import compose
from gridctl.storage.queries.reader import Reader
from gridctl.storage.stores import open_store
from tests.bench.clients import Rate, measure
from tests.bench.county import write_csv
from tests.bench.importing import prepare
from tests.bench.measure import once_s
from tests.postgresql import programs, running

PORT = 18765
CLIENTS = (1, 8)
SERIAL = "N00000007"
QUESTIONS: dict[str, tuple[Query[Any], str]] = {
    "show": (ShowTicket(ticket=SERIAL), f"GET /tickets/{SERIAL} HTTP/1.1"),
    "list 50": (ListTickets(limit=50), "GET /tickets?limit=50 HTTP/1.1"),
}
STEP = ("POST /tickets HTTP/1.1\r\nContent-Type: application/json", '{"title": "路灯不亮 %N"}')
_SERVED = re.compile(r"http://\S+?:(\d+)")


def statements(gateway: LocalGateway, operation: Query[Any]) -> list[tuple[str, Any]]:
    """Return what an operation asks the database once everything that lasts is remembered."""
    gateway.send(operation)
    asked: list[tuple[str, Any]] = []
    run = Reader.run

    def noting(
        self: Reader, statement: Any, params: Any = None, *, cursor: Any = None, **options: Any
    ) -> Any:
        text = statement.compose(params or {}, **options)
        asked.append(compose.bind(text, params or {}, self.engine))
        return run(self, statement, params, cursor=cursor, **options)

    with patch.object(Reader, "run", noting):
        gateway.send(operation)
    return asked


class Serving(NamedTuple):
    """A server that runs: its port, and the number of its process."""

    port: int
    pid: int


@contextmanager
def started(command: list[str], port: int = 0, **environ: str) -> Iterator[int]:
    """Run a server and yield its port; 0 where the server tells it."""
    with running_server(command, port, **environ) as serving:
        yield serving.port


@contextmanager
def running_server(command: list[str], port: int = 0, **environ: str) -> Iterator[Serving]:
    """Run a server and yield it; its port is 0 where the server tells it."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | environ)
    try:
        if not port:
            assert process.stderr is not None
            found = _SERVED.search(process.stderr.readline())
            assert found is not None
            port = int(found[1])
        _wait(port)
        yield Serving(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    """Wait until a server answers anything."""
    for _ in range(200):
        try:
            measure(port, "GET /ping HTTP/1.1", 1, 0.01)
        except RuntimeError as error:
            if "404" in str(error):
                break
            time.sleep(0.1)
        else:
            break
    # Every worker has begun by then, and read what it keeps.
    time.sleep(2)


def row(what: str, ours: Rate, floor: Rate) -> None:
    """Print one line."""
    print(
        f"{what:<44} {ours.rps:8.0f} {ours.p50:8.2f} {ours.p99:8.2f}"
        f" {floor.rps:8.0f} {floor.p50:8.2f} {ours.p50 / floor.p50:6.2f}"
    )


def ours(address: str, workers: int = 1) -> list[str]:
    """Return the command that serves an office."""
    return [
        sys.executable, "-m", "gridctl", "--lang", "en", "--db", address, "serve", "--port", "0",
        "--no-periodic", "--without-sign-in", "--log-level", "warning", "--workers", str(workers),
    ]  # fmt: skip


def floors(address: str, folder: Path, workers: int) -> dict[tuple[str, int], Rate]:
    """Measure the bare application by question and number of clients."""
    gateway = LocalGateway(open_store(address))
    asked = {name: statements(gateway, wish) for name, (wish, _) in QUESTIONS.items()}
    gateway.close()
    file = folder / "statements.json"
    file.write_text(json.dumps(asked), encoding="utf-8")
    bare = [sys.executable, "-m", "tests.bench.bare"]
    command = [*bare, str(PORT), address, str(file), str(workers)]
    paths = {"ping": "/ping"} | {name: f"/same/{name.replace(' ', '%20')}" for name in QUESTIONS}
    with started(command, PORT):
        return {
            (name, clients): measure(PORT, f"GET {path} HTTP/1.1", clients)
            for clients in CLIENTS
            for name, path in paths.items()
        }


def compare(engine: str, address: str, folder: Path, workers: int) -> None:
    """Measure ours and the floors with so many workers."""
    floor = floors(address, folder, workers)
    with started(ours(address, workers)) as port:
        for clients in CLIENTS:
            place = f"{engine}, {workers} workers, {clients} clients:"
            version = measure(port, "GET /version HTTP/1.1", clients)
            row(f"{place} version", version, floor["ping", clients])
            for name, (_, request) in QUESTIONS.items():
                row(f"{place} {name}", measure(port, request, clients), floor[name, clients])
            head, body = STEP
            report = measure(port, head, clients, body=body)
            row(f"{place} report", report, floor["ping", clients])


def sent(empty: Path, folder: Path, tickets: Path) -> None:
    """Measure a file sent over the wire against the same file sent in this process."""
    plan = inspect(tickets, load_kind("ticket"))
    took = {}
    for way in ("here", "wire"):
        office = Path(shutil.copy(empty, folder / f"{way}.db"))
        gateway: Gateway = LocalGateway(office)
        with ExitStack() as stack:
            if way == "wire":
                port = stack.enter_context(started(ours(str(office))))
                gateway = connect(Target("url", f"http://127.0.0.1:{port}", "bench"))
            took[way] = once_s(lambda: send_file(gateway, plan, Wish()))  # noqa: B023 - at once
            gateway.close()
    print(f"# import over the wire {took['wire']:.1f} s, in this process {took['here']:.1f} s")


def filled(address: str, folder: Path, tickets: Path) -> None:
    """Fill a database as the file was filled."""
    gateway = LocalGateway(open_store(address))
    gateway.send(SetUpOffice(name="bench", county_code="320281", operator="bench"))
    files = {"division": folder / "divisions.csv", "staff": folder / "staff.csv", "ticket": tickets}
    for kind, file in files.items():
        send_file(gateway, inspect(file, load_kind(kind)), Wish())
    gateway.close()


def main(count: int) -> None:
    """Measure both engines."""
    print(f"# serving {count:,} tickets; Python {sys.version.split()[0]}, {os.cpu_count()} cores")
    heads = f"{'req/s':>8} {'p50 ms':>8} {'p99 ms':>8} {'floor/s':>8} {'p50 ms':>8} {'ratio':>6}"
    print(f"{'':<44} {heads}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        prepare(folder, workers=50).close()
        empty = Path(shutil.copy(folder / "office.db", folder / "empty.db"))
        file = folder / "tickets.csv"
        write_csv(file, count, 50)
        sent(empty, folder, file)
        for workers in (1, 2):
            compare("SQLite", str(folder / "here.db"), folder, workers)
        if (found := programs()) is None:
            return
        server = stack.enter_context(running(found))
        address = server.address(server.make())
        filled(address, folder, file)
        for workers in (1, 2):
            compare("PostgreSQL", address, folder, workers)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
