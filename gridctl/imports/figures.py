"""Figures that stand side by side: the header of each column is the item its cells are points of.

Each such column feeds a field of its own, named after its header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from gridctl.imports.kinds import Spread
from gridctl.imports.words import fold

#: Stands between the field whose values the cells are and the header that names the item.
_MARK = ":"
_LONGEST_HEADER = 200
_NUMBER = r"(\d+(?:\.\d+)?)\s*分?"
_MAXIMUM = re.compile(rf"[(（【\[〔]\s*(?:满分|最高|计|共|max)?\s*[:：]?\s*{_NUMBER}\s*[)）】\]〕]")
_NUMBERED = re.compile(
    r"^\s*(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)）]|[、．.](?!\d))\s*)"
)
_ONLY_NUMBER = re.compile(rf"(?:满分|最高)?\s*[:：]?\s*{_NUMBER}")
_BRACKETS = re.compile(r"[(（【\[〔][^)）】\]〕]*[)）】\]〕]")
_LOSSES = ("扣", "减")


class Item(NamedTuple):
    """What a header says of the figures below it: whose they are, and how many at most."""

    name: str
    most: Decimal | None


def is_maximum(level: str) -> bool:
    """Tell whether a level of a header only says how many points there are at most."""
    return bool(_ONLY_NUMBER.fullmatch(fold(level)))


def item_of(header: str) -> Item:
    """Return the item a header names: 一、走访入户（20分） is 走访入户, of at most 20."""
    levels = [level.strip() for level in header.split(" / ")]
    named = [level for level in levels if not is_maximum(level)]
    text = named[-1] if named else header
    most = _MAXIMUM.search(text)
    alone = [match for level in levels if (match := _ONLY_NUMBER.fullmatch(fold(level)))]
    found = (most or (alone[-1] if alone else None)) if named else None
    name = _NUMBERED.sub("", _BRACKETS.sub("", text)).strip() or text
    return Item(name, Decimal(found[1]) if found else None)


def figure_field(spread: Spread, header: str) -> str:
    """Return the name of the field that the column of a header feeds."""
    return f"{spread.value}{_MARK}{header[:_LONGEST_HEADER]}"


def header_of(spread: Spread, field: str) -> str | None:
    """Return the header of a column of figures by its field; None for any other field."""
    value, mark, header = field.partition(_MARK)
    return header if mark and value == spread.value and header else None


def is_loss(header: str) -> bool:
    """Tell whether the figures of a column are points taken off."""
    return item_of(header).name.startswith(_LOSSES)


def figures_of(spread: Spread | None, values: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield header and figure of each column of figures of a row."""
    if spread is not None:
        for name, value in values.items():
            if (header := header_of(spread, name)) is not None:
                yield header, value
