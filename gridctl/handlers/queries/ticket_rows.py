"""Rows of the ticket table on their way into views."""

from __future__ import annotations

from typing import Any

from gridctl.handlers.queries.shape import instant

_INSTANTS = (
    "reported_at", "deadline_at", "closed_at", "occurred_at", "filed_at", "dispatched_at",
    "signed_at", "handled_at", "fed_back_at", "checked_at", "revisited_at", "archived_at",
)  # fmt: skip


def timed(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its instants in the office's zone."""
    for name in _INSTANTS:
        if name in row:
            row[name] = instant(row[name])
    return row
