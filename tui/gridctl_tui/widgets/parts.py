"""Records and texts a verb has shown, one under the other; lists have a window of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gridctl.foundation.i18n import _
from gridctl.presentation.columns import cell_text, pick
from gridctl_tui.stage import Part, ShownList, ShownRecord, ShownRow
from gridctl_tui.widgets.lines import Piece, clipped, padded
from gridctl_tui.widgets.record_pane import record_lines
from gridctl_tui.widgets.row_paint import laid_out


def part_lines(parts: Sequence[Part], notes: Sequence[str], room: int) -> Iterator[list[Piece]]:
    """Yield the lines of records and texts, then of what was told beside them."""
    for number, part in enumerate(part for part in parts if not isinstance(part, ShownList)):
        if number:
            yield []
        if isinstance(part, ShownRecord):
            yield from record_lines(part.record, part.sections, room)
        elif isinstance(part, str):
            yield from ([(clipped(text, room), "")] for text in part.rstrip("\n").split("\n"))
    if notes and parts:
        yield []
    yield from ([(note, "$warning")] for note in notes)


def head_lines(shown: ShownList, rows: Sequence[ShownRow], room: int) -> Iterator[list[Piece]]:
    """Yield the first rows of a list under its headers."""
    widths = laid_out(shown.columns, rows, room)
    yield [("  ".join(padded(_(each.header), wide) for each, wide in widths), "$dim")]
    for row in rows:
        texts = (cell_text(each, pick(row.record, each.key)) for each, _wide in widths)
        cells = zip(texts, widths, strict=True)
        yield [("  ".join(padded(text, wide, right=c.right) for text, (c, wide) in cells), "")]
