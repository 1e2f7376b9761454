"""What an .xlsx says about itself before it is unfolded: its size, its failed formulas, its epoch.

The reader of cells lays each sheet out as a full rectangle and drops the text of failed formulas;
so the extent is checked, and the failures are collected, from the parts of the package first.
"""

from __future__ import annotations

import html
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath

from gridctl.domain.imports import (
    PartInflated,
    SheetTooLarge,
    TooManyRows,
    UnsupportedFormat,
    WorkbookDamaged,
    WorkbookTooLarge,
)
from gridctl.imports.extent import Extent, column_number
from gridctl.imports.tables import MAX_CELLS, MAX_ROWS, NOT_CALCULATED

#: Unfolded text of all parts, in bytes; a million rows of 15 columns are about 750 MB.
MAX_BYTES = 1 << 30
#: How many times its packed size a large part may have. A million formatted empty rows have 15 to
#: 20 times; small parts may well repeat themselves, and are quickly read.
MAX_RATIO = 300
_LARGE = 1 << 27

#: What the archive reader raises at a damaged file, besides its own error.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, UnicodeError, NotImplementedError,
    RuntimeError,
)  # fmt: skip

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_CHUNK = 1 << 20
_MAX_TAIL = 1 << 24
_ROW_END = b"row>"

_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION_TAG = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_EPOCH_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
_CELL = rb"""<(?:\w+:)?c\s(?=[^>]*?\br="([A-Z]{1,3})(\d{1,7})")"""
_FAILED_CELL = re.compile(
    _CELL + rb"""(?=[^>]*?\bt="e")[^>]*[^/]>(?:(?!</?(?:\w+:)?c[\s>]).)*?<(?:\w+:)?v>([^<]*)<""",
    re.DOTALL,
)
# The result of a formula of text may be blank; that of any other is there once it was worked out.
_FORMULA_ALONE = re.compile(
    _CELL + rb"""(?![^>]*?\bt="str")[^>]*[^/]>\s*"""
    rb"""<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</"""
)


@dataclass(slots=True)
class Sheet:
    """What one sheet's part shows.

    Attributes:
        extent: how far its cells reach.
        failures: (row, column), both from 0, to the text of a failed formula, or
            :data:`~gridctl.imports.tables.NOT_CALCULATED`.
    """

    extent: Extent = field(default_factory=Extent)
    failures: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """What a workbook shows before it is unfolded: sheets in workbook order, and the epoch."""

    sheets: tuple[Sheet, ...]
    epoch_1904: bool


