"""What contact values were, so that undoing brings them back; never in the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gridctl.storage.tables.base import PLAIN_TEXT

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the migration."""
    op.create_table(
        "contact_before",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("table_name", PLAIN_TEXT, nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("image", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["journal_id"], ["journal.id"], name=op.f("fk_contact_before_journal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_before")),
    )
    op.create_index(op.f("ix_contact_before_journal_id"), "contact_before", ["journal_id"])
    op.create_index("ix_contact_before_row", "contact_before", ["table_name", "row_id"])
