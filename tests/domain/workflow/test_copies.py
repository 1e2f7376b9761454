"""A county's copy of the workflow: what reading, linting and comparing it tell."""

from __future__ import annotations

import pytest

from gridctl.domain.errors import word
from gridctl.domain.workflow import (
    Difference,
    Workflow,
    differences,
    lint,
    load_workflow,
    parse_workflow,
    shipped_text,
)
from gridctl.domain.workflow import errors as wrong
from gridctl.domain.workflow.messages import ERRORS, FINDINGS, WARNINGS
from gridctl.domain.workflow.policy import parse_policy
from gridctl.domain.workflow.vocabulary import GUARDS
from gridctl.foundation.resources import config_path

#: The smallest loop that works.
SMALL = """
id = "small"
version = 1
title = { zh = "小循环", en = "small" }
[states]
reported = { kind = "start", clock = "accept", zh = "已上报", en = "reported" }
handling = { kind = "open", clock = "handle", zh = "处置中", en = "handling" }
closed = { kind = "closed", clock = "none", zh = "已结案", en = "closed" }
[[verbs]]
code = "dispatch"
name = { zh = "派遣", en = "dispatch" }
moves = ["reported -> handling"]
roles = ["dispatcher"]
forward = true
[[verbs]]
code = "close"
name = { zh = "结案", en = "close" }
moves = ["handling -> closed"]
roles = ["acceptor"]
forward = true
"""
CHECKING = 'checking    = { kind = "open",    clock = "task",'

SCREENING = 'screening = { kind = "open", clock = "accept", zh = "预审中", en = "screening" }\n'


def changed(*edits: tuple[str, str], text: str = SMALL) -> Workflow:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return parse_workflow(text)


def without_checking() -> str:
    """The shipped text of an office that checks nothing on site."""
    lines = [line for line in shipped_text().splitlines() if not line.startswith(CHECKING)]
    blocks = "\n".join(lines).split("\n[[verbs]]\n")
    kept = [b for b in blocks if not b.startswith(('code = "send_check"', 'code = "check_done"'))]
    return "\n[[verbs]]\n".join(kept).replace(
        "fed_back, checking, revisiting", "fed_back, revisiting"
    )


def found(workflow: Workflow) -> list[tuple[str, str]]:
    problems = lint(workflow, GUARDS)
    for problem in problems:
        told = word(FINDINGS[problem.code], {"value": problem.value, **dict(problem.params)})
        assert "{" not in told
    return [(problem.code, problem.field) for problem in problems]


def test_a_small_loop_is_sound() -> None:
    assert found(parse_workflow(SMALL)) == []


@pytest.mark.parametrize(
    ("edits", "finding"),
    [
        ([('"start"', '"open"')], ("no_start", "states")),
        ([('kind = "closed"', 'kind = "dropped"')], ("no_end", "states")),
        ([("reported", "entered")], ("entry_dropped", "states")),
        ([("-> closed", "-> archived")], ("state_dropped", "verbs.close")),
        ([("-> closed", "-> clsed")], ("state_unknown", "verbs.close")),
        ([("-> closed", "")], ("dead_end", "states.handling")),
        ([("-> closed", "-> reported")], ("loop_without_exit", "states.reported")),
        ([('"reported -> handling"', '"reported -> closed"')], ("unreachable", "states.handling")),
        ([('"handle"', '"hadnle"')], ("clock_unknown", "states.handling")),
        ([('"handle"', '"none"')], ("open_without_clock", "states.handling")),
        ([('clock = "none"', 'clock = "check"')], ("clock_after_end", "states.closed")),
        ([('"handle"', '"paused"')], ("pause_without_timer", "states.handling")),
        ([('["acceptor"]', "[]")], ("verb_without_role", "verbs.close")),
        ([('["acceptor"]', '["boss"]')], ("role_unknown", "verbs.close")),
        ([('["acceptor"]', '["acceptor"]\napproval = "acceptor"')],
         ("approves_itself", "verbs.close")),
        ([('["acceptor"]', '["acceptor"]\nguards = ["hodler"]')],
         ("guard_unknown", "verbs.close")),
        ([('["handling -> closed"]', "[]")], ("verb_without_move", "verbs.close")),
        ([('["handling -> closed"]', '["handling -> closed", "handling -> reported"]')],
         ("moves_contradict", "verbs.close")),
        ([("-> closed", "-> closed if pass")], ("outcome_unknown", "verbs.close")),
        ([("-> closed", "-> closed if pass"), ('["acceptor"]',
          '["acceptor"]\noutcomes = ["pass", "fail"]')], ("outcome_unhandled", "verbs.close")),
        ([('code = "close"', 'code = "return"')], ("opinion_needed", "verbs.return")),
        ([('code = "close"', 'code = "stamp"')], ("verb_foreign", "verbs.stamp")),
        ([('code = "close"', 'code = "stamp"')], ("own_closes", "verbs.stamp")),
        ([('code = "close"', 'code = "undo"')], ("code_reserved", "verbs.undo")),
        ([("handling", "stamped")], ("state_foreign", "states.stamped")),
    ],
)  # fmt: skip
def test_lint_finds(edits: list[tuple[str, str]], finding: tuple[str, str]) -> None:
    assert finding in found(changed(*edits))


