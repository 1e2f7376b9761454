"""Workbooks: .xlsx and .xls through calamine, every cell as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from gridctl.domain.imports import SheetMissing, WorkbookDamaged, WorkbookLocked
from gridctl.imports.compound import read_compound
from gridctl.imports.package import Package
from gridctl.imports.plan import Format
from gridctl.imports.tables import Merge, Table

#: Spreadsheets keep 15 significant digits; a whole number at or past this has lost some.
EXACT = 10**15

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@contextmanager
def open_workbook(path: Path, form: Format) -> Iterator[CalamineWorkbook]:
    """Open a workbook of a known format, whatever its name says.

    Raises:
        WorkbookLocked: it needs a password.
        WorkbookDamaged: it cannot be read, here or while its sheets are read.
    """
    with _content(path, form) as handle, _calamine(path):
        book = CalamineWorkbook.from_filelike(handle)
        try:
            yield book
        finally:
            book.close()


def sheet_names(book: CalamineWorkbook) -> list[str]:
    """Return the names of the visible worksheets, in workbook order."""
    return [
        each.name
        for each in book.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ]


def read_sheet(book: CalamineWorkbook, name: str, path: Path, package: Package | None) -> Table:
    """Return one sheet as a table; a hidden one too, if it is asked for.

    Raises:
        SheetMissing: no sheet has this name.
    """
    if name not in book.sheet_names:
        raise SheetMissing(file=path.name, sheet=name, sheets=tuple(sheet_names(book)))
    place = book.sheet_names.index(name)
    sheet = book.get_sheet_by_index(place)
    failures = package.sheets[place].failures if package and place < len(package.sheets) else {}
    merges = tuple(Merge(*first, *last) for first, last in sheet.merged_cell_ranges or ())
    rows = _with_failures(_cells(sheet), failures) if failures else _cells(sheet)
    return Table(name, rows, merges)


def _content(path: Path, form: Format) -> BinaryIO:
    return BytesIO(read_compound(path)) if form == "xls" else path.open("rb")


@contextmanager
def _calamine(path: Path) -> Iterator[None]:
    try:
        yield
    except PasswordError as error:
        raise WorkbookLocked(file=path.name) from error
    except CalamineError as error:
        raise WorkbookDamaged(file=path.name) from error
    except BaseException as error:
        # A broken file can make the reader give up with a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookDamaged(file=path.name) from None


def _cells(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Yield rows from the sheet's first row on, padded on the left to its first column."""
    if sheet.start is None:
        return
    margin = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        cells = [cell if type(cell) is str else _TEXT[type(cell)](cell) for cell in row]
        if any("_x" in cell for cell in cells):
            cells = [_ESCAPED.sub(_character, cell) for cell in cells]
        yield margin + cells if margin else cells


def _with_failures(
    rows: Iterator[list[str]], failures: dict[tuple[int, int], str]
) -> Iterator[list[str]]:
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in failures.items():
        by_row.setdefault(row, {})[column] = text
    for number, cells in enumerate(rows):
        for column, text in by_row.get(number, {}).items():
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = text
        yield cells


def _character(match: re.Match[str]) -> str:
    return chr(int(match.group(1), 16))


def _number(value: float) -> str:
    if value != value or abs(value) == float("inf"):
        return ""
    if value == int(value):
        return str(int(value)) if abs(value) < EXACT else f"{value:.14E}"
    return format(value, ".15g")


def _moment(value: datetime) -> str:
    # A time of day is a binary fraction of a day: 08:30 may come out a millisecond short.
    rounded = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    return rounded.isoformat(" ") if rounded.time() != time(0) else rounded.date().isoformat()


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


_TEXT: dict[type, Callable[..., str]] = {
    str: str,
    float: _number,
    int: _number,
    bool: lambda value: "TRUE" if value else "FALSE",
    datetime: _moment,
    date: date.isoformat,
    time: lambda value: value.isoformat("seconds"),
    timedelta: _duration,
}
