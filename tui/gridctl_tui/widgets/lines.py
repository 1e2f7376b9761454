"""Text drawn from pieces of theme-coloured words, made safe for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from gridctl.presentation import width
from gridctl_tui import signs

#: Text and the style it is drawn in, such as ``$error`` or ``bold $accent``.
Piece = tuple[str, str]


def line(pieces: Iterable[Piece]) -> Content:
    """Return pieces as one line of content."""
    return Content.assemble(*((signs.shown(text), style) for text, style in pieces))


def lines(rows: Iterable[Iterable[Piece]]) -> Content:
    """Return lines of pieces as content."""
    return Content("\n").join(line(row) for row in rows)


def cells(text: str) -> int:
    """Return how many cells a text takes once it is drawn."""
    return width.width(signs.shown(text))


def clipped(text: str, room: int) -> str:
    """Return the text as it is drawn, cut to a width."""
    return width.clip(signs.shown(text).replace("\n", " "), room)


def padded(text: str, room: int, *, right: bool = False) -> str:
    """Return the text as it is drawn, cut and filled to a width."""
    return width.pad(clipped(text, room), room, right=right)


def folded(text: str, room: int) -> list[str]:
    """Return the text as it is drawn, folded to a width."""
    return width.fold(signs.shown(text), max(room, 2))
