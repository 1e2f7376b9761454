"""Words that clerks' tables use in every kind of file, from ``config/imports/words.toml``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import tomli

from gridctl.foundation.resources import config_path

_INK = re.compile(r"[\s_.·:：;；,，、'\"*#?？!！|/\\-]+")
_BRACKETS = re.compile(r"[(（【\[〔〈<《{][^)）】\]〕〉>》}]*[)）】\]〕〉>》}]")


@dataclass(frozen=True, slots=True)
class RowWords:
    """Words that mark a row as something other than a record."""

    totals: frozenset[str]
    total_endings: tuple[str, ...]
    notes: frozenset[str]
    signatures: frozenset[str]
    seals: tuple[str, ...]
    ends: frozenset[str]
    examples: frozenset[str]


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """Words that headers are made of besides the names of fields."""

    never: tuple[str, ...]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    changing: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]
    hour: frozenset[str]
    minute: frozenset[str]
    date_ending: tuple[str, ...]
    time_ending: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueWords:
    """Words that stand for, or beside, a value."""

    empty: frozenset[str]
    cell_errors: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    counters: tuple[str, ...]
    money_units: tuple[str, ...]
    forenoon: tuple[str, ...]
    afternoon: tuple[str, ...]
    noon: tuple[str, ...]


def fold(text: str) -> str:
    """Return text in one width and one case, without blanks at its ends."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def plain(text: str) -> str:
    """Return a header or a label bare: one width, one case, no marks, no bracket content.

    A text that is nothing but a bracket keeps what the bracket holds.
    """
    folded = fold(text)
    return _INK.sub("", _BRACKETS.sub("", folded)) or re.sub(r"\W|_", "", folded)


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted((fold(word) for word in words), key=len, reverse=True))


@cache
def _table() -> dict[str, Any]:
    return tomli.loads(config_path("imports", "words.toml").read_text("utf-8"))


@cache
def row_words() -> RowWords:
    """Return the words of rows that are not records (domain.md 13.2: subtotal rows)."""
    rows = _table()["rows"]
    return RowWords(
        totals=frozenset(plain(word) for word in rows["totals"]),
        total_endings=tuple(rows["total_endings"]),
        notes=_folded([*rows["notes"], *rows["signatures"]]),
        signatures=_folded(rows["signatures"]),
        seals=_longest_first(rows["seals"]),
        ends=frozenset(plain(word) for word in rows["ends"]),
        examples=_folded(rows["examples"]),
    )


@cache
def header_words() -> HeaderWords:
    """Return the words that headers are made of besides the names of fields."""
    headers = _table()["headers"]
    return HeaderWords(
        never=_longest_first(headers["never"]),
        prefixes=_longest_first(headers["prefixes"]),
        suffixes=_longest_first(headers["suffixes"]),
        changing=_longest_first(headers["changing"]),
        alike=tuple(map(_longest_first, headers["alike"])),
        hour=_folded(headers["hour"]),
        minute=_folded(headers["minute"]),
        date_ending=_longest_first(headers["date_ending"]),
        time_ending=_longest_first(headers["time_ending"]),
    )


@cache
def value_words() -> ValueWords:
    """Return the words that stand for, or beside, a value (domain.md 13.2)."""
    table = _table()
    values = table["values"]
    return ValueWords(
        empty=_folded(table["empty"]),
        cell_errors=frozenset(table["cell_errors"]),
        yes=_folded(table["yes"]),
        no=_folded(table["no"]),
        counters=_longest_first(values["counters"]),
        money_units=_longest_first(values["money_units"]),
        forenoon=_longest_first(values["forenoon"]),
        afternoon=_longest_first(values["afternoon"]),
        noon=_longest_first(values["noon"]),
    )
