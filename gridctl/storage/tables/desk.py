"""What the desk works with: duty list, routes, reply templates, saved views, rewards, digests."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from gridctl.domain.intervals import EVER, FOREVER
from gridctl.storage.tables.base import LIVING, Kept, Row, text


class DutyItem(Kept, table=True):
    """A task of a department on the grids' list: who admitted it, and until when."""

    __tablename__ = "duty_item"
    id: int | None = Field(default=None, primary_key=True)
    code: str = text()
    name: str = text()
    kind: str = text(default="patrol")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    category_id: int | None = Field(default=None, foreign_key="category.id")
    state: str = text(default="proposed")
    valid_from: str = text(default=EVER)
    valid_to: str = text(default=FOREVER)
    proposed_by: str = text(default="")
    decided_by: str = text(default="")
    decided_on: str | None = text(default=None)
    document_no: str = text(default="")
    opinion: str = text(default="")
    note: str = text(default="")
    __table_args__ = (
        Index("uq_duty_item_code", "code", sql(LIVING), unique=True),
        Index("ix_duty_item_category", "category_id"),
    )


class Route(Kept, table=True):
    """Which unit handles a category at a place, with which limit, over a span of days."""

    id: int | None = Field(default=None, primary_key=True)
    category_id: int | None = Field(default=None, foreign_key="category.id")
    place_id: int | None = Field(default=None, foreign_key="grid.id")
    unit_id: int = Field(foreign_key="unit.id")
    limit_text: str = text(default="")
    valid_from: str = text(default=EVER)
    valid_to: str = text(default=FOREVER)
    note: str = text(default="")
    __table_args__ = (Index("ix_route_category", "category_id", "place_id"),)


class ReplyTemplate(Kept, table=True):
    """Words for a reply, with places for facts of the ticket."""

    __tablename__ = "reply_template"
    id: int | None = Field(default=None, primary_key=True)
    name: str = text()
    category_id: int | None = Field(default=None, foreign_key="category.id")
    body: str = text()
    __table_args__ = (Index("uq_reply_template_name", "name", sql(LIVING), unique=True),)


class SavedView(Kept, table=True):
    """A filter with a name, of one person or of all."""

    __tablename__ = "saved_view"
    id: int | None = Field(default=None, primary_key=True)
    name: str = text()
    noun: str = text(default="ticket")
    filter: str = text()
    fields: str = text(default="")
    owner: str = text(default="")
    __table_args__ = (Index("uq_saved_view", "noun", "owner", "name", sql(LIVING), unique=True),)


class TicketReward(Kept, table=True):
    """An instant reward for valid information (domain.md 10), in fen."""

    __tablename__ = "ticket_reward"
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    amount_fen: int = Field(sa_type=BigInteger)
    ground: str = text()
    approved_by: str = text()
    given_at: int = Field(sa_type=BigInteger)
    given_on: str = text(index=True)
    document_no: str = text(default="")


class Digest(Row, table=True):
    """What a recipient was told on a day: once, however often the sweep runs."""

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    on_date: str = text()
    body: str = text()
    made_at: int = Field(sa_type=BigInteger)
    journal_id: int = Field(foreign_key="journal.id")
    __table_args__ = (Index("ix_digest_day", "on_date", "unit_id"),)


class UndoneEntry(Row, table=True):
    """A journal entry that a later one has taken back."""

    __tablename__ = "undone_entry"
    journal_id: int = Field(foreign_key="journal.id", primary_key=True)
    undone_by: int = Field(foreign_key="journal.id")
    redone_by: int | None = Field(default=None, foreign_key="journal.id")
