"""Two hundred clerks on one served office, against a bare application that runs the same SQL.

Each clerk has a connection of its own, in another process, and looks at lists and tickets, at the
work list, at figures; enters tickets, and takes them through the loop (file, dispatch, sign, feed
back) with the revision that was seen, two clerks on each ticket. First as clerks work, with some
four seconds of thought between two things; then as fast as answers come. Floor: a bare FastAPI
``def`` route that runs the statements ours runs for the same question or command, with the same
shares (see ``replaying`` for what it means for commands). Who comes second at a ticket is told of a
conflict; that is counted apart from errors. Afterwards every ticket and every step that was
acknowledged must be there once, no two of them made the same revision. Run:
``python -m tests.bench.load [tickets] [seconds] [clerks]``, with PostgreSQL where there is one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from gridctl.foundation.settings import Target
from gridctl.gateway.connect import create_office
from gridctl.gateway.keeping import copy_target
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Query
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.ticket_handling import (
    DispatchTicket,
    FeedbackTicket,
    SignTicket,
)
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from gridctl.operations.queries.today import ShowToday
from gridctl.operations.steps import TicketStep
from gridctl.storage.queries.compose import Statement
from gridctl.storage.stores import open_store
from tests.bench import millions, scoring
from tests.bench.county import COUNTY
from tests.bench.measure import once_s
from tests.bench.replaying import MARK, said_by
from tests.bench.serving import PORT, ours, started, statements
from tests.postgresql import programs, running

THOUGHT_S = 4.0
GRIDWORKERS = 2_000
#: Who handles all tickets.
UNIT = "城管局"
#: Tickets in each state, on which the floor takes the steps.
RECORDED = 8


class Rush(NamedTuple):
    """How many clerks, and for how long."""

    clerks: int
    seconds: float


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
    "show": Question(ShowTicket(ticket="N7"), 25, "/tickets/N7"),
    "today": Question(ShowToday(limit=20), 10, "/today?limit=20"),
}  # fmt: skip
STEP_SHARE = 25
PLACE, CATEGORY = f"{COUNTY}001000", "市容环境"
ENTERED = {"title": "路灯不亮 %N", "external_no": "L%N", "place": PLACE, "category": CATEGORY}


class Step(NamedTuple):
    """A step of the loop: its fields beside ticket and revision, and whether the unit takes it."""

    kind: type[TicketStep]
    fields: dict[str, Any]
    by_unit: bool = False


#: State -> the step that follows.
STEPS = {
    "reported": Step(FileTicket, {}),
    "filed": Step(DispatchTicket, {"unit": UNIT, "limit": "2工作日"}),
    "dispatched": Step(SignTicket, {}, by_unit=True),
    "handling": Step(FeedbackTicket, {"reply": "已更换"}, by_unit=True),
}
_LOGGED = Statement(
    "bench.logged",
    """
    SELECT t.serial_no, e.verb, count(*) FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id
    WHERE t.external_no LIKE 'L%' GROUP BY t.serial_no, e.verb
    """,
    whole=True,
)


class Crowd(NamedTuple):
    """What the clerks saw: answers a second, milliseconds by question, what went wrong, what not.

    ``acknowledged`` holds the ticket, the verb and the new revision of each step.
    """

    rps: float
    p50: dict[str, float]
    p99: dict[str, float]
    errors: int
    conflicts: int
    entered: int
    acknowledged: list[tuple[str, str, int]]


def ask(port: int, work: dict[str, Any], rush: Rush, thought: float) -> Crowd:
    """Let the clerks work for some seconds."""
    told = {"port": port, "users": rush.clerks, "s": rush.seconds, "thought": thought, **work}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.crowd"], input=json.dumps(told), text=True,
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return Crowd(*json.loads(done.stdout))


def work_of(prefix: str) -> dict[str, Any]:
    """Return the clerks' work at ours, or at the floor below a prefix."""
    asked = [
        (name, each.share, "GET", f"{prefix}/{name}" if prefix else each.path, "")
        for name, each in QUESTIONS.items()
    ]
    steps = {}
    for state, step in STEPS.items():
        verb = step.kind.verb
        # A number, not a text, takes the place of the mark.
        body = json.dumps({**step.fields, "if_match": "%R"}).replace('"%R"', "%R")
        path = f"{prefix}/{verb}" if prefix else step.kind.route.split(" ")[1]
        behalf = quote(UNIT) if step.by_unit else ""
        steps[state] = (verb, path.replace("{ticket}", "%T"), body, behalf)
    return {
        "work": [*asked, ("step", STEP_SHARE, "", "", "")],
        "steps": steps,
        "look": f"{prefix}/show" if prefix else "/tickets/%T",
        "enter": (f"{prefix}/enter" if prefix else "/tickets", json.dumps(ENTERED)),
    }


def bare(address: str, folder: Path, port: int = PORT) -> list[str]:
    """Return the command of the bare application."""
    gateway = LocalGateway(open_store(address))
    said: dict[str, Any] = {
        name: statements(gateway, each.wish) for name, each in QUESTIONS.items()
    }
    gateway.close()
    said |= recorded(address)
    file = folder / "statements.json"
    file.write_text(json.dumps(said), encoding="utf-8")
    return [sys.executable, "-m", "tests.bench.bare", str(port), address, str(file), "1"]


