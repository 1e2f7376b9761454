"""The container of an .xls: whether it is whole, and what it holds ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from gridctl.domain.imports import NotATable, WorkbookDamaged, WorkbookLocked

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = 512
_TABLE_ENTRIES_IN_HEADER = 109
_FREE = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))


def read_compound(path: Path) -> bytes:
    """Return the bytes of an .xls, its last sector filled up, once it is known to be whole.

    The reader of cells trusts the sector table; a file cut short would bring it down.

    Raises:
        WorkbookLocked: it holds an encrypted package.
        WorkbookDamaged: it uses sectors it does not have.
        NotATable: it holds something else than a workbook.
    """
    content = path.read_bytes()
    if _LOCKED in content:
        raise WorkbookLocked(file=path.name)
    if not any(stream in content for stream in _WORKBOOK_STREAMS):
        raise NotATable(file=path.name)
    if not _is_whole(content):
        raise WorkbookDamaged(file=path.name)
    return content + bytes(-len(content) % _sector_size(content))


def _is_whole(content: bytes) -> bool:
    if len(content) < 2 * _HEADER or _sector_size(content) not in (512, 4096):
        return False
    size = _sector_size(content)
    sectors = -(-(len(content) - size) // size)
    tables = list(_table_sectors(content))
    if any(table >= sectors for table in tables):
        return False
    number = 0
    for table in tables:
        for entry in _numbers(content, table, size):
            used = entry != _FREE
            if used and (number >= sectors or sectors <= entry < _LAST_SECTOR):
                return False
            number += 1
    return True


def _sector_size(content: bytes) -> int:
    shift: int = struct.unpack_from("<H", content, 30)[0]
    return 1 << min(shift, 16)


def _table_sectors(content: bytes) -> Iterator[int]:
    """Yield the sectors of the sector table that the header lists, enough for 6.8 MB.

    Beyond that the list goes on in sectors of its own, which are left to the reader.
    """
    for sector in struct.unpack_from(f"<{_TABLE_ENTRIES_IN_HEADER}I", content, 76):
        if sector < _LAST_SECTOR:
            yield sector


def _numbers(content: bytes, sector: int, size: int) -> tuple[int, ...]:
    piece = content[(sector + 1) * size : (sector + 2) * size]
    return struct.unpack(f"<{len(piece) // 4}I", piece[: len(piece) // 4 * 4])
