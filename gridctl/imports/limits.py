"""Time limits in cells: worded, or a bare number whose unit stands in the header."""

from __future__ import annotations

import re

from gridctl.imports.texts import read_text
from gridctl.imports.words import fold

_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
#: A unit in brackets after the name of the column, as in 办理时限（工作日）; the longer first.
_UNIT = re.compile(
    r"[(\[【]\s*(?:单位[:：]?)?\s*"
    r"(紧急工作[时日]|紧急[时日]|工作[日天时]|工作小时|自然[日天]|分钟|小时|时|天|日)\s*[)\]】]"
)
_WORDS = {"时": "小时"}


def unit_of(header: str) -> str:
    """Return the unit of time a header names in brackets, "" for none."""
    found = _UNIT.search(fold(header))
    return _WORDS.get(found[1], found[1]) if found else ""


def read_limit(text: str, *, unit: str = "") -> str:
    """Return the wording of a time limit (domain.md 6.1).

    Args:
        text: the cell.
        unit: what a bare number counts.
    """
    plain = fold(text)
    if unit and _NUMBER.fullmatch(plain):
        # A workbook keeps 5 as 5.0.
        return f"{plain.removesuffix('.0')}{unit}"
    return read_text(text)