def recorded(address: str) -> dict[str, Any]:
    """Return what each command says to the database, on several tickets."""
    office = LocalGateway(open_store(address))
    unit = LocalGateway(open_store(address), behalf=UNIT)
    waiting: dict[str, list[str]] = {}
    for at, state in enumerate(STEPS):
        entered = [office.send(_entering("路灯不亮")).serial_no for _ in range(RECORDED)]
        for step in list(STEPS.values())[:at]:
            for ticket in entered:
                (unit if step.by_unit else office).send(step.kind(ticket=ticket, **step.fields))
        waiting[state] = entered
    # Only when nothing more is written: what is noted names numbers that are given out next.
    said = {
        step.kind.verb: [
            said_by(
                unit if step.by_unit else office,
                step.kind(ticket=ticket, if_match=_revision(office, ticket), **step.fields),
            )
            for ticket in waiting[state]
        ]
        for state, step in STEPS.items()
    }
    said["enter"] = [said_by(office, _entering(f"路灯不亮 {MARK}", MARK))]
    office.close()
    unit.close()
    return said


def _entering(title: str, number: str | None = None) -> CreateTicket:
    return CreateTicket(title=title, external_no=number, place=PLACE, category=CATEGORY)


def _revision(office: LocalGateway, ticket: str) -> int:
    return office.send(ShowTicket(ticket=ticket)).revision


def compare(engine: str, address: str, folder: Path, rush: Rush) -> None:
    """Measure the floor and ours, thinking and not."""
    gateway = LocalGateway(open_store(address))
    lost, acknowledged = 0, []
    for how, thought in (("with thought", THOUGHT_S), ("as fast as answered", 0.0)):
        with started(bare(address, folder), PORT):
            floor = ask(PORT, work_of("/same"), rush, thought)
        before = _count(gateway)
        with started(ours(address)) as port:
            seen = ask(port, work_of(""), rush, thought)
        acknowledged += seen.acknowledged
        lost += before + seen.entered - _count(gateway)
        print(
            f"{engine}, {rush.clerks} clerks {how}: {seen.rps:.0f} answers/s,"
            f" floor {floor.rps:.0f}/s;"
            f" {seen.errors} errors ({floor.errors} of the floor), {seen.conflicts} conflicts,"
            f" {seen.entered} entered, {len(seen.acknowledged)} steps"
        )
        for name, p50 in seen.p50.items():
            of_floor = floor.p50.get(name)
            ratio = f"{of_floor:9.1f} {p50 / of_floor:7.2f}" if of_floor else "        -       -"
            print(f"  {name:<8} {p50:9.1f} {seen.p99[name]:9.1f} {ratio}")
    print(f"  acknowledged and not there, or there unacknowledged: {lost} tickets entered")
    print(
        f"  steps acknowledged and not in the log, or written over: {_lost(gateway, acknowledged)}"
    )
    gateway.close()


def _lost(gateway: LocalGateway, acknowledged: list[tuple[str, str, int]]) -> int:
    """Return how many steps the logs do not know, and how many made a revision another made."""
    logged: dict[tuple[str, str], int] = {
        (serial, verb): times
        for serial, verb, times in gateway.ask(lambda context: context.read.rows(_LOGGED))
    }
    told = Counter((ticket, verb) for ticket, verb, _ in acknowledged)
    absent = sum(max(0, times - logged.get(step, 0)) for step, times in told.items())
    made = Counter((ticket, revision) for ticket, _, revision in acknowledged)
    return absent + sum(times - 1 for times in made.values())


def _count(gateway: LocalGateway) -> int:
    every = ShowStats(since=date(2000, 1, 1), until=date(2100, 1, 1))
    return int(gateway.send(every).sum.count)


def filled(stack: ExitStack, folder: Path, count: int) -> Iterator[tuple[str, str]]:
    """Fill an office on each engine there is; yield the engine and the office's address."""
    office = folder / "office.db"
    create_office(office)
    scoring.fill(office, 0, GRIDWORKERS)
    gateway = LocalGateway(office)
    gateway.send(SetUpOffice(name="bench", county_code=COUNTY, operator="bench"))
    gateway.send(CreateUnit(name=UNIT))
    gateway.send(CreateCategory(name=CATEGORY))
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
            yield engine, place


def main(count: int, rush: Rush) -> None:
    """Measure both engines."""
    print(f"# {rush.clerks} clerks on {count:,} tickets, {rush.seconds:.0f} s each; one worker")
    print(f"  {'':<8} {'p50 ms':>9} {'p99 ms':>9} {'floor p50':>9} {'ratio':>7}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for engine, address in filled(stack, folder, count):
            compare(engine, address, folder, rush)


if __name__ == "__main__":
    given = [*sys.argv[1:], *("5000000", "20", "200")[len(sys.argv) - 1 :]]
    main(int(given[0]), Rush(int(given[2]), float(given[1])))
