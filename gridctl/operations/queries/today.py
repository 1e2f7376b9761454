"""Asking what there is to do today."""

from __future__ import annotations

from datetime import date, datetime

from gridctl.domain.tickets import State
from gridctl.domain.today import Band, Task
from gridctl.operations.base import Limit, Page, Query, View


class TodayRow(View):
    """Something to do, the most urgent first.

    ``band`` says why it stands where it stands, ``task`` what is to be done and ``subject`` what
    it is about: a verb of the loop where the task is to decide or to read, a kind of review where
    it is to review.
    """

    band: Band
    task: Task
    subject: str
    serial_no: str
    title: str
    state: State
    deadline_at: datetime | None
    lead_unit: str | None
    town: str | None
    community: str | None
    urgent: bool
    confidential: bool


class TodayPage(Page):
    """One page of the work list, and how many there are of each band on the whole list."""

    party: str
    day: date
    late: int
    due: int
    urgent: int
    waiting: int
    items: tuple[TodayRow, ...]


class ShowToday(Query[TodayPage], route="GET /today", permission="ticket.read"):
    """Show what is late, due today, or waits for the acting party, in order of urgency.

    The party is the unit or member of staff acted for, else the office. Nobody's list holds what
    another has to do, but a centre sees what is late or due below it.
    """

    limit: Limit = 200
    after: str | None = None
