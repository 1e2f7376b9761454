"""Words about a ticket that move nothing: nudges, orders, notices, comments."""

from __future__ import annotations

from typing import Literal

from gridctl.domain.signals import Urgency
from gridctl.operations.steps import TicketStep


class NudgeTicket(TicketStep, route="POST /tickets/{ticket}/nudge", permission="ticket.accept"):
    """Remind the unit."""

    verb = "nudge"


class SuperviseTicket(
    TicketStep, route="POST /tickets/{ticket}/supervise", permission="ticket.supervise"
):
    """Put a ticket under supervision, by a centre above."""

    verb = "supervise"
    colour: Literal["normal", "yellow", "red"] = "normal"


class CancelSupervise(
    TicketStep, route="POST /tickets/{ticket}/cancel-supervise", permission="ticket.supervise"
):
    """Lift a supervision order of one's own level or below."""

    verb = "cancel_supervise"


class UrgeTicket(TicketStep, route="POST /tickets/{ticket}/urge", permission="ticket.accept"):
    """Mark a ticket urgent, with a class that sets how often it is reviewed."""

    verb = "urge"
    urgency: Urgency | None = None


class InstructTicket(TicketStep, route="POST /tickets/{ticket}/instruct", permission="ticket.lead"):
    """Add a leader's instruction; its unit reads it."""

    verb = "instruct"


class NotifyTicket(TicketStep, route="POST /tickets/{ticket}/notify", permission="ticket.accept"):
    """Let units know; each confirms that it has read."""

    verb = "notify"
    units: tuple[str, ...]


class ReadTicket(TicketStep, route="POST /tickets/{ticket}/read", permission="ticket.handle"):
    """Confirm that notices about a ticket were read."""

    verb = "read"


class CommentTicket(TicketStep, route="POST /tickets/{ticket}/comment", permission="ticket.handle"):
    """Say how it goes."""

    verb = "comment"
