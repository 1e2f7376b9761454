"""How clerks type values: the same date, number or name in several ways (domain.md 13.2).

Which way a row gets depends on its number alone, in runs, as if each town had its own habit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from gridctl.cli.demo.layout import Cell, Column, Form, Row, Value

_RUN = 17
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def cells(
    columns: Sequence[Column], row: Row, number: int, words: Mapping[str, Mapping[str, str]]
) -> list[Cell]:
    """Return the cells of a row, each in its column's form; ``number`` counts rows from 0."""
    found: list[Cell] = []
    for column in columns:
        value = _value(column, row, number, words)
        found.append(None if value in (None, "") else _FORMS[column.form](value, number))
    return found


def _value(column: Column, row: Row, number: int, words: Mapping[str, Mapping[str, str]]) -> Value:
    if column.field == "#":
        return number + 1
    if column.field.startswith("="):
        return column.field[1:]
    value = row[column.field]
    return words[column.words][str(value)] if column.words and value else value


def _text(value: Value, _: int) -> Cell:
    return str(value)


def _code(value: Value, number: int) -> Cell:
    return str(value).translate(_WIDE) if number % 61 == 7 else str(value)


def _name(value: Value, number: int) -> Cell:
    """Set two signs apart so that they take the room of three."""
    name = str(value)
    return f"{name[0]} {name[1]}" if len(name) == 2 and number // _RUN % 3 == 1 else name


def _dot(value: Value, number: int) -> Cell:
    return str(value).replace("·", "•") if number % 2 else str(value)


def _number(value: Value, number: int) -> Cell:
    """Type digits as a number, or as full-width text now and then."""
    return str(value).translate(_WIDE) if number % 97 == 11 else int(str(value))


def _count(value: Value, _: int) -> Cell:
    return int(str(value))


def _wide(value: Value, number: int) -> Cell:
    return str(value).translate(_WIDE) if number % 13 == 5 else int(str(value))


def _decimal(value: Value, _: int) -> Cell:
    return Decimal(str(value))


def _newline(value: Value, number: int) -> Cell:
    return f"{value}\n" if number % 3 == 1 else str(value)


def _yes(value: Value, _: int) -> Cell:
    return "是" if value else "否"


def _date(value: Value, number: int) -> Cell:
    assert isinstance(value, date)
    ways: tuple[Cell, ...] = (
        value,
        f"{value.year}年{value.month}月{value.day}日",
        value.isoformat(),
        f"{value.year}.{value.month}.{value.day}",
    )
    return ways[number // _RUN % len(ways)]


def _instant(value: Value, number: int) -> Cell:
    assert isinstance(value, datetime)
    ways: tuple[Cell, ...] = (
        value,
        f"{value:%Y-%m-%d %H:%M}",
        f"{value.year}/{value.month}/{value.day} {value:%H:%M}",
        f"{value.year}年{value.month}月{value.day}日 {value:%H:%M}",
    )
    return ways[number // _RUN % len(ways)]


def _cell(value: Value, _: int) -> Cell:
    assert isinstance(value, datetime)
    return value


_FORMS: dict[Form, Callable[[Value, int], Cell]] = {
    "text": _text,
    "code": _code,
    "name": _name,
    "dot": _dot,
    "number": _number,
    "count": _count,
    "wide": _wide,
    "decimal": _decimal,
    "newline": _newline,
    "yes": _yes,
    "date": _date,
    "instant": _instant,
    "cell": _cell,
}
