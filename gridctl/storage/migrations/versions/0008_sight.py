"""The tickets a unit has had in hand, found without reading the whole log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the migration."""
    op.create_index(
        "ix_ticket_event_unit",
        "ticket_event",
        ["unit_id", "ticket_id"],
        sqlite_where=sa.text("unit_id IS NOT NULL"),
        postgresql_where=sa.text("unit_id IS NOT NULL"),
    )
