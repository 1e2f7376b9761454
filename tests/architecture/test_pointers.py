"""Messages point to what helps; only a shell is told commands and options."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from gridctl.cli.app import COMMANDS, program
from gridctl.cli.staging.verbs import LEFT_OUT
from gridctl.foundation.pointers import command_line, lead_by, pointed
from tests.architecture.sources import Source, nodes

#: Where a text is for a shell alone: about its commands, its files, its start of a server.
OF_THE_SHELL = (
    "gridctl/cli/context/commands.py", "gridctl/cli/context/secrets.py", "gridctl/cli/help",
    "gridctl/cli/diagnostics.py", "gridctl/cli/render/output.py", "gridctl/cli/upkeep_checks.py",
    "gridctl/domain/serving.py",
)  # fmt: skip
#: The options of ``pip install``, which is not ours.
PIP = re.compile(r"pip install [^;]*")
BARE = re.compile(rf"gridctl (?:{'|'.join(COMMANDS)})\b|(?<![\w-])--[a-z]")


def _marked() -> Iterator[tuple[Source, ast.Call, str]]:
    """Yield every text that is put into the language in use, with the call that marks it."""
    for source, node in nodes(ast.Call):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("N_", "_"):
            for each in node.args:
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield source, node, each.value


@pytest.fixture
def met() -> Iterator[list[str]]:
    """Be no shell; return the verbs that were pointed to."""
    found: list[str] = []

    def lead(line: str, _places: object) -> str:
        found.append(line)
        return "there"

    lead_by(lead)
    yield found
    lead_by(command_line)


def _of_the_shell(source: Source) -> bool:
    alone = {f"gridctl/cli/{COMMANDS[each].module}" for each in LEFT_OUT if each in COMMANDS}
    return source.path.startswith((*OF_THE_SHELL, *(f"{module}.py" for module in alone)))


@pytest.mark.usefixtures("met")
def test_no_message_holds_a_bare_command_line() -> None:
    bare = {
        source.at(node): text
        for source, node, text in _marked()
        if not _of_the_shell(source) and BARE.search(PIP.sub("", pointed(text)))
    }
    assert bare == {}


def test_what_is_pointed_to_is_there(met: list[str]) -> None:
    for _source, _node, text in _marked():
        pointed(re.sub(r"\[\[.*?\]\]", "", text))
    assert len(met) > 100
    root = program()
    # Two are told which verb by who raises them.
    lost = [line for line in met if "{command}" not in line and not _is_there(root, line)]
    assert lost == ["--help"]


def _is_there(root: Any, line: str) -> bool:
    """Tell whether there is such a verb, and it takes such options."""
    command, words = root, re.sub(r"^--\w+ \S+ ?", "", line).split()
    while words and (found := _below(command, words[0])):
        command = found
        words.pop(0)
    flags = {flag for param in command.params for flag in (*param.opts, *param.secondary_opts)}
    asked = {word for word in words if word.startswith("--")}
    return command.name in line.split() and not hasattr(command, "parts") and asked <= flags


def _below(command: Any, word: str) -> Any:
    below = getattr(command, "get_command", None)
    return below(typer.Context(command), word) if below else None


@pytest.mark.usefixtures("met")
def test_a_pointer_is_said_for_the_face_at_hand() -> None:
    """What is put into a language at once is pointed at once, or kept to be filled."""
    said = {
        id(inside)
        for _source, node in nodes(ast.Call)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("word", "pointed")
        for inside in ast.walk(node)
    }
    kept = {id(node.value) for _source, node in nodes(ast.Assign) if isinstance(node, ast.Assign)}
    raw = {
        source.at(node): text
        for source, node, text in _marked()
        if getattr(node.func, "id", "") == "_" and pointed(text) != text
        if id(node) not in said | kept
    }
    assert raw == {}
