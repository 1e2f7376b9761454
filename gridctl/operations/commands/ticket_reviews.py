"""Reviewing an urgent ticket."""

from __future__ import annotations

from gridctl.domain.reviews import ReviewKind
from gridctl.operations.steps import TicketStep


class ReviewTicket(TicketStep, route="POST /tickets/{ticket}/review", permission="ticket.handle"):
    """Check a ticket off, or note its progress, as its urgency class asks for.

    The note stands in the ticket's log as a comment (domain.md 6.6).
    """

    verb = "comment"
    kind: ReviewKind
