"""Evidence a score rests on besides tickets."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from gridctl.storage.tables.base import LIVING, Kept, text


class Evidence(Kept, table=True):
    """One dated fact: a check, revisit, task, missed report, merit, duty days, a mark.

    ``quantity`` and ``expected`` hold duty days where they are whole, else ``quantity_e4`` and
    ``expected_e4`` 1/10,000 days; ``points`` 1/10,000 points. Of a mark ``found_by`` is the group
    of raters and ``quantity`` the seat in it.
    """

    id: int | None = Field(default=None, primary_key=True)
    match_key: str = text()
    kind: str = text()
    no: str = text(default="")
    on_date: str = text()
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    grid_id: int | None = Field(default=None, foreign_key="grid.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    outcome: str = text(default="")
    task: str = text(default="")
    level: str = text(default="")
    resolved: bool | None = None
    quantity: int | None = None
    expected: int | None = None
    quantity_e4: int | None = None
    expected_e4: int | None = None
    points: int | None = Field(default=None, sa_type=BigInteger)
    due_at: int | None = Field(default=None, sa_type=BigInteger)
    done_at: int | None = Field(default=None, sa_type=BigInteger)
    item: str = text(default="")
    note: str = text(default="")
    document: str = text(default="")
    approver: str = text(default="")
    found_by: str = text(default="")
    journal_id: int = Field(foreign_key="journal.id")
    __table_args__ = (
        # Unique among the living; a withdrawn record keeps its key without standing in the way.
        Index("uq_evidence_match", "match_key", sql(LIVING), unique=True),
        Index("ix_evidence_staff", "kind", "on_date", "staff_id"),
    )
