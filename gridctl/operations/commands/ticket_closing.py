"""The loop from check to archive, and back again."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gridctl.operations.steps import TicketStep


class SendCheck(TicketStep, route="POST /tickets/{ticket}/send-check", permission="ticket.accept"):
    """Have a worker look at the place after handling."""

    verb = "send_check"
    staff: str | None = None


class CheckDone(TicketStep, route="POST /tickets/{ticket}/check-done", permission="ticket.report"):
    """Say what was found after handling."""

    verb = "check_done"
    outcome: Literal["pass", "fail", "unable"]


class ReworkTicket(TicketStep, route="POST /tickets/{ticket}/rework", permission="ticket.accept"):
    """Give a ticket back to its unit to do again."""

    verb = "rework"


class RevisitTicket(TicketStep, route="POST /tickets/{ticket}/revisit", permission="ticket.accept"):
    """Record the call-back: what the caller says."""

    verb = "revisit"
    outcome: Literal["satisfied", "basically", "dissatisfied", "unreachable"]
    resolved: bool | None = None
    unresolved_reason: str = Field(default="", max_length=500)


class CloseTicket(TicketStep, route="POST /tickets/{ticket}/close", permission="ticket.accept"):
    """Close a ticket whose closing condition is met."""

    verb = "close"


class ForceCloseTicket(
    TicketStep, route="POST /tickets/{ticket}/force-close", permission="ticket.lead"
):
    """Close a ticket by order; it leaves the on-time figures."""

    verb = "force_close"


class ReopenTicket(TicketStep, route="POST /tickets/{ticket}/reopen", permission="ticket.accept"):
    """Begin another cycle of a closed ticket; the first one's figures stay.

    ``unit`` handles it in place of the one that had it.
    """

    verb = "reopen"
    unit: str | None = None
    limit: str | None = Field(default=None, max_length=40)


class ArchiveTicket(TicketStep, route="POST /tickets/{ticket}/archive", permission="ticket.accept"):
    """Put a closed ticket away, read-only."""

    verb = "archive"


class AppealTicket(TicketStep, route="POST /tickets/{ticket}/appeal", permission="ticket.handle"):
    """Ask that a late closing be excused; the fact stays visible."""

    verb = "appeal"
    ground: str = Field(default="", max_length=40)
