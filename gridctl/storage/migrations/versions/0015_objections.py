"""Objections to a draft assessment, what was decided on them, and what towns confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Frozen here on purpose: a migration must not change when the tables do.
PLAIN_TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
TABLE = "assessment_step"
#: Column -> the table it points to.
POINTERS = {
    "assessment_id": "assessment",
    "journal_id": "journal",
    "ticket_id": "ticket",
    "answers_id": TABLE,
}


def upgrade() -> None:
    """Apply the migration."""
    op.create_table(
        TABLE,
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("verb", PLAIN_TEXT, nullable=False),
        sa.Column("actor", PLAIN_TEXT, nullable=False),
        sa.Column("behalf", PLAIN_TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("document_no", PLAIN_TEXT, nullable=False),
        sa.Column("opinion", PLAIN_TEXT, nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("key", PLAIN_TEXT, nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("part_code", PLAIN_TEXT, nullable=False),
        sa.Column("part_name", PLAIN_TEXT, nullable=False),
        sa.Column("item", PLAIN_TEXT, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("digest", PLAIN_TEXT, nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column, table in POINTERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for column in ("answers_id", "assessment_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])
