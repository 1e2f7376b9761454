"""The tickets a unit has had in hand, found without reading the whole log."""

from __future__ import annotations

from alembic import op

from gridctl.storage.migrations.ahead import Index

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

AHEAD = (
    Index("ix_ticket_event_unit", "ticket_event", "(unit_id, ticket_id) WHERE unit_id IS NOT NULL"),
)


def upgrade() -> None:
    """Apply the migration."""
    for index in AHEAD:
        op.execute(index.statement())
