"""Two processes write into one file at the same time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gridctl.domain.office import OfficeBusy
from gridctl.foundation.clock import Clock
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.offices import CheckOffice, ShowOffice
from gridctl.operations.queries.units import ListUnits
from gridctl.storage import sqlite
from tests.conftest import ROOT
from tests.gateways import local_gateway

WRITER = Path(__file__).with_name("writer.py")
EACH = 200


def test_two_writers_never_meet(office: Path, clock: Clock) -> None:
    gateway = local_gateway(office, clock)
    gateway.send(SetUpOffice(name="江阴市", county_code="320281", operator="王芳"))
    processes = [
        subprocess.Popen(
            [sys.executable, WRITER, office, name, str(EACH)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in ("左", "右")
    ]  # fmt: skip
    told = [process.communicate() for process in processes]
    assert [errors for _, errors in told] == ["", ""]
    assert [process.returncode for process in processes] == [0, 0]
    left, right = (output.split() for output, _ in told)
    # Each ran while the other did, or the test would show nothing.
    assert left[0] < right[-1]
    assert right[0] < left[-1]
    given = [f"32028120261008{number:05}" for number in range(1, 2 * EACH + 1)]
    assert sorted(left + right) == given
    assert gateway.send(ShowOffice()).counts["tickets"] == 2 * EACH
    checked = gateway.send(CheckOffice())
    assert (checked.total, checked.entries) == (0, 2 * EACH + 1)
    gateway.close()


def test_who_waits_too_long_is_told_and_a_reader_never_waits(
    office: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)
    other = sqlite.connect(office, write=True)
    other.execute("BEGIN IMMEDIATE")
    gateway = local_gateway(office, clock)
    assert gateway.send(ListUnits()).items == ()
    with pytest.raises(OfficeBusy):
        gateway.send(CreateUnit(name="城管局"))
    other.execute("ROLLBACK")
    other.close()
    assert gateway.send(CreateUnit(name="城管局")).name == "城管局"
    gateway.close()
