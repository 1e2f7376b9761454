"""Asking about the office."""

from __future__ import annotations

from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.queries.offices import OfficeView, ShowOffice
from gridctl.storage.queries import offices as sql


def show_office(_operation: ShowOffice, context: QueryContext) -> OfficeView:
    """Return the office with its record counts."""
    office = context.read.record(sql.SHOW) or {}
    return OfficeView(**office, counts=context.read.record(sql.COUNTS) or {})
