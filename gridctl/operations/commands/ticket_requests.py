"""Deciding what was asked for: extensions, suspensions, voiding, appeals."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from gridctl.operations.steps import TicketAct


class DecideRequest(TicketAct, route="POST /tickets/{ticket}/decide", permission="ticket.decide"):
    """Grant or refuse the request that waits on a ticket; who asked does not decide.

    ``limit`` and ``until`` grant something else than was asked for; both are kept.
    """

    grant: bool
    limit: str | None = Field(default=None, max_length=40)
    until: date | None = None
