"""Webhooks: who is told what, and every telling."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from gridctl.storage.tables.base import LIVING, Kept, Row, text

#: Still to be told, as the work of telling asks for them, to the letter.
PENDING = "state = 'pending'"


class Webhook(Kept, table=True):
    """An address that is told of events; ``events`` are names behind blanks."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = text()
    url: str = text()
    events: str = text()
    state: str = text(default="active")
    created_at: int = Field(sa_type=BigInteger)
    created_by: str = text()
    __table_args__ = (Index("uq_webhook_name", "name", sql(LIVING), unique=True),)


class WebhookSecret(Row, table=True):
    """What signs, and how far the journal was read; never logged."""

    __tablename__ = "webhook_secret"
    webhook_id: int = Field(foreign_key="webhook.id", primary_key=True)
    secret: str = text()
    after_seq: int


class WebhookDelivery(Row, table=True):
    """One event on its way to one address; ``topic`` is what keeps an order of its own."""

    __tablename__ = "webhook_delivery"
    id: int | None = Field(default=None, primary_key=True)
    webhook_id: int = Field(foreign_key="webhook.id")
    event_id: str = text()
    event: str = text()
    topic: str = text()
    body: str = text()
    state: str = text(default="pending")
    attempts: int = 0
    created_at: int = Field(sa_type=BigInteger)
    next_at: int = Field(sa_type=BigInteger)
    leased_until: int = Field(default=0, sa_type=BigInteger)
    status: int | None = None
    trouble: str = text(default="")
    done_at: int | None = Field(default=None, sa_type=BigInteger)
    __table_args__ = (
        Index("uq_webhook_delivery", "webhook_id", "event_id", unique=True),
        Index(
            "ix_webhook_delivery_pending", "webhook_id", "topic", "id",
            sqlite_where=sql(PENDING), postgresql_where=sql(PENDING),
        ),
        Index("ix_webhook_delivery_done_at", "done_at"),
    )  # fmt: skip
