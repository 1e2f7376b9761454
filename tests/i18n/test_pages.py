"""Help in Chinese: every page of every noun, whole, on a screen of 80 cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from gridctl.cli import app as cli
from gridctl.cli.help_topics import TOPICS
from gridctl.foundation import i18n
from gridctl.presentation.width import width

CELLS = 80
#: A run of English words: a sentence somebody forgot, not a name or a value.
ENGLISH = re.compile(r"\b[a-z]{2,},? [a-z]{2,}\b")
#: What is typed as it stands: examples, usage, codes to choose from, commands in a sentence.
TYPED = re.compile(r"^ +gridctl .*|^用法：.*|gridctl [a-z-]+(?: [a-z-]+)*|[\w-]+(?:\|[\w-]+)+")


def _verbs() -> Iterator[tuple[str, ...]]:
    """Yield the words of every page: of the program, each noun, and each noun's verbs."""
    root = cli.program()
    context = typer.Context(root)
    yield ()
    for name in root.list_commands(context):
        yield (name,)
        command = root.get_command(context, name)
        if not cli.COMMANDS[name].verb:
            yield from ((name, verb) for verb in command.list_commands(context))


PAGES = [*_verbs()]


@pytest.fixture
def untranslated(monkeypatch: pytest.MonkeyPatch, chinese: dict[str, str]) -> Iterator[set[str]]:
    """Collect what is said without being in the catalogue."""
    found: set[str] = set()
    translator = i18n.translator

    def listening(language: str) -> Any:
        say = translator(language)

        def said(message: str) -> str:
            if message and message not in chinese:
                found.add(message)
            return say(message)

        return said

    monkeypatch.setattr(i18n, "translator", listening)
    monkeypatch.setenv("COLUMNS", str(CELLS))
    before = i18n.language()
    yield found
    i18n.use_language(before)


def _page(args: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--lang", "zh", *args])
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_there_is_a_page_for_every_noun() -> None:
    assert {page[0] for page in PAGES if page} == set(cli.COMMANDS)
    assert len(PAGES) > 60


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_a_help_page_is_chinese(
    page: tuple[str, ...], untranslated: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _is_chinese(_page((*page, "--help"), capsys), untranslated)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_chinese(
    topic: str, untranslated: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _is_chinese(_page(("help", topic), capsys), untranslated)


def _is_chinese(text: str, untranslated: set[str]) -> None:
    assert untranslated == set()
    lines = text.splitlines()
    # An example is copied as a whole, so it is never folded.
    written = [TYPED.sub("", line) for line in lines]
    assert [line for line in lines if width(line) > CELLS and not TYPED.match(line)] == []
    assert [line for line in written if ENGLISH.search(line)] == []
