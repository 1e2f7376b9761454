"""Looking at a file: which sheet, which header, which columns; the result is a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from gridctl.domain.imports import (
    ColumnMissing,
    FileEmpty,
    HeaderMissing,
    SideBySide,
    TooManyColumns,
)
from gridctl.domain.problems import Problem
from gridctl.imports.chosen import check_letters, chosen_fields
from gridctl.imports.kinds import Kind
from gridctl.imports.layout import HEAD_ROWS, Layout, find_layout
from gridctl.imports.likeness import likelier
from gridctl.imports.mapping import Mapping as ColumnMapping
from gridctl.imports.mapping import map_columns
from gridctl.imports.plan import Plan
from gridctl.imports.source import Source, identify, open_tables
from gridctl.imports.tables import MAX_COLUMNS, Table
from gridctl.imports.title import PERIOD, named_month

_SAMPLE_ROWS = 200
_EXPECTED = 4
_SHOWN_HEADERS = 40
_SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class _Found:
    """A sheet with its header."""

    sheet: str
    layout: Layout
    mapping: ColumnMapping
    missing: tuple[str, ...] | None
    sample: tuple[tuple[str, ...], ...]
    period: str

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
    columns: Mapping[str, str] = MappingProxyType({}),
) -> Plan:
    """Return how a file of a kind is to be read, as :func:`survey` does, where it can be.

    Raises:
        ColumnMissing: no column for a field the kind cannot do without.
        GridctlError: whatever :func:`survey` raises.
    """
    plan = survey(
        path, kind, sheet=sheet, header_row=header_row, encoding=encoding, year=year,
        columns=columns,
    )  # fmt: skip
    if plan.missing:
        raise _column_missing(plan)
    return plan


def survey(
    path: Path,
    kind: Kind,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    year: int | None = None,
    columns: Mapping[str, str] = MappingProxyType({}),
) -> Plan:
    """Return how a file of a kind would be read, also where a column it needs is not known yet.

    Args:
        path: the file.
        kind: what its rows are.
        sheet: the sheet to read; by default the visible one whose headers fit the kind best.
        header_row: the first row of the header, from 1; by default the best of the first 40.
        encoding: of text; by default byte order mark, UTF-8, GB18030, whichever fits first.
        year: the year of dates written without one.
        columns: letter of a column -> the field it feeds (its name or a label), "" for none.

    Raises:
        UnknownColumn, UnknownField, FieldTwice: ``columns`` names what there is not, or one twice.
        HeaderMissing: no row could be a header.
        TooManyColumns: one of its first rows is wider than any sheet.
        FileEmpty: nothing stands in it.
        SideBySide: the table goes on to the right under the same headers.
        GridctlError: whatever :func:`gridctl.imports.source.identify` and
            :func:`gridctl.imports.source.open_tables` raise.
    """
    chosen = chosen_fields(kind, columns)
    source = identify(path, encoding)
    epoch_1904 = source.package is not None and source.package.epoch_1904
    seen: list[str] = []
    found: list[_Found] = []
    with open_tables(source, sheet) as tables:
        for table in tables:
            head = list(_narrow(table, path))
            if any(map(any, head)):
                seen.append(table.sheet)
                found += _look(table, head, kind, header_row, year, epoch_1904, chosen)
    if not seen:
        raise FileEmpty(file=path.name)
    if not found:
        raise HeaderMissing(file=path.name, sheet=seen[0])
    best = max(found, key=lambda each: each.order)
    check_letters(chosen, best.layout, path)
    _check_one_table(best, path)
    plan = _plan(source, kind, best, _notices(best, found, kind), year, epoch_1904)
    return replace(plan, chosen=tuple(sorted(chosen.items())), sheets=tuple(filter(None, seen)))


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
    chosen: Mapping[str, str],
) -> Iterator[_Found]:
    top = HEAD_ROWS if header_row is None else header_row + HEAD_ROWS
    layout = find_layout(head[:top], table.merges, kind, header_row)
    if layout is None:
        return
    body = head[layout.top + layout.depth :]
    mapping = map_columns(
        layout.headings, kind, body, year=year, epoch_1904=epoch_1904, chosen=chosen
    )
    fields = mapping.fields()
    period = "" if PERIOD in fields else named_month(head[: layout.top], kind)
    known = fields | {PERIOD} if period else fields
    missing = (group for group in kind.columns if not known.intersection(group))
    yield _Found(table.sheet, layout, mapping, next(missing, None), _shown(body), period)


def _shown(body: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the first rows in which something stands."""
    filled = (tuple(row) for row in body if any(map(str.strip, row)))
    return tuple(islice(filled, _SHOWN_ROWS))


def _check_one_table(found: _Found, path: Path) -> None:
    """Refuse a list printed in two blocks, whose right one feeds the same fields once more.

    Raises:
        SideBySide: at least two headers are there twice, word for word.
    """
    twice = [
        notice.value
        for notice in found.mapping.notices
        if notice.code == "column_tied" and ("kept", notice.value) in notice.params
    ]
    if len(set(twice)) > 1:
        raise SideBySide(
            file=path.name,
            sheet=found.sheet or None,
            row=found.layout.top + found.layout.depth,
            headers=tuple(dict.fromkeys(twice)),
        )


def _column_missing(plan: Plan) -> ColumnMissing:
    fields = plan.kind.fields
    expected = [word for name in plan.missing for word in fields[name].synonyms[:_EXPECTED]]
    headings = sorted((*plan.columns, *plan.unread), key=lambda column: column.index)
    headers = list(dict.fromkeys(each.header for each in headings))
    return ColumnMissing(
        file=plan.path.name,
        sheet=plan.sheet,
        row=plan.header_rows[1],
        # A table that is only looked at is of one kind.
        kind="--kind" if plan.kind.key else None,
        field="/".join(plan.missing),
        expected=tuple(dict.fromkeys(expected)),
        headers=tuple(headers[:_SHOWN_HEADERS]),
    )


def _notices(best: _Found, found: list[_Found], kind: Kind) -> Iterator[Problem]:
    if best.period:
        yield Problem("period_of_title", PERIOD, best.period)
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
        unread=found.mapping.unread,
        notices=(*found.mapping.notices, *notices),
        year=year,
        epoch_1904=epoch_1904,
        missing=found.missing or (),
        sample=found.sample,
        period=found.period,
    )
