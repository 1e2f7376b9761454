"""The workflow as a Mermaid diagram."""

from __future__ import annotations

import re

from gridctl.domain.workflow import load_workflow, mermaid, parse_workflow, shipped_text

ARROW = re.compile(r"    (\[\*\]|\w+) --> (\[\*\]|\w+)( : [^:;\"]+)?")
STATE = re.compile(r"    state \"[^\"]+\" as (\w+)")


def test_every_line_is_a_state_or_an_arrow_between_states() -> None:
    head, *lines = mermaid(load_workflow(), "zh_CN").splitlines()
    assert head == "stateDiagram-v2"
    declared = {match[1] for line in lines if (match := STATE.fullmatch(line))}
    assert declared == {*load_workflow().states, "open"}
    for line in lines:
        arrow = ARROW.fullmatch(line)
        assert arrow or STATE.fullmatch(line), line
        assert arrow is None or {arrow[1], arrow[2]} <= declared | {"[*]"}


def test_names_are_in_the_language_asked_for() -> None:
    chinese, english = mermaid(load_workflow(), "zh_CN"), mermaid(load_workflow(), "en")
    assert "    dispatched --> returned : 退单\n" in chinese
    assert "    dispatched --> returned : return\n" in english
    assert '    state "已退单" as returned\n' in chinese


def test_what_is_possible_everywhere_is_drawn_once() -> None:
    diagram = mermaid(load_workflow(), "en")
    assert diagram.count("force close") == 1
    assert "    open --> closed : force close\n" in diagram
    assert "nudge" not in diagram
    assert "    handling --> handling : extend\n" in diagram


def test_it_begins_at_a_draft_and_ends_where_nothing_leads_on() -> None:
    diagram = mermaid(load_workflow(), "en")
    assert "    [*] --> draft\n" in diagram
    ends = re.findall(r"(\w+) --> \[\*\]", diagram)
    assert sorted(ends) == ["archived", "merged", "rejected", "self_closed"]


def test_signs_that_mean_something_to_mermaid_are_written_otherwise() -> None:
    text = shipped_text().replace('zh = "已立案"', "zh = '立案: \"甲\"; 乙'")
    assert 'state "立案#58; #quot;甲#quot;#59; 乙" as filed' in mermaid(
        parse_workflow(text), "zh_CN"
    )


def test_outcomes_stand_beside_the_step() -> None:
    text = shipped_text().replace(
        '"checking -> fed_back"', '"checking -> rework if fail", "checking -> fed_back if pass"'
    )
    assert "    checking --> rework : checked (did not pass)\n" in mermaid(
        parse_workflow(text), "en"
    )
