"""What each kind of command line imports, and how nouns are found."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from gridctl import __version__
from tests.conftest import PATIENCE_S

HEAVY = ("pydantic", "sqlmodel", "sqlalchemy", "alembic", "textual", "fastapi", "httpx", "rich")

#: Runs a command line, then tells which of the heavy packages it loaded.
PROBE = """
import sys
from gridctl.cli import app
try:
    app.main(sys.argv[1:])
finally:
    heavy = {heavy!r}
    nouns = [n for n in app.COMMANDS.values() if "gridctl.cli." + n.module in sys.modules]
    sys.stderr.write("\\nLOADED " + " ".join([n for n in heavy if n in sys.modules]))
    sys.stderr.write("\\nNOUNS " + " ".join(n.module for n in nouns))
"""


def loaded(*args: str, **environ: str) -> tuple[set[str], set[str]]:
    """Return the heavy packages and the nouns a command line loads."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(heavy=HEAVY), *args],
        capture_output=True,
        text=True,
        env={**os.environ, **environ},
        check=False,
        timeout=PATIENCE_S,
    )
    *_, packages, nouns = done.stderr.splitlines()
    assert packages.startswith("LOADED"), done.stderr
    return set(packages.split()[1:]), set(nouns.split()[1:])


def complete(words: str) -> dict[str, str]:
    count = str(len(words.split()) - (not words.endswith(" ")))
    return {"_GRIDCTL_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": count}


@pytest.mark.parametrize(
    ("args", "environ", "nouns"),
    [
        (["--help"], {}, set()),
        (["--version"], {}, {"version"}),
        (["profile", "--help"], {}, {"profile"}),
        (["profile", "list", "--help"], {}, {"profile"}),
        ([], complete("gridctl pro"), set()),
        ([], complete("gridctl profile "), {"profile"}),
    ],
)
def test_help_version_and_completion_load_nothing_heavy(
    args: list[str], environ: dict[str, str], nouns: set[str]
) -> None:
    assert loaded(*args, **environ) == (set(), nouns)


@pytest.mark.parametrize("args", [["completion", "show", "bash"], ["profile", "list"]])
def test_commands_without_data_load_no_database_and_no_screen(args: list[str]) -> None:
    packages, nouns = loaded(*args)
    assert packages <= {"pydantic"}
    assert nouns == {args[0]}


def test_completion_offers_nouns_verbs_and_options(spawn: Any) -> None:
    assert spawn(**complete("gridctl th")).stdout.split() == [b"thing"]
    assert b"close" in spawn(**complete("gridctl thing ")).stdout.split()
    offered = spawn(**complete("gridctl -o json thing list --")).stdout.split()
    assert {b"--limit", b"--fields", b"--count"} <= set(offered)
    assert b"--dry-run" not in offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_script_names_the_program(run: Any, shell: str) -> None:
    ran = run("completion", "show", shell)
    assert ran.code == 0
    assert "_GRIDCTL_COMPLETE" in ran.out


def test_version(run: Any) -> None:
    assert run("--version").out == f"gridctl {__version__}\n"
    assert run("version", "-o", "json").json["items"][0]["gridctl"] == __version__


def test_help_lists_a_noun_without_importing_it(run: Any) -> None:
    ran = run("--help")
    assert ran.code == 0
    assert "Things, for the tests." in ran.out
    assert "--profile NAME" in ran.out


def test_a_noun_without_its_module_is_not_offered(run: Any, monkeypatch: Any) -> None:
    from gridctl.cli import app

    monkeypatch.setitem(app.COMMANDS, "ghost", app.Entry("ghost_of_a_noun", "Ghosts."))
    assert "ghost" not in run("--help").out
    assert run("ghost", "list").code == 2


def test_verb_help_puts_examples_first_and_shared_options_last(run: Any) -> None:
    out = run("thing", "list", "--help").out
    places = [out.index(mark) for mark in ("Examples:", "--count", "Common options:", "--limit")]
    assert places == sorted(places)


def test_chinese_help_fits_the_terminal(run: Any, monkeypatch: Any) -> None:
    from gridctl.foundation import i18n
    from gridctl.presentation.width import width

    def words(_language: str) -> Any:
        return lambda text: (
            "网格员每月考核得分的来历，逐条说明到工单。" * 3 if len(text) > 9 else text
        )

    monkeypatch.setattr(i18n, "translator", words)
    lines = run("thing", "--help").out.splitlines()
    assert any("网格员" in line for line in lines)
    assert all(width(line) <= 80 for line in lines)
    assert not any(line.strip().startswith(("，", "。")) for line in lines)


def test_spec_names_every_command_with_its_options(run: Any, monkeypatch: Any) -> None:
    from gridctl.cli import app

    some = {name: app.COMMANDS[name] for name in ("thing", "profile", "version")}
    monkeypatch.setattr(app, "COMMANDS", some)
    commands = {each["command"]: each for each in run("--spec").json["commands"]}
    assert {"thing list", "profile use", "version"} <= set(commands)
    parameters = {each["name"]: each for each in commands["thing list"]["parameters"]}
    assert parameters["output"]["flags"] == ["--output", "-o"]
    assert "jsonl" in parameters["output"]["choices"]
    assert parameters["all_rows"]["takes_value"] is False
    assert "dry_run" not in parameters
    assert "dry_run" in {each["name"] for each in commands["thing close"]["parameters"]}


def test_help_works_with_a_broken_settings_file(run: Any, tmp_path: Any) -> None:
    (tmp_path / ".gridctl.toml").write_text("lang = ")
    assert run("--help").code == 0
    ran = run("profile", "list")
    assert ran.code == 2
    assert ".gridctl.toml is not valid TOML" in ran.err


def test_the_language_of_help_follows_flag_variable_and_locale(spawn: Any) -> None:
    from gridctl.foundation.i18n import translator

    zh = translator("zh_CN")("Topics").encode()
    en = b"Topics"
    assert spawn("help", LANG="zh_CN.UTF-8").stdout.startswith(zh)
    assert spawn("help", LANG="C.UTF-8").stdout.startswith(zh)
    assert spawn("help", LANG="en_GB.UTF-8").stdout.startswith(en)
    assert spawn("help", LANG="zh_CN.UTF-8", GRIDCTL_LANG="en").stdout.startswith(en)
    assert spawn("help", "--lang", "zh", GRIDCTL_LANG="en").stdout.startswith(zh)
    assert spawn("--lang=zh", "help", GRIDCTL_LANG="en").stdout.startswith(zh)
