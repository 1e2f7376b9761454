"""The loop: rules of the office's own, cycles, requests, notices, cards, review tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Frozen here on purpose: a migration must not change when the tables do.
PLAIN_TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")


def _add(table: str, *columns: sa.Column[object]) -> None:
    for column in columns:
        op.add_column(table, column)


def _words(name: str, default: str = "") -> sa.Column[object]:
    return sa.Column(name, PLAIN_TEXT, nullable=False, server_default=sa.text(f"'{default}'"))


def upgrade() -> None:
    """Apply the migration."""
    _add(
        "ticket",
        sa.Column("cycle", sa.Integer(), nullable=False, server_default="1"),
        _words("centre", "county"),
        sa.Column("solved_level", PLAIN_TEXT, nullable=True),
        _words("limit_text"),
        _words("urgency"),
        sa.Column("suspended_until", sa.BigInteger(), nullable=True),
    )
    _add(
        "ticket_assist",
        sa.Column("since", sa.BigInteger(), nullable=True),
        _words("limit_text"),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
    )
    # A column with its foreign key: one text for both engines, which Alembic would split in two.
    op.execute(
        "ALTER TABLE ticket_event ADD COLUMN to_unit_id INTEGER"
        " CONSTRAINT fk_ticket_event_to_unit_id REFERENCES unit (id)"
    )
    _add(
        "ticket_event",
        sa.Column("cycle", sa.Integer(), nullable=False, server_default="1"),
        _words("level"),
        _words("outcome"),
        _words("ground"),
        _words("limit_text"),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("working_seconds", sa.BigInteger(), nullable=True),
        sa.Column("overdue", sa.Boolean(), nullable=True),
        _words("facts", "{}"),
    )
    op.create_table(
        "rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", PLAIN_TEXT, nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", PLAIN_TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", PLAIN_TEXT, nullable=False),
        sa.Column("digest", PLAIN_TEXT, nullable=False),
        sa.Column("adopted_at", sa.BigInteger(), nullable=False),
        sa.Column("adopted_by", PLAIN_TEXT, nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["journal_id"], ["journal.id"], name=op.f("fk_rule_journal_id")),
        sa.ForeignKeyConstraint(["place_id"], ["grid.id"], name=op.f("fk_rule_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
    )
    op.create_index("ix_rule_kind", "rule", ["kind", "name", "valid_from"], unique=False)
    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("stage", PLAIN_TEXT, nullable=False),
        sa.Column("colour", PLAIN_TEXT, nullable=False),
        sa.Column("level", PLAIN_TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", PLAIN_TEXT, nullable=False),
        sa.Column("overrun_days", PLAIN_TEXT, nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["journal_id"], ["journal.id"], name=op.f("fk_card_journal_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_card_ticket_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_card_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
    )
    op.create_index("ix_card_unit", "card", ["unit_id", "issued_on"], unique=False)
    op.create_index("uq_card", "card", ["ticket_id", "cycle", "stage", "colour"], unique=True)
    op.create_table(
        "review_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("urgency", PLAIN_TEXT, nullable=False),
        sa.Column("kind", PLAIN_TEXT, nullable=False),
        sa.Column("opens_on", PLAIN_TEXT, nullable=False),
        sa.Column("due_on", PLAIN_TEXT, nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("done_by", PLAIN_TEXT, nullable=False),
        sa.Column("note", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_review_task_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_task")),
    )
    op.create_index("ix_review_task_due", "review_task", ["due_on"], unique=False)
    op.create_index("uq_review_task", "review_task", ["ticket_id", "kind", "opens_on"], unique=True)
    op.create_table(
        "ticket_cycle",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("lead_unit_id", sa.Integer(), nullable=True),
        sa.Column("deadline_at", sa.BigInteger(), nullable=True),
        sa.Column("due_on", PLAIN_TEXT, nullable=False),
        sa.Column("dispatched_at", sa.BigInteger(), nullable=True),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("handled_at", sa.BigInteger(), nullable=True),
        sa.Column("fed_back_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_on", PLAIN_TEXT, nullable=False),
        sa.Column("state", PLAIN_TEXT, nullable=False),
        sa.Column("stated", PLAIN_TEXT, nullable=True),
        sa.Column("forced", sa.Boolean(), nullable=False),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("return_count", sa.Integer(), nullable=False),
        sa.Column("rework_count", sa.Integer(), nullable=False),
        sa.Column("extension_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_unit_id"], ["unit.id"], name=op.f("fk_ticket_cycle_lead_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_cycle_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "cycle", name=op.f("pk_ticket_cycle")),
    )
    op.create_index(op.f("ix_ticket_cycle_due_on"), "ticket_cycle", ["due_on"], unique=False)
    op.create_table(
        "ticket_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("verb", PLAIN_TEXT, nullable=False),
        sa.Column("state", PLAIN_TEXT, nullable=False),
        sa.Column("asked_by", PLAIN_TEXT, nullable=False),
        sa.Column("asked_unit_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_limit", PLAIN_TEXT, nullable=False),
        sa.Column("asked_until", sa.BigInteger(), nullable=True),
        sa.Column("ground", PLAIN_TEXT, nullable=False),
        sa.Column("opinion", PLAIN_TEXT, nullable=False),
        sa.Column("decided_by", PLAIN_TEXT, nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("granted_limit", PLAIN_TEXT, nullable=False),
        sa.Column("granted_until", sa.BigInteger(), nullable=True),
        sa.Column("decision", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_unit_id"], ["unit.id"], name=op.f("fk_ticket_request_asked_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_request_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_request")),
    )
    op.create_index(
        op.f("ix_ticket_request_ticket_id"), "ticket_request", ["ticket_id"], unique=False
    )
    op.create_table(
        "ticket_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("verb", PLAIN_TEXT, nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("read_by", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["ticket_event.id"], name=op.f("fk_ticket_notice_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_notice_ticket_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ticket_notice_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_notice")),
    )
    op.create_index(
        op.f("ix_ticket_notice_ticket_id"), "ticket_notice", ["ticket_id"], unique=False
    )
    op.create_index(op.f("ix_ticket_notice_unit_id"), "ticket_notice", ["unit_id"], unique=False)
