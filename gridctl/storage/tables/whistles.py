"""Whistle calls: a village or town calls departments to a place (domain.md 8)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from gridctl.storage.tables.base import Kept, Row, text


class Whistle(Kept, table=True):
    """A call: facts and a proposal, the county's review, its class and limits."""

    id: int | None = Field(default=None, primary_key=True)
    whistle_no: str = text()
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    caller_id: int | None = Field(default=None, foreign_key="unit.id")
    place_id: int = Field(foreign_key="grid.id")
    kind: str = text()
    title: str = text()
    facts: str = text()
    proposal: str = text()
    approved_by: str = text(default="")
    state: str = text(default="called")
    grade: str = text(default="")
    called_at: int = Field(sa_type=BigInteger)
    called_on: str = text()
    reviewed_at: int | None = Field(default=None, sa_type=BigInteger)
    arrive_due: int | None = Field(default=None, sa_type=BigInteger)
    resolve_due: int | None = Field(default=None, sa_type=BigInteger)
    resolved_at: int | None = Field(default=None, sa_type=BigInteger)
    __table_args__ = (
        Index(
            "uq_whistle_no",
            "whistle_no",
            unique=True,
            sqlite_where=sql("withdrawn = 0"),
            postgresql_where=sql("NOT withdrawn"),
        ),
        Index("ix_whistle_called", "called_on", "id"),
    )


class WhistleUnit(Row, table=True):
    """A unit called: when it came, with whom, and how both sides score each other.

    Scores are 1/10,000 points.
    """

    __tablename__ = "whistle_unit"
    whistle_id: int = Field(foreign_key="whistle.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True)
    lead: bool = False
    arrived_at: int | None = Field(default=None, sa_type=BigInteger)
    arrived_person: str = text(default="")
    arrived_role: str = text(default="")
    arrival: int | None = Field(default=None, sa_type=BigInteger)
    people: int | None = Field(default=None, sa_type=BigInteger)
    handling: int | None = Field(default=None, sa_type=BigInteger)
    effect: int | None = Field(default=None, sa_type=BigInteger)
    necessity: int | None = Field(default=None, sa_type=BigInteger)
    cooperation: int | None = Field(default=None, sa_type=BigInteger)
    unit_comment: str = text(default="")
    caller_comment: str = text(default="")


class WhistleEvent(Row, table=True):
    """The append-only log of a whistle call."""

    __tablename__ = "whistle_event"
    id: int | None = Field(default=None, primary_key=True)
    whistle_id: int = Field(foreign_key="whistle.id", index=True)
    journal_id: int = Field(foreign_key="journal.id")
    verb: str = text()
    from_state: str = text(default="")
    to_state: str = text()
    actor: str = text()
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    opinion: str = text(default="")
    facts: str = text(default="{}")
    at: int = Field(sa_type=BigInteger)
