"""The steps of the loop on the command line."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from gridctl.cli.context import Session
from gridctl.cli.render import Style
from gridctl.cli.ticket.verbs import VERBS
from gridctl.domain.loop import VERB_NAMES
from gridctl.domain.workflow import load_workflow
from gridctl.operations.registry import all_operations, operation_class
from gridctl.operations.steps import TicketStep
from gridctl.presentation.width import width


@pytest.fixture
def desk(county: Any) -> Any:
    """Three tickets at a county with a unit."""
    county("category", "create", "--name", "市容环境")
    county("unit", "create", "--name", "市城管局")
    for number in (1, 2, 3):
        county(
            "ticket", "create", "--title", f"垃圾{number}", "--external-no", f"JY-{number}",
            "--place", "第一网格", "--category", "市容环境", "--reported-at", "2026-10-09T09:00",
        )  # fmt: skip
    return county


def test_every_verb_of_the_workflow_has_an_operation_and_a_command() -> None:
    steps = {
        operation.verb: name
        for name, operation in all_operations().items()
        if issubclass(operation, TicketStep)
    }
    # One operation stands for all that an office adds.
    assert set(steps) == {*load_workflow().verbs, ""}
    assert sorted(verb.step for verb in VERBS.values()) == sorted(steps.values())
    assert set(load_workflow().verbs) <= set(VERB_NAMES)


@pytest.mark.parametrize("name", VERBS)
def test_the_options_of_a_verb_are_fields_of_its_operation(name: str, run: Any) -> None:
    verb = VERBS[name]
    fields = operation_class(verb.step).model_fields
    assert set(verb.options) <= set(fields)
    needed = {key for key, field in fields.items() if field.is_required()} - {"ticket"}
    assert set(verb.required) == needed
    ran = run("ticket", name, "--help")
    assert (ran.code, ran.err) == (0, "")


def test_a_ticket_goes_the_whole_way(desk: Any) -> None:
    def take(*args: str) -> Any:
        ran = desk(*args, "-o", "json")
        assert ran.code == 0, ran.err
        return ran.json["items"][0]

    day = "2026-10-09T"
    take("ticket", "file", "JY-1", "--at", day + "09:30")
    sent = take("ticket", "dispatch", "JY-1", "--unit", "市城管局", "--limit", "1工作日",
                "--at", day + "10:00")  # fmt: skip
    assert sent["deadline_at"] == "2026-10-10T10:00:00+08:00"
    unit = ("--as", "市城管局")
    take(*unit, "ticket", "sign", "JY-1", "--at", day + "10:30")
    take(*unit, "ticket", "feedback", "JY-1", "--reply", "已清理", "--at", day + "15:00")
    done = take("ticket", "close", "JY-1", "--at", day + "17:00")
    assert (done["state"], done["verdict"], done["public_reply"]) == ("closed", "on_time", "已清理")


def test_what_is_asked_for_is_decided_by_another(desk: Any) -> None:
    unit = ("--as", "市城管局")
    desk("ticket", "file", "JY-1", "--at", "2026-10-09T09:30")
    desk("ticket", "dispatch", "JY-1", "--unit", "市城管局", "--limit", "1工作日")
    desk(*unit, "ticket", "sign", "JY-1")
    asked = desk(*unit, "ticket", "extend", "JY-1", "--limit", "2工作日", "--opinion", "采购")
    assert asked.code == 0, asked.err
    waiting = desk("ticket", "requests", "-o", "json").json["items"]
    assert [(row["verb"], row["asked_limit"]) for row in waiting] == [("extend", "2工作日")]
    granted = desk("ticket", "approve", "JY-1", "-o", "json").json["items"][0]
    assert granted["deadline_at"] == "2026-11-06T10:00:00+08:00"
    assert desk("ticket", "requests", "-o", "json").json["items"] == []


def test_many_requests_are_decided_as_one_change(desk: Any) -> None:
    unit, both = ("--as", "市城管局"), ("JY-1", "JY-2")
    desk("ticket", "file", *both)
    desk("ticket", "dispatch", *both, "--unit", "市城管局", "--limit", "1工作日")
    desk(*unit, "ticket", "sign", *both)
    desk(*unit, "ticket", "extend", *both, "--limit", "2工作日", "--opinion", "采购")
    ran = desk("ticket", "approve", "JY-1", "JY-2", "JY-3", "--opinion", "属实", "-o", "json")
    assert ran.code == 5
    assert [row["done"] for row in ran.json["items"]] == [True, True, False]
    assert desk("ticket", "requests", "-o", "json").json["items"] == []
    desk("undo")
    assert len(desk("ticket", "requests", "-o", "json").json["items"]) == 2


def test_who_asks_cannot_decide(desk: Any) -> None:
    assert desk("ticket", "void", "JY-1", "--opinion", "不属受理范围").code == 0
    ran = desk("ticket", "approve", "JY-1")
    assert ran.code == 4
    assert "cannot decide" in ran.err
    assert desk("ticket", "refuse", "JY-2").code == 7


def test_one_step_on_several_tickets_shows_a_row_each(desk: Any) -> None:
    desk("ticket", "file", "JY-2")
    ran = desk("ticket", "file", "JY-1", "JY-2", "JY-3", "-o", "json")
    assert ran.code == 5
    rows = ran.json["items"]
    assert [(row["ticket"], row["done"]) for row in rows] == [
        ("JY-1", True), ("JY-2", False), ("JY-3", True),
    ]  # fmt: skip
    assert "file" in rows[1]["why"]
    assert "2 done, 1 not" in ran.err
    undone = desk("undo", "-o", "json")
    assert undone.json["items"][0]["operation"] == "ticket_steps.TakeSteps"
    assert desk("ticket", "show", "JY-3", "-o", "json").json["items"][0]["state"] == "reported"


def test_all_or_nothing_changes_nothing(desk: Any) -> None:
    desk("ticket", "file", "JY-2")
    ran = desk("ticket", "file", "JY-1", "JY-2", "--all-or-nothing")
    assert ran.code == 6
    assert "1 of 2" in ran.err
    assert desk("ticket", "show", "JY-1", "-o", "json").json["items"][0]["state"] == "reported"


def test_evidence_is_kept_by_path_and_digest(desk: Any, tmp_path: Path) -> None:
    picture = tmp_path / "前.jpg"
    picture.write_bytes(b"before")
    desk("ticket", "create", "--title", "楼道堆物", "--external-no", "JY-9", "--place", "第一网格",
         "--category", "市容环境", "--state", "draft")  # fmt: skip
    missing = desk("ticket", "self-handle", "JY-9")
    assert missing.code == 1
    assert "attachment" in missing.err
    lost = desk("ticket", "self-handle", "JY-9", "--attach", "没有.jpg")
    assert lost.code == 2
    ran = desk("ticket", "self-handle", "JY-9", "--attach", str(picture), "-o", "json")
    ticket = ran.json["items"][0]
    assert (ticket["state"], ticket["solved_level"]) == ("self_closed", "village")
    assert ticket["attachments"] == [
        {"path": str(picture), "sha256": hashlib.sha256(b"before").hexdigest()}
    ]


def test_the_steps_speak_of_errors_in_words(desk: Any) -> None:
    ran = desk("--json-errors", "ticket", "sign", "JY-1", "--as", "市城管局")
    told = json.loads(ran.err.splitlines()[-1])
    assert ran.code == 6
    assert told["error"].endswith("verb_not_allowed")


def test_a_step_for_all_a_filter_lets_through(desk: Any) -> None:
    tried = desk("ticket", "file", "--filter", "垃圾 -no:JY-2", "-n", "-o", "json")
    assert tried.code == 0, tried.err
    assert [row["after"] for row in tried.json["items"]] == ["filed", "filed"]
    assert "垃圾1" in tried.err
    unasked = desk("ticket", "file", "--filter", "垃圾 -no:JY-2")
    assert unasked.code == 2
    assert "--yes" in unasked.err
    done = desk("ticket", "file", "--filter", "垃圾 -no:JY-2", "--yes", "-o", "json")
    assert [row["done"] for row in done.json["items"]] == [True, True]
    listed = desk("ticket", "list", "state:filed", "-o", "json").json["items"]
    assert {row["external_no"] for row in listed} == {"JY-1", "JY-3"}


def test_a_filter_that_finds_nothing_changes_nothing(desk: Any) -> None:
    assert desk("ticket", "file", "--filter", "井盖", "--yes").code == 7
    assert desk("ticket", "file", "JY-1", "--filter", "垃圾").code == 2
    assert desk("ticket", "file").code == 2


def test_lists_and_figures_take_a_filter_in_either_language(desk: Any) -> None:
    rows = desk("ticket", "list", "状态:已上报", "-no:JY-1", "-o", "json")
    assert rows.code == 2  # an option nobody knows: a filter beginning with - goes behind --
    rows = desk("ticket", "list", "-o", "json", "--", "状态:已上报", "-no:JY-1")
    assert {row["external_no"] for row in rows.json["items"]} == {"JY-2", "JY-3"}
    stats = desk("ticket", "stats", "no:JY-1", "-o", "json")
    assert stats.json["meta"]["sum"]["count"] == 1
    wrong = desk("ticket", "list", "comunity:文定")
    assert wrong.code == 2
    assert "community" in wrong.err
    topic = desk("help", "filters")
    assert "承办单位" in topic.out


def test_a_step_says_which_one_is_next_and_for_whom(desk: Any) -> None:
    filed = desk("ticket", "file", "JY-1", "-o", "table")
    assert "Next: gridctl ticket dispatch" in filed.err
    sent = desk(
        "ticket", "dispatch", "JY-1", "--unit", "市城管局", "--limit", "2工作日", "-o", "table"
    )
    assert "Next: gridctl ticket sign" in sent.err
    assert "--as" in sent.err
    tried = desk("ticket", "file", "JY-2", "-o", "table", "-n")
    assert "Next" not in tried.err


def test_a_step_that_cannot_be_taken_names_what_can_be_typed(desk: Any) -> None:
    desk("ticket", "file", "JY-1")
    ran = desk("ticket", "sign", "JY-1")
    assert ran.code == 6
    assert "possible are: dispatch" in ran.err
    assert "force close (force-close)" in ran.err


def test_what_can_be_taken_back_has_a_name() -> None:
    from gridctl.domain.changes import is_reversible
    from gridctl.operations.registry import all_operations
    from gridctl.presentation.operation_words import OPERATION_NAMES

    commands = {name for name, kind in all_operations().items() if kind.action == "command"}
    bases = {"ticket_steps.TicketStep", "whistle_steps.WhistleStep"}
    nameless = {name for name in commands if is_reversible(name)} - bases - set(OPERATION_NAMES)
    assert not nameless, "say what they are called in gridctl/presentation/operation_words.py"


@pytest.mark.parametrize(("ground", "words"), [((), "JY-1"), (("--ground", "累了"), "累了")])
def test_the_grounds_of_a_return_are_named(desk: Any, ground: Any, words: str) -> None:
    desk("ticket", "file", "JY-1")
    desk("ticket", "dispatch", "JY-1", "--unit", "市城管局", "--limit", "2工作日")
    refused = desk("ticket", "return", "JY-1", *ground, "--opinion", "非", "--as", "市城管局")
    assert refused.code != 0
    assert "not our duty (not_competent)" in refused.err


def test_a_suspension_that_cannot_be_is_told_from_when_to_when(desk: Any) -> None:
    desk("ticket", "file", "JY-1")
    desk("ticket", "dispatch", "JY-1", "--unit", "市城管局", "--limit", "2工作日")
    desk("ticket", "sign", "JY-1", "--as", "市城管局")
    refused = desk(
        "ticket",
        "suspend",
        "JY-1",
        "--until",
        "2026-11-03",
        "--opinion",
        "材料",
        "--as",
        "市城管局",
    )
    assert "from 2026-11-04 to 2027-11-03" in refused.err


def test_the_log_of_a_ticket_fits_a_narrow_screen(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a step says beside who took it when stands in one column, which folds."""
    desk("ticket", "file", "JY-1")
    desk("ticket", "dispatch", "JY-1", "--unit", "市城管局", "--limit", "2工作日")
    desk("ticket", "sign", "JY-1", "--as", "市城管局")
    desk("ticket", "suspend", "JY-1", "--until", "2026-12-01", "--opinion", "待管线改造完成后处置",
         "--as", "市城管局")  # fmt: skip
    monkeypatch.setattr(
        Session, "style", property(lambda _: Style("table", cells=80)), raising=False
    )
    shown = desk("ticket", "show", "JY-1").out
    assert max(width(line) for line in shown.splitlines()) <= 80
    assert "Limit 2工作日" in shown
    assert "2026-12-01" in shown


def test_naming_nothing_says_what_is_missing(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert "Nothing was named (Serial number)." in desk("ticket", "show", "-").err


def test_what_is_next_is_typed_for_the_office_that_was_named(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--db", "a b.db", "init")
    monkeypatch.setenv("GRIDCTL_DB", "a b.db")
    run("grid", "create", "--name", "江阴市", "--code", "320281000000")
    run("category", "create", "--name", "市容环境")
    entered = ("ticket", "create", "--title", "垃圾", "--place", "江阴市", "--category", "市容环境")
    assert "Next: gridctl ticket file" in run(*entered, "-o", "table").err
    named = run("--db", "a b.db", *entered, "-o", "table")
    assert "Next: gridctl --db 'a b.db' ticket file" in named.err
    unknown = run("--db", "a b.db", "assess", "show", "--period", "2026-10")
    assert "'gridctl --db 'a b.db' assess list'" in unknown.err, unknown.err
    # A line about profiles is about no office.
    assert "'gridctl profile add'" in run("--profile", "nobody", "today").err
