"""Every command line the pages show is one the program takes."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from gridctl.cli.app import PROGRAM, program
from gridctl.domain.errors import GridctlError
from gridctl.foundation.i18n import language, use_language
from tests.docs.pages import GENERATED, TWINS, Command, commands, pages, text_of, twin

#: What else a reader is asked to run.
OTHER_PROGRAMS = {"pip", "uv", "git", "cd", "source", "python", "sh"}
#: Lines a page might show by mistake.
WRONG = (
    "grid lst",
    "grid list --no-such-option",
    "award show L1 surplus words",
    "assess freeze --period October",
    "award publish",
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    use_language("en")
    yield
    use_language(before)


def parse(words: tuple[str, ...], *, typed: bool = True) -> list[str]:
    """Parse a command line as the program does, without carrying it out; return what is left.

    A sentence may name a command without what it needs (not ``typed``): it need only be there.

    Raises:
        GridctlError, typer.TyperException: the program would refuse it.
    """
    command: Any = program()
    ctx: Any = command.make_context(PROGRAM, list(words))
    while isinstance(command, TyperGroup):
        name, command, rest = command.resolve_command(ctx, [*ctx._protected_args, *ctx.args])
        if not (rest or typed):
            return []
        ctx = command.make_context(name, rest, parent=ctx)
    return list(ctx.args)


def _shown() -> list[Command]:
    return [command for page in pages() if page not in GENERATED for command in commands(page)]


@pytest.mark.parametrize("command", _shown(), ids=lambda command: " ".join(command.words))
def test_a_command_line_of_a_page_parses(command: Command) -> None:
    if command.own is None:
        assert command.words[0] in OTHER_PROGRAMS
        return
    # A page of help ends the parsing.
    with suppress(typer.Exit):
        assert parse(command.own, typed=command.typed) == []


#: How a service, a container and whoever prepares them call the program.
_STARTED = re.compile(
    r"^(?:ExecStart=|runuser -u gridctl -- )/opt/gridctl/bin/gridctl (.+)$|^CMD (\[.+\])$",
    re.MULTILINE,
)


@pytest.mark.parametrize("page", ["docs/server.md", "docs/server.zh-CN.md"])
def test_what_starts_a_service_or_a_container_parses(page: str) -> None:
    started = _STARTED.findall(text_of(page))
    assert len(started) == 3
    for line, words in started:
        assert parse(tuple(json.loads(words) if words else shlex.split(line))) == []


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_command_line_would_be_noticed(line: str) -> None:
    try:
        left = parse(tuple(line.split()))
    except (GridctlError, typer.TyperException):
        return
    assert left != []


@pytest.mark.parametrize("page", [name for readme in TWINS[:1] for name in (readme, twin(readme))])
def test_the_readme_says_how_to_begin(page: str) -> None:
    lines = text_of(page).splitlines()
    assert "pip install uv && uv run gridctl demo" in lines
    assert "pip install uv && uv run pytest" in lines
