"""The rows of a planned file, one by one, normalised."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice, pairwise
from typing import NamedTuple

from gridctl.domain.imports import FileChanged
from gridctl.domain.problems import Problem
from gridctl.imports.chosen import stated_values
from gridctl.imports.dates import join_parts
from gridctl.imports.filling import fill_down, fill_merged
from gridctl.imports.normalise import Converter, converter
from gridctl.imports.plan import Column, Part, Plan, Row, Value
from gridctl.imports.skipping import Skipper
from gridctl.imports.source import identify, open_tables
from gridctl.imports.tables import Table
from gridctl.imports.title import PERIOD


class _Cell(NamedTuple):
    """One field to be read from one column."""

    place: int
    field: str
    convert: Converter


class _Moment(NamedTuple):
    """A date whose time of day stands in other columns."""

    day: int
    time: int | None
    hour: int | None
    minute: int | None


def rows(plan: Plan) -> Iterator[Row]:
    """Yield the rows of a planned file in file order; blank rows are left out.

    Text is streamed; a workbook's sheet is held in memory while it is read.

    Raises:
        FileChanged: the file is not the one that was planned.
        TextDamaged, WorkbookDamaged: it cannot be read to its end.
        FileMissing, FileUnreadable: it is gone.
    """
    with _opened(plan) as table:
        yield from _read(table, plan)


def table_of(plan: Plan) -> Iterator[list[str]]:
    """Yield the cells of a planned table from the first row of the file on, as they stand there.

    Raises:
        FileChanged, TextDamaged, WorkbookDamaged, FileMissing, FileUnreadable: as :func:`rows`.
    """
    with _opened(plan) as table:
        yield from table.rows


@contextmanager
def _opened(plan: Plan) -> Iterator[Table]:
    source = identify(plan.path, plan.encoding or None, plan.delimiter or None)
    if source.digest != plan.file_digest:
        raise FileChanged(file=plan.path.name)
    with open_tables(source, plan.sheet or None) as tables:
        yield next(tables)


def _read(table: Table, plan: Plan) -> Iterator[Row]:
    cells, guests = _cells(plan)
    moments = _moments(plan.columns)
    stated, said = stated_values(plan), dict(plan.stated)
    if plan.period:
        stated[PERIOD] = said[PERIOD] = plan.period
    skipper = Skipper(plan, table.merges)
    for (number, texts), (_, following) in pairwise(_with_end(_filled(table, plan))):
        reason = skipper.reason(number, texts, following)
        if reason is not None:
            yield Row(plan.sheet, number, {}, _raw(texts, plan), [], reason)
            continue
        for moment in moments:
            _join(texts, moment)
        row = _convert(plan.sheet, number, texts, cells)
        if not row.raw:
            filled = [text.strip() for text in texts if text.strip()]
            if filled:
                row.skipped = Problem("no_known_value", "", filled[0])
                yield row
            continue
        _state(row, stated, said)
        for index, field, convert in guests:
            value = convert(texts[index]) if texts[index] else None
            if value is not None and not isinstance(value, Problem):
                row.values[field], row.raw[field] = value, texts[index]
        _require(row, plan.kind.needs)
        yield row


def _with_end(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows in which something stands, and one of nothing after the last."""
    for row in rows:
        if any(row[1]):
            yield row
    yield 0, []


def _convert(sheet: str, number: int, texts: list[str], cells: list[_Cell]) -> Row:
    values: dict[str, Value] = {}
    raw: dict[str, str] = {}
    problems: list[Problem] = []
    for index, field, convert in cells:
        text = texts[index]
        if text and (value := convert(text)) is not None:
            raw[field] = text
            if isinstance(value, Problem):
                problems.append(value)
            else:
                values[field] = value
    return Row(sheet, number, values, raw, problems)


def _state(row: Row, stated: dict[str, Value], said: dict[str, str]) -> None:
    """Add what holds for every row where the row does not say it itself."""
    for field, value in stated.items():
        if field not in row.raw:
            row.values[field], row.raw[field] = value, said[field]


def _require(row: Row, needs: tuple[tuple[str, ...], ...]) -> None:
    for group in needs:
        for field in group:
            if field in row.raw:
                break
        else:
            row.problems.append(Problem("required", group[0]))


def _filled(table: Table, plan: Plan) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of the rows that are not blank, padded and filled from above."""
    width = max(column.index for column in plan.columns) + 1
    body = _body(table, plan.first_row, width)
    if table.merges:
        body = fill_merged(body, table.merges, plan)
    return fill_down(body, plan)


def _body(table: Table, first: int, width: int) -> Iterator[tuple[int, list[str]]]:
    blank = [""] * width
    for number, texts in enumerate(islice(table.rows, first - 1, None), first):
        if len(texts) < width:
            texts = texts + blank[len(texts) :]
        yield number, texts


def _cells(plan: Plan) -> tuple[list[_Cell], list[_Cell]]:
    """Return the fields read from columns, and those that only take what fits of another's."""
    cells: list[_Cell] = []
    guests: list[_Cell] = []
    for column in plan.columns:
        if column.part:
            continue
        also = {name for field in column.fields for name in plan.kind.fields[field].also}
        for name in column.fields:
            field = plan.kind.fields[name]
            convert = converter(field, column, year=plan.year, epoch_1904=plan.epoch_1904)
            (guests if name in also else cells).append(_Cell(column.index, name, convert))
    return cells, guests


def _moments(columns: tuple[Column, ...]) -> list[_Moment]:
    parts: dict[tuple[str, Part], int] = {
        (column.fields[0], column.part): column.index for column in columns if column.part
    }
    return [
        _Moment(column.index, *(parts.get((column.fields[0], part)) for part in _PARTS))
        for column in columns
        if not column.part and any((column.fields[0], part) in parts for part in _PARTS)
    ]


_PARTS: tuple[Part, ...] = ("time", "hour", "minute")


def _join(texts: list[str], moment: _Moment) -> None:
    if texts[moment.day].strip():
        time, hour, minute = (
            "" if index is None else texts[index].strip()
            for index in (moment.time, moment.hour, moment.minute)
        )
        texts[moment.day] = join_parts(texts[moment.day], time, hour, minute)


def _raw(texts: list[str], plan: Plan) -> dict[str, str]:
    return {column.fields[0]: texts[column.index] for column in plan.columns if texts[column.index]}
