"""Delimited text: its encoding, its delimiter, its rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from gridctl.domain.imports import (
    EncodingBroken,
    EncodingUnclear,
    EncodingWrong,
    NotATable,
    TextDamaged,
    UnknownEncoding,
)

DELIMITERS = (",", "\t", ";")
#: The encodings tables come in, to choose from where the one found is not right.
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16")

_CHUNK = 1 << 20
_HEAD = 1 << 16
_HEAD_ROWS = 30
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Characters no text table holds; a tab, line ends, form feed and the old end-of-file mark may.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
# One such sign in ten may have strayed into a text; what has more is none.
_STRAY = 10
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?\s*', re.IGNORECASE)


def detect_encoding(path: Path, wish: str | None = None) -> str:
    """Return Python's name of the encoding: byte order mark, strict UTF-8, strict GB18030.

    The order is that of interface.md 4.5, where it was measured against two guessing libraries.

    Args:
        path: the file; it is read through.
        wish: an encoding to use instead, which must fit the whole file.

    Raises:
        UnknownEncoding, EncodingWrong: the wish.
        EncodingUnclear: none of the three fits.
        EncodingBroken: the byte order mark names one, and it does not fit.
        NotATable: it decodes, and yet it is no text.
    """
    if wish is not None:
        encoding = _known(wish)
        if row := _misfit(path, encoding):
            raise EncodingWrong(file=path.name, encoding=wish, row=_told(encoding, row))
    else:
        encoding = _found(path)
    _check_text(path, encoding)
    return encoding


def detect_delimiter(path: Path, encoding: str) -> str:
    """Return comma, tab or semicolon: the one that cuts most of the first rows alike."""
    head = _head(path, encoding)
    if line := _SEPARATOR_LINE.match(head):
        return line.group(1)
    return max(DELIMITERS, key=lambda each: _agreement(head, each))


def read_rows(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each record; a blank line is an empty list.

    Raises:
        TextDamaged: a cell is longer than 131,072 characters, or a quotation mark left open has
            swallowed the rows after it.
    """
    number = 0
    row: list[str] = []
    with path.open(encoding=encoding, newline="") as handle:
        lines = _QuoteCount(handle)
        try:
            for row in csv.reader(lines, delimiter=delimiter):
                number += 1
                yield row
        except (csv.Error, UnicodeDecodeError) as error:
            raise TextDamaged(file=path.name, row=number + 1) from error
        if lines.quotes % 2 and any("\n" in cell for cell in row):
            raise TextDamaged(file=path.name, row=number)


class _QuoteCount:
    """Lines passed through, their quotation marks counted: an odd sum leaves one open."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.quotes += line.count('"')
            yield line


def _known(name: str) -> str:
    try:
        encoding = codecs.lookup(name)
    except (LookupError, ValueError) as error:
        raise UnknownEncoding(encoding=name) from error
    # Codecs such as rot13 or zlib turn text into text or bytes into bytes.
    if not encoding._is_text_encoding:
        raise UnknownEncoding(encoding=name)
    return encoding.name


def _found(path: Path) -> str:
    """Return the encoding a file marks or shows."""
    with path.open("rb") as handle:
        start = handle.read(4)
    marked = next((name for bom, name in _BOMS if start.startswith(bom)), None)
    if marked:
        if row := _misfit(path, marked):
            raise EncodingBroken(file=path.name, encoding=marked, row=_told(marked, row))
        return marked
    if not (first := _misfit(path, "utf-8")):
        return "utf-8"
    if not (second := _misfit(path, "gb18030")):
        return "gb18030"
    raise EncodingUnclear(file=path.name, row=first, other=second)


def _misfit(path: Path, encoding: str) -> int:
    """Return the line, from 1, at which a file stops being text in an encoding; 0 if nowhere."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    try:
        with path.open("rb") as handle:
            while chunk := handle.read(_CHUNK):
                line += decoder.decode(chunk).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return line + error.object.count(b"\n", 0, error.start)
    except UnicodeError:
        return line
    return 0


def _told(encoding: str, line: int) -> int | None:
    """Return a line worth telling: in wide encodings a byte of a sign may look like its end."""
    return None if encoding.startswith(("utf-16", "utf-32")) else line


def _check_text(path: Path, encoding: str) -> None:
    """Refuse what decodes and yet is no text.

    Raises:
        NotATable: it holds a NUL, or many control signs.
    """
    head = _head(path, encoding)
    strange = _CONTROL.findall(head)
    if "\0" in strange or len(strange) * _STRAY > len(head):
        sign = "\0" if "\0" in strange else strange[0]
        row = head.count("\n", 0, head.index(sign)) + 1
        raise NotATable(file=path.name, row=row, sign=f"U+{ord(sign):04X}")


def _head(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as handle:
        return handle.read(_HEAD)


def _agreement(head: str, delimiter: str) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row in islice(reader, _HEAD_ROWS) if len(row) > 1)
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    width, rows = max(widths.items(), key=lambda each: (each[1], each[0]))
    return rows, width
