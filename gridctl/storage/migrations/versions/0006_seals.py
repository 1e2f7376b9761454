"""Digests of rows as they were left, so that a change behind the program's back is found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gridctl.storage.migrations.ahead import Index
from gridctl.storage.tables.base import PLAIN_TEXT

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AHEAD = (Index("ix_change_row", "change", "(table_name, row_id)"),)


def upgrade() -> None:
    """Apply the migration."""
    op.add_column("change", sa.Column("after_digest", PLAIN_TEXT, nullable=True))
    for index in AHEAD:
        op.execute(index.statement())
    op.add_column("journal", sa.Column("bulk_digest", PLAIN_TEXT, nullable=True))
    op.add_column("journal", sa.Column("format", sa.Integer(), nullable=True))
    op.create_table(
        "bulk_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("table_name", PLAIN_TEXT, nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("row_ids", PLAIN_TEXT, nullable=False),
        sa.Column("digests", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["journal_id"], ["journal.id"], name=op.f("fk_bulk_seal_journal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_seal")),
    )
    op.create_index(op.f("ix_bulk_seal_journal_id"), "bulk_seal", ["journal_id"])
