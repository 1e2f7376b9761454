"""A document as it will read on paper, drawn from its Markdown form: titles, text, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from textual.content import Content
from textual.widgets import Static

from gridctl_tui.widgets.lines import Piece, cells, folded, lines, padded
from gridctl_tui.widgets.pane import WidePane

_ESCAPED = re.compile(r"\\(.)")
_HEAD = re.compile(r"(#{1,3}) (.*)")
Side = Literal["left", "center", "right"]
#: A figure, or the sign that there is none.
_FIGURE = re.compile(r"[-+]?[\d,.]*%?")
#: Cells by which left and right move.
_STEP = 10
#: Cells between two columns of a table.
_GAP = 2
#: A heading is folded before its full mark: 有效上报（20）.
_FULL_MARK = re.compile(r"(?=[（(])")


class DocumentPane(WidePane):
    """Shows a document, or says in words why there is none; arrows scroll it."""

    DEFAULT_CSS = "DocumentPane Static { width: auto; height: auto; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.document = ""
        self._said: Sequence[Piece] = ()
        self._text = Static()

    def compose(self) -> Iterator[Static]:
        """Yield the text."""
        yield self._text

    def show(self, document: str) -> None:
        """Show a document given as Markdown; another one begins at its top."""
        if document != self.document:
            self.scroll_home(animate=False)
        self.document, self._said = document, ()
        self._draw()

    def say(self, pieces: Sequence[Piece]) -> None:
        """Say something, each piece on lines of its own, where no document is."""
        self.document, self._said = "", pieces
        self.scroll_home(animate=False)
        self._draw()

    def on_resize(self) -> None:
        """Fold the text anew."""
        self._draw()

    def action_scroll_left(self) -> None:
        """Go left by what tells one column of a table from the next."""
        self.scroll_relative(x=-_STEP, animate=False)

    def action_scroll_right(self) -> None:
        """Go right by as much."""
        self.scroll_relative(x=_STEP, animate=False)

    def _draw(self) -> None:
        room = max(20, self.size.width - 1)
        if self._said:
            told = ([(part, tone)] for text, tone in self._said for part in folded(text, room))
            self._text.update(lines(told))
        elif self.document:
            self._text.update(lines(document_lines(self.document, room)))
        else:
            self._text.update(Content(""))


def document_lines(document: str, room: int) -> Iterator[list[Piece]]:
    """Yield the lines of a document: text folded to a width, tables as wide as they need."""
    for number, block in enumerate(document.strip().split("\n\n")):
        if number:
            yield []
        if block.startswith("|"):
            yield from _table(block.split("\n"))
            continue
        head = _HEAD.match(block)
        if head is None:
            yield from ([(part, "")] for part in folded(_plain(block), room))
            continue
        for part in folded(_plain(head[2]), room):
            before = (room - cells(part)) // 2 if head[1] == "#" else 0
            yield [(" " * before + part, "bold $accent")]


def _plain(text: str) -> str:
    """Return a text as it was before its signs were kept from being markup."""
    return _ESCAPED.sub(r"\1", text)


def _row(text: str) -> list[str]:
    return [_plain(cell) for cell in text.strip()[2:-2].split(" | ")]


def _table(texts: Sequence[str]) -> Iterator[list[Piece]]:
    labels, rule, *rows = (_row(text) for text in texts)
    sides = [_side(each) for each in rule]
    columns = [_evened([row[at] for row in rows], side) for at, side in enumerate(sides)]
    wide = [_width(label, column) for label, column in zip(labels, columns, strict=True)]
    heads = [_heading(label, room) for label, room in zip(labels, wide, strict=True)]
    for level in range(max(map(len, heads))):
        named = [head[level] if level < len(head) else "" for head in heads]
        yield [(_set(named, wide, sides), "bold $dim")]
    for row in zip(*columns, strict=True):
        yield [(_set(row, wide, sides), "")]


def _side(rule: str) -> Side:
    """Return where the texts of a column stand, from the line under its heading."""
    if not rule.endswith(":"):
        return "left"
    return "center" if rule.startswith(":") else "right"


def _evened(texts: Sequence[str], side: Side) -> Sequence[str]:
    """Return the figures of a column that stands in the middle as wide as each other."""
    if side != "center" or not all(_FIGURE.fullmatch(text) for text in texts):
        return texts
    widest = max(map(cells, texts), default=0)
    return [padded(text, widest, right=True) for text in texts]


def _heading(label: str, room: int) -> list[str]:
    """Return a heading in as many lines as its column needs."""
    if cells(label) <= room:
        return [label]
    return [part for each in _FULL_MARK.split(label) for part in folded(each, room)]


def _width(label: str, values: Sequence[str]) -> int:
    """Return the cells of a column: its longest value, its heading folded."""
    parts = _FULL_MARK.split(label)
    words = max((cells(word) for word in label.split() if word.isascii()), default=0)
    least = -(-cells(label) // 2) if len(parts) == 1 else max(map(cells, parts))
    return max([least + least % 2, words, *map(cells, values)])


def _set(texts: Sequence[str], wide: Sequence[int], sides: Sequence[Side]) -> str:
    told = zip(texts, wide, sides, strict=True)
    return (" " * _GAP).join(_placed(text, room, side) for text, room, side in told).rstrip()


def _placed(text: str, room: int, side: Side) -> str:
    before = max(0, room - cells(text)) // 2 if side == "center" else 0
    return " " * before + padded(text, room - before, right=side == "right")
