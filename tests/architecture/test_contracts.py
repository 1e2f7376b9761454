"""The import contracts hold, and each of them breaks when it is broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tomli

from tests.conftest import ROOT

#: One import per contract, in the order of the contracts: (module, what it must not import).
PLANTS = (
    ("gridctl.domain.money", "gridctl.operations.base"),
    ("gridctl.cli.version", "gridctl.handlers.queries.context"),
    ("gridctl.reports.archive", "sqlalchemy"),
    ("gridctl.storage.queries.compose", "gridctl.storage.engine"),
    ("gridctl.gateway.remote", "gridctl.handlers.queries.offices"),
    ("gridctl.foundation.ids", "rich"),
)


def contracts() -> list[dict[str, Any]]:
    """Return the contracts as they are declared."""
    declared = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = declared["tool"]["importlinter"]["contracts"]
    return found


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter on the packages that lie in a folder."""
    program = Path(sys.executable).with_name("lint-imports")
    paths = os.pathsep.join([str(folder), str(folder / "tui")])
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, env={**os.environ, "PYTHONPATH": paths},
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def test_the_contracts_hold() -> None:
    linted = _lint(ROOT)
    assert linted.returncode == 0, linted.stdout
    assert f"{len(PLANTS)} kept, 0 broken" in linted.stdout


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what the linter says of a copy in which every contract is broken once."""
    copy = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in ("gridctl", "tui"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("*.pyc"))
    for module, imported in PLANTS:
        with (copy / (module.replace(".", "/") + ".py")).open("a", encoding="utf-8") as file:
            file.write(f"\nimport {imported}\n")
    return _lint(copy).stdout.partition("Broken contracts")[2]


@pytest.mark.parametrize("number", range(len(PLANTS)))
def test_each_contract_breaks_when_it_is_broken(number: int, broken: str) -> None:
    name = contracts()[number]["name"]
    of_this = broken.partition(f"{name}\n")[2].partition("\n\n\n")[0]
    module, imported = PLANTS[number]
    assert f"{module} -> {imported} (l." in of_this
