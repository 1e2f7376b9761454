"""Two hundred clerks on one served office, against a bare application that runs the same SQL.

Each clerk has a connection of its own, in another process, and looks at lists and tickets, at the
work list, at figures; every tenth time a ticket is entered. First as clerks work, with some four
seconds of thought between two questions; then as fast as answers come. Floor: a bare FastAPI
``def`` route that runs the statements ours runs for the same question, with the same shares; a
ticket entered is a one-row ``INSERT`` there. Afterwards every ticket that was acknowledged must be
there once. Run: ``python tests/bench/load.py [tickets] [seconds]``, with PostgreSQL where the
machine has it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

import millions
import scoring
from measure import once_s
from serving import HERE, PORT, ours, started, statements

from gridctl.foundation.settings import Target
from gridctl.gateway.connect import create_office
from gridctl.gateway.keeping import copy_target
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Query
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from gridctl.operations.queries.today import ShowToday
from gridctl.storage.stores import open_store
from tests.postgresql import programs, running

USERS, THOUGHT_S = 200, 4.0
GRIDWORKERS = 2_000


class Question(NamedTuple):
    """What a clerk asks, how often among a hundred, and how ours is asked."""

    wish: Query[Any]
    share: int
    path: str


QUESTIONS = {
    "list": Question(ListTickets(limit=50), 25, "/tickets?limit=50"),
    "open": Question(
        ListTickets(limit=50, filter="state:handling"), 15,
        f"/tickets?limit=50&filter={quote('state:handling')}",
    ),
    "show": Question(ShowTicket(ticket="N7"), 40, "/tickets/N7"),
    "today": Question(ShowToday(limit=20), 10, "/today?limit=20"),
}  # fmt: skip
ENTER = (10, "POST", "/tickets", json.dumps({"title": "路灯不亮 %N", "external_no": "L%N"}))


class Crowd(NamedTuple):
    """What the clerks saw: answers a second, milliseconds by question, what went wrong."""

    rps: float
    p50: dict[str, float]
    p99: dict[str, float]
    errors: int
    entered: int


def ask(
    port: int, work: list[tuple[str, int, str, str, str]], seconds: float, thought: float
) -> Crowd:
    """Let the clerks work for some seconds."""
    told = {"port": port, "work": work, "users": USERS, "s": seconds, "thought": thought}
    done = subprocess.run(
        [sys.executable, HERE / "crowd.py"], input=json.dumps(told), text=True,
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return Crowd(*json.loads(done.stdout))


def work_of(prefix: str, enter: tuple[int, str, str, str]) -> list[tuple[str, int, str, str, str]]:
    """Return the clerks' work at ours, or at the floor below a prefix."""
    asked = [
        (name, each.share, "GET", f"{prefix}/{name}" if prefix else each.path, "")
        for name, each in QUESTIONS.items()
    ]
    return [*asked, ("enter", *enter)]


def bare(address: str, folder: Path) -> list[str]:
    """Return the command of the bare application."""
    gateway = LocalGateway(open_store(address))
    asked = {name: statements(gateway, each.wish) for name, each in QUESTIONS.items()}
    gateway.close()
    file = folder / "statements.json"
    file.write_text(json.dumps(asked), encoding="utf-8")
    return [sys.executable, str(HERE / "bare.py"), str(PORT), address, str(file), "1"]


def compare(engine: str, address: str, folder: Path, seconds: float) -> None:
    """Measure the floor and ours, thinking and not."""
    gateway = LocalGateway(open_store(address))
    before = _count(gateway)
    entered = 0
    for how, thought in (("with thought", THOUGHT_S), ("as fast as answered", 0.0)):
        with started(bare(address, folder), PORT, PYTHONPATH=str(HERE)):
            floor = ask(PORT, work_of("/same", (10, "GET", "/ping", "")), seconds, thought)
        with started(ours(address)) as port:
            seen = ask(port, work_of("", ENTER), seconds, thought)
        entered += seen.entered
        print(
            f"{engine}, {USERS} clerks {how}: {seen.rps:.0f} answers/s, floor {floor.rps:.0f}/s;"
            f" {seen.errors} errors, {seen.entered} entered"
        )
        for name, p50 in seen.p50.items():
            print(
                f"  {name:<8} {p50:9.1f} {seen.p99[name]:9.1f} {floor.p50[name]:9.1f}"
                f" {p50 / floor.p50[name]:7.2f}"
            )
    lost = before + entered - _count(gateway)
    print(f"  acknowledged and not there, or there unacknowledged: {lost}")
    gateway.close()


def _count(gateway: LocalGateway) -> int:
    return gateway.send(ShowStats(since=date(2000, 1, 1), until=date(2100, 1, 1))).sum.count


def main(count: int, seconds: float) -> None:
    """Measure both engines."""
    print(f"# {USERS} clerks on {count:,} tickets, {seconds:.0f} s each; one worker")
    print(f"  {'':<8} {'p50 ms':>9} {'p99 ms':>9} {'floor p50':>9} {'ratio':>7}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        office = folder / "office.db"
        create_office(office)
        scoring.fill(office, 0, GRIDWORKERS)
        gateway = LocalGateway(office)
        gateway.send(SetUpOffice(name="bench", county_code=scoring.COUNTY, operator="bench"))
        gateway.close()
        address = ""
        if (found := programs()) is not None:
            server = stack.enter_context(running(found))
            address = server.address(server.make("template0"))
            empty = Target("sqlite", str(office), "file")
            copy_target(empty, Target("postgresql", address, "server"))
        for engine, place in (("SQLite", str(office)), ("PostgreSQL", address)):
            if place:
                took = once_s(partial(millions.write, place, count, GRIDWORKERS))
                print(f"# {engine}: the tickets were written in {took:.0f} s", flush=True)
                compare(engine, place, folder, seconds)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000,
        float(sys.argv[2]) if len(sys.argv) > 2 else 20.0,
    )
