"""The container of an .xls: whether it is whole, and what it holds ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from gridctl.domain.imports import NotATable, SheetTooLarge, WorkbookDamaged, WorkbookLocked
from gridctl.imports.records import largest_sheet
from gridctl.imports.tables import MAX_CELLS

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = 512
_ENTRY = 128
_MINI_SECTOR = 64
_TABLE_ENTRIES_IN_HEADER = 109
_FREE = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_ROOT = 5


def read_compound(path: Path) -> bytes:
    """Return the bytes of an .xls, its last sector filled up, once it is known to be whole.

    The reader of cells trusts the sector table and the extent of each sheet; a file cut short, or
    one that claims a sheet of billions of cells, would bring it down.

    Raises:
        WorkbookLocked: it holds an encrypted package.
        WorkbookDamaged: it uses sectors it does not have.
        SheetTooLarge: a sheet has too many cells.
        NotATable: it holds something else than a workbook.
    """
    content = path.read_bytes()
    if _LOCKED in content:
        raise WorkbookLocked(file=path.name)
    if not any(stream in content for stream in _WORKBOOK_STREAMS):
        raise NotATable(file=path.name, row=None, sign=None)
    if len(content) < 2 * _HEADER or _sector_size(content) not in (512, 4096):
        raise WorkbookDamaged(file=path.name)
    content += bytes(-len(content) % _sector_size(content))
    compound = _Compound(content)
    if not compound.is_whole():
        raise WorkbookDamaged(file=path.name)
    if largest_sheet(compound.workbook()) > MAX_CELLS:
        raise SheetTooLarge(file=path.name, limit=MAX_CELLS)
    return content


class _Compound:
    """A file of sectors, chained by a table."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = _sector_size(content)
        self._sectors = len(content) // self._size - 1
        self._tables = list(self._table_sectors())
        self._next: list[int] = []
        for table in self._tables:
            self._next += _numbers(self._sector(table))

    def is_whole(self) -> bool:
        """Tell whether every sector that is in use is there."""
        if any(table >= self._sectors for table in self._tables):
            return False
        return not any(
            number >= self._sectors or self._sectors <= entry < _LAST_SECTOR
            for number, entry in enumerate(self._next)
            if entry != _FREE
        )

    def workbook(self) -> bytes:
        """Return the stream of the workbook; nothing where the directory names none."""
        directory = self._chain(self._at(48))
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
        small = next((self._chain(_start(each)) for each in entries if each[66] == _ROOT), b"")
        for name in _WORKBOOK_STREAMS:
            for entry in entries:
                if entry[: len(name) + 2] == name + b"\0\0":
                    return self._stream(entry, small)
        return b""

    def _stream(self, entry: bytes, small: bytes) -> bytes:
        start = _start(entry)
        (length,) = struct.unpack_from("<I", entry, 120)
        if length >= self._at(56):
            return self._chain(start)[:length]
        following = _numbers(self._chain(self._at(60)))
        sectors = _follow(start, following)
        pieces = (small[each * _MINI_SECTOR : (each + 1) * _MINI_SECTOR] for each in sectors)
        return b"".join(pieces)[:length]

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _follow(start, self._next)))

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _at(self, place: int) -> int:
        number: int = struct.unpack_from("<I", self._content, place)[0]
        return number

    def _table_sectors(self) -> Iterator[int]:
        """Yield the sectors of the sector table: the header lists 109, further lists the rest."""
        listed = struct.unpack_from(f"<{_TABLE_ENTRIES_IN_HEADER}I", self._content, 76)
        yield from (sector for sector in listed if sector < _LAST_SECTOR)
        following, seen = self._at(68), 0
        while following < self._sectors and seen < self._sectors:
            *more, following = _numbers(self._sector(following))
            yield from (sector for sector in more if sector < _LAST_SECTOR)
            seen += 1


def _sector_size(content: bytes) -> int:
    shift: int = struct.unpack_from("<H", content, 30)[0]
    return 1 << min(shift, 16)


def _start(entry: bytes) -> int:
    number: int = struct.unpack_from("<I", entry, 116)[0]
    return number


def _numbers(piece: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(piece) // 4}I", piece[: len(piece) // 4 * 4])


def _follow(start: int, following: Sequence[int]) -> Iterator[int]:
    """Yield the sectors of a chain; one that runs in a circle ends after all there are."""
    for _ in range(len(following)):
        if start >= len(following):
            return
        yield start
        start = following[start]
