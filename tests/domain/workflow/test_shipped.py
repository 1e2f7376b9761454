"""The shipped workflow against the table of domain.md 5.2 and 5.3, written down here by itself."""

from __future__ import annotations

import pytest

from gridctl.domain.loop import OutcomeMissing
from gridctl.domain.tickets import CLOSED, STATE_NAMES
from gridctl.domain.workflow import (
    VerbNotAllowed,
    VerbUnknown,
    differences,
    lint,
    load_workflow,
    parse_workflow,
    shipped_text,
)
from gridctl.domain.workflow.paths import main_line
from gridctl.domain.workflow.policy import load_policy, parse_policy
from gridctl.domain.workflow.vocabulary import GUARDS
from gridctl.foundation.i18n import translator
from gridctl.foundation.resources import config_path

#: State -> clock, "" where none runs (domain.md 5.2).
CLOCKS = {
    "draft": "", "reported": "accept", "verifying": "task", "rejected": "", "filed": "dispatch",
    "dispatched": "handle", "handling": "handle", "returned": "dispatch", "suspended": "paused",
    "fed_back": "check", "checking": "task", "rework": "handle", "revisiting": "revisit",
    "closed": "", "archived": "", "merged": "", "self_closed": "",
}  # fmt: skip

#: Verb, from, to, one of its roles (domain.md 5.3).
ROWS = [
    ("report", "draft", "reported", "worker"),
    ("report", "draft", "reported", "desk"),
    ("self_handle", "draft", "self_closed", "worker"),
    ("send_verify", "reported", "verifying", "acceptor"),
    ("verify_done", "verifying", "reported", "worker"),
    ("file", "reported", "filed", "acceptor"),
    ("file", "reported", "filed", "shift_lead"),
    ("void", "reported", "rejected", "acceptor"),
    ("void", "filed", "rejected", "acceptor"),
    ("merge", "reported", "merged", "acceptor"),
    ("merge", "filed", "merged", "acceptor"),
    ("dispatch", "filed", "dispatched", "dispatcher"),
    ("dispatch", "returned", "dispatched", "dispatcher"),
    ("sign", "dispatched", "handling", "unit"),
    ("return", "dispatched", "returned", "unit"),
    ("return", "handling", "returned", "unit"),
    ("escalate", "handling", "filed", "dispatcher"),
    ("extend", "handling", "handling", "unit"),
    ("suspend", "handling", "suspended", "unit"),
    ("resume", "suspended", "handling", "unit"),
    ("resume", "suspended", "handling", "timer"),
    ("feedback", "handling", "fed_back", "unit"),
    ("feedback", "rework", "fed_back", "unit"),
    ("send_check", "fed_back", "checking", "acceptor"),
    ("check_done", "checking", "fed_back", "worker"),
    ("rework", "fed_back", "rework", "dispatcher"),
    ("rework", "checking", "rework", "acceptor"),
    ("rework", "revisiting", "rework", "acceptor"),
    ("revisit", "fed_back", "revisiting", "desk"),
    ("close", "fed_back", "closed", "acceptor"),
    ("close", "checking", "closed", "acceptor"),
    ("close", "revisiting", "closed", "acceptor"),
    ("reopen", "closed", "rework", "acceptor"),
    ("archive", "closed", "archived", "timer"),
    *((verb, "handling", "handling", role) for verb, role in (
        ("nudge", "desk"), ("supervise", "superior"), ("cancel_supervise", "superior"),
        ("urge", "acceptor"), ("instruct", "leader"), ("notify", "acceptor"), ("read", "anyone"),
        ("assist", "unit"), ("comment", "anyone"),
    )),
]  # fmt: skip
OPEN = {
    "reported", "verifying", "filed", "dispatched", "handling", "returned", "suspended",
    "fed_back", "checking", "rework", "revisiting",
}  # fmt: skip
#: What the table does not have: the arbiter (5.7), a centre handing on what it has accepted or
#: got back, and calling again who was not reached.
BEYOND = {
    ("arbitrate", "returned", "dispatched"), ("escalate", "filed", "filed"),
    ("escalate", "returned", "filed"), ("hand_down", "filed", "filed"),
    ("hand_down", "returned", "filed"),
}  # fmt: skip
WORKFLOW = load_workflow()


@pytest.mark.parametrize(("state", "clock"), CLOCKS.items())
def test_states_and_their_clocks(state: str, clock: str) -> None:
    assert WORKFLOW.states[state].clock == (clock or "none")


def test_no_state_but_those_a_ticket_can_have() -> None:
    assert list(WORKFLOW.states) == list(STATE_NAMES)
    assert {code for code, state in WORKFLOW.states.items() if state.open} == OPEN
    closed = tuple(code for code, state in WORKFLOW.states.items() if state.kind == "closed")
    assert closed == CLOSED


@pytest.mark.parametrize(("verb", "source", "target", "role"), ROWS)
def test_every_row_of_the_table(verb: str, source: str, target: str, role: str) -> None:
    rule = WORKFLOW.verb(verb)
    outcome = rule.outcomes[0] if rule.outcomes else ""
    assert (WORKFLOW.move(verb, source, outcome).target or source) == target
    assert role in rule.roles