def test_every_finding_is_either_an_error_or_a_warning() -> None:
    assert ERRORS.keys() & WARNINGS.keys() == set()
    assert "{" not in word(FINDINGS["guard_unknown"], {"value": "a", "nearest": "b"})


def test_closing_by_force_is_no_way_out() -> None:
    moves = 'moves = ["fed_back, checking, revisiting -> closed"]'
    own = changed((moves, "moves = []"), text=shipped_text())
    assert found(own) == [
        ("loop_without_exit", "states.fed_back"),
        ("never_closed", "states.reported"),
        ("verb_without_move", "verbs.close"),
    ]
    loop, never, _verb = lint(own, GUARDS)
    assert dict(loop.params)["states"] == ("fed_back", "checking", "rework", "revisiting")
    assert dict(never.params)["states"] == (
        "reported", "verifying", "filed", "dispatched", "handling", "returned", "suspended",
    )  # fmt: skip


def test_a_circle_of_forward_steps_is_found() -> None:
    text = (
        SMALL
        + """
[[verbs]]
code = "rework"
name = { zh = "返工", en = "rework" }
moves = ["handling -> reported"]
roles = ["acceptor"]
opinion = true
forward = true
"""
    )
    assert found(parse_workflow(text)) == [("forward_loop", "states.reported")]


def test_an_office_may_rename_a_state_and_drop_a_step() -> None:
    own = parse_workflow(without_checking().replace('zh = "已立案"', 'zh = "已受理"'))
    assert found(own) == []
    assert differences(load_workflow(), own) == [
        Difference("renamed", "states.filed.zh", "已立案", "已受理"),
        Difference("dropped", "states.checking", "核查中 / checking"),
        Difference("dropped", "verbs.send_check", "下派核查 / send to check"),
        Difference("dropped", "verbs.check_done", "核查反馈 / checked"),
    ]


def test_a_state_that_is_dropped_but_still_named_is_an_error() -> None:
    lines = [line for line in shipped_text().splitlines() if not line.startswith(CHECKING)]
    own = parse_workflow("\n".join(lines))
    assert {place for code, place in found(own) if code == "state_dropped"} == {
        "verbs.send_check", "verbs.check_done", "verbs.rework", "verbs.close",
    }  # fmt: skip
    assert [(each.change, each.place) for each in differences(load_workflow(), own)] == [
        ("dropped", "states.checking")
    ]


def test_a_step_may_be_added_and_rules_changed() -> None:
    own = changed(
        (CHECKING, SCREENING + CHECKING),
        ('moves = ["reported -> filed"]\nroles = ["acceptor", "shift_lead"]',
         'moves = ["reported -> screening", "screening -> filed"]\nroles = ["shift_lead"]'),
        ('guards = ["holder", "ground_listed", "return_limit"]', 'guards = ["holder"]'),
        ('moves = ["dispatched, handling -> returned"]', 'moves = ["dispatched -> returned"]'),
        ('moves = ["draft -> self_closed"]\nroles = ["worker"]',
         'moves = ["draft -> self_closed"]\nopinion = true\nroles = ["worker"]'),
        text=shipped_text(),
    )  # fmt: skip
    assert differences(load_workflow(), own) == [
        Difference("added", "states.screening", after="预审中 / screening"),
        Difference("changed", "verbs.self_handle.opinion", "false", "true"),
        Difference("dropped", "verbs.file.moves", before="reported -> filed"),
        Difference("added", "verbs.file.moves", after="reported -> screening"),
        Difference("added", "verbs.file.moves", after="screening -> filed"),
        Difference("changed", "verbs.file.roles", "acceptor, shift_lead", "shift_lead"),
        Difference("dropped", "verbs.return.moves", before="handling -> returned"),
        Difference("changed", "verbs.return.guards", "holder, ground_listed, return_limit",
                   "holder"),
    ]  # fmt: skip
    assert found(own) == [("state_foreign", "states.screening")]


