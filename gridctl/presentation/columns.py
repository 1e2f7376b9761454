"""What a noun declares about its columns, and how one cell reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal

from gridctl.domain.deadlines import deadline_text
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.foundation.i18n import N_, _

Kind = Literal[
    "text", "int", "percent", "points", "instant", "date", "deadline", "due_day", "money",
    "state",
]  # fmt: skip
WidthClass = Literal["narrow", "normal", "wide"]

YES, NO = N_("yes"), N_("no")
_DAY = len("2026-10-31")


@dataclass(frozen=True)
class Column:
    """One column of a noun's lists and records.

    Attributes:
        key: field of the view; dots reach into nested views (``grid.code``).
        header: English header, marked with ``N_``; tables show it in the language.
        width: how much a column may be squeezed on a narrow terminal. ``narrow`` never is,
            ``wide`` gives way first.
        wide_only: left out of ``table`` and ``md``, shown by ``wide`` and in data formats.
        kind: how a table writes the value. ``money`` is an int in fen, shown in yuan;
            ``percent`` a Decimal of per cent; ``points`` are a score, with its own decimals;
            ``instant`` is shown in the office's zone, a ``deadline`` at midnight as 24:00,
            ``due_day`` as the day a deadline ends.
        labels: words (English, marked with ``N_``) of the values that are codes.
        parts: columns told one after another in this one's cell, each behind its header; what
            was said already is not said again. Only sections of a record have such columns.
        sparse: left out of a table in which no row has it.
        private: a file that holds it is readable for its owner alone.
    """

    key: str
    header: str
    width: WidthClass = "normal"
    wide_only: bool = False
    kind: Kind = "text"
    labels: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Column, ...] = ()
    sparse: bool = False
    private: bool = False

    @property
    def right(self) -> bool:
        """Return whether the column stands to the right: numbers do."""
        return self.kind in ("int", "percent", "points", "money")


def are_private(columns: Iterable[Column]) -> bool:
    """Return whether a file with these columns is readable for its owner alone."""
    return any(column.private for column in columns)


def pick(record: Mapping[str, Any], key: str) -> Any:
    """Return the value at a dotted key, None where something on the way is missing.

    A list on the way gives the list of what its members hold: ``posts.role``.
    """
    head, _dot, rest = key.partition(".")
    value = record.get(head)
    if not rest:
        return value
    if isinstance(value, list | tuple):
        return [pick(member, rest) for member in value if isinstance(member, Mapping)]
    return pick(value, rest) if isinstance(value, Mapping) else None


def plain(value: Any) -> Any:
    """Return a value as JSON can carry it, without loss.

    Decimals become text, instants ISO 8601 with the office's offset, enums their value.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return (value.astimezone(OFFICE_ZONE) if value.tzinfo else value).isoformat()
    if isinstance(value, date | Decimal):
        return str(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def raw_text(value: Any) -> str:
    """Return a value as one cell of a data file: codes stay codes, nothing is an empty cell."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(raw_text(inner) for inner in value)
    if isinstance(value, dict):
        import json

        return json.dumps(value, ensure_ascii=False)
    return str(value)


def cell_text(column: Column, value: Any) -> str:
    """Return a value as people read it: words for codes, yuan for fen, local time."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return _("; ").join(cell_text(column, inner) for inner in value)
    code = raw_text(value)
    if code in column.labels:
        return _(column.labels[code])
    if isinstance(value, bool):
        return _(YES if value else NO)
    return _typed(column.kind, value, code)


def told(column: Column, record: Mapping[str, Any]) -> str:
    """Return what a column says about a record."""
    if not column.parts:
        return cell_text(column, pick(record, column.key))
    said = [(part.header, told(part, record)) for part in column.parts]
    texts = [f"{_(header)} {text}" if header else text for header, text in said if text]
    return _("; ").join(dict.fromkeys(texts))


def _typed(kind: Kind, value: Any, code: str) -> str:
    if kind == "money" and isinstance(value, int):
        return f"{'-' if value < 0 else ''}{abs(value) // 100:,}.{abs(value) % 100:02}"
    if kind == "percent":
        return f"{code}%"
    if kind == "int" and isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        local = value.astimezone(OFFICE_ZONE) if value.tzinfo else value
        return _timed(kind, local)
    return code


def _timed(kind: Kind, local: datetime) -> str:
    if kind in ("deadline", "due_day"):
        text = deadline_text(local)
        return text if kind == "deadline" else text[:_DAY]
    return f"{local:%Y-%m-%d}" if kind == "date" else f"{local:%Y-%m-%d %H:%M}"
