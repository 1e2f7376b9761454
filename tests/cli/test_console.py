"""Shared options, terminals, pipes and consoles of other code pages."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from gridctl.cli.context import ListCommand, noun
from tests.conftest import PATIENCE_S

FAKE = Path(__file__).with_name("fake_program.py")


@pytest.mark.parametrize(
    "line",
    [
        "-o json thing list --count 1",
        "thing -o json list --count 1",
        "thing list --count 1 -o json",
        "--output=json thing list --count 1",
        "-ojson --no-color thing --quiet list --count 1",
    ],
)
def test_shared_options_stand_anywhere(run: Any, line: str) -> None:
    assert [item["code"] for item in run(*line.split()).json["items"]] == ["320281000"]


def test_the_later_of_two_places_wins(run: Any) -> None:
    assert run("-o", "json", "thing", "list", "-o", "csv").out.startswith("code,")


def test_a_value_that_looks_like_a_shared_option_stays_a_value(run: Any) -> None:
    ran = run("thing", "list", "--count", "1", "--name", "-n", "--fields", "name")
    assert ran.out.splitlines() == ["name", "-n"]
    assert run("thing", "close", "-y", "--", "--yes").err == "closed ['--yes'], reason None\n"


@pytest.mark.parametrize(
    "line",
    ["thing list -n", "-n thing list", "thing list --yes", "thing show x --limit 3", "-y version"],
)
def test_an_option_the_command_cannot_honour_is_refused(run: Any, line: str) -> None:
    ran = run(*line.split())
    assert ran.code == 2
    assert "There is no option" in ran.err
    assert ran.out == ""


def test_an_option_of_an_office_is_no_slip_of_the_pen(run: Any) -> None:
    ran = run("version", "--db", "x.db")
    assert (ran.code, "leave --db out" in ran.err) == (2, True)


def test_a_command_cannot_take_the_name_of_a_shared_option() -> None:
    app = noun()

    @app.command("list", cls=ListCommand)
    def list_some(limit: int = 3) -> None:
        raise AssertionError(limit)

    with pytest.raises(TypeError, match="limit is the name of a shared option"):
        typer.main.get_group(app)


def test_a_list_ends_after_200_rows_and_says_so(run: Any) -> None:
    ran = run("thing", "list", "--count", "1312")
    assert len(ran.out.splitlines()) == 201
    assert ran.err == "200 of 1,312; --all for all\n"
    ran = run("thing", "list", "--count", "1312", "--all")
    assert (len(ran.out.splitlines()), ran.err) == (1313, "")


def test_change_options_reach_the_command(run: Any) -> None:
    ran = run("thing", "close", "a", "b", "-y", "--reason", "moved")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "closed ['a', 'b'], reason moved\n"


def test_quiet_keeps_stderr_empty(run: Any) -> None:
    assert run("thing", "close", "a", "-y", "-q").err == ""


def test_a_question_nobody_can_answer_is_a_usage_error(run: Any) -> None:
    ran = run("thing", "close", "a")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert "closed" not in ran.err


def test_a_dry_run_asks_nothing(run: Any) -> None:
    assert run("thing", "close", "a", "-n").code == 0


def test_a_severe_question_wants_the_name(run: Any) -> None:
    assert run("thing", "purge", "B12", "--confirm", "B21").code == 2
    assert run("thing", "purge", "B12", "--yes").code == 2
    assert run("thing", "purge", "B12", "--confirm", "B12").err == "purged B12\n"


def on_a_terminal(*args: str, typed: str = "", **environ: str) -> tuple[int, str]:
    """Run a command line on a pseudo-terminal and return its exit code and all it showed."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(FAKE), *args],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "TERM": "xterm", **environ},
    )
    os.close(follower)
    os.write(leader, typed.encode())
    shown = b""
    while True:
        try:
            piece = os.read(leader, 4096)
        except OSError:  # Linux reports the end of a pseudo-terminal as an error
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    return process.wait(timeout=PATIENCE_S), shown.decode()


