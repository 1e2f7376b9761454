"""Until when a unit signs, what became of its turn, and what the call-back of each cycle found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gridctl.storage.tables.base import PLAIN_TEXT

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# The call-back of the last cycle set aside still stands in the ticket, unless there was another.
_CALLED_BACK = """
    UPDATE ticket_cycle SET
        revisited_at = (SELECT t.revisited_at FROM ticket t WHERE t.id = ticket_id),
        satisfaction = (SELECT t.satisfaction FROM ticket t WHERE t.id = ticket_id),
        resolved = (SELECT t.resolved FROM ticket t WHERE t.id = ticket_id),
        unresolved_reason = (SELECT t.unresolved_reason FROM ticket t WHERE t.id = ticket_id)
    WHERE EXISTS (
        SELECT 1 FROM ticket t WHERE t.id = ticket_cycle.ticket_id
          AND t.cycle = ticket_cycle.cycle + 1 AND t.revisited_at < t.dispatched_at)
"""


def upgrade() -> None:
    """Apply the migration."""
    op.add_column("ticket", sa.Column("sign_due_at", sa.BigInteger(), nullable=True))
    for name, kind in (
        ("sign_due_at", sa.BigInteger()),
        ("revisited_at", sa.BigInteger()),
        ("satisfaction", PLAIN_TEXT),
        ("resolved", sa.Boolean()),
        ("unresolved_reason", PLAIN_TEXT),
    ):
        op.add_column("ticket_cycle", sa.Column(name, kind, nullable=True))
    op.execute(_CALLED_BACK)
    op.create_table(
        "ticket_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("due_on", PLAIN_TEXT, nullable=False),
        sa.Column("dispatched_at", sa.BigInteger(), nullable=True),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("sign_due_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_turn_ticket_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ticket_turn_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_turn")),
    )
    op.create_index(op.f("ix_ticket_turn_ticket_id"), "ticket_turn", ["ticket_id"])
    op.create_index(op.f("ix_ticket_turn_due_on"), "ticket_turn", ["due_on"])
