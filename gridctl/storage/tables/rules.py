"""Rules the office keeps itself: calendars, hours, limits, policies, workflows."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from gridctl.domain.intervals import EVER
from gridctl.storage.tables.base import Row, text


class Rule(Row, table=True):
    """One version of a rule for a subtree; never changed, only followed by the next.

    ``name`` tells rules of a kind apart, such as the year of a calendar. ``place_id`` is the
    county or town it holds for; none means the whole office. ``body`` is its TOML text.
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: str = text()
    name: str = text(default="")
    place_id: int | None = Field(default=None, foreign_key="grid.id")
    valid_from: str = text(default=EVER)
    version: int
    body: str = text()
    digest: str = text()
    adopted_at: int = Field(sa_type=BigInteger)
    adopted_by: str = text()
    withdrawn: bool = False
    journal_id: int = Field(foreign_key="journal.id")
    __table_args__ = (Index("ix_rule_kind", "kind", "name", "valid_from"),)
