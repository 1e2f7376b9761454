"""The wheel alone, installed where there is no checkout, does the main job."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture.sources import project_files
from tests.conftest import ROOT
from tests.packaging.resolved import ENVIRON, declarations, declared, uv

pytestmark = [pytest.mark.wheel, pytest.mark.needs_network]


class Installed(NamedTuple):
    """A wheel, the pins it was installed with, and the programs of its environment."""

    wheel: Path
    pins: Path
    programs: Path
    home: Path

    def run(self, program: str, *words: str) -> str:
        """Run an installed program far from the checkout and return its output."""
        environ = {k: v for k, v in ENVIRON.items() if not k.startswith(("PYTHON", "GRIDCTL"))}
        places = {"HOME": str(self.home), "PATH": os.pathsep.join([str(self.programs), "/bin"])}
        done = subprocess.run(
            [self.programs / program, *words], cwd=self.home, env={**environ, **places},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = declarations(tmp_path_factory.mktemp("declared"))
    pins = folder / "pins.txt"
    uv("export", "--no-dev", "--no-emit-project", "--no-hashes", "-o", pins, folder=folder)
    out = tmp_path_factory.mktemp("wheel")
    uv("build", "--wheel", "--out-dir", out, ROOT, folder=out)
    (wheel,) = out.glob("*.whl")
    home = tmp_path_factory.mktemp("home")
    uv("venv", "--python", sys.executable, home / "venv", folder=home)
    programs = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    uv("pip", "install", "--python", programs / "python", "-c", pins, wheel, folder=home)
    return Installed(wheel, pins, programs, home)


def test_only_what_is_pinned_was_installed(installed: Installed) -> None:
    python = installed.programs / "python"
    frozen = uv("pip", "freeze", "--python", python, folder=installed.home).splitlines()
    pinned = re.findall(r"^[\w.-]+==[^\s;]+", installed.pins.read_text(), re.MULTILINE)
    assert {line for line in frozen if not line.startswith("gridctl @")} <= set(pinned)
    assert len(frozen) > 20


def test_the_program_tells_its_version_and_its_nouns(installed: Installed) -> None:
    assert declared()["project"]["version"] in installed.run("gridctl", "--version")
    assert "gridctl init" in installed.run("gridctl", "--lang", "en", "--help")


def test_the_demonstration_runs_from_the_wheel(installed: Installed) -> None:
    told = installed.run("gridctl", "--lang", "en", "demo", "--to", "shown")
    assert told
    database = str(installed.home / "shown" / "office.db")
    checked = installed.run("gridctl", "--db", database, "db", "check", "-o", "json")
    assert '"items": []' in checked or '"items":[]' in checked
    assert "张" in installed.run("gridctl", "--db", database, "staff", "list", "-o", "csv")


def test_the_code_that_ran_is_the_wheels(installed: Installed) -> None:
    told = installed.run("python", "-c", "import gridctl; print(gridctl.__file__)")
    assert Path(told.strip()).is_relative_to(installed.home)


def test_the_wheel_holds_the_program_and_its_data_and_nothing_else(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        packed = set(archive.namelist())
    wanted = set()
    for name in project_files():
        top, _, rest = name.partition("/")
        if top == "gridctl":
            wanted.add(name)
        elif top == "tui":
            wanted.add(rest)
        elif top in ("config", "seed"):
            wanted.add(f"gridctl/_data/{name}")
    information = {name for name in packed if ".dist-info/" in name}
    assert packed - information == wanted
    assert any(name.endswith("/licenses/LICENSE") for name in information)
