"""From rows to the fields of views: pages, open ends of intervals, instants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from string import ascii_lowercase, ascii_uppercase
from typing import Any, TypeVar

from gridctl.domain.intervals import EVER, FOREVER
from gridctl.foundation.clock import from_epoch

T = TypeVar("T")


def page_of(
    rows: Sequence[T], limit: int, cursor: Callable[[T], str]
) -> tuple[Sequence[T], str | None]:
    """Return at most ``limit`` rows and the cursor of the last where more follow."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], cursor(rows[limit - 1])


def dated(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with open interval ends as None."""
    if row.get("valid_from") == EVER:
        row["valid_from"] = None
    if row.get("valid_to") == FOREVER:
        row["valid_to"] = None
    return row


def instant(seconds: int | None) -> datetime | None:
    """Return stored seconds as an instant in the office's zone."""
    return None if seconds is None else from_epoch(seconds)


_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


def like(text: str | None) -> str | None:
    """Return a text as a LIKE pattern that finds it anywhere; ``!`` escapes.

    Letters of ASCII are small, as ``compose.holds`` compares them; neither engine folds others.
    """
    if not text:
        return None
    escaped = text.translate(_SMALL).replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"


def text_value(words: str, folding: Callable[[str], str] = str) -> dict[str, str | None]:
    """Return what a condition on the text is used with: the words, and their LIKE pattern.

    Args:
        words: what is looked for.
        folding: how names are folded that the pattern is compared with.
    """
    return {"words": words, "like": like(folding(words))}
