"""What stands in a document, before any file format: lines of text and tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Literal

Value = str | int | Decimal | None
Align = Literal["left", "center", "right"]
Role = Literal[
    "number",
    "title",
    "addressee",
    "heading",
    "part",
    "body",
    "attachment",
    "issuer",
    "date",
    "annex",
    "caption",
]

_WORD = re.compile(r"[!-~]+")

#: Shown where a figure does not exist, which is not the same as zero.
ABSENT = "—"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph.

    ``lead`` is the number of characters after which a long title is best broken;
    ``office_contact`` lets the text hold the issuing office's landline.
    """

    role: Role
    text: str
    lead: int = 0
    office_contact: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Short texts spread over the width; ``to_sign`` leaves room to write after each."""

    parts: tuple[str, ...]
    to_sign: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column; neighbours with the same ``group`` share a heading above their own.

    ``places`` are the decimals of its numbers, ``signed`` shows a plus before gains, ``least``
    is a width in half-width characters.
    """

    label: str
    group: str = ""
    align: Align = "center"
    places: int | None = None
    signed: bool = False
    least: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of a closing row, reaching over ``across`` columns."""

    value: Value
    across: int = 1
    align: Align = "center"
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``closing`` rows stand below the others and may join columns.

    ``name`` is used only where the table stands apart from the text around it; ``to_sign``
    makes rows high enough to sign in.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    name: str = ""
    closing: tuple[tuple[Span, ...], ...] = ()
    to_sign: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a page."""


Block = Paragraph | Line | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Report:
    """A whole document; ``published`` means that anyone may read it."""

    name: str
    dated: date
    blocks: tuple[Block, ...]
    landscape: bool = False
    published: bool = False

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A heading placed on the header rows, with the rows and columns it covers."""

    row: int
    column: int
    down: int
    across: int
    label: str


def header_depth(table: Table) -> int:
    """Return the number of header rows: 2 where columns are grouped, else 1."""
    return 2 if any(column.group for column in table.columns) else 1


def header_cells(table: Table) -> list[HeaderCell]:
    """Return the headings in reading order of columns, group headings before their own."""
    depth, cells, start = header_depth(table), [], 0
    for group, members in groupby(table.columns, key=lambda column: column.group):
        labels = [column.label for column in members]
        if group:
            cells.append(HeaderCell(0, start, 1, len(labels), group))
        top, down = (1, 1) if group else (0, depth)
        cells += [HeaderCell(top, start + i, down, 1, label) for i, label in enumerate(labels)]
        start += len(labels)
    return cells


def shown(value: Value, places: int | None = None, *, signed: bool = False) -> str:
    """Return the text of a value; numbers are rounded half up to ``places`` decimals."""
    if value is None:
        return ABSENT
    if places is None or isinstance(value, str):
        return str(value)
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"+{rounded}" if signed and rounded > 0 else str(rounded)


def plain(mark: Decimal) -> str:
    """Return a mark without closing zeros, such as 20 or 12.5."""
    return f"{mark:f}".rstrip("0").rstrip(".") if mark % 1 else str(int(mark))


def display_width(text: str) -> int:
    """Return the width of a text in half-width characters; a Chinese character is two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def column_widths(table: Table) -> list[int]:
    """Return a fitting width for each column, in half-width characters.

    A column is as wide as its longest value and at least half its heading, which may wrap
    between Chinese characters and between words.
    """
    return [
        _fitting(column, [row[index] for row in table.rows])
        for index, column in enumerate(table.columns)
    ]


def _fitting(column: Column, values: Sequence[Value]) -> int:
    texts = (shown(value, column.places, signed=column.signed) for value in values)
    longest = max(map(display_width, texts), default=0)
    words = max(map(len, _WORD.findall(column.label)), default=0)
    heading = max(-(-display_width(column.label) // 2), words)
    return min(max(longest, heading, column.least, 4), 36) + 2
