"""``gridctl workflow``: the drawing, the diagram, the check of a copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gridctl.cli.render.flow import draw
from gridctl.domain.workflow import load_workflow, parse_workflow, shipped_text
from gridctl.presentation.width import width


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("ambiguous", [1, 2])
def test_the_drawing_fits_and_its_boxes_close(lang: str, ambiguous: int) -> None:
    lines = draw(load_workflow(), lang, ambiguous=ambiguous)
    assert max(width(line, ambiguous) for line in lines) <= 80
    edges = {line for line in lines if line.startswith("+")}
    assert len(edges) == 1
    broad = width(edges.pop(), ambiguous)
    for line in (line for line in lines if line.startswith("|")):
        left = line[: line.index("|", 1) + 1]
        assert width(left, ambiguous) == broad


def test_the_drawing_has_every_state_and_every_step() -> None:
    workflow, text = load_workflow(), "\n".join(draw(load_workflow(), "zh_CN"))
    for state in workflow.states.values():
        assert state.name.zh in text
    for verb in workflow.verbs.values():
        assert verb.name.zh in text
    assert (
        text.index("已上报") < text.index("v  立案") < text.index("v  派遣") < text.index("v  结案")
    )
    assert "|-- 作废* --> 不予受理" in text
    assert "强制结案 --> 已结案" in text


def test_long_names_are_folded_into_their_box() -> None:
    long = "等待县级网格化服务管理中心值班长审核的工单"
    own = parse_workflow(shipped_text().replace('zh = "已立案"', f'zh = "{long}"'))
    lines = draw(own, "zh_CN", cells=60)
    assert max(width(line) for line in lines) <= 60
    assert long[:12] in "\n".join(lines)


def test_a_workflow_without_main_line_is_drawn_all_the_same() -> None:
    own = parse_workflow(shipped_text().replace("forward = true\n", ""))
    lines = draw(own, "en")
    assert sum(line.startswith("| filed ") for line in lines) == 1


def test_show_needs_no_office(run: Any, screen: None) -> None:
    ran = run("workflow", "show")
    assert ran.code == 0
    assert ran.out.startswith("Closed loop of grid tickets (standard, version 1, shipped)\n")
    assert "+--" in ran.out
    assert "force_close" in ran.out
    assert "each of: hotline desk, acceptor, shift lead" in ran.out
    assert "No office is set up" in ran.err


def test_show_gives_all_of_it_as_data(at_work: Any) -> None:
    (shown,) = at_work("workflow", "show", "-o", "json").json["items"]
    assert (shown["workflow"], shown["origin"]) == ("standard", "shipped")
    assert (len(shown["states"]), shown["text"]) == (17, shipped_text())
    returned = next(verb for verb in shown["verbs"] if verb["verb"] == "return")
    assert returned["moves"] == ["dispatched, handling -> returned"]
    assert returned["opinion"] is True


def test_adopting_shows_the_names_of_states_and_steps(
    at_work: Any, tmp_path: Path, screen: None
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(shipped_text().replace('en = "dispatched"', 'en = "given out"'), "utf-8")
    ran = at_work("workflow", "adopt", str(own), "-n")
    assert ran.code == 0, ran.err
    assert "given out" in ran.out
    assert "self_handle" not in ran.out
    data = at_work("workflow", "adopt", str(own), "-n", "-o", "json").json["items"][0]
    assert "self_handle" in [verb["verb"] for verb in data["verbs"]]


def test_a_copy_starts_from_the_shipped_text(run: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    assert (
        run("workflow", "show", "--query", "items[0].text", "-o", "tsv", "--to", str(own)).code == 0
    )
    ran = run("workflow", "lint", str(own), "-o", "json")
    assert (ran.code, ran.json["items"]) == (0, [])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_file_to_begin_with_comes_in_either_language(
    run: Any, tmp_path: Path, lang: str
) -> None:
    own = tmp_path / "own.toml"
    query = ("--query", "items[0].text", "-o", "tsv", "--to", str(own))
    assert run("workflow", "show", "--lang", lang, *query).code == 0
    assert run("workflow", "show", "--lang", lang, "-o", "tsv").code == 0
    assert parse_workflow(own.read_text("utf-8")).states == load_workflow().states


def test_show_mermaid(run: Any, tmp_path: Path) -> None:
    assert run("workflow", "show", "--mermaid").out.startswith("stateDiagram-v2\n")
    chinese = tmp_path / "workflow.mmd"
    assert run("workflow", "show", "--mermaid", "--lang", "zh", "--to", str(chinese)).code == 0
    assert "reported --> filed : 立案" in chinese.read_text("utf-8")


def test_lint_tells_what_a_copy_changes_and_what_is_wrong(run: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(shipped_text().replace('zh = "已立案"', 'zh = "已受理"'), "utf-8")
    ran = run("workflow", "lint", str(own), "-o", "json")
    assert ran.code == 0
    assert ran.json["items"] == [
        {
            "kind": "renamed",
            "line": 19,
            "place": "states.filed.zh",
            "code": "",
            "text": "已立案, now 已受理",
        }
    ]
    text = shipped_text().replace('roles = ["acceptor", "shift_lead"]', 'roles = ["leader"]', 1)
    text = text.replace('roles = ["dispatcher"]', 'roles = ["superior"]\nopinion = true', 1)
    own.write_text(text.replace('"suspended -> handling"', '"suspended -> filed"'), "utf-8")
    ran = run("workflow", "lint", str(own), "-o", "json")
    assert ran.code == 0
    assert [row["text"] for row in ran.json["items"]] == [
        "file a case: taken by leader; before by acceptor, shift lead:"
        " the same people, all of the centre",
        "dispatch: taken by superior centre; before by dispatcher",
        "dispatch: an opinion must be given now",
        "resume: suspended → handling",
        "resume: suspended → filed",
    ]
    own.write_text(shipped_text().replace('guards = ["holder"', 'guards = ["hodler"'), "utf-8")
    ran = run("workflow", "lint", str(own), "-o", "json")
    assert ran.code == 8
    errors = [row for row in ran.json["items"] if row["kind"] == "error"]
    assert {row["text"] for row in errors} == {"there is no guard hodler; the nearest is holder"}
    lines = own.read_text("utf-8").splitlines()
    assert all('code = "' in lines[row["line"]] for row in errors)


def test_a_file_that_cannot_be_used_is_told_with_its_place(run: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(shipped_text().replace("-> filed", "=> filed"), "utf-8")
    ran = run("workflow", "show", str(own))
    assert ran.code == 1
    assert "verbs.file: the move 'reported => filed' is not understood" in ran.err
    assert run("workflow", "show", str(tmp_path / "none.toml")).code != 0
    own.write_bytes("网格工单闭环流程".encode("gb18030"))
    assert "is not text in UTF-8" in run("workflow", "lint", str(own)).err
    assert run("workflow", "lint", str(own), "--place", "江阴市").code == 2