@pytest.mark.parametrize("state", sorted(OPEN))
def test_whatever_is_open_may_be_closed_by_force(state: str) -> None:
    assert WORKFLOW.move("force_close", state).target == "closed"
    assert WORKFLOW.verb("force_close").roles == ("leader",)


def test_no_step_moves_a_ticket_but_those_of_the_table() -> None:
    moved = {
        (verb.code, source, move.target)
        for verb in WORKFLOW.verbs.values()
        for move in verb.moves
        for source in move.sources
        if move.target
    }
    table = {(verb, source, target) for verb, source, target, _ in ROWS if source != target}
    forced = {("force_close", state, "closed") for state in OPEN}
    assert moved == table | forced | BEYOND


@pytest.mark.parametrize("verb", ["return", "rework", "void", "force_close"])
def test_opinions_are_mandatory(verb: str) -> None:
    assert WORKFLOW.verb(verb).opinion


@pytest.mark.parametrize(
    ("verb", "role"),
    [("void", "shift_lead"), ("extend", "approver"), ("suspend", "approver"),
     ("appeal", "approver")],
)  # fmt: skip
def test_what_one_asks_another_decides(verb: str, role: str) -> None:
    rule = WORKFLOW.verb(verb)
    assert rule.approval == role
    assert role not in rule.roles


@pytest.mark.parametrize(
    ("verb", "outcomes"),
    [
        ("verify_done", ("exist", "not_exist", "unable")),
        ("check_done", ("pass", "fail", "unable")),
        ("revisit", ("satisfied", "basically", "dissatisfied", "unreachable")),
    ],
)
def test_outcomes(verb: str, outcomes: tuple[str, ...]) -> None:
    assert WORKFLOW.verb(verb).outcomes == outcomes


def test_the_main_line_leads_from_report_to_archive() -> None:
    assert [(step.verb.code, step.move.target) for step in main_line(WORKFLOW)] == [
        ("report", "reported"), ("file", "filed"), ("dispatch", "dispatched"),
        ("sign", "handling"), ("feedback", "fed_back"), ("close", "closed"),
        ("archive", "archived"),
    ]  # fmt: skip


def test_a_step_from_elsewhere_is_refused_with_what_is_possible() -> None:
    with pytest.raises(VerbNotAllowed) as refused:
        WORKFLOW.move("close", "archived")
    assert refused.value.params == {"verb": "close", "state": "archived", "steps": ("read",)}
    with pytest.raises(VerbNotAllowed) as refused:
        WORKFLOW.move("sign", "filed")
    assert "dispatch" in str(refused.value.params["steps"])
    with pytest.raises(VerbUnknown):
        WORKFLOW.move("fly", "filed")


def test_a_way_that_depends_on_the_outcome_needs_one() -> None:
    text = shipped_text().replace(
        'moves = ["checking -> fed_back"]',
        'moves = ["checking -> rework if fail", "checking -> fed_back if pass",'
        ' "checking -> fed_back if unable"]',
    )
    own = parse_workflow(text)
    assert own.move("check_done", "checking", "fail").target == "rework"
    assert own.move("check_done", "checking", "pass").target == "fed_back"
    with pytest.raises(OutcomeMissing):
        own.move("check_done", "checking")
    assert lint(own, GUARDS) == []


def test_the_shipped_workflow_is_clean_and_equals_itself() -> None:
    assert lint(WORKFLOW, GUARDS) == []
    assert differences(WORKFLOW, parse_workflow(shipped_text())) == []


def test_the_same_states_have_the_same_words_everywhere() -> None:
    chinese = translator("zh_CN")
    for code, state in WORKFLOW.states.items():
        assert state.name == (chinese(STATE_NAMES[code]), STATE_NAMES[code])


def test_digests_cover_rules_and_no_words() -> None:
    renamed = parse_workflow(shipped_text().replace("已立案", "已受理"))
    assert renamed.digest == WORKFLOW.digest
    spelled = shipped_text().replace('["open, closed"]', f'["{", ".join(sorted(OPEN))}, closed"]')
    assert parse_workflow(spelled).verb("notify") != WORKFLOW.verb("notify")
    bolder = shipped_text().replace('"return_limit"]', "]".strip())
    assert parse_workflow(bolder).digest != WORKFLOW.digest


def test_policy_has_the_published_figures() -> None:
    policy = load_policy()
    assert (policy.return_within, policy.returns_before_arbiter) == ("1工作日", 3)
    assert (policy.extensions_max, policy.extension_max) == (3, "3工作日")
    assert (policy.suspensions_max, policy.suspension_max_days) == (1, 365)
    assert (policy.dispatch_to_sign_counts, policy.return_restarts) == (True, True)
    assert (policy.rework, policy.duplicate_within_hours) == ("continue", 24)
    assert parse_policy(_policy_text('rework = "continue"', 'rework = "restart"')).rework == (
        "restart"
    )


def _policy_text(old: str, new: str) -> str:
    text = config_path("rules", "clock.toml").read_text("utf-8")
    assert old in text
    return text.replace(old, new)
