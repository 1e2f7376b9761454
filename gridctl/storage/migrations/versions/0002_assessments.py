"""Assessments and awards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Frozen here on purpose: a migration must not change when the tables do.
PLAIN_TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Apply the migration."""
    op.create_table(
        "scoring_scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", PLAIN_TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", PLAIN_TEXT, nullable=False),
        sa.Column("body", PLAIN_TEXT, nullable=False),
        sa.Column("adopted_at", sa.BigInteger(), nullable=False),
        sa.Column("adopted_by", PLAIN_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_scheme")),
    )
    op.create_index(
        op.f("ix_scoring_scheme_scheme_id"), "scoring_scheme", ["scheme_id"], unique=False
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", PLAIN_TEXT, nullable=False),
        sa.Column("subject", PLAIN_TEXT, nullable=False),
        sa.Column("scheme_id", PLAIN_TEXT, nullable=False),
        sa.Column("scheme_version", sa.Integer(), nullable=False),
        sa.Column("scheme_digest", PLAIN_TEXT, nullable=False),
        sa.Column("scheme_text", PLAIN_TEXT, nullable=False),
        sa.Column("subjects", sa.Integer(), nullable=False),
        sa.Column("state", PLAIN_TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", PLAIN_TEXT, nullable=False),
        sa.Column("program_version", PLAIN_TEXT, nullable=False),
        sa.Column("input_digest", PLAIN_TEXT, nullable=False),
        sa.Column("result_digest", PLAIN_TEXT, nullable=False),
        sa.Column("frozen_at", sa.BigInteger(), nullable=True),
        sa.Column("frozen_by", PLAIN_TEXT, nullable=True),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["journal_id"], ["journal.id"], name=op.f("fk_assessment_journal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index("ix_assessment_period", "assessment", ["period", "scheme_id"], unique=False)
    op.create_table(
        "assessment_subject",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("key", PLAIN_TEXT, nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("group_code", PLAIN_TEXT, nullable=False),
        sa.Column("group_name", PLAIN_TEXT, nullable=False),
        sa.Column("attrs", PLAIN_TEXT, nullable=False),
        sa.Column("facts", PLAIN_TEXT, nullable=False),
        sa.Column("score", PLAIN_TEXT, nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("standing", PLAIN_TEXT, nullable=False),
        sa.Column("sort_rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_subject_assessment_id")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "key", name=op.f("pk_assessment_subject")),
    )
    op.create_index(
        "ix_assessment_subject_rank",
        "assessment_subject",
        ["assessment_id", "sort_rank", "key"],
        unique=False,
    )
    op.create_table(
        "assessment_ticket",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_ticket_assessment_id")
        ),
        sa.PrimaryKeyConstraint(
            "assessment_id", "subject_id", "ticket_id", name=op.f("pk_assessment_ticket")
        ),
    )
    op.create_table(
        "award_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("period", PLAIN_TEXT, nullable=False),
        sa.Column("state", PLAIN_TEXT, nullable=False),
        sa.Column("publicity_from", PLAIN_TEXT, nullable=True),
        sa.Column("publicity_to", PLAIN_TEXT, nullable=True),
        sa.Column("publicity_days", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_award_list_assessment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_list")),
    )
    op.create_index(op.f("ix_award_list_period"), "award_list", ["period"], unique=False)
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("key", PLAIN_TEXT, nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("town_code", PLAIN_TEXT, nullable=False),
        sa.Column("town_name", PLAIN_TEXT, nullable=False),
        sa.Column("unit_name", PLAIN_TEXT, nullable=False),
        sa.Column("grid_name", PLAIN_TEXT, nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("standing", PLAIN_TEXT, nullable=False),
        sa.Column("reason", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["award_list.id"], name=op.f("fk_award_list_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_award_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
    )
    op.create_index(op.f("ix_award_list_id"), "award", ["list_id"], unique=False)
    op.create_table(
        "award_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("verb", PLAIN_TEXT, nullable=False),
        sa.Column("from_state", PLAIN_TEXT, nullable=False),
        sa.Column("to_state", PLAIN_TEXT, nullable=False),
        sa.Column("actor", PLAIN_TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("document_no", PLAIN_TEXT, nullable=False),
        sa.Column("opinion", PLAIN_TEXT, nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["award_step.id"], name=op.f("fk_award_step_answers_id")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_step_award_id")),
        sa.ForeignKeyConstraint(
            ["journal_id"], ["journal.id"], name=op.f("fk_award_step_journal_id")
        ),
        sa.ForeignKeyConstraint(["list_id"], ["award_list.id"], name=op.f("fk_award_step_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_step")),
    )
    op.create_index(op.f("ix_award_step_list_id"), "award_step", ["list_id"], unique=False)
