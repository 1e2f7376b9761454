"""Deciding what was asked for: extensions, suspensions, voiding, appeals."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, Field

from gridctl.operations.base import Command, Slug
from gridctl.operations.queries.tickets import TicketView


class DecideRequest(
    Command[TicketView], route="POST /tickets/{ticket}/decide", permission="ticket.decide"
):
    """Grant or refuse the request that waits on a ticket; who asked does not decide.

    ``limit`` and ``until`` grant something else than was asked for; both are kept.
    """

    ticket: Slug
    grant: bool
    opinion: str = Field(default="", max_length=2_000)
    limit: str | None = Field(default=None, max_length=40)
    until: date | None = None
    at: AwareDatetime | None = None
