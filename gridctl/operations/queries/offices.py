"""The office: whose data this is."""

from __future__ import annotations

from gridctl.operations.base import Query, View


class OfficeView(View):
    """An office as its database knows it; instants in UTC seconds."""

    name: str
    county_code: str
    operator: str
    created_at: int
    counts: dict[str, int]


class ShowOffice(Query[OfficeView], route="GET /office", permission="office.read"):
    """Show the office and how many records it holds."""
