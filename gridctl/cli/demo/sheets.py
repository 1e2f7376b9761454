"""Writing one file as a clerk's workbook or as an old system's CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from gridctl.cli.demo.forms import cells
from gridctl.cli.demo.layout import Cell, Layout, Row

Words = Mapping[str, Mapping[str, str]]


class _Styles(NamedTuple):
    title: Format
    header: Format
    body: Format
    day: Format
    instant: Format


def write_delimited(path: Path, layout: Layout, rows: Sequence[Row], words: Words) -> None:
    """Write rows as a CSV file in the layout's encoding, lines ended as on Windows."""
    with path.open("w", encoding=layout.encoding, newline="") as file:
        writer = csv.writer(file)
        if layout.title:
            writer.writerow([layout.title])
        writer.writerow(column.header for column in layout.columns)
        for number, row in enumerate(rows):
            writer.writerow(map(_plain, cells(layout.columns, row, number, words)))


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(cell)


def write_workbook(
    path: Path, layout: Layout, rows: Sequence[Row], words: Words, created: datetime
) -> None:
    """Write rows as a workbook whose bytes depend on its content and ``created`` only."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": created})
        styles = _styles(book)
        Table(book.add_worksheet(layout.sheet), layout, styles).write(rows, words)
        if layout.explanation:
            page = book.add_worksheet(layout.explanation[0])
            for line, text in enumerate(layout.explanation[1:]):
                page.write_string(line, 0, text)


def _styles(book: xlsxwriter.Workbook) -> _Styles:
    grid = {"border": 1, "valign": "vcenter"}
    centred = {"align": "center", "valign": "vcenter"}
    return _Styles(
        title=book.add_format({"bold": True, "font_size": 16, **centred}),
        header=book.add_format({"bold": True, "text_wrap": True, **grid, **centred}),
        body=book.add_format(grid),
        day=book.add_format({**grid, "num_format": "yyyy-mm-dd"}),
        instant=book.add_format({**grid, "num_format": "yyyy-mm-dd hh:mm"}),
    )


class Table:
    """One sheet written from top to bottom."""

    def __init__(self, page: Worksheet, layout: Layout, styles: _Styles) -> None:
        self._page = page
        self._layout = layout
        self._styles = styles
        self._line = 0
        self._last = len(layout.columns) - 1

    def write(self, rows: Sequence[Row], words: Words) -> None:
        """Write everything: title, notes, region, headers, data, total, footers."""
        self._heading()
        self._headers()
        first = self._line
        values = [
            cells(self._layout.columns, row, number, words) for number, row in enumerate(rows)
        ]
        for offset, row in enumerate(values):
            for column, cell in enumerate(row):
                if cell is not None:
                    self._cell(first + offset, column, cell)
        self._merge(first, values)
        self._line = first + len(values)
        self._below(rows)
        self._page.set_column(0, self._last, 14)

    def _heading(self) -> None:
        if self._layout.title:
            self._across(self._layout.title, self._styles.title)
        for note in self._layout.notes:
            self._across(note, None)
        for column, text in enumerate(self._layout.region):
            self._page.write_string(self._line, column, text)
        self._line += 1 if self._layout.region else 0

    def _across(self, text: str, style: Format | None) -> None:
        self._page.merge_range(self._line, 0, self._line, self._last, text, style)
        self._line += 1

    def _headers(self) -> None:
        """Write the headers in one line, or in two below merged groups."""
        style, column = self._styles.header, 0
        for name, width in self._layout.groups:
            self._page.merge_range(self._line, column, self._line, column + width - 1, name, style)
            column += width
        self._line += 1 if self._layout.groups else 0
        for place, header in enumerate(self._layout.columns):
            if self._layout.region:
                self._page.merge_range(
                    self._line, place, self._line + 1, place, header.header, style
                )
            else:
                self._page.write_string(self._line, place, header.header, style)
        self._line += 2 if self._layout.region else 1
        self._page.freeze_panes(self._line, 0)

    def _cell(self, line: int, column: int, cell: Cell) -> None:
        page, styles = self._page, self._styles
        if cell is None:
            page.write_blank(line, column, None, styles.body)
        elif isinstance(cell, str):
            page.write_string(line, column, cell, styles.body)
        elif isinstance(cell, int | Decimal):
            page.write_number(line, column, cell, styles.body)
        else:
            style = styles.instant if isinstance(cell, datetime) else styles.day
            page.write_datetime(line, column, cell, style)

    def _merge(self, first: int, values: list[list[Cell]]) -> None:
        """Merge equal neighbours of the named fields, each within the runs of those before it."""
        names = [column.field for column in self._layout.columns]
        keys = [names.index(field) for field in self._layout.merge]
        for depth, column in enumerate(keys, 1):
            for begin, end in _runs(values, keys[:depth]):
                if end > begin:
                    text = str(values[begin][column] or "")
                    self._page.merge_range(
                        first + begin, column, first + end, column, text, self._styles.body
                    )

    def _below(self, rows: Sequence[Row]) -> None:
        total = self._layout.total
        if total:
            self._cell(self._line, 0, total.label)
            for column, name in enumerate(self._layout.columns):
                if name.field == total.of:
                    self._cell(self._line, column, sum(int(str(r[total.of] or 0)) for r in rows))
            self._line += 1
        for footer in self._layout.footers:
            self._page.write_string(self._line, 0, footer)
            self._line += 1
        for line in range(self._line, self._line + self._layout.blank_rows):
            for column in range(self._last + 1):
                self._cell(line, column, None)


def _runs(values: list[list[Cell]], keys: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last row of each run of rows that agree in the given columns."""
    place = 0
    for _, run in groupby(values, key=lambda row: [row[key] for key in keys]):
        length = len(list(run))
        yield place, place + length - 1
        place += length
