"""Processor time of one served answer of each kind, over that of a bare route with the same SQL.

The questions and commands of ``load``, one after the other on one connection, ours and the floor in
turn: no crowd and no queue, so that a minute on a busy machine tells what a change is worth. What
counts is the processor time of the serving process; a database of its own and the client are left
aside. Beside it stands what the client waited. Run:
``python -m tests.bench.answering [tickets] [answers] [folder]``, with PostgreSQL where there is
one; in the folder may lie another state of the program, which is measured beside this one.
"""

from __future__ import annotations

import http.client
import json
import re
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from gridctl.gateway import wire
from gridctl.storage.stores import is_server
from tests.bench.load import STEPS, bare, filled, work_of
from tests.bench.serving import PORT, Serving, ours, running_server

#: Asked before anything is measured: what lasts is remembered, what is prepared is prepared.
_WARM = 20


class Client:
    """Asks one server, and keeps what each kind of answer took.

    Attributes:
        busy: kind -> milliseconds of the serving process.
        waited: kind -> milliseconds until the answer was there.
    """

    def __init__(self, serving: Serving, prefix: str = "") -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", serving.port)
        # The clock of another process, as Linux numbers it.
        self._clock = ~serving.pid << 3 | 2
        self._work = work_of(prefix)
        self.busy: dict[str, list[float]] = defaultdict(list)
        self.waited: dict[str, list[float]] = defaultdict(list)

    def once(self, number: int) -> None:
        """Ask everything once, and take a new ticket through the loop."""
        for name, _, method, path, _ in self._work["work"]:
            if path:
                self._ask(name, method, path)
        path, body = self._work["enter"]
        ticket = self._ask("enter", "POST", path, body.replace("%N", str(number)))
        for state in STEPS:
            verb, path, body, behalf = self._work["steps"][state]
            path = path.replace("%T", ticket.get("serial_no", ""))
            body = body.replace("%R", str(ticket.get("revision", 0)))
            ticket = self._ask(verb, "POST", path, body, behalf)

    def _ask(self, name: str, method: str, path: str, body: str = "", behalf: str = "") -> Any:
        headers = {"Content-Type": "application/json"}
        if behalf:
            headers[wire.BEHALF_HEADER] = behalf
        busy, begun = time.clock_gettime(self._clock), time.perf_counter()
        self._line.request(method, path, body.encode() or None, headers)
        answer = self._line.getresponse()
        content = answer.read()
        self.waited[name].append(1000 * (time.perf_counter() - begun))
        self.busy[name].append(1000 * (time.clock_gettime(self._clock) - busy))
        if answer.status >= 300:
            raise RuntimeError(f"{name} {answer.status} {content.decode()}")
        return json.loads(content)


def compare(engine: str, address: str, folder: Path, answers: int, other: str) -> None:
    """Measure the floor, ours and another state of it, in turn."""
    # Not the port of the other benches, one of which may be running.
    port = PORT + 1
    with ExitStack() as stack:
        # Each on an office of its own: what the floor says again names numbers not yet given out.
        said = bare(copied(address, "floor"), folder, port)
        clients = {"floor": Client(stack.enter_context(running_server(said, port)), "/same")}
        states = {"ours": "", "other": other} if other else {"ours": ""}
        for name, place in states.items():
            found = {"PYTHONSAFEPATH": "1", "PYTHONPATH": place} if place else {}
            command = ours(copied(address, name))
            serving = stack.enter_context(running_server(command, 0, **found))
            clients[name] = Client(serving)
        numbers = count(time.time_ns())
        for turn in range(answers + _WARM):
            for client in clients.values():
                client.once(next(numbers))
                if turn < _WARM:
                    client.busy.clear()
                    client.waited.clear()
    show(engine, clients)


def copied(address: str, name: str) -> str:
    """Return the address of a copy of an office nobody is connected to."""
    if not is_server(address):
        return str(shutil.copy(address, f"{address}.{name}"))
    before, database, after = re.split(r"(?<=@/)(\w+)", address)
    with psycopg.connect(f"{before}postgres{after}", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}_{name} TEMPLATE {database}")
    return f"{before}{database}_{name}{after}"


def show(engine: str, clients: dict[str, Client]) -> None:
    """Print the middle of each kind, and how it compares to the floor."""
    floor = clients["floor"]
    for name, client in clients.items():
        print(f"{engine}, {name}: processor ms, of the floor; waited ms, of the floor")
        for kind in client.busy:
            busy, waited = median(client.busy[kind]), median(client.waited[kind])
            print(
                f"  {kind:<9} {busy:7.2f} {busy / median(floor.busy[kind]):5.2f}"
                f" {waited:9.2f} {waited / median(floor.waited[kind]):5.2f}",
                flush=True,
            )


def main(tickets: int, answers: int, other: str) -> None:
    """Measure both engines."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for engine, address in filled(stack, folder, tickets):
            compare(engine, address, folder, answers, other)


if __name__ == "__main__":
    given = [*sys.argv[1:], *("40000", "200", "")[len(sys.argv) - 1 :]]
    main(int(given[0]), int(given[1]), given[2])
