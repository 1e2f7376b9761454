"""Statements that read or write one record, made once for each table.

A session that writes a record sorts all it knows, and compiles and binds for one row what it made
for many: for a step on a ticket that took a third of the whole command. To read one took it as long
as all the rest of what the step reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Boolean, inspect
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import SQLModel

Record = TypeVar("Record", bound=SQLModel)

_ID = "id"


class Selection(NamedTuple):
    """How one record is read by its id: the statement, its place as ``?``, its columns in order."""

    sql: str
    columns: tuple[str, ...]
    flags: tuple[int, ...]

    def values(self, row: Sequence[Any]) -> dict[str, Any]:
        """Return a row's values by column; SQLite has numbers for true and false."""
        found = list(row)
        for place in self.flags:
            found[place] = None if found[place] is None else bool(found[place])
        return dict(zip(self.columns, found, strict=True))


@cache
def selection_of(kind: type[SQLModel]) -> Selection:
    """Return how a record of a table that numbers its own is read."""
    columns = _columns(kind)
    types = [column.columns[0].type for column in inspect(kind).column_attrs]
    flags = tuple(n for n, each in enumerate(types) if isinstance(each, Boolean))
    sql = f"SELECT {', '.join(columns)} FROM {kind.__tablename__} WHERE {_ID} = ?"
    return Selection(sql, columns, flags)


def key_of(kind: type[SQLModel], number: int) -> Any:
    """Return what a session knows a record by that has a number of its own."""
    return inspect(kind).identity_key_from_primary_key((number,))


def record_of(kind: type[Record], values: Mapping[str, Any]) -> Record:
    """Return a record of values just read, for a session to take in."""
    record: Record = inspect(kind).class_manager.new_instance()
    inspect(record).dict.update(values)
    make_transient_to_detached(record)
    return record


class Insertion(NamedTuple):
    """How a new record is written: the statement, its places as ``?``, and its columns in order."""

    sql: str
    columns: tuple[str, ...]
    numbered: bool

    def values(self, record: SQLModel) -> tuple[Any, ...]:
        """Return a record's values in the order of the places."""
        return tuple(getattr(record, name) for name in self.columns)


def insertion_of(record: SQLModel) -> Insertion:
    """Return how a new record is written.

    Where the table numbers its records and this one has no number yet, the statement returns it.
    """
    return _insertion(type(record), getattr(record, _ID, 0) is None)


@cache
def _insertion(kind: type[SQLModel], numbered: bool) -> Insertion:
    columns = tuple(name for name in _columns(kind) if not (numbered and name == _ID))
    sql = (
        f"INSERT INTO {kind.__tablename__} ({', '.join(columns)})"
        f" VALUES ({', '.join('?' * len(columns))}){f' RETURNING {_ID}' if numbered else ''}"
    )
    return Insertion(sql, columns, numbered)


def updating(record: SQLModel, changes: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """Return the statement that sets some columns of a record that is there, and its values."""
    keys = _keys(type(record))
    sql = (
        f"UPDATE {record.__tablename__} SET {', '.join(f'{name} = ?' for name in changes)}"
        f" WHERE {' AND '.join(f'{name} = ?' for name in keys)}"
    )
    return sql, (*changes.values(), *(getattr(record, name) for name in keys))


@cache
def _columns(kind: type[SQLModel]) -> tuple[str, ...]:
    return tuple(column.key for column in inspect(kind).column_attrs)


@cache
def _keys(kind: type[SQLModel]) -> tuple[str, ...]:
    return tuple(column.name for column in inspect(kind).primary_key)
