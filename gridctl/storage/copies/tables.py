"""The tables a copy consists of, and the digest over one of them: the same on both engines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic_core import to_json
from sqlalchemy import Boolean

from gridctl.domain.keeping import TableCopy
from gridctl.storage.tables import METADATA

#: Rows read or written at a time.
PAGE = 5_000

Page = list[tuple[Any, ...]]
#: Is told of every page how many rows it had.
Advance = Callable[[int], object]


class CopiedTable(NamedTuple):
    """A table: its columns and the columns of its key, in their order."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    flags: frozenset[str]

    @property
    def select(self) -> str:
        """The statement that reads all rows in the order of their keys, flags as 0 and 1."""
        columns = ", ".join(
            f'CAST("{name}" AS INTEGER)' if name in self.flags else f'"{name}"'
            for name in self.columns
        )
        keys = ", ".join(f'"{key}"' for key in self.keys)
        return f'SELECT {columns} FROM "{self.name}" ORDER BY {keys}'

    @property
    def tally(self) -> str:
        """The statement that counts its rows."""
        return f'SELECT count(*) FROM "{self.name}"'

    @property
    def names(self) -> str:
        """The columns as a statement names them."""
        return ", ".join(f'"{name}"' for name in self.columns)


@cache
def copied_tables() -> tuple[CopiedTable, ...]:
    """Return all tables of an office, those that are pointed to first.

    What is kept for searching is made anew on the other side.
    """
    return tuple(
        CopiedTable(
            table.name,
            tuple(column.name for column in table.columns),
            tuple(column.name for column in table.primary_key),
            frozenset(each.name for each in table.columns if isinstance(each.type, Boolean)),
        )
        for table in METADATA.sorted_tables
    )


class Measured:
    """The pages of a table on their way, counted and digested as they pass."""

    def __init__(self, table: CopiedTable, pages: Iterable[Page], advance: Advance) -> None:
        self._table = table
        self._pages = pages
        self._advance = advance
        self._rows = 0
        self._digest = hashlib.sha256()

    def __iter__(self) -> Iterator[Page]:
        for page in self._pages:
            self._rows += len(page)
            # Without its brackets, so that it does not matter where a page ends.
            self._digest.update(to_json(page)[1:-1] + b",")
            yield page
            self._advance(len(page))

    def result(self) -> TableCopy:
        """Return what has passed so far."""
        return TableCopy(self._table.name, self._rows, self._digest.hexdigest())


def measure(table: CopiedTable, pages: Iterable[Page], advance: Advance) -> TableCopy:
    """Return count and digest of a table by reading it."""
    measured = Measured(table, pages, advance)
    for _page in measured:
        pass
    return measured.result()
