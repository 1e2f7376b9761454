"""Titled parts of a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridctl.presentation.columns import Column, pick, told


@dataclass(frozen=True)
class Section:
    """A titled part of a record.

    Attributes:
        title: English title, marked with ``N_``; "" for the first part.
        columns: what it shows.
        key: field of the record that holds its list; "" shows fields of the record itself.
        sparse: also leaves out what is "no" or zero, as marks that are seldom set.
        about: of a list, the column that says nothing by itself: lines with nothing else in them
            are left out.
    """

    title: str
    columns: tuple[Column, ...]
    key: str = ""
    sparse: bool = False
    about: str = ""

    def rows(self, record: Mapping[str, Any]) -> list[Any]:
        """Return the records the part shows: those of its list, or the record itself."""
        rows = list(pick(record, self.key) or ()) if self.key else [record]
        telling = [column for column in self.columns if column.key != self.about]
        return [row for row in rows if any(self._says(column, row) for column in telling)]

    def filled(self, rows: list[Any]) -> tuple[Column, ...]:
        """Return the columns that say something in one of the rows."""
        return tuple(
            column for column in self.columns if any(self._says(column, row) for row in rows)
        )

    def _says(self, column: Column, row: Mapping[str, Any]) -> bool:
        """Return whether what a column says about a row is worth showing."""
        value = told(column, row) if column.parts else pick(row, column.key)
        return bool(value) if self.sparse else value not in (None, "", (), [])
