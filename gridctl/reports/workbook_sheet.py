"""One worksheet, filled from the top: text over the full width, tables, page setup."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from gridctl.reports.structure import (
    ABSENT,
    Align,
    Block,
    Line,
    Paragraph,
    Role,
    Table,
    Value,
    display_width,
    header_cells,
    header_depth,
)

_A4 = 9
_MARGIN_INCHES = 0.6
_LINE_HEIGHT = 18
_HEADER_HEIGHT = 34
_SIGNED_HEIGHT = 30
#: Rows above a header that may stay in sight without filling a small screen.
_FROZEN_LIMIT = 4

_BASE: dict[str, Any] = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_TITLE: dict[str, Any] = {"font_name": "方正小标宋简体", "font_size": 18, "align": "center"}
_BLACK: dict[str, Any] = {"font_name": "黑体", "font_size": 12}
_TEXT: dict[Role, dict[str, Any]] = {
    "number": {"align": "center"},
    "title": _TITLE,
    "caption": _TITLE,
    "heading": _BLACK,
    "annex": _BLACK,
    "part": {"font_name": "楷体", "font_size": 12},
    "body": {"indent": 1},
    "issuer": {"align": "right"},
    "date": {"align": "right"},
}
_HEADER = {"font_name": "黑体", "border": 1, "align": "center", "text_wrap": True}


class Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def get(self, **properties: Any) -> Format:
        """Return the format with these properties over the common ones."""
        key = repr(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**_BASE, **properties})
        return self._made[key]

    def cell(self, align: Align, places: int | None, *, signed: bool = False) -> Format:
        """Return the format of a table cell."""
        decimals = f"0.{'0' * places}" if places else "0"
        number = f"+{decimals};-{decimals};{decimals}" if signed else decimals
        return self.get(border=1, align=align, num_format=number, text_wrap=True)


class Sheet:
    """A worksheet with columns of given widths, in half-width characters."""

    def __init__(
        self, sheet: Worksheet, formats: Formats, widths: Sequence[int], *, landscape: bool
    ) -> None:
        self._sheet, self._formats, self._widths = sheet, formats, widths
        self._last = len(widths) - 1
        self._row = 0
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if landscape:
            sheet.set_landscape()

    def add(self, block: Block) -> None:
        """Add a block below what is there; page breaks mean nothing on a sheet."""
        if isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Line):
            self._line(block)
        elif isinstance(block, Table):
            self._table(block)

    def finish(self) -> None:
        """Set up the printed page: A4, everything used, one page wide, page numbers."""
        self._sheet.set_paper(_A4)
        self._sheet.set_margins(*[_MARGIN_INCHES] * 4)
        self._sheet.center_horizontally()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.print_area(0, 0, max(self._row - 1, 0), self._last)
        self._sheet.set_footer("&C— &P —")

    def _paragraph(self, paragraph: Paragraph) -> None:
        properties = {**_TEXT.get(paragraph.role, {}), "text_wrap": True}
        size = properties.get("font_size", _BASE["font_size"]) / _BASE["font_size"]
        lines = -(-display_width(paragraph.text) * size // sum(self._widths))
        self._sheet.set_row(self._row, max(lines, 1) * _LINE_HEIGHT * max(size, 1))
        self._across(0, self._last, paragraph.text, self._formats.get(**properties))
        self._row += 1

    def _line(self, line: Line) -> None:
        self._sheet.set_row(self._row, _SIGNED_HEIGHT if line.to_sign else _LINE_HEIGHT)
        count = len(line.parts)
        aligns = ["left"] * count if line.to_sign else ["left", *["center"] * (count - 2), "right"]
        starts = self._starts(count)
        ends = [*(start - 1 for start in starts[1:]), self._last]
        for part, align, first, last in zip(line.parts, aligns, starts, ends, strict=True):
            self._across(first, last, part, self._formats.get(align=align))
        self._row += 1

    def _starts(self, count: int) -> list[int]:
        """Return the first columns of ``count`` runs about equally wide."""
        edges = list(accumulate(self._widths, initial=0))
        return [bisect_left(edges, edges[-1] * number // count) for number in range(count)]

    def _table(self, table: Table) -> None:
        depth, top = header_depth(table), self._row
        for cell in header_cells(table):
            self._merged(
                (top + cell.row, cell.column),
                (top + cell.row + cell.down - 1, cell.column + cell.across - 1),
                cell.label,
                self._formats.get(**_HEADER),
            )
        self._sheet.set_row(top, _LINE_HEIGHT)
        self._sheet.set_row(top + depth - 1, _HEADER_HEIGHT)
        self._sheet.repeat_rows(top, top + depth - 1)
        if top <= _FROZEN_LIMIT:
            self._sheet.freeze_panes(top + depth, 0)
        self._row = top + depth
        self._body(table)
        self._closing(table)

    def _body(self, table: Table) -> None:
        formats = [
            self._formats.cell(column.align, column.places, signed=column.signed)
            for column in table.columns
        ]
        least = _SIGNED_HEIGHT if table.to_sign else _LINE_HEIGHT
        for row in table.rows:
            self._sheet.set_row(self._row, max(least, self._height(row)))
            for column, (value, style) in enumerate(zip(row, formats, strict=True)):
                self._put(self._row, column, value, style)
            self._row += 1

    def _height(self, row: Sequence[Value]) -> float:
        texts = zip(row, self._widths, strict=True)
        lines = (-(-display_width(text) // width) for text, width in texts if isinstance(text, str))
        return max([1, *lines]) * _LINE_HEIGHT

    def _closing(self, table: Table) -> None:
        for spans in table.closing:
            self._sheet.set_row(self._row, _LINE_HEIGHT)
            column = 0
            for span in spans:
                style = self._formats.cell(span.align, span.places)
                self._across(column, column + span.across - 1, span.value, style)
                column += span.across
            self._row += 1

    def _across(self, first: int, last: int, value: Value, style: Format) -> None:
        self._merged((self._row, first), (self._row, last), value, style)

    def _merged(
        self, first: tuple[int, int], last: tuple[int, int], value: Value, style: Format
    ) -> None:
        if first != last:
            self._sheet.merge_range(*first, *last, "", style)
        self._put(*first, value, style)

    def _put(self, row: int, column: int, value: Value, style: Format) -> None:
        if value is None or isinstance(value, str):
            self._sheet.write_string(row, column, ABSENT if value is None else value, style)
        else:
            # A workbook knows binary numbers only; the text form beside it is the record.
            self._sheet.write_number(row, column, float(value), style)
