"""CSV: the tables of a document for other programs, one header row each."""

from __future__ import annotations

import csv
from io import StringIO

from gridctl.reports.structure import Report, Span, Table, Value, shown

# A spreadsheet runs a cell that begins with one of these as a formula (domain.md 13.2).
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(report: Report) -> bytes:
    """Return the tables as CSV in UTF-8 with BOM; several are named and stand a row apart."""
    sheet = StringIO(newline="")
    writer = csv.writer(sheet)
    several = len(report.tables) > 1
    for index, table in enumerate(report.tables):
        if index:
            writer.writerow([])
        if several:
            writer.writerow([harmless(table.name)])
        writer.writerows(_rows(table))
    return sheet.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _rows(table: Table) -> list[list[str]]:
    rows = [[harmless(column.label) for column in table.columns]]
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        rows.append([_cell(value, column.places) for value, column in cells])
    return rows + [_closing(spans) for spans in table.closing]


def _closing(spans: tuple[Span, ...]) -> list[str]:
    cells: list[str] = []
    for span in spans:
        cells += [_cell(span.value, span.places), *[""] * (span.across - 1)]
    return cells


def _cell(value: Value, places: int | None) -> str:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else shown(value, places)
