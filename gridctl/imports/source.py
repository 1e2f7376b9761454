"""What a file is, judged by its content: the format, the encoding, the tables in it."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gridctl.domain.imports import (
    FileEmpty,
    FileIsFolder,
    FileIsStream,
    FileMissing,
    NothingRecorded,
    SheetMissing,
    UnsupportedFormat,
    unreadable,
)
from gridctl.imports.compound import SIGNATURE, read_compound
from gridctl.imports.delimited import detect_delimiter, detect_encoding, read_rows
from gridctl.imports.open311 import RECORDED, read_recording, records
from gridctl.imports.package import Package, read_package
from gridctl.imports.plan import Format
from gridctl.imports.tables import Table
from gridctl.imports.workbook import open_workbook, read_sheet, sheet_names

_ZIP = b"PK\x03\x04"
# Exports of web systems are often one of these under the name .xls.
_MARKUP: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\s*<(?:!doctype html|html|head|meta|table)", re.IGNORECASE), "html"),
    (re.compile(rb"\s*<\?xml", re.IGNORECASE), "xml"),
    (re.compile(rb'\s*(?:\{\s*"|\[\s*\{)'), "json"),
    (re.compile(rb"%PDF-"), "pdf"),
    (re.compile(rb"mime-version:", re.IGNORECASE), "mht"),
    (re.compile(rb"\{\\rtf"), "rtf"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose content is known.

    Attributes:
        path: the file.
        digest: SHA-256 of its bytes, hexadecimal.
        format: what its content is.
        encoding: of text; "" for a workbook.
        delimiter: of text; "" for a workbook.
        package: what an .xlsx says about itself, else None.
    """

    path: Path
    digest: str
    format: Format
    encoding: str = ""
    delimiter: str = ""
    package: Package | None = None


def identify(path: Path, encoding: str | None = None, delimiter: str | None = None) -> Source:
    """Tell what a file is; encoding and delimiter are taken as given where they are.

    Raises:
        FileMissing, FileIsFolder, FileIsStream, FileUnreadable, FileEmpty: there is nothing to
            read.
        UnsupportedFormat, NotATable: it is not a table in a form that is read, nor recorded
            requests of an Open311 endpoint.
        RecordingTooLarge: it may be such a recording, and is too large to read as a whole.
        WorkbookLocked, WorkbookDamaged, WorkbookTooLarge: it is a workbook that cannot be read.
        UnknownEncoding, EncodingWrong, EncodingUnclear, EncodingBroken: it is text that cannot
            be read.
    """
    digest = file_digest(path)
    with path.open("rb") as handle:
        start = handle.read(512)
    if not start.strip():
        raise FileEmpty(file=path.name)
    if start.startswith(_ZIP):
        return Source(path, digest, "xlsx", package=read_package(path))
    if start.startswith(SIGNATURE):
        read_compound(path)
        return Source(path, digest, "xls")
    for pattern, name in _MARKUP:
        if pattern.match(start.removeprefix(b"\xef\xbb\xbf")):
            recorded = next((form for form in RECORDED if form == name), None)
            if recorded is not None and records(path, recorded):
                return Source(path, digest, recorded)
            # Spreadsheet programs write XML under the name of a workbook, too.
            named_so = path.suffix.lower() == f".{recorded}"
            unread = NothingRecorded if named_so else UnsupportedFormat
            raise unread(file=path.name, format=name)
    encoding = detect_encoding(path, encoding)
    return Source(path, digest, "csv", encoding, delimiter or detect_delimiter(path, encoding))


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, hexadecimal.

    Raises:
        FileMissing, FileIsFolder, FileIsStream, FileUnreadable: it cannot be read.
    """
    try:
        # To open a pipe nobody writes into would wait for ever.
        if not stat.S_ISREG(mode := path.stat().st_mode):
            raise (FileIsFolder if stat.S_ISDIR(mode) else FileIsStream)(file=str(path))
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise FileMissing(file=str(path)) from error
    except OSError as error:
        raise unreadable(str(path), error) from error


def _text_rows(source: Source) -> Iterator[list[str]]:
    if source.format == "csv":
        return read_rows(source.path, source.encoding, source.delimiter)
    return read_recording(source.path, source.format)


@contextmanager
def open_tables(source: Source, sheet: str | None = None) -> Iterator[Iterator[Table]]:
    """Open a file's tables, each to be read before the next is taken.

    Args:
        source: the file.
        sheet: the one sheet wanted; None for every visible one.

    Raises:
        SheetMissing: no sheet has this name.
        WorkbookLocked, WorkbookDamaged: the workbook cannot be read.
    """
    if source.format in ("csv", *RECORDED):
        if sheet:
            raise SheetMissing(file=source.path.name, sheet=sheet, sheets=None)
        yield iter((Table("", _text_rows(source)),))
        return
    with open_workbook(source.path, source.format) as book:
        names = sheet_names(book) if sheet is None else [sheet]
        yield (read_sheet(book, name, source.path, source.package) for name in names)
