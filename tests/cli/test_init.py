"""``gridctl init``: by flags, by questions, and what it refuses."""

from __future__ import annotations

import getpass
import io
from pathlib import Path
from typing import Any

import pytest
import tomli

from gridctl.cli.context import Session


@pytest.fixture
def types(monkeypatch: Any) -> Any:
    """A person who types lines."""

    def typed(*lines: str) -> None:
        monkeypatch.setattr(Session, "interactive", True)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return typed


def facts(run: Any, *args: str) -> tuple[str, str, str]:
    office = run(*args, "db", "show", "-o", "json").json["items"][0]
    return office["name"], office["county_code"], office["operator"]


def test_flags_say_it_all(run: Any) -> None:
    made = run(
        "--db", "a/b/county.db", "init", "--name", "江阴中心", "--county", "320281000000",
        "--operator", "王芳",
    )  # fmt: skip
    assert made.code == 0
    assert facts(run, "--db", "a/b/county.db") == ("江阴中心", "320281", "王芳")


def test_without_a_terminal_the_file_names_the_office(run: Any) -> None:
    assert run("--db", "江阴.db", "init").code == 0
    assert facts(run, "--db", "江阴.db") == ("江阴", "", getpass.getuser())


def test_a_second_time_is_a_conflict_and_changes_nothing(run: Any) -> None:
    run("--db", "o.db", "init", "--name", "first")
    again = run("--db", "o.db", "init", "--name", "second")
    assert again.code == 6
    assert "There is already an office at" in again.err
    assert facts(run, "--db", "o.db")[0] == "first"


@pytest.mark.parametrize("county", ["3202", "320281001000", "99", "abcdef"])
def test_a_code_of_no_county_makes_no_file(run: Any, county: str) -> None:
    ran = run("--db", "o.db", "init", "--county", county)
    assert ran.code == 2
    assert f"{county} is not the code of a county." in ran.err
    assert not Path("o.db").exists()


def test_a_name_that_is_too_long_makes_no_file(run: Any) -> None:
    assert run("--db", "o.db", "init", "--name", "长" * 101).code == 2
    assert not Path("o.db").exists()


def test_a_terminal_asks_and_sets_up_a_profile(run: Any, types: Any, tmp_path: Any) -> None:
    types(str(tmp_path / "江 阴.db"), "江阴中心", "32", "320281", "")
    made = run("init")
    assert made.code == 0
    assert "32 is not the code of a county." in made.err
    settings = tomli.loads((tmp_path / "user" / "config.toml").read_text("utf-8"))
    assert settings == {
        "default_profile": "江-阴",
        "profile": {"江-阴": {"path": str(tmp_path / "江 阴.db")}},
    }
    assert facts(run) == ("江阴中心", "320281", getpass.getuser())


def test_a_profile_of_the_same_name_is_left_alone(run: Any, types: Any, tmp_path: Any) -> None:
    run("profile", "add", "county", "--path", "elsewhere.db")
    types(str(tmp_path / "county.db"), "", "", "")
    assert run("init").code == 0
    assert [item["name"] for item in run("profile", "list", "-o", "json").json["items"]] == [
        "county",
        "county-2",
    ]


def test_a_named_file_is_asked_about_but_gets_no_profile(run: Any, types: Any) -> None:
    types("中心", "", "王芳")
    assert run("--db", "o.db", "init").code == 0
    assert facts(run, "--db", "o.db") == ("中心", "", "王芳")
    assert run("profile", "list", "-o", "json").json["items"] == []


def test_nobody_left_to_answer_makes_no_file(run: Any, types: Any) -> None:
    types()
    assert run("--db", "o.db", "init").code == 130
    assert not Path("o.db").exists()


def test_a_server_is_not_made_here(run: Any) -> None:
    run("profile", "add", "city", "--url", "https://grid.example.gov.cn")
    assert run("--profile", "city", "init").code == 2
