"""Days on duty may have a half: what is not whole stands beside, in 1/10,000 day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the migration; whole days stay where they are."""
    for name in ("quantity_e4", "expected_e4"):
        op.add_column("evidence", sa.Column(name, sa.Integer(), nullable=True))
