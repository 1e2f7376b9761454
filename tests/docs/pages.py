"""The project's pages, taken apart: their blocks of code, command lines, links and headings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

from tests.conftest import ROOT

#: Pages whose twin says the same in Chinese.
TWINS = (
    "README.md", "docs/guide.md", "docs/schemes.md", "docs/calendar.md", "docs/loop.md",
    "docs/clock.md", "docs/desk.md", "docs/audit.md", "docs/keeping.md", "docs/dashboard.md",
    "docs/server.md", "docs/client.md", "docs/accounts.md", "docs/open311.md", "docs/progress.md",
    "docs/webhooks.md", "docs/rights.md", "docs/threats.md", "docs/cli.md",
)  # fmt: skip
#: Written by a program from examples that other tests hold to the commands.
GENERATED = ("docs/cli.md", "docs/cli.zh-CN.md")

_FENCE = re.compile(r"^ *```(?P<info>[^\n`]*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]\n]+\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
_SHELL = ("|", ">", "<", ";")


class Block(NamedTuple):
    """A block of code: what stands behind the opening fence, and its text."""

    info: str
    text: str


class Command(NamedTuple):
    """A command line in a page, as words of a shell; ``typed`` where readers are to type it."""

    words: tuple[str, ...]
    typed: bool

    @property
    def own(self) -> tuple[str, ...] | None:
        """What follows the program's name, or None where another program is called."""
        words = self.words[2:] if self.words[:2] == ("uv", "run") else self.words
        return words[1:] if words[:1] == ("gridctl",) else None


def pages() -> list[str]:
    """Return every page for people, as paths from the root."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("seed/*/*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def twin(page: str) -> str:
    """Return the path of the page that says the same in Chinese."""
    return f"{page.removesuffix('.md')}.zh-CN.md"


@cache
def text_of(page: str) -> str:
    """Return a page's text."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> list[Block]:
    """Return a page's blocks of code in their order."""
    found = _FENCE.finditer(text_of(page))
    return [Block(match["info"].strip(), dedent(match["text"])) for match in found]


def prose(page: str) -> str:
    """Return a page without its blocks of code."""
    return _FENCE.sub("", text_of(page))


def commands(page: str) -> Iterator[Command]:
    """Yield the command lines of a page: those in blocks, then those sentences name."""
    yield from (Command(words, typed=True) for words in steps(page))
    for code in _CODE.findall(prose(page)):
        if code.startswith("gridctl "):
            yield Command(tuple(shlex.split(code)), typed=False)


def steps(page: str) -> Iterator[tuple[str, ...]]:
    """Yield what a page tells people to type, in its order, each line cut at the shell's signs."""
    for block in blocks(page):
        if block.info == "sh":
            for line in block.text.replace("\\\n", " ").splitlines():
                for part in line.split("&&"):
                    if words := tuple(_first_of_pipe(shlex.split(part, comments=True))):
                        yield words


def named_files(page: str) -> set[str]:
    """Return what looks like a file of the project in a page's sentences."""
    folders = tuple(f"{path.name}/" for path in ROOT.iterdir() if path.is_dir())
    return {
        code.partition("::")[0]
        for code in _CODE.findall(prose(page))
        if code.startswith(folders) and " " not in code
    }


def links(page: str) -> list[str]:
    """Return the targets of a page's links."""
    return _LINK.findall(prose(page))


def headings(page: str) -> list[tuple[int, str]]:
    """Return the level and the text of a page's headings."""
    return [(len(marks), text) for marks, text in _HEADING.findall(prose(page))]


def anchors(page: str) -> set[str]:
    """Return what a link may name inside a page, made as the common hosts make it."""
    texts = (text.lower() for _level, text in headings(page))
    return {_NOT_IN_ANCHOR.sub("", text).replace(" ", "-") for text in texts}


def path_of(page: str, target: str) -> Path:
    """Return the file a link leads to."""
    return ((ROOT / page).parent / target).resolve()


def _first_of_pipe(words: list[str]) -> Iterator[str]:
    for word in words:
        if word.startswith(_SHELL):
            return
        yield word