@pytest.mark.parametrize(
    ("old", "new", "error", "table", "key"),
    [
        ("id = ", "= ", wrong.RuleFileUnreadable, "", ""),
        ("version = 1", "", wrong.RuleKeyMissing, "version", "version"),
        ('"small"\nversion', '""\nversion', wrong.RuleTextWanted, "id", "id"),
        ("version = 1", "version = true", wrong.RuleNumberWanted, "version", "version"),
        ("version = 1", "version = 1\nlocal = 2", wrong.RuleKeyUnknown, None, "local"),
        ('en = "small"', "", wrong.RuleKeyMissing, "title", "en"),
        ('"start"', '"begin"', wrong.RuleChoiceWrong, "states.reported", "kind"),
        ("handling = {", "open = {", wrong.RuleKeyUnknown, "states", "open"),
        ("handling = {", "Handling = {", wrong.RuleKeyUnknown, "states", "Handling"),
        ('["acceptor"]', '"acceptor"', wrong.RuleTextsWanted, "verbs.close", "roles"),
        ('["acceptor"]', '["acceptor"]\nopinion = 1', wrong.RuleFlagWanted, "verbs.close",
         "opinion"),
        ('["acceptor"]', '["acceptor"]\ngaurds = []', wrong.RuleKeyUnknown, "verbs.close",
         "gaurds"),
        ("handling -> closed", "handling => closed", wrong.MoveUnreadable, "verbs.close", "moves"),
        ("handling -> closed", "", wrong.MoveUnreadable, "verbs.close", "moves"),
        ('"close"', '"dispatch"', wrong.CodeTwice, "verbs.dispatch", "code"),
        ("[states]\n", "states = 1\n[other]\n", wrong.RuleTableWanted, "states", "states"),
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused_with_table_and_key(
    old: str, new: str, error: type[wrong.WorkflowMalformed], table: str, key: str
) -> None:
    with pytest.raises(error) as refused:
        changed((old, new))
    assert (refused.value.params["table"], refused.value.params["key"]) == (table, key)
    text = SMALL.replace(old, new)
    if key in ("roles", "opinion", "gaurds", "moves", "local"):
        line = text.splitlines()[int(refused.value.params["line"] or 0) - 1]
        assert line.startswith(key)
    assert "{" not in word(refused.value.hint, refused.value.params)


@pytest.mark.parametrize(
    ("old", "new", "error", "key"),
    [
        ('"1工作日"', '"bald"', wrong.RuleLimitWanted, "return_within"),
        ("extensions_max = 3", "extensions_max = -1", wrong.RuleNumberWanted, "extensions_max"),
        ("skip_levels = false", "skip_levels = 0", wrong.RuleFlagWanted, "skip_levels"),
        ('rework = "continue"', 'rework = "go on"', wrong.RuleChoiceWrong, "rework"),
        ("merge_within_days = 30", "", wrong.RuleKeyMissing, "merge_within_days"),
        ("suspensions_max", "suspension_max", wrong.RuleKeyUnknown, "suspension_max"),
    ],
)
def test_a_malformed_policy_is_refused(
    old: str, new: str, error: type[wrong.WorkflowMalformed], key: str
) -> None:
    text = config_path("rules", "clock.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(error) as refused:
        parse_policy(text.replace(old, new))
    told = refused.value.params
    assert (told["table"], told["key"]) == ("policy", key)
    line = text.replace(old, new).splitlines()[int(told["line"] or 0) - 1]
    assert line.startswith(key if new else "[policy]")


def test_a_policy_without_grounds_is_refused() -> None:
    text = config_path("rules", "clock.toml").read_text("utf-8")
    head = text[: text.index("[policy.return_grounds]")]
    with pytest.raises(wrong.RuleKeyMissing):
        parse_policy(f"{head}[policy.return_grounds]\n")
