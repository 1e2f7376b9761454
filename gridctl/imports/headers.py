"""Headers: the words of up to several rows above each column, and what they may stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gridctl.imports.kinds import Kind, Target
from gridctl.imports.tables import Merge
from gridctl.imports.words import header_words, plain

#: How surely a header names a field: all levels, the lowest, without its affixes, by its end.
WHOLE, LEAF, STRIPPED, ENDING = 4, 3, 2, 1

_plain = lru_cache(4_096)(plain)
# Shorter endings are common to headers that mean quite different things.
_MIN_ENDING = 3
_MIN_ASCII_ENDING = 9


@dataclass(frozen=True, slots=True)
class Heading:
    """The header of one column.

    Attributes:
        index: the column, from 0.
        levels: the texts above it from the top level down, repeated ones once.
    """

    index: int
    levels: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The header as the clerk reads it."""
        return " / ".join(" ".join(level.split()) for level in self.levels)

    @property
    def whole(self) -> str:
        """All levels as one bare text."""
        return "".join(map(_plain, self.levels))

    @property
    def leaf(self) -> str:
        """The lowest level as bare text."""
        return _plain(self.levels[-1]) if self.levels else ""


class Match(NamedTuple):
    """What a header may stand for, and how surely."""

    surety: int
    target: Target


def headings(block: Sequence[Sequence[str]], merges: Sequence[Merge], top: int) -> list[Heading]:
    """Return the headings over each column.

    Args:
        block: the header rows.
        merges: merged ranges of the sheet; where there are none, a blank in an upper row belongs
            to the text on its left, as a merged header looks when it is saved as text.
        top: the first header row, from 0.
    """
    width = max(map(len, block))
    rows = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in block]
    spread = [merge for merge in merges if merge.bottom >= top and merge.top < top + len(rows)]
    for merge in spread:
        _spread(rows, merge, top)
    if not merges:
        for upper, lower in pairwise(rows):
            _carry_right(upper, lower)
    return [Heading(index, tuple(_levels(rows, index))) for index in range(width)]


def matches(heading: Heading, kind: Kind, peers: Collection[str]) -> list[Match]:
    """Return what a header may stand for, all of the same, greatest surety.

    Args:
        heading: the header.
        kind: whose fields are looked for.
        peers: the bare headers of the whole table.
    """
    for surety, text in _forms(heading):
        if known := kind.headers.get(text):
            return [Match(surety, each) for each in known if each.unless.isdisjoint(peers)]
        if surety == LEAF and is_personal(heading):
            return []
    return [Match(ENDING, target) for target in _by_ending(heading.leaf, kind)]


def is_personal(heading: Heading) -> bool:
    """Tell whether a column holds what is never read (domain.md 12.6)."""
    return any(word in heading.whole for word in header_words().never)


def _forms(heading: Heading) -> Iterator[tuple[int, str]]:
    if not heading.levels:
        return
    yield WHOLE, heading.whole
    yield LEAF, heading.leaf
    for form in _without_affixes(heading.leaf):
        yield STRIPPED, form
    for form in _otherwise_ended(heading.leaf):
        yield STRIPPED, form


@lru_cache(4_096)
def _without_affixes(text: str) -> tuple[str, ...]:
    words = header_words()
    shorter = [text.removesuffix(suffix) for suffix in words.suffixes if text.endswith(suffix)]
    shorter += [
        form.removeprefix(prefix)
        for form in (text, *shorter)
        for prefix in words.prefixes
        if form.startswith(prefix)
    ]
    return tuple(form for form in shorter if form)


@lru_cache(4_096)
def _otherwise_ended(text: str) -> tuple[str, ...]:
    """Return a header with endings that mean the same: 工单编码 is 工单编号, 到期日期 到期时间."""
    forms: list[str] = []
    for alike in header_words().alike:
        if ending := next((each for each in alike if text.endswith(each)), ""):
            stem = text.removesuffix(ending)
            forms += [stem + other for other in alike if stem and other != ending]
    return tuple(forms)


def _by_ending(text: str, kind: Kind) -> tuple[Target, ...]:
    """Return what the longest known ending stands for, if nothing before it changes the sense."""
    for start in range(1, len(text)):
        ending = text[start:]
        if len(ending) < (_MIN_ASCII_ENDING if ending.isascii() else _MIN_ENDING):
            return ()
        if ending in kind.headers:
            changed = any(word in text[:start] for word in header_words().changing)
            return () if changed else tuple(t for t in kind.headers[ending] if not t.unless)
    return ()


def _spread(rows: list[list[str]], merge: Merge, top: int) -> None:
    first = merge.top - top
    if first < 0 or merge.left >= len(rows[0]):
        return
    text = rows[first][merge.left]
    for row in rows[first : merge.bottom - top + 1]:
        end = min(merge.right + 1, len(row))
        row[merge.left : end] = [text] * (end - merge.left)


def _carry_right(upper: list[str], lower: list[str]) -> None:
    for index in range(1, len(upper)):
        if not upper[index] and lower[index]:
            upper[index] = upper[index - 1]


def _levels(rows: list[list[str]], index: int) -> Iterator[str]:
    last = ""
    for row in rows:
        if row[index] and row[index] != last:
            yield row[index]
        last = row[index] or last
