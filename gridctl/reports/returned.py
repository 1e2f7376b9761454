"""A table given back to whoever sent it: every cell as it stood, what is wrong marked and told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]

_WIDTH, _WIDEST = 14, 60
_FILL = {"bg_color": "yellow", "border": 1}


@dataclass
class Marks:
    """What is wrong with one row.

    Attributes:
        cells: column, from 0, and what is wrong with its cell.
        row: what is wrong with the row as a whole.
    """

    cells: dict[int, str] = field(default_factory=dict)
    row: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        """Everything that is wrong, as one text."""
        return "\n".join(dict.fromkeys([*self.row, *self.cells.values()]))


def write(
    rows: Iterable[Sequence[str]],
    marks: Mapping[int, Marks],
    *,
    header: int,
    sheet: str,
    heading: str,
) -> bytes:
    """Return a table as an xlsx workbook, row for row where it was.

    Cells are text, as they were read. A column behind the last tells what is wrong with a row, and
    filters by it; the cells that are wrong are filled and carry the reason as a note.

    Args:
        rows: all rows of the table, those above its header too.
        marks: row, from 1, and what is wrong with it.
        header: the last row of its header, from 1.
        sheet: what the sheet is called.
        heading: what the column of the reasons is called.
    """
    table = [list(row) for row in rows]
    width = max(map(len, table), default=0)
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "constant_memory": True}) as book:
        page = book.add_worksheet(sheet[:31] or None)
        wrong, strong = book.add_format(_FILL), book.add_format({"bold": True})
        page.freeze_panes(header, 0)
        page.set_column(0, max(0, width - 1), _WIDTH)
        page.set_column(width, width, _WIDEST)
        for number, cells in enumerate(table, 1):
            found = marks.get(number, Marks())
            for place, text in enumerate(cells):
                style = wrong if place in found.cells else strong if number == header else None
                page.write_string(number - 1, place, text, style)
            for place, reason in found.cells.items():
                page.write_comment(number - 1, place, reason)
            last = heading if number == header else found.told
            if last:
                page.write_string(number - 1, width, last, strong if number == header else wrong)
        page.autofilter(header - 1, 0, max(header, len(table) - 1), width)
    return content.getvalue()
