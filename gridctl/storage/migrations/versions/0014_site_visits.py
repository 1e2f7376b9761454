"""Site visits are found by their day, and an assessment says by what rule it counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gridctl.storage.migrations.ahead import Index

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_VISITS = "(at) WHERE verb IN ('send_verify', 'send_check')"
AHEAD = (Index("ix_ticket_event_visit", "ticket_event", _VISITS),)


def upgrade() -> None:
    """Apply the migration."""
    for index in AHEAD:
        op.execute(index.statement())
    # Assessments made before counted visits from evidence alone: by the first rule.
    counting = sa.Column("counting", sa.Integer(), nullable=False, server_default="1")
    op.add_column("assessment", counting)
