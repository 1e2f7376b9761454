"""The smallest .xls there is, made by hand: a container, a directory, a workbook of labels."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
#: Shorter streams lie in sectors of their own kind.
_CUTOFF = 4096


def xls(cells: Sequence[tuple[int, int, str]], extent: tuple[int, int, int, int]) -> bytes:
    """Return an .xls with one sheet.

    Args:
        cells: row and column, from 0, and text.
        extent: first row, row after the last, first column, column after the last, as claimed.
    """
    sheet = _begin(0x0010) + _record(0x0200, struct.pack("<IIHHH", *extent, 0))
    sheet += b"".join(_label(*cell) for cell in cells) + _record(0x000A, b"")
    return contained(_globals() + sheet)


def contained(stream: bytes) -> bytes:
    """Return a stream as the workbook of a container."""
    stream = stream.ljust(_CUTOFF, b"\0")
    count = -(-len(stream) // _SECTOR)
    table = [_TABLE, _END, *range(3, count + 2), _END]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    directory = _entry("Root Entry", 5, _END, 0) + _entry("Workbook", 2, 2, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, _CUTOFF, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    body = struct.pack(f"<{len(table)}I", *table) + directory.ljust(_SECTOR, b"\0")
    return head + body + stream.ljust(count * _SECTOR, b"\0")


def _globals() -> bytes:
    name = _text("S", short=True)
    before = _begin(0x0005)
    start = len(before) + 4 + 6 + len(name) + 4
    return before + _record(0x0085, struct.pack("<IH", start, 0) + name) + _record(0x000A, b"")


def _begin(part: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, part, 0, 0, 0, 0x0600))


def _label(row: int, column: int, text: str) -> bytes:
    return _record(0x0204, struct.pack("<HHH", row, column, 0) + _text(text))


def _text(text: str, *, short: bool = False) -> bytes:
    return struct.pack("<BB" if short else "<HB", len(text), 1) + text.encode("utf-16-le")


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _entry(name: str, kind: int, start: int, length: int) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    return (
        words.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(words), kind, 1, _FREE, _FREE, _FREE)
        + bytes(36)
        + struct.pack("<III", start, length, 0)
    )
