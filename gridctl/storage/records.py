"""Statements that write one record, made once for each table.

A session that writes a record sorts all it knows, and compiles and binds for one row what it made
for many: for a step on a ticket that took a third of the whole command.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import inspect
from sqlmodel import SQLModel

_ID = "id"


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
