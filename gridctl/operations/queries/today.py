"""Asking what there is to do today."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from gridctl.domain.signals import Colour
from gridctl.domain.today import Band, Subject, Task
from gridctl.operations.base import Limit, Page, Query, View
from gridctl.operations.queries.tickets import Standing


class TodayRow(View):
    """Something to do, the most urgent first.

    ``band`` says why it stands where it stands, ``task`` what is to be done and ``subject`` what
    it is about: a verb of the loop where the task is to decide or to read, a kind of review where
    one is due, a colour where it is a card, the kind of call where units are called.
    ``number`` is that of the ticket or, as ``noun`` says, of the whistle call or of the objection
    to the draft ``assessment``; ``serial_no`` the ticket's, null of what is about none. ``card``
    is the worst card of the ticket's present cycle.
    """

    band: Band
    task: Task
    subject: str
    noun: Subject
    number: str
    serial_no: str | None
    title: str
    state: str
    deadline_at: datetime | None
    lead_unit: str | None
    town: str | None
    community: str | None
    card: Colour | None
    urgent: bool
    urgency: Literal["", "red", "orange", "yellow"]
    confidential: bool
    stands: tuple[Standing, ...] = ()
    assessment: str | None = None


class TodayPage(Page):
    """One page of the work list, and how many there are of each band on the whole list."""

    party: str
    day: date
    late: int
    due: int
    urgent: int
    waiting: int
    items: tuple[TodayRow, ...]


#: Where a page ended: band, end, ticket, kind, number.
_AFTER = r"^-?[0-9]{1,9}\.-?[0-9]{1,18}\.[0-9]{1,18}\.[a-z_]+\.[0-9]{1,18}$"


class ShowToday(Query[TodayPage], route="GET /today", permission="ticket.read"):
    """Show what is late, due today, or waits for the acting party, in order of urgency.

    Beside tickets these are whistle calls: a unit called is to come, the lead unit to resolve,
    both sides are to score, the county is to review and to close (domain.md 8). Whoever may decide
    objections to drafts finds those nobody has decided, their own left out.

    The party is the unit or member of staff acted for, else the office. Nobody's list holds what
    another has to do, but a centre sees what is late or due below it.

    Of one ``band`` alone are the lines and their ``total``; the counts stay those of all bands.
    """

    band: Band | None = None
    limit: Limit = 200
    after: str | None = Field(default=None, pattern=_AFTER)