def test_a_terminal_gets_a_table(run: Any) -> None:
    code, shown = on_a_terminal("thing", "list", "--no-color")
    assert code == 0
    assert shown.splitlines()[0].split() == ["Code", "Name", "State", "Score"]
    assert "still open" in shown
    assert "\x1b" not in shown


def test_a_terminal_gets_bold_headers_unless_it_says_otherwise() -> None:
    assert "\x1b[1m" in on_a_terminal("thing", "list")[1]
    assert "\x1b" not in on_a_terminal("thing", "list", NO_COLOR="1")[1]
    assert "\x1b" not in on_a_terminal("thing", "list", TERM="dumb")[1]


def test_a_pipe_gets_tsv(run: Any) -> None:
    lines = run("thing", "list", "--count", "1").out.splitlines()
    assert lines[0].split("\t") == ["code", "name", "state", "score", "fund", "since"]
    assert lines[1].split("\t")[2:] == ["closed", "93.17", "123456", "2026-06-05T08:30:00+08:00"]


def test_progress_is_drawn_on_a_terminal_only() -> None:
    assert "Loading" in on_a_terminal("thing", "load")[1]
    assert "Loading" not in on_a_terminal("thing", "load", "-q")[1]


def test_a_question_on_a_terminal() -> None:
    code, shown = on_a_terminal("thing", "close", "a", "--db", "east.db", typed="y\n")
    assert code == 0
    assert "[east.db] Close it?" in shown.replace("\x1b[0m", "")
    assert "closed ['a']" in shown
    code, shown = on_a_terminal("thing", "close", "a", typed="\n")
    assert code == 1
    assert "Nothing was changed." in shown
    assert on_a_terminal("thing", "close", "a", "--no-input")[0] == 2


def test_the_question_wears_the_profiles_colour(tmp_path: Path) -> None:
    (tmp_path / ".gridctl.toml").write_text('[profile.live]\npath = "x.db"\ncolor = "red"\n')
    shown = on_a_terminal("thing", "close", "a", "--profile", "live", typed="n\n")[1]
    assert "\x1b[31m[live]" in shown
    (tmp_path / ".gridctl.toml").write_text('[profile.live]\npath = "x.db"\ncolor = "rainbow"\n')
    code, shown = on_a_terminal("thing", "close", "a", "--profile", "live", typed="n\n")
    assert code == 2
    assert "rainbow" in shown


@pytest.mark.parametrize(
    ("encoding", "output"),
    [
        *(("ascii", output) for output in ("table", "tsv", "csv", "yaml", "json", "md")),
        ("cp936", "table"),
        ("cp936", "json"),
    ],
)
def test_no_console_ends_in_a_traceback(spawn: Any, encoding: str, output: str) -> None:
    done = spawn("thing", "list", "-o", output, "--name", "𠮷网格✓", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    text = done.stdout.decode(encoding)
    if output == "json":
        assert json.loads(text)["items"][0]["name"] == "𠮷网格✓"
    elif output != "yaml":
        assert "?" in text


def test_errors_survive_a_console_that_cannot_show_them(spawn: Any) -> None:
    done = spawn("thing", "show", "none", PYTHONIOENCODING="ascii")
    assert done.returncode == 7
    assert b"There is no thing none." in done.stderr
    assert b"????" in done.stderr


def test_help_survives_a_console_that_cannot_show_it(spawn: Any) -> None:
    done = spawn("help", "settings", PYTHONIOENCODING="ascii", LANG="zh_CN.UTF-8")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_closed_pipe_ends_quietly() -> None:
    shell = (
        f"{sys.executable} {FAKE} thing list --count 20000 --all | head -1; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(
        ["bash", "-c", shell], capture_output=True, check=False, timeout=PATIENCE_S
    )
    assert done.stdout.splitlines()[1:] == [b"141"]
    assert done.stderr == b""


def test_interrupt_ends_with_130() -> None:
    with subprocess.Popen(
        [sys.executable, str(FAKE), "thing", "wait"], stderr=subprocess.PIPE, text=True,
        # Where the tests run in the background, interrupts are ignored, and so they are inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert process.stderr.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE_S) == 130
        assert process.stderr.read() == "Interrupted.\n"
