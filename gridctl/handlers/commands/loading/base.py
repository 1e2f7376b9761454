"""What every loader offers, and what it is given."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from gridctl.domain.problems import Problem
from gridctl.handlers.commands.context import CommandContext
from gridctl.operations.commands.imports import Cell
from gridctl.storage.queries import imports as sql
from gridctl.storage.queries.compose import Params

Values = Mapping[str, Cell]
_MONTH = len("2025-07")


class Recognised(NamedTuple):
    """A row whose references were looked up.

    Attributes:
        key: natural key of the record within its kind.
        payload: what to store, JSON-able.
        problems: why the row stays out; empty where it may come in.
        notices: what should be known although it comes in.
    """

    key: str
    payload: dict[str, Any]
    problems: list[Problem]
    notices: list[Problem]


def refused(*problems: Problem) -> Recognised:
    """Return the recognition of a row that stays out."""
    return Recognised("", {}, list(problems), [])


class Staged(NamedTuple):
    """A recognised row on its way into its table."""

    sheet: str
    number: int
    key: str
    payload: dict[str, Any]


@dataclass
class Run:
    """One batch being applied: its options, and what has come of it so far.

    Attributes:
        day: ISO day from which places and posts hold, or None for ever.
    """

    batch_id: int
    kind: str
    context: CommandContext
    day: str | None = None
    complete: bool = False
    system: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    letters: dict[str, str] = field(default_factory=dict)
    findings: list[Problem] = field(default_factory=list)
    #: What rows name again and again, looked up once per chunk.
    seen: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def staged(self, field: str | None = None) -> Iterator[Staged]:
        """Yield the batch's rows in file order, a page at a time.

        Args:
            field: only rows whose payload has it, told by its text; others may slip in.
        """
        after = ("", 0)
        while True:
            params: Params = {
                "batch": self.batch_id,
                "sheet": after[0],
                "number": after[1],
                "holding": None if field is None else f'%"{field}":%',
            }
            rows = self.context.read.rows(sql.STAGED, params)
            for sheet, number, key, payload in rows:
                yield Staged(sheet, number, key, json.loads(payload))
            if not rows:
                return
            after = rows[-1][:2]

    def count(self, *, new: bool, changed: bool) -> None:
        """Count one record as new, changed or the same."""
        self.counts["new" if new else "changed" if changed else "same"] += 1


class Loader(Protocol):
    """Recognises the rows of one kind and applies them."""

    def recognise(self, values: Values, run: Run) -> Recognised:
        """Look up what a row refers to; changes nothing."""
        ...

    def check(self, run: Run) -> Iterator[tuple[Staged, Problem]]:
        """Yield the rows that only the whole file shows to be wrong."""
        ...

    def apply(self, run: Run) -> None:
        """Bring the staged rows into their tables, inside the unit of work."""
        ...


class RowLoader:
    """What most loaders share: nothing is wrong with a row because of the others."""

    def check(self, run: Run) -> Iterator[tuple[Staged, Problem]]:  # noqa: ARG002 - a Loader's
        """Yield nothing."""
        return iter(())


def text(values: Values, name: str) -> str:
    """Return a field as text, empty where it is missing."""
    value = values.get(name)
    return "" if value is None else str(value)


def first_day(since: str) -> str:
    """Return the ISO day something begins that is told by its day or its month."""
    return f"{since}-01" if len(since) == _MONTH else since


def months_begun(field: str, named: Iterable[str]) -> Iterator[Problem]:
    """Tell how many rows named a month alone for a day, if any did.

    Args:
        field: what the rows named.
        named: months and days, such as ``2025-07`` and ``2025-07-01``.
    """
    months = [each for each in named if len(each) == _MONTH]
    if months:
        told = (("count", len(months)), ("day", first_day(months[0])))
        yield Problem("month_begun", field, months[0], told)


def hints(values: Values) -> dict[str, str]:
    """Return the fields that may name a place."""
    names = ("county", "town", "village", "grid", "grid_code")
    return {name: str(values[name]) for name in names if values.get(name)}
