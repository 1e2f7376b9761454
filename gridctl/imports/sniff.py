"""Looking at a file: which sheet, which header, which columns; the result is a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from gridctl.domain.imports import (
    ColumnMissing,
    FileEmpty,
    HeaderMissing,
    SideBySide,
    TooManyColumns,
)
from gridctl.domain.problems import Problem
from gridctl.imports.chosen import check_letters, chosen_fields, stated_fields, stated_values
from gridctl.imports.kinds import Kind
from gridctl.imports.layout import HEAD_ROWS, Layout, deeper, find_layout
from gridctl.imports.likeness import likelier
from gridctl.imports.mapping import Mapping as ColumnMapping
from gridctl.imports.mapping import map_columns
from gridctl.imports.plan import Plan
from gridctl.imports.source import Source, identify, open_tables
from gridctl.imports.spread import is_meant, lower_rows, wide_form, with_figures
from gridctl.imports.tables import MAX_COLUMNS, Table
from gridctl.imports.title import PERIOD, named_month

_SAMPLE_ROWS = 200
_EXPECTED = 4
_SHOWN_HEADERS = 40
_SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a table is looked at for, and what was settled about it."""

    kind: Kind
    header_row: int | None
    year: int | None
    epoch_1904: bool
    chosen: Mapping[str, str]
    stated: Mapping[str, str]

    @classmethod
    def freely(cls, kind: Kind, epoch_1904: bool) -> _Asked:
        """Return what is asked where only the kind is given."""
        return cls(kind, None, None, epoch_1904, {}, {})


@dataclass(frozen=True, slots=True)
class _Found:
    """A sheet with its header, and the groups of fields of which it lacks a column."""

    table: Table
    head: list[list[str]]
    kind: Kind
    layout: Layout
    mapping: ColumnMapping
    missing: tuple[tuple[str, ...], ...]
    sample: tuple[tuple[str, ...], ...]
    period: str

    @property
    def sheet(self) -> str:
        return self.table.sheet

    @property
    def order(self) -> tuple[bool, float]:
        return not self.missing, self.layout.score

    @property
    def understood(self) -> int:
        """How many columns are read; none where what only a column can say is missing.

        Nor where figures of whatever sort would be taken for those of the kind.
        """
        whole = all(self.kind.of_table.issuperset(group) for group in self.missing)
        meant = self.kind.spread is None or is_meant(self.kind.spread, self.mapping.columns)
        return len(self.mapping.columns) if whole and meant else 0


class Sighting(NamedTuple):
    """A table looked at as one of a kind.

    Attributes:
        kind: its name.
        columns: how many columns are read; 0 where the table can be none of the kind.
        score: how much of the kind its header names.
    """

    kind: str
    columns: int
    score: float


def sightings(table: Table, source: Source, kinds: Sequence[Kind]) -> Iterator[Sighting]:
    """Yield what a table shows, looked at as one of each kind that has a header in it.

    Raises:
        TooManyColumns: one of its first rows is wider than any sheet.
    """
    head = list(_narrow(table, source.path))
    for kind in kinds:
        asked = _Asked.freely(kind, _counts_from_1904(source))
        for found in _look(table, head, asked):
            yield Sighting(kind.name, found.understood, found.layout.score)


