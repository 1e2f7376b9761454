"""The office's secret, and wrong guesses of check codes."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Frozen here on purpose: a migration must not change when the tables do.
PLAIN_TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Apply the migration."""
    table = op.create_table(
        "office_secret",
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("value", PLAIN_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_office_secret")),
    )
    op.bulk_insert(table, [{"name": "check_code", "value": secrets.token_hex(32)}])
    op.create_table(
        "progress_guess",
        sa.Column("key", PLAIN_TEXT, nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_progress_guess")),
    )
