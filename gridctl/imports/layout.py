"""Where the header of a table stands and where its rows begin."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from gridctl.imports.headers import Heading, headings
from gridctl.imports.kinds import Kind
from gridctl.imports.mapping import sureties
from gridctl.imports.tables import Merge

#: Rows in which a header is looked for, and rows one header may have.
HEAD_ROWS = 40
MAX_DEPTH = 3

_NEED_WEIGHT = 2.0
_WEIGHTS = {4: 1.0, 3: 0.95, 2: 0.9, 1: 0.6}


@dataclass(frozen=True, slots=True)
class Layout:
    """A header found in a table.

    Attributes:
        top: its first row, from 0.
        depth: how many rows it has.
        headings: the header of each column.
        score: how much of the kind it names; 0 for nothing.
    """

    top: int
    depth: int
    headings: tuple[Heading, ...]
    score: float

    @property
    def shown(self) -> list[str]:
        """The different headers that are not blank."""
        return list(dict.fromkeys(each.shown for each in self.headings if each.levels))


def find_layout(
    head: Sequence[Sequence[str]],
    merges: Sequence[Merge],
    kind: Kind,
    header_row: int | None = None,
) -> Layout | None:
    """Return the header that names most of a kind, or the wordiest row where none names enough.

    Args:
        head: the first rows of the table.
        merges: its merged ranges.
        kind: whose fields are looked for.
        header_row: the first header row, from 1, where it is known.

    Returns:
        The layout, or None where no row could be a header.
    """
    tops = range(len(head)) if header_row is None else range(header_row - 1, header_row)
    found = [each for top in tops for each in _depths(head, merges, kind, top)]
    best = max(found, key=lambda each: (each.score, -each.depth, -each.top), default=None)
    if best is None:
        return None
    if best.score < _NEED_WEIGHT and header_row is None:
        return max(found, key=lambda each: (_words(head[each.top]), -each.depth, -each.top))
    return _reached(_with_merged(best, head, merges, kind), head, merges)


def _reached(layout: Layout, head: Sequence[Sequence[str]], merges: Sequence[Merge]) -> Layout:
    """Put into a header what is merged into it from a row above: 备注 beside the groups."""
    top = layout.top
    block = [list(row) for row in head[top : top + layout.depth]]
    above = [each for each in merges if each.top < top <= each.bottom]
    above = [each for each in above if each.left < len(head[each.top])]
    for merge in above:
        _reach_down(block, merge, head[merge.top][merge.left], top)
    return replace(layout, headings=tuple(headings(block, merges, top))) if above else layout


def _reach_down(block: list[list[str]], merge: Merge, text: str, top: int) -> None:
    for row in block[: merge.bottom - top + 1]:
        row += [""] * (merge.right + 1 - len(row))
        row[merge.left : merge.right + 1] = [text] * (merge.right + 1 - merge.left)


def _depths(
    head: Sequence[Sequence[str]], merges: Sequence[Merge], kind: Kind, top: int
) -> Iterator[Layout]:
    for depth in range(1, MAX_DEPTH + 1):
        block = head[top : top + depth]
        if len(block) < depth or not _words(block[-1]):
            return
        yield _layout(block, merges, kind, top)


def _layout(
    block: Sequence[Sequence[str]], merges: Sequence[Merge], kind: Kind, top: int
) -> Layout:
    found = headings(block, merges, top)
    return Layout(top, len(block), tuple(found), _score(sureties(found, kind), kind))


def _with_merged(
    layout: Layout, head: Sequence[Sequence[str]], merges: Sequence[Merge], kind: Kind
) -> Layout:
    """Let the header reach as far down as its own cells are merged."""
    last = layout.top + layout.depth - 1
    bottoms = [each.bottom for each in merges if layout.top <= each.top <= last < each.bottom]
    bottom = max((each for each in bottoms if each < layout.top + MAX_DEPTH + 1), default=last)
    bottom = min(bottom, len(head) - 1)
    if bottom <= last:
        return layout
    deeper = _layout(head[layout.top : bottom + 1], merges, kind, layout.top)
    if deeper.score >= layout.score:
        return deeper
    return Layout(layout.top, deeper.depth, layout.headings, layout.score)


def deeper(
    layout: Layout, head: Sequence[Sequence[str]], merges: Sequence[Merge], kind: Kind, more: int
) -> Layout:
    """Return a layout whose header reaches some rows further down."""
    if not more:
        return layout
    bottom = layout.top + layout.depth + more
    found = _layout(head[layout.top : bottom], merges, kind, layout.top)
    return _reached(replace(found, score=layout.score), head, merges)


def _score(found: dict[str, int], kind: Kind) -> float:
    met = sum(_met(group, found) for group in kind.columns)
    return sum(_WEIGHTS[surety] for surety in found.values()) + _NEED_WEIGHT * met


def _met(group: Sequence[str], found: Collection[str]) -> bool:
    return any(field in found for field in group)


def _words(row: Sequence[str]) -> int:
    """Return how many different cells of a row are words rather than numbers."""
    cells = {cell.strip() for cell in row}
    return sum(any(map(str.isalpha, cell)) for cell in cells)
