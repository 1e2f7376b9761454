"""``gridctl award`` as a clerk types it."""

from __future__ import annotations

import csv
import io
import os
import pty
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.clock import FixedClock
from tests.award_office import MONTH, NOMINATED, make_office

Gridctl = Callable[..., Any]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "office.db"
    make_office(path)
    return path


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "office.db"))


@pytest.fixture
def gridctl(run: Gridctl, office: Path, monkeypatch: pytest.MonkeyPatch) -> Gridctl:
    """Run ``award`` on the office, so many days after the nomination, in English."""

    def run_award(*args: str, days: int = 0) -> Any:
        clock = FixedClock(NOMINATED + timedelta(days=days))
        monkeypatch.setattr("gridctl.gateway.local.SystemClock", lambda: clock)
        return run("--db", str(office), "--lang", "en", "award", *args)

    return run_award


APPROVE = ("approve", MONTH, "--as", "王主任", "--choose", "褚甲", "--opinion", "首次参评者优先")


def test_a_list_goes_its_way(gridctl: Gridctl) -> None:
    assert gridctl("nominate", "--period", MONTH).code == 0
    ran = gridctl("approve", MONTH)
    assert (ran.code, ran.out) == (4, "")
    assert "error: 小周 nominated L1 and may not approve it." in ran.err
    assert gridctl(*APPROVE).code == 0
    ran = gridctl("publish", "L1")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, f"hint: Add --confirm {MONTH} to go ahead.")
    assert gridctl("publish", "L1", "--confirm", "L1").code == 2
    assert gridctl("publish", "l1", "--confirm", MONTH).code == 0
    assert gridctl("object", "L1", "赵一", "--opinion", "来信").code == 0
    ran = gridctl("finalise", MONTH, "--confirm", MONTH, days=6)
    assert (ran.code, "from 2026-11-10 on" in ran.err) == (6, True)
    ran = gridctl("finalise", MONTH, "--confirm", MONTH, days=7)
    assert (ran.code, "1 objections to L1 are not decided" in ran.err) == (6, True)
    decided = ("object", "L1", "S00001", "--decision", "upheld", "--opinion", "属实")
    assert gridctl(*decided, days=7).code == 0
    moved = ("--move-up", "孙三", "--opinion", "依次递补")
    assert gridctl("finalise", "L1", "--confirm", MONTH, *moved, days=7).code == 0
    assert gridctl("pay", "L1", "--amount", "390", days=8).code == 2
    ran = gridctl("pay", "L1", "--amount", "390.5元", "-y", "-o", "json", days=8)
    head = ran.json["meta"]["award_list"]
    assert (head["state"], head["amount_fen"], head["total_fen"]) == ("paid", 39_050, 390_500)
    assert [step["verb"] for step in ran.json["meta"]["steps"]][-2:] == ["finalise", "pay"]
    assert gridctl("list", "--state", "paid", "--fields", "award_list,state").out.splitlines() == [
        "award_list\tstate",
        "L1\tpaid",
    ]


def test_reasons_are_told_in_words(gridctl: Gridctl) -> None:
    ran = gridctl("nominate", "--assessment", "A1", "-o", "csv", "--csv-encoding", "utf-8")
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(ran.out))}
    assert rows["赵一"]["why"] == "selected, rank 1"
    assert rows["孙三"]["why"] == "all places of the town 一里镇 are taken: 2"
    assert rows["杨己"]["why"] == "excluded by a fabricated report confirmed"
    assert rows["朱庚"]["why"] == (
        "not eligible, on duty for 90 % of the required days: 0.7273, required >= 0.9000"
    )
    assert (rows["褚甲"]["standing"], rows["褚甲"]["total"]) == ("tied_at_cut", "57.00")
    assert [row["seat"] for row in rows.values()][:11] == [*map(str, range(1, 10)), "", ""]


def test_labels_are_those_of_the_language(gridctl: Gridctl) -> None:
    gridctl("nominate", "--period", MONTH)
    ran = gridctl("show", MONTH, "--query", "items[?name=='朱庚'].why", "--lang", "zh")
    assert "出勤率不低于90%" in ran.out


def test_a_trial_changes_nothing(gridctl: Gridctl) -> None:
    ran = gridctl("nominate", "--period", MONTH, "-n")
    assert (ran.code, ran.err) == (0, "Only tried: nothing was changed.\n")
    assert gridctl("show", MONTH).code == 7
    gridctl("nominate", "--period", MONTH)
    gridctl(*APPROVE)
    assert gridctl("publish", MONTH, "--days", "7", "-n", "-q").code == 0
    assert gridctl("list", "--fields", "state").out == "state\napproved\n"


def test_what_is_missing_or_wrong_is_said(gridctl: Gridctl) -> None:
    ran = gridctl("nominate")
    assert (ran.code, "--period" in ran.err) == (2, True)
    assert gridctl("nominate", "--period", "2026-09").code == 7
    assert gridctl("show", "L9").code == 7
    assert gridctl("show", "十月份的").code == 2
    gridctl("nominate", "--period", MONTH)
    assert gridctl("pay", "L1", "--amount", "-5", "-y").code == 1
    assert gridctl("pay", "L1", "--amount", "5", "-y").code == 6
    ran = gridctl("object", "L1", "赵一", "--decision", "maybe", "--opinion", "x")
    assert (ran.code, "upheld" in ran.err) == (2, True)
    ran = gridctl("object", "L1", "赵一", "--objection", "3", "--opinion", "x")
    assert (ran.code, "--decision" in ran.err) == (2, True)


@pytest.mark.parametrize(
    "verb", ["nominate", "list", "show", "approve", "publish", "object", "finalise", "pay"]
)
def test_every_verb_shows_examples(run: Gridctl, verb: str) -> None:
    assert run("award", verb, "--help").out.count(f"  gridctl award {verb}") >= 2


def test_a_screen_of_80_cells_is_enough(office: Path) -> None:
    program = [sys.executable, "-c", "from gridctl.cli.app import main; main()"]
    base = ("--db", str(office), "--lang", "en", "award")
    subprocess.run(
        [*program, *base, "nominate", "--period", MONTH], check=True, capture_output=True
    )
    near, far = pty.openpty()
    environ = {**os.environ, "COLUMNS": "80", "TERM": "dumb"}
    shown = subprocess.Popen([*program, *base, "show", "L1"], stdout=far, env=environ)
    os.close(far)
    lines = b"".join(iter(lambda: _read(near), b"")).decode().splitlines()
    os.close(near)
    assert shown.wait() == 0
    assert max(map(_cells, lines)) <= 80
    assert [line.split()[:4] for line in lines if "赵一" in line] == [
        ["1", "赵一", "一里镇", "80.00"]
    ]
    headings = [line for line in lines if line in ("On the list", "Near the list", "Steps")]
    assert headings == ["On the list", "Near the list", "Steps"]


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def _cells(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
