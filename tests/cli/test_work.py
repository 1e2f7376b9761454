"""A clerk's month from an empty folder to figures, and a real district's."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, PATIENCE_S

ORM = ("sqlmodel", "sqlalchemy", "alembic", "fastapi", "textual", "httpx", "openpyxl", "rich")
#: At the instant the tests stand at: a check of the office fails in years without a calendar.
PROBE = f"""
import sys
from datetime import UTC, datetime
from gridctl.cli import app
from gridctl.foundation.clock import SystemClock
SystemClock.now = lambda _self: datetime.fromtimestamp({NOW.timestamp()}, UTC)
try:
    app.main(sys.argv[1:])
finally:
    sys.stderr.write("\\nLOADED " + " ".join(n for n in {ORM!r} if n in sys.modules))
"""


@pytest.mark.parametrize(
    "words",
    [
        "grid list --level grid",
        "grid tree",
        "staff list",
        "ticket list --state handling -o json",
        "ticket show 3202812026110300001",
        "ticket stats --by town -o csv",
        "db check",
        "doctor",
        "ticket create --help",
    ],
)
def test_reading_loads_no_orm_and_no_screen(words: str, county: Any, office: Path) -> None:
    county("ticket", "create", "--title", "楼道堆物", "--place", "第一网格")
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words.split()],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "GRIDCTL_DB": str(office)},
        check=False,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "LOADED "


@pytest.mark.usefixtures("office")
def test_from_an_empty_folder_to_figures(at_work: Any, monkeypatch: Any) -> None:
    """Every step is a command line; what one prints the next one reads."""
    run = at_work
    monkeypatch.setenv("GRIDCTL_DB", "county.db")
    for words in (
        "init --name 江阴中心 --county 320281 --operator 王芳",
        "grid create --name 江阴市 --code 320281000000",
        "grid create --name 澄江街道 --code 320281001000",
        "grid create --name 文定社区居委会 --code 320281001001",
        "grid create --name 第一网格 --parent 文定社区 --households 300 --alias 老一网格",
        "unit create --name 市城管局 --level 县级",
        "category create --name 市容环境",
        "category create --name 暴露垃圾 --parent 市容环境 --limit 4小时",
        "staff create --name 张伟 --employment 专职",
        "staff post 张伟 --place 老一网格 --role 网格员 --as-of 2026-01-01",
    ):
        assert run(*words.split()).code == 0, words
    serials = []
    for hour in ("16:59", "17:01"):
        entered = run(
            "ticket", "create", "--title", "暴露垃圾", "--place", "老一网格", "--category",
            "市容环境/暴露垃圾", "--reporter", "张伟", "--lead-unit", "市城管局", "--state",
            "已结案", "--reported-at", "2026-10-12 13:00", "--deadline-at", "2026-10-12 17:00",
            "--closed-at", f"2026-10-12 {hour}", "--fields", "serial_no,verdict", "-o", "tsv",
        )  # fmt: skip
        serials.append(entered.out.split()[2:])
    assert serials == [["3202812026101200001", "on_time"], ["3202812026101200002", "overdue"]]
    overdue = run(
        "ticket", "list", "--reporter", "张伟", "--verdict", "超期", "--fields", "serial_no"
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(overdue.out))
    shown = run("ticket", "show", "-", "-o", "json").json["items"]
    assert [ticket["closed_at"] for ticket in shown] == ["2026-10-12T17:01:00+08:00"]
    check = "evidence create --kind check --on 2026-10-20 --staff 张伟 --outcome 合格 --ticket"
    assert run(*check.split(), serials[0][0]).code == 0
    figures = run("ticket", "stats", "--by", "grid", "--period", "上月", "-o", "json").json
    (grid,) = figures["items"]
    assert (grid["name"], grid["close_on_time"]) == ("第一网格", "50.00")
    assert run("db", "check").code == 0


def test_figures_of_an_earlier_version_of_the_tree(county: Any) -> None:
    """A ticket stays with the grid of its day, whatever the grid is called later."""
    county("ticket", "create", "--title", "堆物", "--place", "第一网格", "--reported-at",
           "2026-10-12 13:00")  # fmt: skip
    county("grid", "edit", "第一网格", "--name", "天华网格", "--as-of", "2026-11-01")
    listed = county("ticket", "list", "--under", "天华网格", "-o", "json").json["items"]
    assert [ticket["grid"] for ticket in listed] == ["第一网格"]


@pytest.mark.parametrize(
    "noun", ["grid", "staff", "unit", "category", "evidence", "ticket", "db", "init", "doctor"]
)
def test_every_verb_has_examples_that_name_real_options(
    run: Any, noun: str, monkeypatch: Any
) -> None:
    from gridctl.cli import app

    monkeypatch.setattr(app, "COMMANDS", {name: app.COMMANDS[name] for name in (noun, "thing")})
    commands = run("--spec").json["commands"]
    commands = [each for each in commands if each["command"].split()[0] == noun]
    assert commands
    for command in commands:
        words = command["command"].split()
        page = run(*words, "--help").out
        section = page.partition("Examples:\n")[2].partition("\n\n")[0]
        examples = [line.strip() for line in section.splitlines()]
        assert 1 <= len(examples) <= 4, words
        flags = {flag for each in command["parameters"] for flag in each["flags"]}
        own = [line for line in examples if " ".join(words) in line]
        assert own, words
        for line in own:
            typed = line.rpartition(" ".join(words))[2].split("|")[0].split()
            named = {word for word in typed if word.startswith("-") and word != "-"}
            assert named <= flags, (words, named - flags)


@pytest.mark.real_data
def test_a_real_district_counts_as_its_file_does(at_work: Any, real_data: Path) -> None:
    """Pingshan district, February to September 2018: verdicts stated by the source."""
    events = real_data / "pingshan" / "events_2018-02_to_09.csv"
    at_work("import", "run", str(real_data / "divisions" / "440310_2018.csv"), "--kind", "division")
    assert at_work("import", "run", str(events), "--kind", "ticket").code == 0
    with events.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    received = Counter(row["EVENT_SRC_NAME"] for row in rows)
    in_time = Counter(row["EVENT_SRC_NAME"] for row in rows if row["ARCHIVE_FLAG"] == "intime")
    page = at_work("ticket", "stats", "--by", "source", "-o", "json").json
    assert {
        item["key"]: (item["count"], item["closed_on_time"], item["stated"], item["close_on_time"])
        for item in page["items"]
    } == {
        name: (count, in_time[name], count, _percent(in_time[name], count))
        for name, count in received.items()
    }
    assert page["meta"]["sum"]["count"] == len(rows)
    street = Counter(row["STREET_NAME"] for row in rows)["坑梓街道"]
    listed = at_work("ticket", "list", "--under", "坑梓街道", "--limit", "1", "-o", "json")
    assert listed.json["meta"]["total"] == street


def _percent(part: int, whole: int) -> str:
    rate = Decimal(100 * part) / whole
    return str(rate.quantize(Decimal("0.01"), ROUND_HALF_UP))
