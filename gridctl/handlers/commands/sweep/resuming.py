"""Ending suspensions whose day has come."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from gridctl.domain.calendar import CalendarMissing
from gridctl.domain.loop import TIMER, ClockBehind
from gridctl.domain.workflow import VerbNotAllowed, VerbUnknown
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.case import Step, prepare
from gridctl.handlers.queries.parties import Party
from gridctl.storage.queries import clocks as sql
from gridctl.storage.repositories.tickets import Tickets


class _Said(NamedTuple):
    opinion: str = ""
    at: datetime | None = None


def resume_suspended(context: CommandContext, limit: int) -> int:
    """Resume the tickets whose suspension is over, dated when it was; return how many.

    A workflow of the office's own may have no such step from there: such a ticket stays.
    """
    found = context.read.rows(sql.OVER, {"now": context.now(), "limit": limit})
    return sum(_resume(context, int(ticket_id)) for (ticket_id,) in found)


def _resume(context: CommandContext, ticket_id: int) -> bool:
    ticket = Tickets(context.uow).get(ticket_id)
    # Where its last step is still to come by this clock, or the year has no calendar yet, a later
    # sweep resumes it.
    with suppress(VerbNotAllowed, VerbUnknown, ClockBehind, CalendarMissing):
        case = prepare(context, ticket, "resume", _Said(), Step())
        over = ticket.suspended_until or case.at
        replace(case, party=Party("office", TIMER), at=over).record()
        return True
    return False
