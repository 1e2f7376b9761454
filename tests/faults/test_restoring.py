"""An office is backed up and restored while a clerk works on it through a server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.proof import Worker, prove, token_of
from tests.server.serving import Serving

pytestmark = pytest.mark.lengthy


def test_a_restore_in_the_middle_of_work_loses_what_came_after_the_backup_and_no_more(
    office: Path, tmp_path: Path
) -> None:
    def gridctl(*words: str) -> None:
        environment = {**os.environ, "GRIDCTL_CONFIG": str(tmp_path / "none.toml")}
        subprocess.run(
            [sys.executable, "-m", "gridctl", "--db", str(office), "db", *words],
            check=True, env=environment, capture_output=True,
        )  # fmt: skip

    backup = tmp_path / "backup.db"
    with Serving(office, tmp_path) as serving:
        token = token_of(str(office), "clerk1")
        worker = Worker(serving.start(sign_in=True).url, "clerk1", token)
        worker.until(12)
        before = list(worker.said)
        gridctl("backup", str(backup))
        prove(str(backup), before)
        worker.until(12)
        gridctl("restore", str(backup), "--confirm", office.name)
        restored = worker.so_far()
        worker.until(15)
        said = worker.end()
    # A step on a ticket of the lost hours is refused; the clerk enters the next one.
    after = _entered(said[restored:])
    assert after
    prove(str(office), before + after)


def _entered(said: list[str]) -> list[str]:
    """Return what was acknowledged of tickets entered there, but for the first one.

    That one may have been entered just before, and told of just after.
    """
    entered = [line.split()[1] for line in said if line.endswith(" reported")][1:]
    return [line for line in said if line.startswith("step") and line.split()[1] in entered]
