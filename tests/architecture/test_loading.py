"""What a read loads: imports by name escape the contracts, so they are looked at as they happen."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from gridctl.handlers import queries as handlers
from gridctl.operations import queries as operations
from gridctl.storage import queries as statements
from tests.conftest import PATIENCE_S

#: None of these is needed to read a local file.
HEAVY = ("sqlalchemy", "sqlmodel", "alembic", "httpx", "fastapi", "starlette", "textual")
_TOLD = f"""
    sys.stderr.write("LOADED " + " ".join(n for n in {HEAVY!r} if n in sys.modules))
"""
COMMAND = f"""
import sys
from gridctl.cli.app import main
try:
    main(sys.argv[1:])
finally:{_TOLD}"""
MODULES = f"""
import importlib, sys
try:
    for name in sys.argv[1:]:
        importlib.import_module(name)
finally:{_TOLD}"""


def _run(program: str, *args: str) -> tuple[str, str]:
    """Run a program with its bytecode kept, as people run it; return output and what it loaded."""
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", program, *args], capture_output=True, text=True, env=environ,
        encoding="utf-8", timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    talk, _, loaded = done.stderr.rpartition("LOADED")
    assert done.returncode == 0, talk + loaded
    return done.stdout, loaded.strip()


@pytest.mark.parametrize(
    "words",
    [
        ("ticket", "list"),
        ("grid", "list"),
        ("grid", "tree"),
        ("staff", "list"),
        ("unit", "list"),
        ("category", "list"),
        ("evidence", "list"),
        ("calendar", "list"),
        ("import", "list"),
        ("assess", "list"),
        ("award", "list"),
        ("db", "show"),
        ("db", "check"),
    ],
    ids=" ".join,
)
def test_a_local_read_loads_no_orm_and_no_web(words: tuple[str, str], office: Path) -> None:
    output, loaded = _run(COMMAND, "--db", str(office), *words, "-o", "json")
    assert loaded == ""
    json.loads(output)


@pytest.mark.parametrize("package", [handlers, operations, statements], ids=lambda p: p.__name__)
def test_no_module_of_the_reading_side_loads_them(package: object) -> None:
    path, name = package.__path__, package.__name__  # type: ignore[attr-defined]
    modules = [f"{name}.{module.name}" for module in pkgutil.iter_modules(path)]
    assert len(modules) > 5
    assert _run(MODULES, *modules)[1] == ""


def test_the_probe_sees_what_is_loaded() -> None:
    assert _run(MODULES, "gridctl.storage.engine")[1] == "sqlalchemy"
