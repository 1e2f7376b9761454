"""``gridctl clock``, ``ticket clock`` and ``ticket review`` on a screen and in data formats."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.workflow import shipped_text
from gridctl.domain.workflow.policy import shipped_policy_text
from tests.conftest import PATIENCE_S

T = "JY-1"


@pytest.fixture
def desk(county: Any) -> Any:
    """A ticket of Friday 9 October 2026, due on Monday the 12th, and not handled."""
    county("unit", "create", "--name", "市城管局")
    county("category", "create", "--name", "市容环境")
    for line in (
        ("ticket", "create", "--title", "垃圾未清", "--external-no", T, "--place", "第一网格",
         "--category", "市容环境", "--reported-at", "2026-10-09T09:00"),
        ("ticket", "file", T, "--at", "2026-10-09 09:10"),
        ("ticket", "dispatch", T, "--unit", "市城管局", "--limit", "2工作日",
         "--at", "2026-10-09 10:00"),
        ("--as", "市城管局", "ticket", "sign", T, "--at", "2026-10-09 11:00"),
    ):  # fmt: skip
        ran = county(*line)
        assert ran.code == 0, ran.err
    return county


def test_a_clock_is_explained_in_words(desk: Any, screen: None) -> None:
    ran = desk("ticket", "clock", T, "--explain")
    assert ran.code == 0, ran.err
    assert "dispatched; the limit begins with the dispatch" in ran.out
    assert "make-up day (National Day) 08:00-12:00 14:00-18:00" in " ".join(ran.out.split())
    assert "overdue" in ran.out
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    # Due at 10:00 on the 12th, and not handled: the time past it is a line of its own.
    (cut,) = [line for line in lines if "past the deadline" in line]
    assert cut.startswith("2026-10-12 10:00 now")
    (before,) = [line for line in lines if "being handled" in line]
    assert before.startswith("2026-10-09 11:00 2026-10-12 10:00 900 960 handling, 市城管局")
    assert "2026 official 国办发明电〔2025〕7号 Holiday arrangement for 2026" in lines
    chinese = desk("clock", "show", T, "--explain", "--lang", "zh")
    assert "国庆" in chinese.out, chinese.err


def test_days_in_a_row_of_the_same_hours_are_one_line(desk: Any, screen: None) -> None:
    out = desk("ticket", "clock", T, "--explain").out
    assert any(
        line.split()[:2] == ["2026-10-19", "2026-10-23"] and "×5" in line
        for line in out.splitlines()
    ), out


def test_a_clock_is_data_for_programs(desk: Any) -> None:
    (row,) = desk("clock", "show", T, "-o", "json").json["items"]
    assert (row["lamp"], row["limit"]) == (
        "red", {"kind": "work_day_running", "amount": "2"},
    )  # fmt: skip
    assert [each["why"] for each in row["segments"]][-2:] == ["dispatched", "handled"]


def test_a_sweep_tells_what_it_did_and_what_it_made(desk: Any) -> None:
    tried = desk("clock", "sweep", "-n", "-o", "json")
    assert "nothing was changed" in tried.err
    assert desk("clock", "cards", "-o", "json").json["items"] == []
    (swept,) = desk("clock", "sweep", "-o", "json", "--at-once", "1").json["items"]
    assert (swept["tickets"], swept["red_cards"], swept["digests"]) == (1, 1, 1)
    (card,) = desk("clock", "cards", "--period", "2026-11", "-o", "json").json["items"]
    assert (card["unit"], card["colour"], card["stage"]) == ("市城管局", "red", "handle")
    assert desk("clock", "cards", "--period", "2026-10", "-o", "json").json["items"] == []
    (digest,) = desk("clock", "digests", "--unit", "市城管局", "-o", "json").json["items"]
    assert (digest["late"], digest["due"]) == (1, 0)


def test_reviews_are_listed_and_done(desk: Any) -> None:
    desk("ticket", "urge", T, "--urgency", "red", "--opinion", "重点", "--at", "2026-11-02 09:00")
    assert desk("clock", "sweep").code == 0
    (missed,) = desk("clock", "reviews", "--missed", "-o", "json").json["items"]
    assert (missed["kind"], missed["due_on"]) == ("check", "2026-11-02")
    done = desk("ticket", "review", T, "--kind", "check", "--note", "已现场查看")
    assert done.code == 0, done.err
    again = desk("ticket", "review", T, "--kind", "check", "--note", "再看")
    assert again.code != 0
    assert "No review of this kind" in again.err
    rows = desk("clock", "reviews", "--state", "done", "--level", "county", "-o", "json")
    assert [row["note"] for row in rows.json["items"]] == ["已现场查看"]


def test_a_policy_says_what_it_would_do_before_it_is_adopted(desk: Any, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        shipped_policy_text().replace("sign_counts = true", "sign_counts = false"), "utf-8"
    )
    assert desk("clock", "lint-policy", str(mine)).code == 0
    effect = desk("clock", "effect", str(mine), "-o", "json")
    assert (effect.json["meta"]["tickets"], effect.json["meta"]["moved"]) == (1, 1)
    ran = desk("clock", "set-policy", str(mine), "-y", "-o", "json")
    assert ran.code == 0, ran.err
    # Only what changes, in the words of the check.
    (told,) = ran.json["items"]
    assert (told["kind"], told["place"]) == ("changed", "policy.dispatch_to_sign_counts")
    assert told["text"] == "Time before signing counts: no; before yes"
    assert "1 open tickets: 1 deadlines would move, 0 would turn overdue" in ran.err
    (held,) = desk("clock", "policy", "-o", "json").json["items"]
    assert (held["origin"], held["dispatch_to_sign_counts"]) == ("adopted", False)
    (row,) = desk("clock", "show", T, "-o", "json").json["items"]
    assert row["deadline_at"].startswith("2026-10-12T11:00")


def test_a_policy_is_compared_with_the_one_that_holds(desk: Any, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(shipped_policy_text().replace("extensions_max = 3", "extensions_max = 5"))
    assert desk("clock", "set-policy", str(mine), "-y").code == 0
    again = desk("clock", "set-policy", str(mine), "-n", "-o", "table")
    assert (again.code, again.out) == (0, "")
    assert "No difference from the policy that holds." in again.err
    mine.write_text(shipped_policy_text())
    back = desk("clock", "set-policy", str(mine), "-n")
    assert "Extensions at most: 3; before 5" in back.out


def test_a_deadline_that_waits_for_the_signature_says_so(desk: Any, tmp_path: Path) -> None:
    number = desk("ticket", "create", "--title", "再一件", "--place", "第一网格",
                  "--category", "市容环境", "-o", "json").json["items"][0]["serial_no"]  # fmt: skip
    desk("ticket", "file", number)
    assert desk("ticket", "dispatch", number, "--unit", "市城管局", "--limit", "2工作日").code == 0
    mine = tmp_path / "mine.toml"
    mine.write_text(shipped_policy_text().replace("sign_counts = true", "sign_counts = false"))
    told = desk("clock", "set-policy", str(mine), "-n", "--affected", "-o", "table")
    (line,) = (line for line in told.out.splitlines() if number in line)
    assert "from signing on" in line
    rows = desk("clock", "effect", str(mine), "-o", "json").json["items"]
    (row,) = (row for row in rows if row["serial_no"] == number)
    assert (row["after"], row["late_after"]) == ("signature", False)


#: What an office changes -> what the check says of it, in the order of the shipped file.
_OWN_POLICY = {
    "extensions_max = 3": ("extensions_max = 5", "Extensions at most: 5; before 3"),
    'extension_max = "3工作日"': (
        'extension_max = "2天"', "Longest extension: 2天; before 3工作日",
    ),
    "skip_levels = false": ("skip_levels = true", "Levels may be skipped: yes; before no"),
    'rework = "continue"': (
        'rework = "restart"', "Rework goes on: with the whole limit; before with the time left",
    ),
    'zh = "重复派遣"': ('zh = "重复"', "Grounds of a return: 重复派遣, now 重复"),
    "# An office's own policy may say": (
        "[limits]\naccept = \"30分钟\"\n#",
        "Limit of the stage acceptance: 30 minutes of the wall clock;"
        " before 15 minutes of the wall clock",
    ),
}  # fmt: skip


def test_the_check_of_a_policy_tells_what_it_changes(run: Any, tmp_path: Path) -> None:
    text, mine = shipped_policy_text(), tmp_path / "mine.toml"
    for old, (new, _said) in _OWN_POLICY.items():
        assert old in text
        text = text.replace(old, new)
    text += '\n[[cards]]\nstage = "handle"\nlevel = "town"\nyellow = 0.5\nred = 2\n'
    mine.write_text(text, "utf-8")
    ran = run("clock", "lint-policy", str(mine), "-o", "json")
    assert ran.code == 0, ran.err
    rows = ran.json["items"]
    told = [row["text"] for row in rows]
    assert told[:6] == [said for _new, said in _OWN_POLICY.values()]
    assert (
        "Cards for handling, town: yellow from 0.5, red from 2 working days over the limit" in told
    )
    written = text.splitlines()
    assert [written[row["line"] - 1] for row in rows[:2]] == [
        "extensions_max = 5", 'extension_max = "2天"',
    ]  # fmt: skip
    assert [row["kind"] for row in rows if row["line"] is None] == ["dropped"] * 6


def test_a_wrong_policy_is_told_with_file_line_and_remedy(run: Any, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"

    def lint(old: str, new: str) -> Any:
        mine.write_text(shipped_policy_text().replace(old, new), "utf-8")
        return run("clock", "lint-policy", str(mine), "-o", "json")

    slip = lint("extensions_max", "extentions_max").err
    where = mine.read_text("utf-8").splitlines().index("extentions_max = 3") + 1
    assert f"{mine}, line {where}, policy: the key extentions_max is unknown" in slip
    assert "Write extensions_max" in slip
    assert "Write the number alone" in lint("suspensions_max = 1", 'suspensions_max = "1次"').err
    beyond = lint("archive_after_days = 30", "archive_after_days = 300000")
    where = mine.read_text("utf-8").splitlines().index("archive_after_days = 300000") + 1
    assert (beyond.code, beyond.json["items"][0]["line"]) == (8, where)
    assert beyond.json["items"][0]["text"].startswith("300000 is outside 0 to 3650")
    refused = run("workflow", "lint", str(mine))
    assert "gridctl clock lint-policy FILE" in refused.err


def test_the_tickets_a_change_would_touch_are_listed_on_request(desk: Any, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        shipped_policy_text().replace("sign_counts = true", "sign_counts = false"), "utf-8"
    )
    flow = tmp_path / "flow.toml"
    flow.write_text(shipped_text(), "utf-8")
    hours = ("calendar", "set-hours", "08:00-12:00", "--from", "2026-10-10")
    for change, moved in (
        (("clock", "set-policy", str(mine)), 1),
        ((*hours,), 1),
        (("workflow", "adopt", str(flow)), 0),
    ):
        ran = desk(*change, "-n", "--affected", "-o", "json")
        assert ran.code == 0, ran.err
        assert (ran.json["meta"]["moved"], len(ran.json["items"])) == (moved, moved)
        assert "nothing was changed" in ran.err
    (held,) = desk("clock", "policy", "-o", "json").json["items"]
    assert held["origin"] == "shipped"


def test_a_sweep_that_stops_says_how_to_go_on(desk: Any) -> None:
    desk("ticket", "create", "--title", "再一件", "--place", "第一网格",
         "--category", "市容环境", "--reported-at", "2026-10-09T09:00")  # fmt: skip
    stopped = desk("clock", "sweep", "--at-most", "1", "-o", "json")
    (swept,) = stopped.json["items"]
    assert (swept["tickets"], swept["remaining"]) == (1, 1)
    assert f"1 open tickets were not looked at; go on with --after {swept['next']}" in stopped.err
    (rest,) = desk("clock", "sweep", "--after", str(swept["next"]), "-o", "json").json["items"]
    assert (rest["tickets"], rest["remaining"]) == (1, 0)
    assert "next" not in rest


#: The program at the instant of the tests.
_PROGRAM = """
from datetime import UTC, datetime
from gridctl.cli.app import main
from gridctl.foundation.clock import SystemClock
SystemClock.now = lambda _self: datetime(2026, 11, 3, 2, tzinfo=UTC)
main(("clock", "sweep", "-o", "json"))
"""


def test_two_programs_sweep_at_once(desk: Any) -> None:
    """As two cron jobs would: nothing is issued twice, and neither fails."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    ended = [each.communicate(timeout=PATIENCE_S) for each in started]
    assert [each.returncode for each in started] == [0, 0], ended
    swept = [json.loads(out)["items"][0] for out, _ in ended]
    assert sorted(each["red_cards"] for each in swept) == [0, 1]
    assert len(desk("clock", "cards", "-o", "json").json["items"]) == 1


def test_a_workflow_and_hours_say_so_too(desk: Any, tmp_path: Path) -> None:
    mine = tmp_path / "flow.toml"
    mine.write_text(shipped_text(), "utf-8")
    ran = desk("workflow", "adopt", str(mine), "-n")
    assert ran.code == 0, ran.err
    assert "0 deadlines would move" in ran.err
    hours = desk(
        "calendar", "set-hours", "08:00-12:00", "--from", "2026-10-10", "-n",
    )  # fmt: skip
    assert hours.code == 0, hours.err
    assert "1 deadlines would move" in hours.err
