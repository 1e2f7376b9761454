"""A clerk who works until ended: ``python -m tests.faults.clerk OFFICE NAME``.

What has been acknowledged is said on stdout, a line each: ``step NUMBER STATE`` for a ticket,
``import NAME`` for a file of units, ``frozen PERIOD`` for a month.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import NoReturn

from gridctl.domain.errors import GridctlError
from gridctl.domain.keeping import DiskFull
from gridctl.domain.sign_ins import NotSignedIn
from gridctl.foundation.settings import Origin, Target, kind_of
from gridctl.gateway.connect import connect
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.ticket_handling import (
    DispatchTicket,
    FeedbackTicket,
    SignTicket,
)
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.tickets import CreateTicket

#: Who handles all tickets.
UNIT = "城管局"
#: Units in a file.
FILE_ROWS = 30
#: The states a ticket goes through, in order.
STATES = ("reported", "filed", "dispatched", "handling", "fed_back")


def target(address: str) -> Target:
    """Return where an office is, by its address."""
    kind = kind_of(address, "url" if address.startswith("http") else "sqlite")
    return Target(kind, address, "faults", origin=Origin("flag", "--db"))


class Clerk:
    """Works on an office, for itself and for the unit."""

    def __init__(self, address: str, name: str) -> None:
        self._office = connect(target(address), actor=name)
        self._unit = connect(target(address), actor=name, on_behalf=UNIT)
        self._name = name

    def work(self) -> NoReturn:
        """Take tickets through the loop; every third time a file, every fifth a month as well.

        What is refused, for the office does not answer or was put back meanwhile, is said and left.
        A full disk ends the work, and so does a token that is good no more.
        """
        for number in count(1):
            try:
                self._ticket(f"{self._name}-{number:04}")
                if number % 3 == 0:
                    self._file(f"{self._name}科{number:04}")
                if number % 5 == 0:
                    self._month(number // 5 - 1)
            except GridctlError as error:
                say("refused", type(error).__name__)
                if isinstance(error, (DiskFull, NotSignedIn)):
                    sys.exit(error.exit_code)
                time.sleep(0.05)
        raise AssertionError

    def _ticket(self, number: str) -> None:
        office, unit = self._office, self._unit
        entered = CreateTicket(
            title="井盖缺失", external_no=number, place="澄江街道", category="市容环境"
        )
        steps = (
            (office, entered),
            (office, FileTicket(ticket=number)),
            (office, DispatchTicket(ticket=number, unit=UNIT, limit="2工作日")),
            (unit, SignTicket(ticket=number)),
            (unit, FeedbackTicket(ticket=number, reply="已更换")),
        )
        for (gateway, step), state in zip(steps, STATES, strict=True):
            gateway.send(step)
            say("step", number, state)

    def _file(self, name: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.csv"
            rows = "".join(f"{name}{row:02}\n" for row in range(FILE_ROWS))
            path.write_text(f"单位名称\n{rows}", encoding="utf-8")
            send_file(self._office, inspect(path, load_kind("unit")), Wish())
        say("import", name)

    def _month(self, number: int) -> None:
        # Each clerk has years of its own, by the last digit of its name: no month comes again.
        year = 2010 + int(self._name[-1]) + number // 12 * 10
        period = f"{year}-{number % 12 + 1:02}"
        run = self._office.send(RunAssessment(period=period))
        self._office.send(FreezeAssessment(assessment=run.assessment))
        say("frozen", period)


def say(*words: str) -> None:
    """Say what was acknowledged, at once."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    Clerk(sys.argv[1], sys.argv[2]).work()
