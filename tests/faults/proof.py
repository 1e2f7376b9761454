"""What must hold of an office after a fault, given what was acknowledged to its clerks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import psycopg

from gridctl.foundation.secrets import TOKEN_VARIABLE
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway
from gridctl.operations.commands.accounts import CreateAccount
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.tokens import CreateToken
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.assessments import VerifyAssessment
from gridctl.operations.queries.audits import VerifyChain, VerifyRows
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.tickets import ListTickets, TicketRow
from gridctl.operations.queries.units import ListUnits
from gridctl.storage.stores import is_server, open_store
from tests.conftest import PATIENCE_S
from tests.faults.clerk import FILE_ROWS, STATES, UNIT
from tests.server.serving import until

ROOT = Path(__file__).resolve().parents[2]
PLACES = (
    ("江阴市", "320281000000"), ("澄江街道", "320281001000"),
    ("君山社区", "320281001001"), ("第一网格", "320281001001002"),
)  # fmt: skip
#: Before the months the clerks freeze.
_SINCE = date(2009, 1, 1)
#: What a fault may do to a command: the office is away for longer than its sender is patient,
#: nobody knows, it was put back meanwhile, or there is no room.
_AWAY = {"LineRefused", "LineCut", "DatabaseUnreachable", "DatabaseAway"}
_REFUSED = _AWAY | {"OutcomeUnknown", "ImportBrokenOff", "TicketNotFound", "DiskFull"}

_AT_REST = """
    SELECT count(*) = 0 FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND state <> 'idle'
      AND pid <> pg_backend_pid()
"""


def fill(gateway: Gateway) -> None:
    """Enter what the clerks work with, and their accounts, clerk0 to clerk3."""
    gateway.send(SetUpOffice(name="江阴中心", county_code="320281", operator="王芳"))
    for name, code in PLACES:
        gateway.send(CreateGrid(name=name, code=code, as_of=_SINCE))
    gateway.send(CreateUnit(name=UNIT))
    gateway.send(CreateCategory(name="市容环境"))
    gateway.send(CreateStaff(name="张三", staff_no="G001", employment="full"))
    gateway.send(PostStaff(staff_no="G001", place=PLACES[-1][1], role="gridworker", as_of=_SINCE))
    for number in range(4):
        make_account(gateway, f"clerk{number}")


def make_account(gateway: Gateway, login: str) -> None:
    """Make the account of a clerk of the county, who signs in by tokens alone."""
    gateway.send(CreateAccount(login=login, name=login, role="county_office", sign_in=False))


def token_of(address: str, login: str) -> str:
    """Return a new token of an account of the office at an address."""
    gateway = LocalGateway(open_store(address))
    try:
        made = gateway.send(CreateToken(label="faults", account=login))
    finally:
        gateway.close()
    assert made.token
    return made.token


class Worker:
    """A clerk in a process of its own, signed in by a token where there is one.

    Attributes:
        said: what was acknowledged to it, line by line.
    """

    def __init__(self, address: str, name: str, token: str = "") -> None:
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.clerk", address, name],
            cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, TOKEN_VARIABLE: token},
        )  # fmt: skip
        self._lines: Queue[str | None] = Queue()
        self._reading = Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as told:
            for line in told:
                self._lines.put(line.strip())
        self._lines.put(None)

    def until(self, lines: int) -> None:
        """Wait until so many more things were acknowledged."""
        end = time.monotonic() + PATIENCE_S
        while lines > 0:
            try:
                line = self._lines.get(timeout=max(end - time.monotonic(), 0))
            except Empty:
                raise AssertionError(f"too little was acknowledged: {self.said}") from None
            assert line is not None, f"it ended by itself after {self.said}"
            self.said.append(line)
            lines -= not line.startswith("refused")

    def so_far(self) -> int:
        """Return how much was acknowledged or refused until now."""
        while not self._lines.empty():
            if line := self._lines.get():
                self.said.append(line)
        return len(self.said)

    def end(self) -> list[str]:
        """Kill it, and return all it was told."""
        self.process.kill()
        self.process.wait()
        self._reading.join(PATIENCE_S)
        self.so_far()
        return self.said


def settle(address: str) -> None:
    """Wait until a database has ended what a program that is dead by now had sent it."""
    if not is_server(address):
        return
    with psycopg.connect(address, autocommit=True) as beside:
        until(lambda: beside.execute(_AT_REST).fetchone() == (True,), "the database's rest")


def prove(address: str, said: list[str]) -> None:
    """Fail unless all that was acknowledged is there, nothing is half there, and proofs hold."""
    assert set(_told(said, "refused")) <= _REFUSED, said
    gateway = LocalGateway(open_store(address))
    try:
        prove_whole(gateway)
        _prove_tickets(gateway, said)
        _prove_files(gateway, said)
        for period in _told(said, "frozen"):
            verified = gateway.send(VerifyAssessment(assessment=period))
            assert (verified.same, verified.assessment.state) == (True, "frozen")
    finally:
        gateway.close()


def prove_whole(gateway: Gateway) -> None:
    """Fail unless an office is in order, its journal unbroken and every row as it was left."""
    assert gateway.send(CheckOffice()).items == ()
    assert gateway.send(VerifyChain()).items == ()
    assert gateway.send(VerifyRows()).items == ()


def _prove_tickets(gateway: Gateway, said: list[str]) -> None:
    # What a killed clerk had sent may still be carried out: the second look would find more.
    rows = _tickets(gateway)
    found = {row.external_no: row for row in rows}
    assert len(found) == len(rows)
    for line in said:
        if line.startswith("step"):
            _step, number, state = line.split()
            # What was under way when the fault came may be done as well, unacknowledged.
            assert STATES.index(found[number].state) >= STATES.index(state), line


def _tickets(gateway: Gateway) -> list[TicketRow]:
    rows: list[TicketRow] = []
    after = None
    while True:
        page = gateway.send(ListTickets(limit=500, after=after))
        rows += page.items
        after = page.next
        if after is None:
            return rows


def _prove_files(gateway: Gateway, said: list[str]) -> None:
    units = [row.name for row in gateway.send(ListUnits(limit=10_000)).items if row.name != UNIT]
    rows = Counter(name[:-2] for name in units)
    assert set(rows.values()) <= {FILE_ROWS}
    assert set(_told(said, "import")) <= set(rows)


def _told(said: list[str], what: str) -> list[str]:
    return [line.split()[1] for line in said if line.startswith(f"{what} ")]
