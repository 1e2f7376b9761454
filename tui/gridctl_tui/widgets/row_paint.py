"""How the rows of a window read: which columns fit, how wide each is, what every cell says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gridctl.foundation.i18n import _
from gridctl.presentation.columns import Column, cell_text, pick
from gridctl.presentation.width import fit
from gridctl_tui.widgets.lines import cells, clipped, padded

_GAP = 2
#: Cells before the first column: the cursor's sign and the mark's.
GUTTER = 2
#: Grounds from cool to hot.
HEATS = tuple(f"heat{degree}" for degree in range(5))
#: Parts of a row that have a style of their own.
PARTS = ("header", "row", "cursor", "mark", "late", "due", "dim", "gutter", *HEATS)
#: Cells one column may be given beyond what its texts ask for.
_ROOMY = 48
#: Cells a column's longest text may ask for.
_LONGEST = 60
#: Cells a name takes: what a row is known by is not cut to them for the sake of one more column.
_NAME = 24
#: Returns the tone of a cell (``late``, ``due``, ``dim``, "") from its row and column.
Tone = Callable[[Any, str], str]


class RowPainter:
    """Knows the columns at hand and remembers the cells it has made.

    Attributes:
        widths: the columns shown, each with its cells.
    """

    def __init__(self, columns: Sequence[Column], tone: Tone) -> None:
        self._columns, self._tone = columns, tone
        self.widths: list[tuple[Column, int]] = []
        self._texts: dict[int, list[tuple[str, str]]] = {}

    def settle(self, rows: Sequence[Any], room: int) -> None:
        """Choose the columns that fit a width and how wide each is, from some of the rows."""
        self.widths = laid_out(self._columns, rows, room)
        self.forget()

    def forget(self) -> None:
        """Forget the cells: rows or widths are others."""
        self._texts.clear()

    def head(self, room: int) -> str:
        """Return the line of headers."""
        heads = [padded(_(column.header), wide, right=column.right) for column, wide in self.widths]
        return padded(" " * GUTTER + (" " * _GAP).join(heads), room)

    def cells(self, place: int, row: Any) -> list[tuple[str, str]]:
        """Return text and tone of each cell of a row, the gaps among them."""
        if place not in self._texts:
            self._texts[place] = list(self._made(row))
        return self._texts[place]

    def _made(self, row: Any) -> Iterator[tuple[str, str]]:
        record = row.model_dump()
        for number, (column, wide) in enumerate(self.widths):
            text = cell_text(column, pick(record, column.key))
            if number:
                yield " " * _GAP, ""
            yield padded(text, wide, right=column.right), self._tone(row, column.key)


def laid_out(columns: Sequence[Column], rows: Sequence[Any], room: int) -> list[tuple[Column, int]]:
    """Return the columns that fit a width, each with its cells, the most important first kept."""
    records = [row.model_dump() for row in rows]
    if records:
        columns = [each for each in columns if not each.sparse or _says(each, records)]
    natural = {column.key: _natural(column, records) for column in columns}
    chosen = [column for column in columns if not column.wide_only]
    wanted = len(chosen)
    while len(chosen) > 1 and _least(chosen, natural) > room:
        chosen.pop()
    # A few long texts are cut for the sake of one more column, but not most of them.
    usual = {c.key: _usual(c, records) if _yields(c) else natural[c.key] for c in columns}
    for column in columns:
        used = sum(usual[each.key] + _GAP for each in chosen)
        if column.wide_only and len(chosen) >= wanted and used + usual[column.key] <= room:
            chosen.append(column)
    free = room - _GAP * (len(chosen) - 1)
    widths = fit(_grown(chosen, usual, natural, free), [c.width for c in chosen], free)
    # Rows read later may say more: one column takes what is left over, the last of those that give
    # way first, as far as the eye still finds what stands behind it.
    last = next((column.key for column in reversed(chosen) if column.width == "wide"), None)
    spare = max(0, free - sum(widths))
    return [
        (column, max(cells, min(cells + spare, _ROOMY)) if column.key == last else cells)
        for column, cells in zip(chosen, widths, strict=True)
    ]


def _grown(
    columns: Sequence[Column], usual: dict[str, int], natural: dict[str, int], free: int
) -> list[int]:
    """Return the cells of columns: the usual ones, more for long texts while some are left."""
    spare = free - sum(usual[each.key] for each in columns)
    wanted = []
    for each in columns:
        more = max(0, min(natural[each.key] - usual[each.key], spare))
        spare -= more
        wanted.append(usual[each.key] + more)
    return wanted


def _natural(column: Column, records: Sequence[dict[str, Any]]) -> int:
    return max([cells(_(column.header)), *_asked(column, records)])


def _yields(column: Column) -> bool:
    """Tell whether a column's longest texts may be cut: those of one more, or of a wide one."""
    return column.width == "wide" or (column.wide_only and column.width == "normal")


def _usual(column: Column, records: Sequence[dict[str, Any]]) -> int:
    """Return the cells in which nine of ten texts of a column stand uncut, and every name does."""
    asked = sorted(_asked(column, records)) or [0]
    named = min(_NAME, asked[-1]) if column.width == "wide" else 0
    return max(cells(_(column.header)), asked[-(-len(asked) * 9 // 10) - 1], named)


def _asked(column: Column, records: Sequence[dict[str, Any]]) -> list[int]:
    """Return the cells each text of a column asks for."""
    return [
        cells(clipped(cell_text(column, pick(record, column.key)), _LONGEST)) for record in records
    ]


def _least(columns: Sequence[Column], natural: dict[str, int]) -> int:
    """Return the cells below which columns would say too little.

    A column that gives way first is not cut to its last word for the sake of less important ones.
    """
    least = {"wide": 16, "normal": 24}
    cells_ = (min(natural[each.key], least.get(each.width, natural[each.key])) for each in columns)
    return sum(cells_) + _GAP * (len(columns) - 1)


def _says(column: Column, records: Sequence[dict[str, Any]]) -> bool:
    """Tell whether a column has something to say in one of the rows."""
    return any(pick(record, column.key) not in (None, "", (), []) for record in records)
