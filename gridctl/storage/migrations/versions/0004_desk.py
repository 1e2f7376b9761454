"""Whistle calls, duty list, routes, reply templates, saved views, rewards, digests, undo."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Frozen here on purpose: a migration must not change when the tables do.
PLAIN_TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
LIVING = "(CASE WHEN withdrawn THEN id ELSE 0 END)"


def upgrade() -> None:
    """Apply the migration."""
    op.create_table(
        "saved_view",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("noun", PLAIN_TEXT, nullable=False),
        sa.Column("filter", PLAIN_TEXT, nullable=False),
        sa.Column("fields", PLAIN_TEXT, nullable=False),
        sa.Column("owner", PLAIN_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_table(
        "reply_template",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("body", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_reply_template_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
    )
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("on_date", PLAIN_TEXT, nullable=False),
        sa.Column("body", PLAIN_TEXT, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["journal_id"], ["journal.id"], name=op.f("fk_digest_journal_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_digest_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
    )
    op.create_index("ix_digest_day", "digest", ["on_date", "unit_id"], unique=False)
    op.create_table(
        "duty_item",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PLAIN_TEXT, nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("kind", PLAIN_TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("state", PLAIN_TEXT, nullable=False),
        sa.Column("valid_from", PLAIN_TEXT, nullable=False),
        sa.Column("valid_to", PLAIN_TEXT, nullable=False),
        sa.Column("proposed_by", PLAIN_TEXT, nullable=False),
        sa.Column("decided_by", PLAIN_TEXT, nullable=False),
        sa.Column("decided_on", PLAIN_TEXT, nullable=True),
        sa.Column("document_no", PLAIN_TEXT, nullable=False),
        sa.Column("opinion", PLAIN_TEXT, nullable=False),
        sa.Column("note", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_duty_item_category_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_duty_item_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_item")),
    )
    op.create_index("ix_duty_item_category", "duty_item", ["category_id"], unique=False)
    op.create_table(
        "route",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("limit_text", PLAIN_TEXT, nullable=False),
        sa.Column("valid_from", PLAIN_TEXT, nullable=False),
        sa.Column("valid_to", PLAIN_TEXT, nullable=False),
        sa.Column("note", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_route_category_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["grid.id"], name=op.f("fk_route_place_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_route_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
    )
    op.create_index("ix_route_category", "route", ["category_id", "place_id"], unique=False)
    op.create_table(
        "undone_entry",
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=False),
        sa.Column("redone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["journal_id"], ["journal.id"], name=op.f("fk_undone_entry_journal_id")
        ),
        sa.ForeignKeyConstraint(
            ["redone_by"], ["journal.id"], name=op.f("fk_undone_entry_redone_by")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["journal.id"], name=op.f("fk_undone_entry_undone_by")
        ),
        sa.PrimaryKeyConstraint("journal_id", name=op.f("pk_undone_entry")),
    )
    op.create_table(
        "ticket_reward",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("ground", PLAIN_TEXT, nullable=False),
        sa.Column("approved_by", PLAIN_TEXT, nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("given_on", PLAIN_TEXT, nullable=False),
        sa.Column("document_no", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_reward_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_reward")),
    )
    op.create_index(op.f("ix_ticket_reward_given_on"), "ticket_reward", ["given_on"], unique=False)
    op.create_index(
        op.f("ix_ticket_reward_ticket_id"), "ticket_reward", ["ticket_id"], unique=False
    )
    op.create_table(
        "whistle",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("whistle_no", PLAIN_TEXT, nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("caller_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("kind", PLAIN_TEXT, nullable=False),
        sa.Column("title", PLAIN_TEXT, nullable=False),
        sa.Column("facts", PLAIN_TEXT, nullable=False),
        sa.Column("proposal", PLAIN_TEXT, nullable=False),
        sa.Column("approved_by", PLAIN_TEXT, nullable=False),
        sa.Column("state", PLAIN_TEXT, nullable=False),
        sa.Column("grade", PLAIN_TEXT, nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("called_on", PLAIN_TEXT, nullable=False),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=True),
        sa.Column("arrive_due", sa.BigInteger(), nullable=True),
        sa.Column("resolve_due", sa.BigInteger(), nullable=True),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["caller_id"], ["unit.id"], name=op.f("fk_whistle_caller_id")),
        sa.ForeignKeyConstraint(["place_id"], ["grid.id"], name=op.f("fk_whistle_place_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_whistle_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle")),
    )
    op.create_index("ix_whistle_called", "whistle", ["called_on", "id"], unique=False)
    op.create_index(
        "uq_whistle_no",
        "whistle",
        ["whistle_no"],
        unique=True,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("NOT withdrawn"),
    )
    op.create_table(
        "whistle_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("whistle_id", sa.Integer(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("verb", PLAIN_TEXT, nullable=False),
        sa.Column("from_state", PLAIN_TEXT, nullable=False),
        sa.Column("to_state", PLAIN_TEXT, nullable=False),
        sa.Column("actor", PLAIN_TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("opinion", PLAIN_TEXT, nullable=False),
        sa.Column("facts", PLAIN_TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["journal_id"], ["journal.id"], name=op.f("fk_whistle_event_journal_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_whistle_event_unit_id")),
        sa.ForeignKeyConstraint(
            ["whistle_id"], ["whistle.id"], name=op.f("fk_whistle_event_whistle_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle_event")),
    )
    op.create_index(
        op.f("ix_whistle_event_whistle_id"), "whistle_event", ["whistle_id"], unique=False
    )
    op.create_table(
        "whistle_unit",
        sa.Column("whistle_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("arrived_at", sa.BigInteger(), nullable=True),
        sa.Column("arrived_person", PLAIN_TEXT, nullable=False),
        sa.Column("arrived_role", PLAIN_TEXT, nullable=False),
        sa.Column("arrival", sa.BigInteger(), nullable=True),
        sa.Column("people", sa.BigInteger(), nullable=True),
        sa.Column("handling", sa.BigInteger(), nullable=True),
        sa.Column("effect", sa.BigInteger(), nullable=True),
        sa.Column("necessity", sa.BigInteger(), nullable=True),
        sa.Column("cooperation", sa.BigInteger(), nullable=True),
        sa.Column("unit_comment", PLAIN_TEXT, nullable=False),
        sa.Column("caller_comment", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_whistle_unit_unit_id")),
        sa.ForeignKeyConstraint(
            ["whistle_id"], ["whistle.id"], name=op.f("fk_whistle_unit_whistle_id")
        ),
        sa.PrimaryKeyConstraint("whistle_id", "unit_id", name=op.f("pk_whistle_unit")),
    )
    for table, columns in (
        ("duty_item", ["code"]),
        ("reply_template", ["name"]),
        ("saved_view", ["noun", "owner", "name"]),
    ):
        name = {"duty_item": "uq_duty_item_code", "reply_template": "uq_reply_template_name"}
        op.create_index(
            name.get(table, "uq_saved_view"), table, [*columns, sa.text(LIVING)], unique=True
        )
    # A column with its foreign key: one text for both engines, which Alembic would split in two.
    op.execute(
        "ALTER TABLE ticket ADD COLUMN duty_item_id INTEGER"
        " CONSTRAINT fk_ticket_duty_item_id REFERENCES duty_item (id)"
    )
