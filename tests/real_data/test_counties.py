"""Real files through the public command line, against independent counts of the same files."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.real_data

Gridctl = Callable[..., Any]
EVENTS = "pingshan/events_2018-02_to_09.csv"


@pytest.fixture
def gridctl(tmp_path: Path, real_data: Path) -> Gridctl:
    """Run a command line on an office of its own and return the JSON it wrote."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GRIDCTL_")}
    environ["GRIDCTL_CONFIG"] = str(tmp_path / "none.toml")

    def run(*args: str) -> Any:
        files = [str(real_data / arg) if (real_data / arg).is_file() else arg for arg in args]
        command = [sys.executable, "-m", "gridctl", "--db", "office.db", *files, "-o", "json"]
        done = subprocess.run(
            command, capture_output=True, cwd=tmp_path, env=environ, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    command = [sys.executable, "-m", "gridctl", "--db", "office.db", "init", "--no-input"]
    subprocess.run(command, cwd=tmp_path, env=environ, check=True, capture_output=True)
    return run


def events(real_data: Path) -> list[dict[str, str]]:
    with (real_data / EVENTS).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rate(good: int, all_: int) -> str:
    return str((Decimal(100 * good) / all_).quantize(Decimal("0.01"), ROUND_HALF_UP))


def counted(rows: list[dict[str, str]], column: str) -> dict[str, tuple[int, str]]:
    """Count tickets and the share closed on time by a column, straight from the CSV."""
    every, good = Counter[str](), Counter[str]()
    for row in rows:
        every[row[column]] += 1
        good[row[column]] += row["ARCHIVE_STATE"] == "按期办结"
    return {key: (count, rate(good[key], count)) for key, count in every.items()}


def test_a_districts_events_equal_an_independent_count(gridctl: Gridctl, real_data: Path) -> None:
    gridctl("import", "run", "divisions/440310_2018.csv", "--kind", "division")
    (batch,) = gridctl("import", "run", EVENTS, "--kind", "ticket")["items"]
    rows = events(real_data)
    assert batch["counts"] | {"new": 0} == dict.fromkeys(batch["counts"], 0)
    assert batch["counts"]["new"] == len(rows)

    towns = {
        row["name"].removesuffix("办事处") or "-": (row["count"], row["close_on_time"])
        for row in gridctl("ticket", "stats", "--by", "town")["items"]
    }
    assert towns == counted(rows, "STREET_NAME")

    stats = gridctl("ticket", "stats", "--by", "unit")
    units = {row["key"] or "-": (row["count"], row["close_on_time"]) for row in stats["items"]}
    assert units == counted(rows, "DISPOSE_UNIT_ID")
    assert stats["meta"]["sum"]["stated"] == len(rows)

    again = gridctl("import", "run", EVENTS, "--kind", "ticket")["items"][0]["counts"]
    assert (again["same"], again["new"], again["changed"]) == (len(rows), 0, 0)


def division(real_data: Path, name: str) -> dict[str, tuple[str, str]]:
    with (real_data / "divisions" / name).open(encoding="utf-8-sig", newline="") as file:
        return {row["code12"]: (row["name"], row["parent12"]) for row in csv.DictReader(file)}


def listed(rows: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["name"], row["parent_code"] or "") for row in rows}


@pytest.mark.parametrize("county", ["320281", "500112"])
def test_every_years_list_reads_back_as_it_was(
    gridctl: Gridctl, real_data: Path, county: str
) -> None:
    files = sorted((real_data / "divisions").glob(f"{county}_*.csv"))
    years = {path.stem[-4:] if path.stem[-4:].isdigit() else "": path.name for path in files}
    assert len(years) >= 2
    for year, name in sorted(years.items()):
        gridctl(
            "import", "run", f"divisions/{name}", "--kind", "division", "--as-of", f"{year}-12-31"
        )
    for year, name in years.items():
        shown = gridctl("grid", "list", "--all", "--as-of", f"{year}-12-31")["items"]
        assert listed(shown) == division(real_data, name), year


def test_a_later_list_over_an_earlier_one_is_dated_changes(
    gridctl: Gridctl, real_data: Path
) -> None:
    files = {path.stem[-4:]: path.name for path in (real_data / "divisions").glob("500112_*.csv")}
    for year in ("2018", "2023"):
        gridctl(
            "import", "run", f"divisions/{files[year]}", "--kind", "division",
            "--as-of", f"{year}-12-31",
        )  # fmt: skip
    before, after = (division(real_data, files[year]) for year in ("2018", "2023"))
    renamed = next(code for code in before if code in after and before[code][0] != after[code][0])
    (view,) = gridctl("grid", "show", renamed)["items"]
    history = defaultdict(list)
    for version in view["versions"]:
        history[version["valid_from"]].append(version["name"])
    assert history == {
        "2018-12-31": [before[renamed][0]], "2023-12-31": [after[renamed][0]],
    }  # fmt: skip
