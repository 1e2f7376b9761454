"""A step that only the office's workflow has is offered and typed like any other."""

from __future__ import annotations

from types import SimpleNamespace

from gridctl.domain.workflow import parse_workflow, shipped_text
from gridctl.presentation.ticket_steps import OWN_STEP, step_of
from gridctl_tui.workflow import command_line, legal, step_words, verb_name

OWN = """
[[verbs]]
code = "pre_review"
name = { zh = "预审", en = "review first" }
moves = ["reported -> reported"]
roles = ["acceptor"]
outcomes = ["pass", "fail"]
guards = ["unit_given"]
forward = true
"""


def test_a_step_of_the_offices_own_is_offered_and_typed() -> None:
    workflow = parse_workflow(shipped_text() + OWN)
    ticket = SimpleNamespace(serial_no="N", title="", state="reported", lead_unit=None, stands=())
    verb = next(each for each in legal(workflow, [ticket]) if each.code == "pre_review")
    asked = step_of(verb)
    assert (asked.operation, list(asked.facts)) == (OWN_STEP, ["unit", "outcome"])
    assert step_words(verb) == "step --verb pre_review"
    line = command_line("gridctl", verb_name(verb.code), ["N"], {"outcome": "pass"}, "")
    assert line == "gridctl ticket step N --verb pre_review --outcome pass"
