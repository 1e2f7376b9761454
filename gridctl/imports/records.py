"""The records of an .xls: how large its sheets are, before they are unfolded ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SHEET = 0x0085
_EXTENT = 0x0200
_END = 0x000A
#: Records that begin with the row and the column of a cell.
_CELLS = frozenset((
    0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406,
))  # fmt: skip
#: Those of several cells of a row, which end with the last column.
_SEVERAL = frozenset((0x00BD, 0x00BE))
_ENDLESS = 1 << 32
_HEAD = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")
#: First and last row, first and last column; the rows are wider since the eighth version.
_EXTENTS = {10: struct.Struct("<HHHH"), 14: struct.Struct("<IIHH")}


def largest_sheet(stream: bytes) -> int:
    """Return the cells of the largest rectangle that a sheet of a workbook claims or fills."""
    starts = [
        struct.unpack_from("<I", stream, at)[0]
        for kind, at, length in _records(stream, 0)
        if kind == _SHEET and length >= 4
    ]
    return max((_cells(stream, start) for start in set(starts)), default=0)


def _cells(stream: bytes, start: int) -> int:
    claimed = rows = columns = 0
    for kind, at, length in _records(stream, start):
        if kind in _CELLS and length >= _PLACE.size:
            row, column = _PLACE.unpack_from(stream, at)
            if kind in _SEVERAL:
                column = max(column, *struct.unpack_from("<H", stream, at + length - 2))
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _EXTENT and length in _EXTENTS:
            first, last, left, right = _EXTENTS[length].unpack_from(stream, at)
            claimed = max(claimed, _span(first, last) * _span(left, right))
    return max(claimed, rows * columns)


def _span(first: int, last: int) -> int:
    """Return how many there are; the reader counts without a sign, so backwards is endless."""
    return last - first + 1 if first <= last else _ENDLESS


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, place and length of the records from a place to the end of their part."""
    while at + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        at += _HEAD.size
        if kind == _END or at + length > len(stream):
            return
        yield kind, at, length
        at += length