def inspect(
    path: Path,
    kind: Kind,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    year: int | None = None,
    columns: Mapping[str, str] = MappingProxyType({}),
    stated: Mapping[str, str] = MappingProxyType({}),
) -> Plan:
    """Return how a file of a kind is to be read, as :func:`survey` does, where it can be.

    Raises:
        ColumnMissing: no column for a field the kind cannot do without.
        GridctlError: whatever :func:`survey` raises.
    """
    plan = survey(
        path, kind, sheet=sheet, header_row=header_row, encoding=encoding, year=year,
        columns=columns, stated=stated,
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
    stated: Mapping[str, str] = MappingProxyType({}),
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
        stated: field -> what every row says that does not say it itself, as a cell would.

    Raises:
        UnknownColumn, UnknownField, FieldTwice: ``columns`` or ``stated`` names what there is not,
            or one twice.
        StatementUnfit: what is stated is none of its field.
        HeaderMissing: no row could be a header.
        TooManyColumns: one of its first rows is wider than any sheet.
        FileEmpty: nothing stands in it.
        SideBySide: the table goes on to the right under the same headers.
        GridctlError: whatever :func:`gridctl.imports.source.identify` and
            :func:`gridctl.imports.source.open_tables` raise.
    """
    source = identify(path, encoding)
    epoch_1904 = _counts_from_1904(source)
    chosen, said = chosen_fields(kind, columns), stated_fields(kind, stated)
    asked = _Asked(kind, header_row, year, epoch_1904, chosen, said)
    seen: list[str] = []
    found: list[_Found] = []
    with open_tables(source, sheet) as tables:
        for table in tables:
            head = list(_narrow(table, path))
            if any(map(any, head)):
                seen.append(table.sheet)
                found += _look(table, head, asked)
    if not seen:
        raise FileEmpty(file=path.name)
    if not found:
        raise HeaderMissing(file=path.name, sheet=seen[0])
    best = max(found, key=lambda each: each.order)
    check_letters(chosen, best.layout, path)
    _check_one_table(best, path)
    plan = _plan(source, best, _notices(best, found, epoch_1904), asked)
    stated_values(plan)
    return replace(plan, sheets=tuple(filter(None, seen)))


def _counts_from_1904(source: Source) -> bool:
    return source.package is not None and source.package.epoch_1904


def _narrow(table: Table, path: Path) -> Iterator[list[str]]:
    """Yield the first rows of a table, without the blanks beyond the last column there can be."""
    for number, row in enumerate(islice(table.rows, HEAD_ROWS + _SAMPLE_ROWS), 1):
        if any(row[MAX_COLUMNS:]):
            raise TooManyColumns(file=path.name, sheet=table.sheet, row=number, limit=MAX_COLUMNS)
        yield row[:MAX_COLUMNS]


def _look(table: Table, head: list[list[str]], asked: _Asked) -> Iterator[_Found]:
    kind, header_row = asked.kind, asked.header_row
    top = HEAD_ROWS if header_row is None else header_row + HEAD_ROWS
    layout = find_layout(head[:top], table.merges, kind, header_row)
    if layout is None:
        return
    kind, layout, mapping = _mapped(table, head, layout, asked)
    fields = mapping.fields() | asked.stated.keys()
    period = "" if PERIOD in fields else named_month(head[: layout.top], kind)
    known = fields | {PERIOD} if period else fields
    missing = (group for group in kind.columns if not known.intersection(group))
    body = _shown(head[layout.top + layout.depth :])
    yield _Found(table, head, kind, layout, mapping, tuple(missing), body, period)


def _mapped(
    table: Table, head: list[list[str]], layout: Layout, asked: _Asked
) -> tuple[Kind, Layout, ColumnMapping]:
    """Return what the columns feed, and of what kind they make the table.

    Where no column names what each row is about and columns of figures do, these are read.
    """
    kind = asked.kind

    def mapping_of(kind: Kind, layout: Layout) -> ColumnMapping:
        body = head[layout.top + layout.depth :]
        return map_columns(
            layout.headings, kind, body, year=asked.year, epoch_1904=asked.epoch_1904,
            chosen=asked.chosen,
        )  # fmt: skip

    mapping = mapping_of(kind, layout)
    if kind.spread is None or kind.spread.names in mapping.fields() | asked.stated.keys():
        return kind, layout, mapping
    wide = wide_form(kind)
    bottom = layout.top + layout.depth
    subjects = {
        column.index
        for column in mapping_of(wide, layout).columns
        if any(set(column.fields) & set(group) for group in kind.needs if len(group) > 1)
    }
    more = lower_rows(head, bottom, subjects, kind.spread) if subjects else 0
    layout = deeper(layout, head, table.merges, kind, more)
    body = head[bottom + more :]
    figures = with_figures(
        layout.headings, kind, mapping_of(wide, layout), body, asked.chosen.keys()
    )
    return (kind, layout, mapping) if figures is None else (figures.kind, layout, figures.mapping)


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
    names = [name for group in plan.missing for name in group]
    expected = [word for name in names for word in fields[name].synonyms[:_EXPECTED]]
    headings = sorted((*plan.columns, *plan.unread), key=lambda column: column.index)
    headers = list(dict.fromkeys(each.header for each in headings))
    return ColumnMissing(
        file=plan.path.name,
        sheet=plan.sheet,
        row=plan.header_rows[1],
        # A table that is only looked at is of one kind.
        kind="--kind" if plan.kind.key else None,
        every="--set" if plan.kind.key else None,
        field=tuple(map("/".join, plan.missing)),
        expected=tuple(dict.fromkeys(expected)),
        headers=tuple(headers[:_SHOWN_HEADERS]),
    )


def _notices(best: _Found, found: list[_Found], epoch_1904: bool) -> Iterator[Problem]:
    if best.period:
        yield Problem("period_of_title", PERIOD, best.period)

    def read_as(kind: Kind) -> int:
        asked = _Asked.freely(kind, epoch_1904)
        return max((each.understood for each in _look(best.table, best.head, asked)), default=0)

    if (likely := likelier(best.layout, best.mapping, best.kind, read_as)) is not None:
        yield likely
    for other in found:
        if other is not best and not other.missing:
            yield Problem("other_sheet", "", other.sheet)


def _plan(
    source: Source,
    found: _Found,
    notices: Iterator[Problem],
    asked: _Asked,
) -> Plan:
    last = found.layout.top + found.layout.depth
    return Plan(
        path=source.path,
        file_digest=source.digest,
        kind=found.kind,
        format=source.format,
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=found.sheet,
        header_rows=(found.layout.top + 1, last),
        first_row=last + 1,
        columns=found.mapping.columns,
        unread=found.mapping.unread,
        notices=(*found.mapping.notices, *notices),
        year=asked.year,
        epoch_1904=asked.epoch_1904,
        chosen=tuple(sorted(asked.chosen.items())),
        stated=tuple(sorted(asked.stated.items())),
        missing=found.missing,
        sample=found.sample,
        period=found.period,
    )
