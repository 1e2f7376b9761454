"""Asking about requests that wait for a decision, or were decided."""

from __future__ import annotations

from datetime import date, datetime

from gridctl.domain.loop import RequestState
from gridctl.operations.base import AfterNumber, Limit, Page, Query, View


class RequestRow(View):
    """What was asked on a ticket and what was granted; a limit or a day, where it has one."""

    serial_no: str
    title: str
    verb: str
    state: RequestState
    asked_by: str
    asked_at: datetime
    asked_limit: str
    asked_until: date | None
    ground: str
    opinion: str
    decided_by: str
    decided_at: datetime | None
    granted_limit: str
    granted_until: date | None
    decision: str


class RequestPage(Page):
    """One page of requests."""

    items: tuple[RequestRow, ...]


class ListRequests(Query[RequestPage], route="GET /ticket-requests", permission="ticket.read"):
    """List requests, newest first."""

    state: RequestState | None = None
    verb: str | None = None
    ticket: str | None = None
    limit: Limit = 200
    after: AfterNumber | None = None
