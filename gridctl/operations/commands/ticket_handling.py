"""The loop from dispatch to feedback: units and levels."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from gridctl.domain.loop import Level
from gridctl.operations.steps import TicketStep


class DispatchTicket(
    TicketStep, route="POST /tickets/{ticket}/dispatch", permission="ticket.dispatch"
):
    """Give a ticket to the unit that handles it, with its limit.

    Without ``unit`` that of the route or category is taken, without ``limit`` that of the filing
    condition; the limit stays as it was fixed here.
    """

    verb = "dispatch"
    unit: str | None = None
    assist_units: tuple[str, ...] = ()
    limit: str | None = Field(default=None, max_length=40)


class SignTicket(TicketStep, route="POST /tickets/{ticket}/sign", permission="ticket.handle"):
    """Take a dispatched ticket on."""

    verb = "sign"


class ReturnTicket(TicketStep, route="POST /tickets/{ticket}/return", permission="ticket.handle"):
    """Give a ticket back as not ours, with a listed ground."""

    verb = "return"
    ground: str = Field(default="", max_length=40)


class ArbitrateTicket(
    TicketStep, route="POST /tickets/{ticket}/arbitrate", permission="ticket.arbitrate"
):
    """Decide who handles a ticket that was returned too often."""

    verb = "arbitrate"
    unit: str
    limit: str | None = Field(default=None, max_length=40)


class EscalateTicket(
    TicketStep, route="POST /tickets/{ticket}/escalate", permission="ticket.handle"
):
    """Hand a ticket up to the direct superior centre."""

    verb = "escalate"
    level: Level | None = None


class HandDownTicket(
    TicketStep, route="POST /tickets/{ticket}/hand-down", permission="ticket.dispatch"
):
    """Hand a ticket down to the centre below."""

    verb = "hand_down"
    level: Level | None = None


class ExtendTicket(TicketStep, route="POST /tickets/{ticket}/extend", permission="ticket.handle"):
    """Ask for more time, before the deadline."""

    verb = "extend"
    limit: str = Field(max_length=40)


class SuspendTicket(TicketStep, route="POST /tickets/{ticket}/suspend", permission="ticket.handle"):
    """Ask that the clock stop until a day."""

    verb = "suspend"
    until: date


class ResumeTicket(TicketStep, route="POST /tickets/{ticket}/resume", permission="ticket.handle"):
    """Go on with a suspended ticket before its day."""

    verb = "resume"


class FeedbackTicket(
    TicketStep, route="POST /tickets/{ticket}/feedback", permission="ticket.handle"
):
    """Say that a ticket is dealt with, and how.

    ``template`` names a reply template that is filled from the ticket; ``reply`` follows it.
    """

    verb = "feedback"
    reply: str = Field(default="", max_length=20_000)
    template: str | None = Field(default=None, max_length=100)


class AssistTicket(TicketStep, route="POST /tickets/{ticket}/assist", permission="ticket.dispatch"):
    """Have a unit help, on a clock of its own."""

    verb = "assist"
    unit: str
    limit: str | None = Field(default=None, max_length=40)


class FinishAssist(
    TicketStep, route="POST /tickets/{ticket}/finish-assist", permission="ticket.handle"
):
    """Say that the help is given."""

    verb = "finish_assist"
    reply: str = Field(default="", max_length=20_000)
