"""Titled parts of a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridctl.presentation.columns import Column, pick


@dataclass(frozen=True)
class Section:
    """A titled part of a record.

    Attributes:
        title: English title, marked with ``N_``; "" for the first part.
        columns: what it shows.
        key: field of the record that holds its list; "" shows fields of the record itself.
        sparse: also leaves out what is "no" or zero, as marks that are seldom set.
    """

    title: str
    columns: tuple[Column, ...]
    key: str = ""
    sparse: bool = False

    def rows(self, record: Mapping[str, Any]) -> list[Any]:
        """Return the records the part shows: those of its list, or the record itself."""
        return list(pick(record, self.key) or ()) if self.key else [record]

    def filled(self, rows: list[Any]) -> tuple[Column, ...]:
        """Return the columns that say something in one of the rows."""
        return tuple(
            column
            for column in self.columns
            if any(_says(pick(row, column.key), self.sparse) for row in rows)
        )


def _says(value: Any, sparse: bool) -> bool:
    """Return whether a value is worth a line."""
    return bool(value) if sparse else value not in (None, "", (), [])
