"""A sheet or a text file as rows of cells, each cell as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

#: Cells of one sheet's rectangle; the reader of cells lays each sheet out as a whole.
MAX_CELLS = 40_000_000
#: Columns of a row; a spreadsheet has no more (XFD).
MAX_COLUMNS = 16_384
#: Rows of a sheet; a spreadsheet has no more.
MAX_ROWS = 1_048_576
#: What stands instead of a formula that no program has worked out.
NOT_CALCULATED = "=…"


class Merge(NamedTuple):
    """A merged range; rows and columns count from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file, to be read once.

    Attributes:
        sheet: the sheet's name; "" for text.
        rows: the cells of each row from the first row of the file on; rows may differ in length.
        merges: merged ranges; their text stands in the first cell only.
    """

    sheet: str
    rows: Iterator[list[str]]
    merges: tuple[Merge, ...] = ()
