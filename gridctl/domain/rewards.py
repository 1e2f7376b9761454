"""Instant rewards for valid information (domain.md 10)."""

from __future__ import annotations

from gridctl.domain.errors import Conflict, Forbidden
from gridctl.foundation.i18n import N_


class TicketNotValid(Conflict):
    """Only valid information is rewarded: a ticket that was filed, or settled on the spot."""

    message = N_("Ticket {ticket} is not rewarded: it was not filed.")
    hint = N_("A reward is given once a ticket is filed or validly self-handled.")


class RewardGiven(Conflict):
    """A piece of information is rewarded once."""

    message = N_("Ticket {ticket} was rewarded already, on {day}.")
    hint = N_("Take it back with '<undo>' to give another one.")


class ReporterApproves(Forbidden):
    """Who reported does not approve the reward."""

    message = N_("{approver} reported ticket {ticket} and cannot approve its reward.")
    hint = N_("Name another one< with --approver|>.")
