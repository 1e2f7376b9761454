"""Site visits are found by their day, and an assessment says by what rule it counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ORDERED = sa.text("verb IN ('send_verify', 'send_check')")


def upgrade() -> None:
    """Apply the migration."""
    op.create_index(
        "ix_ticket_event_visit",
        "ticket_event",
        ["at"],
        sqlite_where=_ORDERED,
        postgresql_where=_ORDERED,
    )
    # Assessments made before counted visits from evidence alone: by the first rule.
    counting = sa.Column("counting", sa.Integer(), nullable=False, server_default="1")
    op.add_column("assessment", counting)
