"""Files made on the spot: workbooks through openpyxl, text as bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

MakeBook = Callable[..., Path]
MakeText = Callable[..., Path]


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Return a function that writes sheets of rows, with merged ranges, into an .xlsx."""

    def make(
        sheets: dict[str, Sequence[Sequence[object]]],
        *,
        merged: Sequence[str] = (),
        hidden: Sequence[str] = (),
        name: str = "book.xlsx",
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, lines in sheets.items():
            sheet = book.create_sheet(title)
            for line in lines:
                sheet.append(list(line))
            sheet.sheet_state = "hidden" if title in hidden else "visible"
        for area in merged:
            book.worksheets[0].merge_cells(area)
        path = tmp_path / name
        book.save(path)
        book.close()
        return path

    return make


@pytest.fixture
def make_text(tmp_path: Path) -> MakeText:
    """Return a function that writes text in an encoding into a file."""

    def make(content: str | bytes, encoding: str = "utf-8", name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return make
