"""One process of a server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_BEGUN = """
import sys
from gridctl.foundation.settings import Target
from gridctl.operations.registry import all_operations
from gridctl.server.worker import Plan, make_app

make_app(Plan(Target("sqlite", sys.argv[1], "office")))
folder = {"command": "commands", "query": "queries"}
every = all_operations().values()
wanted = {f"gridctl.handlers.{folder[each.action]}.{each.noun()}" for each in every}
print(len(wanted), sorted(wanted - sys.modules.keys()))
"""


def test_a_server_loads_what_carries_out_every_operation(office: Path) -> None:
    """The program's files may be replaced while it serves: nothing is read from them any more."""
    done = subprocess.run(
        [sys.executable, "-c", _BEGUN, office], capture_output=True, text=True, check=True
    )
    number, missing = done.stdout.split(" ", 1)
    assert (int(number) > 50, missing.strip()) == (True, "[]")
