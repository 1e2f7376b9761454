"""Asking about evidence."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridctl.domain.duty import Days
from gridctl.domain.evidence import Kind, MeritLevel, Task
from gridctl.operations.base import Filter, Limit, Month, Page, Query, View


class EvidenceRow(View):
    """One piece of evidence; ``outcome`` is empty where the kind has none.

    ``item`` is what was checked, or the id of the item a mark is for, with the group of
    ``rater``s and the ``seat`` in it where a panel gave it.
    """

    id: int
    kind: Kind
    no: str
    on: date
    staff_no: str | None
    staff_name: str | None
    place_code: str | None
    place_name: str | None
    unit_code: str | None
    unit_name: str | None
    ticket_no: str | None
    outcome: str
    level: MeritLevel | None
    item: str
    rater: str
    seat: int | None
    points: Decimal | None
    quantity: Days | None
    expected: Days | None
    found_by: str


#: What became of evidence after it was scored: nothing, it says otherwise, it counts no more; or
#: it came only then.
Since = Literal["", "changed", "gone", "added"]


class ScoredEvidence(EvidenceRow):
    """A piece of evidence behind a score as it stood then, with the figures it adds to.

    ``since`` says what became of it. What was ``added`` is not in the score: it is shown as it
    stands, with the figures a run now would add it to.
    """

    facts: tuple[str, ...]
    since: Since = ""


class EvidencePage(Page):
    """One page of evidence."""

    items: tuple[EvidenceRow, ...]


class EvidenceView(EvidenceRow):
    """Everything about one piece; ``withdrawn`` evidence counts nowhere."""

    task: Task | None
    resolved: bool | None
    due_at: datetime | None
    done_at: datetime | None
    note: str
    document: str
    approver: str
    withdrawn: bool
    revision: int


class ListEvidence(Query[EvidencePage], route="GET /evidence", permission="evidence.read"):
    """List evidence, newest first; ``since`` and ``until`` are the first and the last day."""

    kind: Kind | None = None
    period: Month | None = None
    since: date | None = None
    until: date | None = None
    staff: str | None = None
    outcome: str | None = None
    ticket: str | None = None
    filter: Filter | None = None
    limit: Limit = 200
    after: str | None = Field(default=None, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{1,18}$")


class ShowEvidence(
    Query[EvidenceView], route="GET /evidence/{evidence_id}", permission="evidence.read"
):
    """Show one piece of evidence."""

    evidence_id: int
