"""A list as a workbook: words for codes, numbers as numbers, and no cell that computes anything."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.columns import Column, Kind, cell_text, pick
from gridctl.presentation.listing import Listing

#: Rows of a sheet under its heads, by the format.
MOST_ROWS = 1_048_575
#: Characters of a cell, by the format.
_LONGEST = 32_767
_WIDTHS = {"narrow": 18, "normal": 22, "wide": 40}
#: Kind of a column -> how its numbers are written.
_NUMBERS: dict[Kind, str] = {"int": "#,##0", "percent": '0.00"%"', "money": "#,##0.00"}


class RowsTooMany(Usage):
    """A workbook does not hold so many rows."""

    message = N_("A workbook holds {most} rows; this list has more.")
    hint = N_("Narrow the list, or save it as .csv.")


def write_workbook(listing: Listing, columns: Sequence[Column], to: Path | BytesIO) -> None:
    """Write a list as the one sheet of a workbook, its heads kept in sight.

    Raises:
        RowsTooMany: the sheet does not hold so many.
    """
    # Row after row goes to the disk, so that a long list takes no more memory than a short one.
    book = xlsxwriter.Workbook(to, {"constant_memory": True, "in_memory": False})
    try:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bottom": 1})
        styles = {kind: book.add_format({"num_format": text}) for kind, text in _NUMBERS.items()}
        for number, column in enumerate(columns):
            sheet.set_column(number, number, _WIDTHS[column.width])
            sheet.write_string(0, number, _(column.header), head)
        sheet.freeze_panes(1, 0)
        for row, record in enumerate(listing.records(), 1):
            if row > MOST_ROWS:
                raise RowsTooMany(most=f"{MOST_ROWS:,}")
            for number, column in enumerate(columns):
                _put(sheet, (row, number), column, pick(record, column.key), styles)
        sheet.autofilter(0, 0, max(listing.shown, 1), max(len(columns) - 1, 0))
    finally:
        book.close()


def _put(
    sheet: Worksheet, at: tuple[int, int], column: Column, value: Any, styles: dict[Kind, Any]
) -> None:
    style = styles.get(column.kind)
    if style is not None and value is not None and not isinstance(value, str | list | tuple | bool):
        sheet.write_number(*at, float(value) / (100 if column.kind == "money" else 1), style)
    elif text := cell_text(column, value):
        # A text is never taken for a formula, however it begins.
        sheet.write_string(*at, text[:_LONGEST])
