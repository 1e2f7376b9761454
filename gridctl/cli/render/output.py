"""From a listing and what the person asked for to text: format, fields, query."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gridctl.cli.render.sink import STDOUT, stdout_encoding, write_document, write_text
from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_
from gridctl.presentation import formats
from gridctl.presentation.columns import Column, are_private, raw_text
from gridctl.presentation.files import csv_encoding, format_of
from gridctl.presentation.listing import Listing, known_fields, select_columns

#: ``--fields`` with one of these lists the fields instead of the records.
_LIST_FIELDS = ("?", "help")


class BadQuery(Usage):
    """``--query`` is not a valid JMESPath expression."""

    message = N_("--query is not understood: {reason}.")
    hint = N_("It is JMESPath on the envelope, for example: items[].code")


class WorkbookNotShown(Usage):
    """A workbook is no text."""

    message = N_("A workbook is not shown on a terminal.")
    hint = N_("Name a file with --to.")


@dataclass(frozen=True)
class Style:
    """How to write, all settled.

    Attributes:
        format: one of the formats of ``--output``.
        to: output file, or None for stdout.
        fields: field names in order, or empty for the declared columns.
        query: JMESPath expression on the envelope, or "".
        csv_encoding: encoding of CSV; "" for the platform's default.
        cells: width of the terminal, or None where lines may be as long as they like.
        color: whether signs for bold text may be written.
        ambiguous: cells of a sign of ambiguous width.
    """

    format: str = "tsv"
    to: str | None = None
    fields: tuple[str, ...] = ()
    query: str = ""
    csv_encoding: str = ""
    cells: int | None = None
    color: bool = False
    ambiguous: int = 1


def choose_format(output: str | None, to: str | None, *, query: bool, terminal: bool) -> str:
    """Return the format: the one asked for, the file's, or what suits stdout.

    Raises:
        UnknownSuffix: neither a format was given nor does the file's ending tell it.
    """
    if output:
        return output
    if to is not None and to != STDOUT:
        return format_of(to)
    if query:
        return "json"
    return "table" if terminal else "tsv"


def show(listing: Listing, columns: Sequence[Column], style: Style) -> None:
    """Write a listing in the style asked for.

    Raises:
        FieldNotListed: ``fields`` names something the records do not have.
        BadQuery: the query is not JMESPath.
        NotWritten: the output file cannot be written.
    """
    if style.format == "xlsx":
        book = _workbook(listing, columns, style)
        write_document(book, style.to or STDOUT, private=are_private(columns))
        return
    chunks = _chunks(listing, columns, style)
    write_text(chunks, style.to, _encoding(style), private=are_private(columns))


def _workbook(listing: Listing, columns: Sequence[Column], style: Style) -> bytes:
    """Return a list as a workbook.

    Raises:
        WorkbookNotShown: it would go to the terminal.
    """
    from io import BytesIO

    from gridctl.presentation.workbook import write_workbook

    if style.to in (None, STDOUT) and sys.stdout.isatty():
        raise WorkbookNotShown
    if style.query:
        listing, columns = _table_of(_search(style.query, formats.envelope(listing)))
    elif style.fields:
        columns = select_columns(columns, listing.peek(), style.fields)
    book = BytesIO()
    write_workbook(listing, columns, book)
    return book.getvalue()


def _table_of(result: Any) -> tuple[Listing, Sequence[Column]]:
    """Return what a query found as rows and columns."""
    found = result if isinstance(result, list) else [result]
    rows = [row if isinstance(row, dict) else {"value": row} for row in found]
    keys = dict.fromkeys(key for row in rows for key in row)
    return Listing(rows), [Column(key, key) for key in keys]


def _chunks(listing: Listing, columns: Sequence[Column], style: Style) -> Iterator[str]:
    first = listing.peek() if style.fields else {}
    if style.fields and style.fields[0] in _LIST_FIELDS:
        return formats.lines(known_fields(columns, first))
    chosen = select_columns(columns, first, style.fields) if style.fields else None
    if style.query:
        return _queried(listing, chosen, style)
    if style.format in formats.DATA:
        # A data file of rows has every declared column; only screens are short of room.
        return formats.DATA[style.format](listing, chosen, columns, _carries(style))
    visible = chosen or [c for c in columns if style.format == "wide" or not c.wide_only]
    if style.format == "md":
        return formats.markdown(listing, visible)
    # Rich costs start-up time; only a table needs it.
    from gridctl.cli.render.table import table

    return table(listing, visible, style)


def _queried(listing: Listing, chosen: Sequence[Column] | None, style: Style) -> Iterator[str]:
    result = _search(style.query, formats.envelope(listing, chosen))
    if style.format in ("json", "yaml"):
        return formats.structured(result, style.format, _carries(style))
    rows = result if isinstance(result, list) else [result]
    if all(isinstance(row, dict) for row in rows):
        keys = list(dict.fromkeys(key for row in rows for key in row))
        columns = [Column(key, key) for key in keys]
        return _chunks(Listing(rows), columns, _without_query(style))
    return formats.lines(raw_text(row) for row in rows)


def _search(expression: str, data: Any) -> Any:
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.search(expression, data)
    except JMESPathError as error:
        raise BadQuery(reason=str(error).splitlines()[0].rstrip(" :.")) from error


def _without_query(style: Style) -> Style:
    return replace(style, query="", fields=())


def _encoding(style: Style) -> str | None:
    """Return the encoding of the bytes, None for "as the stream has it"."""
    if style.format != "csv":
        return None
    if style.csv_encoding:
        return style.csv_encoding
    to_file = style.to is not None and style.to != STDOUT
    return csv_encoding(to_file=to_file)


def _carries(style: Style) -> str:
    """Return the encoding the text will go through, so that JSON can escape what it lacks."""
    to_file = style.to is not None and style.to != STDOUT
    return "utf-8" if to_file else stdout_encoding()
