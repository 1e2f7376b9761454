"""The rules of the house that neither the linter nor the type checker holds."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

import pytest

from tests.architecture.sources import Source, functions, length, nodes, project_texts, sources
from tests.conftest import ROOT

LONGEST_FUNCTION = 60
LONGEST_CLASS = 250
LONGEST_FILE = 400
BAD_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "base_service", "common"}
CLOCK = "gridctl/foundation/clock.py"
UNSPOKEN_LISTS = (
    "gridctl/server/switchboard.py",
    "gridctl/cli/context/commands.py",
    "gridctl/cli/help_page.py",
    "gridctl/cli/demo/county.py",
    "gridctl/domain/calendar/",
    "gridctl/domain/privacy.py",
    "gridctl/domain/roles/adoption.py",
    "gridctl/domain/workflow/differences.py",
    "gridctl/domain/workflow/table.py",
    "gridctl/handlers/commands/open311.py",
    "gridctl/presentation/edits.py",
    "tui/gridctl_tui/keymap.py",
    "tui/gridctl_tui/widgets/record_fields.py",
)
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
STYLE_COLOUR = re.compile(rf":[^;{{]*(?:{COLOUR.pattern}\b|\brgba?\(|\bhsla?\()")


def _calls(name: str) -> list[tuple[str, ast.Call]]:
    """Return the calls of a function or method of this name with the place they stand at."""
    return [
        (source.at(node), node)
        for source, node in nodes(ast.Call)
        if isinstance(node, ast.Call) and _name(node.func) == name
    ]


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _owner(call: ast.Call) -> str:
    """Return the last name before the dot of a method call."""
    return _name(call.func.value) if isinstance(call.func, ast.Attribute) else ""


@pytest.mark.parametrize("writing", ["print", "echo", "secho"])
def test_only_the_renderer_prints(writing: str) -> None:
    calls = [
        at
        for at, call in _calls(writing)
        if isinstance(call.func, ast.Name) or _owner(call) in {"builtins", "typer", "click"}
    ]
    assert [at for at in calls if not at.startswith("gridctl/cli/render/")] == []


@pytest.mark.parametrize("reading", ["now", "utcnow", "today"])
def test_only_the_clock_asks_the_machine_for_the_time(reading: str) -> None:
    asked = [at for at, call in _calls(reading) if _owner(call) in {"datetime", "date"}]
    assert [at for at in asked if not at.startswith(CLOCK)] == []


def test_only_the_unit_of_work_commits() -> None:
    calls = [at for at, call in _calls("commit") if _owner(call) != "uow"]
    # A whole copy of an office becomes visible by one commit of its own; a question on a server
    # ends by one a transaction that can write nothing.
    allowed = (
        "gridctl/storage/unit_of_work.py",
        "gridctl/storage/copies/",
        "gridctl/storage/stores/postgresql.py",
    )
    assert [at for at in calls if not at.startswith(allowed)] == []
    said = [
        source.at(node)
        for source, node in nodes(ast.Constant)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"\s*(COMMIT|END)\b.*", node.value)
    ]
    assert said == []


def test_no_function_is_long_and_most_are_short() -> None:
    sizes = {s.at(node): length(node) for s, node in functions() if not _is_migration(s)}
    assert {at: size for at, size in sizes.items() if size > LONGEST_FUNCTION} == {}
    assert median(sizes.values()) <= 12


def _is_migration(source: Source) -> bool:
    """Tell a frozen list of tables: cutting it up would not make it clearer."""
    return "/migrations/versions/" in source.path


def test_no_class_is_long() -> None:
    sizes = {source.at(node): length(node) for source, node in nodes(ast.ClassDef)}
    assert {at: size for at, size in sizes.items() if size > LONGEST_CLASS} == {}


def test_no_file_is_long() -> None:
    sizes = {
        source.path: len(source.text.splitlines())
        for source in sources()
        if not _is_migration(source)
    }
    assert {path: size for path, size in sizes.items() if size > LONGEST_FILE} == {}


def test_every_module_is_named_by_what_it_is_about() -> None:
    assert [s.path for s in sources() if BAD_NAMES & set(Path(s.path).with_suffix("").parts)] == []


def test_words_are_listed_by_the_language_alone() -> None:
    joined = [
        at
        for at, call in _calls("join")
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Constant)
        and call.func.value.value in {", ", "、", "，"}
    ]
    # SQL, headers, option spellings, files and what is edited hold lists for no reader's language.
    assert [at for at in joined if not at.startswith(("gridctl/storage/", *UNSPOKEN_LISTS))] == []


def test_no_error_is_passed_over() -> None:
    passed = [
        source.at(node)
        for source, node in nodes(ast.ExceptHandler)
        if isinstance(node, ast.ExceptHandler)
        and all(isinstance(line, ast.Pass) for line in node.body)
    ]
    assert passed == []


def test_colours_are_named_in_themes_only() -> None:
    faces = ("gridctl/cli/", "tui/")
    literals = [
        source.at(node)
        for source, node in nodes(ast.Constant)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and source.path.startswith(faces)
        and "themes" not in source.path
        and COLOUR.fullmatch(node.value)
    ]
    styles = [
        f"{path.name}:{number}"
        for path in (ROOT / "tui").rglob("*.tcss")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if STYLE_COLOUR.search(line)
    ]
    assert literals + styles == []


def _public(body: list[ast.stmt]) -> list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the public definitions of a module or class, those of its classes included."""
    found: list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef] = []
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not (
            node.name.startswith("_")
        ):
            found.append(node)
            found.extend(_public(node.body) if isinstance(node, ast.ClassDef) else [])
    return found


def test_everything_public_says_what_it_is_for() -> None:
    silent = [
        source.at(node)
        for source in sources()
        for node in (source.tree, *_public(source.tree.body))
        if not (ast.get_docstring(node) or _overloaded(node))
    ]
    assert silent == []


def _overloaded(node: ast.AST) -> bool:
    return any(_name(each) == "overload" for each in getattr(node, "decorator_list", []))


# Put together here, so that this file does not break its own rule.
_FOREIGN = re.compile(
    "|".join(
        (
            r"\b" + "anthr" + r"opic\b",
            r"\b" + "cla" + r"ude\b",
            r"\b" + "chat" + r"gpt\b",
            r"\b" + "cop" + r"ilot\b",
            r"(?<![\w.$}])/(?:" + "work|tmp|root|home" + r")/",
        )
    ),
    re.IGNORECASE,
)


def test_the_project_speaks_of_itself_alone() -> None:
    found = [
        f"{name}:{number}: {match.group()}"
        for name, text in project_texts()
        for number, line in enumerate(text.splitlines(), 1)
        for match in _FOREIGN.finditer(line)
    ]
    assert found == []
