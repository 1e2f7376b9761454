"""``gridctl profile``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def test_a_profile_is_added_used_listed_and_shown(run: Any, tmp_path: Path) -> None:
    assert run("profile", "add", "county", "--path", "county.db").code == 0
    url = "https://grid.example.gov.cn"
    assert run("profile", "add", "city", "--url", url, "--readonly", "--color", "red").code == 0
    assert "Now working with county" in run("profile", "use", "county").err
    rows = {row["name"]: row for row in run("profile", "list", "-o", "json").json["items"]}
    assert rows["county"]["active"] is True
    assert rows["county"]["address"] == str(tmp_path / "county.db")
    assert (rows["city"]["active"], rows["city"]["readonly"]) == (False, True)
    assert run("profile", "show", "--query", "items[0].name", "-o", "tsv").out == "county\n"
    shown = run("profile", "show", "city", "-o", "table").out
    assert "https://grid.example.gov.cn" in shown
    assert "server" in shown


def test_origin_names_the_place_of_each_value(run: Any, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / ".gridctl.toml").write_text('# here\nlang = "en"\n')
    monkeypatch.setenv("GRIDCTL_AMBIGUOUS", "2")
    ran = run("profile", "show", "--origin", "--db", "x.db", "-o", "json")
    origins = {row["key"]: (row["layer"], row["place"]) for row in ran.json["items"]}
    assert origins["db"] == ("flag", "--db")
    assert origins["ambiguous"] == ("environment", "GRIDCTL_AMBIGUOUS")
    assert origins["lang"] == ("project", f"{tmp_path / '.gridctl.toml'}:2")
    assert origins["csv_encoding"] == ("default", "")


def test_use_says_when_something_stronger_still_wins(run: Any, monkeypatch: Any) -> None:
    run("profile", "add", "a", "--path", "a.db")
    monkeypatch.setenv("GRIDCTL_DB", "other.db")
    assert "GRIDCTL_DB still says other.db" in run("profile", "use", "a").err


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("profile use nowhere", 2, "There is no profile nowhere."),
        ("profile add a", 2, "either --path or --url"),
        ("profile add a --path x --url y", 2, "either --path or --url"),
        ("profile add a.b --path x", 2, "a.b cannot be the name"),
    ],
)
def test_what_cannot_be_is_refused(run: Any, line: str, code: int, told: str) -> None:
    ran = run(*line.split())
    assert ran.code == code
    assert told in ran.err


def test_a_taken_name_is_a_conflict(run: Any) -> None:
    assert run("profile", "add", "a", "--path", "1.db").code == 0
    assert run("profile", "add", "a", "--path", "2.db").code == 6
    assert run("profile", "show", "a", "--fields", "address").out.endswith("1.db\n")
