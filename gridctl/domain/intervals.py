"""Spans of days: a first day and the first day that is no longer part of it, as ISO text."""

from __future__ import annotations

#: The open ends; both sort right as text and keep sort keys free of nulls.
EVER = "0001-01-01"
FOREVER = "9999-12-31"


def covers(valid_from: str, valid_to: str, day: str) -> bool:
    """Return whether a span covers a day."""
    return valid_from <= day < valid_to
