"""How many terminal cells a text takes, and how to cut and fold it to a width.

Wide and full-width signs take two cells, combining signs none. Signs of ambiguous width
(``·``, ``①``, ``■``) take one, or two where the terminal's font says so (UAX #11).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import combining, east_asian_width

#: Signs that may not begin a line of Chinese text (GB/T 15834 keeps them with what precedes).
_NOT_FIRST = "，。、；：？！）》」』】〉”’％%,.;:?!)]}"

#: Cells no column is squeezed below, by width class; "narrow" keeps its natural width.
_LEAST = {"wide": 10, "normal": 8}


@lru_cache(maxsize=4096)
def sign_width(sign: str, ambiguous: int = 1) -> int:
    """Return the cells of one sign: 0, 1 or 2."""
    if combining(sign) or sign in "\u200b\u200d\ufe0f":
        return 0
    kind = east_asian_width(sign)
    return 2 if kind in "WF" else ambiguous if kind == "A" else 1


def width(text: str, ambiguous: int = 1) -> int:
    """Return the cells of a text."""
    return len(text) if text.isascii() else sum(sign_width(sign, ambiguous) for sign in text)


def clip(text: str, cells: int, ambiguous: int = 1) -> str:
    """Return the text cut to a width, its end marked with two dots where something is lost."""
    if width(text, ambiguous) <= cells:
        return text
    kept, used = "", 0
    for sign in text:
        used += sign_width(sign, ambiguous)
        if used > cells - 2:
            break
        kept += sign
    return kept + ".." if cells > 2 else "." * cells


def pad(text: str, cells: int, *, right: bool = False, ambiguous: int = 1) -> str:
    """Return the text filled up with blanks to a width, at its left where ``right``."""
    blanks = " " * (cells - width(text, ambiguous))
    return blanks + text if right else text + blanks


def fit(natural: Sequence[int], classes: Sequence[str], available: int | None) -> list[int]:
    """Return column widths that fit: the widest of the most yielding class gives way first.

    Args:
        natural: cells each column would like.
        classes: width class of each column.
        available: cells for all of them; None is no limit.
    """
    widths = list(natural)
    for width_class, least in _LEAST.items():
        members = [n for n, name in enumerate(classes) if name == width_class]
        while available is not None and members and sum(widths) > available:
            widest = max(members, key=lambda n: widths[n])
            if widths[widest] <= least:
                break
            widths[widest] -= 1
    return widths


def fold(text: str, cells: int, ambiguous: int = 1) -> list[str]:
    """Return the text as lines no wider than ``cells``.

    Western words stay whole where they fit; Chinese text breaks anywhere except before a
    closing sign. Line breaks of the text are kept. There is at least one line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph, cells, ambiguous):
            if line and width(line + piece.rstrip(), ambiguous) > cells:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(paragraph: str, cells: int, ambiguous: int) -> list[str]:
    """Split a paragraph where a line may break; no piece is wider than a line."""
    pieces: list[str] = []
    for sign in paragraph:
        last = pieces[-1] if pieces else ""
        joins = last and (_sticks(last[-1], sign)) and width(last + sign, ambiguous) <= cells
        if joins:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _sticks(left: str, right: str) -> bool:
    if right in _NOT_FIRST or right == " ":
        return True
    return left != " " and sign_width(left) == sign_width(right) == 1