def read_package(path: Path) -> Package:
    """Read the parts of an .xlsx once, without unfolding a sheet.

    Raises:
        UnsupportedFormat: the archive holds something else.
        WorkbookTooLarge: more than :data:`MAX_BYTES`.
        PartInflated: a large part has more than :data:`MAX_RATIO` times its packed size.
        TooManyRows: a sheet of more than :data:`MAX_ROWS`.
        SheetTooLarge: a sheet of more than :data:`MAX_CELLS`.
        WorkbookDamaged: the archive is broken.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_format(archive, path)
            _check_size(archive, path)
            workbook = archive.read(_WORKBOOK)
            names = list(_sheet_parts(workbook, archive))
            scanned = {
                part.filename: _scan(archive, part.filename, part.filename in names, path)
                for part in archive.infolist()
                if part.filename in names or part.filename.endswith(".xml")
            }
    except _BROKEN as error:
        raise WorkbookDamaged(file=path.name) from error
    return Package(
        sheets=tuple(scanned.get(name, Sheet()) for name in names),
        epoch_1904=bool(_EPOCH_1904.search(workbook)),
    )


def _check_format(archive: zipfile.ZipFile, path: Path) -> None:
    names = set(archive.namelist())
    if _WORKBOOK in names:
        return
    if "xl/workbook.bin" in names:
        raise UnsupportedFormat(file=path.name, format="xlsb")
    if "word/document.xml" in names:
        raise UnsupportedFormat(file=path.name, format="docx")
    if "content.xml" in names and "mimetype" in names:
        raise UnsupportedFormat(file=path.name, format="ods")
    raise UnsupportedFormat(file=path.name, format="zip")


def _check_size(archive: zipfile.ZipFile, path: Path) -> None:
    # A sheet is whatever part the workbook names as one, whatever its name.
    parts = [part for part in archive.infolist() if not part.filename.startswith("xl/media/")]
    if sum(part.file_size for part in parts) > MAX_BYTES:
        raise WorkbookTooLarge(file=path.name, limit=MAX_BYTES >> 20)
    for part in parts:
        times = part.file_size // max(part.compress_size, 1)
        if part.file_size > _LARGE and times > MAX_RATIO:
            raise PartInflated(file=path.name, times=times)


def _sheet_parts(workbook: bytes, archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield the archive names of the sheets, in workbook order; "" where one has no part."""
    targets: dict[str, str] = {}
    if _RELATIONS in archive.namelist():
        for tag in _RELATION_TAG.findall(archive.read(_RELATIONS)):
            attributes = _attributes(tag)
            targets[attributes.get("Id", "")] = attributes.get("Target", "")
    for tag in _SHEET_TAG.findall(workbook):
        identity = next((v for k, v in _attributes(tag).items() if k.endswith(":id")), "")
        yield normpath(join("/xl", targets.get(identity, ""))).lstrip("/")


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode("ascii", "replace"): html.unescape((one or other).decode("utf-8", "replace"))
        for name, one, other in _ATTRIBUTE.findall(tag)
    }


def _scan(archive: zipfile.ZipFile, name: str, is_sheet: bool, path: Path) -> Sheet:
    """Read a part to its end, which also proves that its size is the declared one."""
    sheet = Sheet()
    with archive.open(name) as part:
        if not is_sheet:
            while part.read(_CHUNK):
                pass
            return sheet
        for piece in _whole_rows(iter(lambda: part.read(_CHUNK), b"")):
            _look(piece, sheet)
            _check_extent(sheet.extent, path)
    return sheet


def _check_extent(extent: Extent, path: Path) -> None:
    """Refuse a sheet as soon as it is too much: the reader of cells would go through it all."""
    if max(extent.rows, extent.told_rows) > MAX_ROWS:
        raise TooManyRows(file=path.name, limit=MAX_ROWS)
    if max(extent.cells, extent.told_cells) > MAX_CELLS:
        raise SheetTooLarge(file=path.name, limit=MAX_CELLS)


def _whole_rows(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the chunks cut at row ends, so that no cell is cut in two.

    Only what is new is searched: a sheet of nothing but empty rows (``<row/>``) has no such end.
    """
    tail = bytearray()
    for chunk in chunks:
        searched = max(0, len(tail) - len(_ROW_END) + 1)
        tail += chunk
        found = tail.rfind(_ROW_END, searched)
        end = found + len(_ROW_END) if found >= 0 else 0
        if not end and len(tail) > _MAX_TAIL:
            # A tag that is cut has no place, and its piece would be followed tag by tag.
            end = tail.rfind(b">") + 1 or len(tail)
        if end:
            yield bytes(tail[:end])
            del tail[:end]
    yield bytes(tail)


def _look(piece: bytes, sheet: Sheet) -> None:
    sheet.extent.take(piece)
    if b't="e"' in piece:
        for column, row, text in _FAILED_CELL.findall(piece):
            failed = html.unescape(text.decode("utf-8", "replace")).strip()
            sheet.failures[_place(column, row)] = failed
    if b"f>" in piece:
        for column, row in _FORMULA_ALONE.findall(piece):
            sheet.failures[_place(column, row)] = NOT_CALCULATED


def _place(letters: bytes, digits: bytes) -> tuple[int, int]:
    """Return row and column of a cell, both from 0."""
    return int(digits) - 1, column_number(letters) - 1
