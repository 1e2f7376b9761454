"""Looking at a file: which sheet, which header, which columns; the result is a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from gridctl.domain.imports import ColumnMissing, FileEmpty, HeaderMissing, TooManyColumns
from gridctl.domain.problems import Problem
from gridctl.imports.kinds import Kind
from gridctl.imports.layout import HEAD_ROWS, Layout, find_layout
from gridctl.imports.likeness import likelier
from gridctl.imports.mapping import Mapping, map_columns
from gridctl.imports.plan import Plan
from gridctl.imports.source import Source, identify, open_tables
from gridctl.imports.tables import MAX_COLUMNS, Table

_SAMPLE_ROWS = 200
_EXPECTED = 4
_SHOWN_HEADERS = 40


@dataclass(frozen=True, slots=True)
class _Found:
    """A sheet with its header."""

    sheet: str
    layout: Layout
    mapping: Mapping
    missing: tuple[str, ...] | None

    @property
    def order(self) -> tuple[bool, float]:
        return self.missing is None, self.layout.score


def inspect(
    path: Path,
    kind: Kind,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    year: int | None = None,
) -> Plan:
    """Return how a file of a kind is to be read.

    Args:
        path: the file.
        kind: what its rows are.
        sheet: the sheet to read; by default the visible one whose headers fit the kind best.
        header_row: the first row of the header, from 1; by default the best of the first 40.
        encoding: of text; by default byte order mark, UTF-8, GB18030, whichever fits first.
        year: the year of dates written without one.

    Raises:
        ColumnMissing: no column for a field the kind cannot do without.
        HeaderMissing: no row could be a header.
        TooManyColumns: one of its first rows is wider than any sheet.
        FileEmpty: nothing stands in it.
        GridctlError: whatever :func:`gridctl.imports.source.identify` and
            :func:`gridctl.imports.source.open_tables` raise.
    """
    source = identify(path, encoding)
    epoch_1904 = source.package is not None and source.package.epoch_1904
    seen: list[str] = []
    found: list[_Found] = []
    with open_tables(source, sheet) as tables:
        for table in tables:
            head = list(_narrow(table, path))
            if any(map(any, head)):
                seen.append(table.sheet)
                found += _look(table, head, kind, header_row, year, epoch_1904)
    if not seen:
        raise FileEmpty(file=path.name)
    if not found:
        raise HeaderMissing(file=path.name, sheet=seen[0])
    best = max(found, key=lambda each: each.order)
    if best.missing:
        raise _column_missing(path, best, kind)
    return _plan(source, kind, best, _notices(best, found, kind), year, epoch_1904)


def _narrow(table: Table, path: Path) -> Iterator[list[str]]:
    """Yield the first rows of a table, without the blanks beyond the last column there can be."""
    for number, row in enumerate(islice(table.rows, HEAD_ROWS + _SAMPLE_ROWS), 1):
        if any(row[MAX_COLUMNS:]):
            raise TooManyColumns(file=path.name, sheet=table.sheet, row=number, limit=MAX_COLUMNS)
        yield row[:MAX_COLUMNS]


def _look(
    table: Table,
    head: list[list[str]],
    kind: Kind,
    header_row: int | None,
    year: int | None,
    epoch_1904: bool,
) -> Iterator[_Found]:
    top = HEAD_ROWS if header_row is None else header_row + HEAD_ROWS
    layout = find_layout(head[:top], table.merges, kind, header_row)
    if layout is None:
        return
    body = head[layout.top + layout.depth :]
    mapping = map_columns(layout.headings, kind, body, year=year, epoch_1904=epoch_1904)
    fields = mapping.fields()
    missing = (group for group in kind.columns if not fields.intersection(group))
    yield _Found(table.sheet, layout, mapping, next(missing, None))


def _column_missing(path: Path, found: _Found, kind: Kind) -> ColumnMissing:
    group = found.missing or ("",)
    expected = [word for name in group for word in kind.fields[name].synonyms[:_EXPECTED]]
    return ColumnMissing(
        file=path.name,
        sheet=found.sheet,
        row=found.layout.top + found.layout.depth,
        field="/".join(group),
        expected="、".join(dict.fromkeys(expected)),
        headers="、".join(found.layout.shown[:_SHOWN_HEADERS]),
    )


def _notices(best: _Found, found: list[_Found], kind: Kind) -> Iterator[Problem]:
    if (likely := likelier(best.layout, kind)) is not None:
        yield likely
    for other in found:
        if other is not best and other.missing is None:
            yield Problem("other_sheet", "", other.sheet)


def _plan(
    source: Source,
    kind: Kind,
    found: _Found,
    notices: Iterator[Problem],
    year: int | None,
    epoch_1904: bool,
) -> Plan:
    last = found.layout.top + found.layout.depth
    return Plan(
        path=source.path,
        file_digest=source.digest,
        kind=kind,
        format=source.format,
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=found.sheet,
        header_rows=(found.layout.top + 1, last),
        first_row=last + 1,
        columns=found.mapping.columns,
        dropped=found.mapping.dropped,
        notices=(*found.mapping.notices, *notices),
        year=year,
        epoch_1904=epoch_1904,
    )
