"""What reading a file yields: the plan made once, and the rows that follow it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from gridctl.domain.problems import Problem
from gridctl.imports.kinds import Kind

#: A normalised cell; money in fen, decimals in 1/10,000, dates and times as ISO text.
Value: TypeAlias = str | int | bool | list[str]

Format = Literal["csv", "xlsx", "xls", "json", "xml"]
Part = Literal["", "time", "hour", "minute"]


def letter(index: int) -> str:
    """Return the spreadsheet letters of a column counted from 0: A, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read.

    Attributes:
        index: place in the row, from 0.
        letter: the same as spreadsheets name it.
        header: the header as found, levels joined by `` / ``.
        fields: the fields it feeds, the one it is named after first.
        reads: spellings that mean something else under this header, folded spelling to code.
        part: "" for a whole value, else the part of a date and time it adds to its field.
        scale: what the header says one unit is worth (10,000 for 万元), else 1.
        rounded: whether the sampled codes all lost their digits after the fifteenth.
    """

    index: int
    letter: str
    header: str
    fields: tuple[str, ...]
    reads: tuple[tuple[str, str], ...] = ()
    part: Part = ""
    scale: int = 1
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file will be read; reading it again by the same plan gives the same rows.

    Attributes:
        path: the file.
        file_digest: SHA-256 of its bytes, hexadecimal.
        kind: what its rows are.
        format: what its content is, whatever its name says.
        encoding: of text, by Python's name; "" for a workbook.
        delimiter: of text; "" for a workbook.
        sheet: the sheet's name; "" for text.
        header_rows: first and last row of the header, from 1.
        first_row: the first row below the header, from 1.
        columns: the columns that are read, in file order.
        unread: the columns with a header that are not, in file order.
        notices: what was decided that the clerk should see.
        year: the year of dates written without one, or None.
        epoch_1904: whether day numbers count from 1904.
        chosen: letter and field of the columns the clerk settled, "" for one to be left out.
        missing: groups of fields; of one in each the file needs a column and has none, so that
            its rows mean nothing.
        sheets: the sheets in which something stands; none for text.
        sample: the first rows below the header, as they stand there.
        period: the month of every row, where its title names it and no column does; else "".
        stated: field and text of what was said for every row that does not say it itself.
    """

    path: Path
    file_digest: str
    kind: Kind
    format: Format
    encoding: str
    delimiter: str
    sheet: str
    header_rows: tuple[int, int]
    first_row: int
    columns: tuple[Column, ...]
    unread: tuple[Column, ...]
    notices: tuple[Problem, ...]
    year: int | None = None
    epoch_1904: bool = False
    chosen: tuple[tuple[str, str], ...] = ()
    missing: tuple[tuple[str, ...], ...] = ()
    sheets: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    period: str = ""
    stated: tuple[tuple[str, str], ...] = ()

    @property
    def dropped(self) -> tuple[str, ...]:
        """Return the headers of the columns that are not read."""
        return tuple(column.header for column in self.unread)


@dataclass(slots=True)
class Row:
    """One row of the file, normalised.

    Attributes:
        sheet: the sheet's name; "" for text.
        number: the row in the file, from 1; in text a record counts as one row.
        values: field to value; empty cells and cells with a problem are left out.
        raw: field to the text of its cell, of every cell that is not empty.
        problems: what is wrong with it; the field is named in each.
        skipped: why it is no record (a total, a note), or None.
    """

    sheet: str
    number: int
    values: dict[str, Value]
    raw: dict[str, str]
    problems: list[Problem]
    skipped: Problem | None = None
