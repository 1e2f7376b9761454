"""Every command line the pages show is one the program takes."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from inspect import signature
from typing import Any
from urllib.error import HTTPError

import pytest
import tomli
import typer
from packaging.specifiers import SpecifierSet
from typer.core import TyperGroup

from gridctl.cli.app import PROGRAM, program
from gridctl.domain.errors import GridctlError
from gridctl.foundation.i18n import language, use_language
from gridctl.server.process import _PATIENCE_S
from tests.conftest import ROOT
from tests.docs.pages import GENERATED, TWINS, Command, commands, pages, text_of, twin
from tests.ports import port

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


#: The check a container is given, as a line of Python.
_HEALTH = re.compile(r'^HEALTHCHECK CMD python -c "(.+)"$', re.MULTILINE)


@pytest.mark.parametrize("page", ["docs/server.md", "docs/server.zh-CN.md"])
def test_a_service_and_a_container_are_told_what_the_program_does(page: str) -> None:
    from gridctl.cli.serve import serve

    text, usual = text_of(page), {
        name: each.default for name, each in signature(serve).parameters.items()
    }  # fmt: skip
    assert f"EXPOSE {usual['port']}\n" in text
    assert f"proxy_pass http://127.0.0.1:{usual['port']};" in text
    # Docker and systemd wait longer than the program does.
    stopped = re.findall(r"(?:TimeoutStopSec=|--stop-timeout |stop_grace_period: )(\d+)", text)
    assert len(stopped) == 3
    assert min(map(int, stopped)) > usual["stop_within"] + _PATIENCE_S
    folder = re.findall(r"^StateDirectory=(.+)$|--db /var/lib/(\S+)/", text, re.MULTILINE)
    assert {"".join(each) for each in folder} == {"gridctl"}
    wanted = tomli.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    (python,) = re.findall(r"^FROM python:([\d.]+)", text, re.MULTILINE)
    assert SpecifierSet(wanted).contains(python)


@pytest.mark.parametrize("page", ["docs/server.md", "docs/server.zh-CN.md"])
def test_the_health_check_of_a_container_asks_the_server(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    (line,) = _HEALTH.findall(text_of(page))
    with port().serving(lambda _caller: pytest.fail("asked the office")) as address:
        exec(line.replace("http://127.0.0.1:8765", address), {})
        with pytest.raises(HTTPError):
            exec(line.replace("http://127.0.0.1:8765/healthz", f"{address}/sick"), {})


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
