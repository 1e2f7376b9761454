"""How far the cells of a sheet of an .xlsx reach, seen without unfolding it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_LAST_ROW = re.compile(rb"""<row\s(?:[^>]*?\s)?r="(\d{1,9})\"""")
# A cell beyond column Z that is not an empty, merely formatted one.
_FAR_CELL = re.compile(rb"""<c\s(?:[^>]*?\s)?r="([A-Z]{2,})\d+"[^>]*?(/?)>""")
# What a piece without any such cell lacks, sooner seen than that none of its cells is one.
_TWO_LETTERS = re.compile(rb"""r="[A-Z]{2}""")
_TAG = re.compile(rb"""<(?:\w+:)?(row|c)(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d*)""")
#: More digits than any number that could still be laid out.
_DIGITS = 9


@dataclass(slots=True)
class Extent:
    """The rectangle of a sheet so far.

    Nearly every program writes its rows and cells alike, with their places; such a piece is
    measured by its last row and its far cells. Any other is followed tag by tag, as the reader
    of cells follows it: what has no place stands next to the one before.

    Attributes:
        rows: number of the last row.
        columns: number of the last column that holds something, at least 26.
        told_rows: how many rows were told, be it the same one again and again.
        told_cells: how many cells were.
    """

    rows: int = 0
    columns: int = 26
    told_rows: int = 0
    told_cells: int = 0
    _row: int = 0
    _column: int = 0

    @property
    def cells(self) -> int:
        """Return how many cells the rectangle has."""
        return self.rows * self.columns

    def take(self, piece: bytes) -> None:
        """Take in a further piece, which ends at the end of a row."""
        last = _LAST_ROW.search(piece, max(piece.rfind(b"<row "), 0))
        if last is None or not self._is_plain(piece, int(last.group(1))):
            self._follow(piece)
            return
        self._row = self.rows = max(self.rows, int(last.group(1)))
        self.told_rows += piece.count(b"<row")
        self.told_cells += piece.count(b"<c")
        if not _TWO_LETTERS.search(piece):
            return
        far = {column for column, empty in _FAR_CELL.findall(piece) if not empty}
        self.columns = max(self.columns, *map(column_number, far), 0)

    def _is_plain(self, piece: bytes, last: int) -> bool:
        """Tell whether every row and cell says where it stands, and none beyond the last row."""
        # Tags of columns begin like those of cells; they stand in the first piece, if at all.
        tags = piece.count(b"<row") + piece.count(b"<c")
        placed = piece.count(b' r="')
        return tags == placed and not _beyond(max(self.rows, last)).search(piece)

    def _follow(self, piece: bytes) -> None:
        for tag, attributes in _TAG.findall(piece):
            found = _PLACE.search(attributes)
            letters, digits = found.groups() if found else (b"", b"")
            if tag == b"row":
                self._row = _number(digits) if digits else self._row + 1
                self._column = 0
                self.told_rows += 1
                continue
            self.told_cells += 1
            self._column = column_number(letters) if letters else self._column + 1
            self.rows = max(self.rows, self._row, _number(digits))
            if not attributes.endswith(b"/"):
                self.columns = max(self.columns, self._column)


def column_number(letters: bytes) -> int:
    """Return the number of a column, A being 1."""
    number = 0
    for each in letters[:_DIGITS].upper():
        number = number * 26 + each - 64
    return number


def _number(digits: bytes) -> int:
    return int(digits[:_DIGITS] or b"0")


@lru_cache(maxsize=8)
def _beyond(row: int) -> re.Pattern[bytes]:
    """Return what finds a place whose row number is greater than one given."""
    digits = str(row)
    greater = [rf"\d{{{len(digits) + 1},}}"]
    for at, digit in enumerate(digits):
        if digit != "9":
            rest = len(digits) - at - 1
            greater.append(rf"{digits[:at]}[{int(digit) + 1}-9]\d{{{rest}}}")
    return re.compile(rf'="[A-Z]{{1,}}(?:{"|".join(greater)})"'.encode())
