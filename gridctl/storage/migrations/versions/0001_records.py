"""Records: office, journal, imports, grids, staff, units, categories, tickets, evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Frozen here on purpose: a migration must not change when the tables do.
PLAIN_TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
LIVING = "(CASE WHEN withdrawn THEN id ELSE 0 END)"


def upgrade() -> None:
    """Apply the migration."""
    op.create_table(
        "category",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PLAIN_TEXT, nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("path", PLAIN_TEXT, nullable=False),
        sa.Column("path_key", PLAIN_TEXT, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("kind", PLAIN_TEXT, nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("legal_basis", PLAIN_TEXT, nullable=False),
        sa.Column("note", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["category.id"], name=op.f("fk_category_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
    )
    op.create_index("ix_category_code", "category", ["code"], unique=False)
    op.create_index(
        "uq_category_path",
        "category",
        ["path_key"],
        unique=True,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("NOT withdrawn"),
    )
    op.create_table(
        "grid",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PLAIN_TEXT, nullable=False),
        sa.Column("level", PLAIN_TEXT, nullable=False),
        sa.Column("county_code", PLAIN_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
    )
    op.create_index(op.f("ix_grid_county_code"), "grid", ["county_code"], unique=False)
    op.create_index(
        "uq_grid_code",
        "grid",
        ["code"],
        unique=True,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("NOT withdrawn"),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("county_code", PLAIN_TEXT, nullable=False),
        sa.Column("operator", PLAIN_TEXT, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "serial_counter",
        sa.Column("prefix", PLAIN_TEXT, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_serial_counter")),
    )
    op.create_table(
        "category_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("filing_condition", PLAIN_TEXT, nullable=False),
        sa.Column("closing_condition", PLAIN_TEXT, nullable=False),
        sa.Column("limit_text", PLAIN_TEXT, nullable=False),
        sa.Column("lead_unit", PLAIN_TEXT, nullable=False),
        sa.Column("supervising_unit", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_category_condition_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_condition")),
    )
    op.create_index(
        "uq_category_condition", "category_condition", ["category_id", "seq"], unique=True
    )
    op.create_table(
        "grid_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("alias", PLAIN_TEXT, nullable=False),
        sa.Column("alias_key", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_grid_alias_grid_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_alias")),
    )
    op.create_index(op.f("ix_grid_alias_alias_key"), "grid_alias", ["alias_key"], unique=False)
    op.create_index("uq_grid_alias", "grid_alias", ["grid_id", "alias_key"], unique=True)
    op.create_table(
        "grid_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", PLAIN_TEXT, nullable=False),
        sa.Column("valid_to", PLAIN_TEXT, nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("name_key", PLAIN_TEXT, nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("kind", PLAIN_TEXT, nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("urban_class", PLAIN_TEXT, nullable=True),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_grid_version_grid_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["grid.id"], name=op.f("fk_grid_version_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_version")),
    )
    op.create_index(op.f("ix_grid_version_name_key"), "grid_version", ["name_key"], unique=False)
    op.create_index(
        "ix_grid_version_parent", "grid_version", ["parent_id", "valid_from"], unique=False
    )
    op.create_index("uq_grid_version_from", "grid_version", ["grid_id", "valid_from"], unique=True)
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("operation", PLAIN_TEXT, nullable=False),
        sa.Column("actor", PLAIN_TEXT, nullable=False),
        sa.Column("behalf", PLAIN_TEXT, nullable=False),
        sa.Column("reason", PLAIN_TEXT, nullable=False),
        sa.Column("idempotency_key", PLAIN_TEXT, nullable=False),
        sa.Column("request_digest", PLAIN_TEXT, nullable=False),
        sa.Column("result", PLAIN_TEXT, nullable=False),
        sa.Column("changes_digest", PLAIN_TEXT, nullable=False),
        sa.Column("prev_hash", PLAIN_TEXT, nullable=False),
        sa.Column("hash", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_journal_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_journal_idempotency_key")),
        sa.UniqueConstraint("seq", name=op.f("uq_journal_seq")),
    )
    op.create_table(
        "unit",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PLAIN_TEXT, nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("name_key", PLAIN_TEXT, nullable=False),
        sa.Column("level", PLAIN_TEXT, nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_unit_grid_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_name_key"), "unit", ["name_key"], unique=False)
    op.create_index(
        "uq_unit_code",
        "unit",
        ["code"],
        unique=True,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("NOT withdrawn"),
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", PLAIN_TEXT, nullable=False),
        sa.Column("file_name", PLAIN_TEXT, nullable=False),
        sa.Column("file_digest", PLAIN_TEXT, nullable=False),
        sa.Column("options", PLAIN_TEXT, nullable=False),
        sa.Column("state", PLAIN_TEXT, nullable=False),
        sa.Column("counts", PLAIN_TEXT, nullable=False),
        sa.Column("findings", PLAIN_TEXT, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", PLAIN_TEXT, nullable=False),
        sa.Column("idempotency_key", PLAIN_TEXT, nullable=True),
        sa.Column("applied_by", sa.Integer(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["applied_by"], ["journal.id"], name=op.f("fk_batch_applied_by")),
        sa.ForeignKeyConstraint(["undone_by"], ["journal.id"], name=op.f("fk_batch_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_batch_idempotency_key")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("table_name", PLAIN_TEXT, nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("action", PLAIN_TEXT, nullable=False),
        sa.Column("before", PLAIN_TEXT, nullable=True),
        sa.ForeignKeyConstraint(["journal_id"], ["journal.id"], name=op.f("fk_change_journal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_journal_id"), "change", ["journal_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_no", PLAIN_TEXT, nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("name_key", PLAIN_TEXT, nullable=False),
        sa.Column("employment", PLAIN_TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("note", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_staff_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index(op.f("ix_staff_name_key"), "staff", ["name_key"], unique=False)
    op.create_index(
        "uq_staff_no",
        "staff",
        ["staff_no"],
        unique=True,
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("NOT withdrawn"),
    )
    op.create_table(
        "unit_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("alias", PLAIN_TEXT, nullable=False),
        sa.Column("alias_key", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_alias_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_alias")),
    )
    op.create_index(op.f("ix_unit_alias_alias_key"), "unit_alias", ["alias_key"], unique=False)
    op.create_index("uq_unit_alias", "unit_alias", ["unit_id", "alias_key"], unique=True)
    op.create_table(
        "post",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("role", PLAIN_TEXT, nullable=False),
        sa.Column("valid_from", PLAIN_TEXT, nullable=False),
        sa.Column("valid_to", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_post_grid_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_post_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index("ix_post_grid", "post", ["grid_id", "role", "valid_from"], unique=False)
    op.create_index("ix_post_staff", "post", ["staff_id", "valid_from"], unique=False)
    op.create_table(
        "rejected_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("sheet", PLAIN_TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("letter", PLAIN_TEXT, nullable=False),
        sa.Column("field", PLAIN_TEXT, nullable=False),
        sa.Column("value", PLAIN_TEXT, nullable=False),
        sa.Column("code", PLAIN_TEXT, nullable=False),
        sa.Column("params", PLAIN_TEXT, nullable=False),
        sa.Column("severity", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_rejected_row_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejected_row")),
    )
    op.create_index(op.f("ix_rejected_row_batch_id"), "rejected_row", ["batch_id"], unique=False)
    op.create_table(
        "staff_contact",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("phone", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_contact_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_contact")),
    )
    op.create_table(
        "staged_chunk",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", PLAIN_TEXT, nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_staged_chunk_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_staged_chunk")),
    )
    op.create_table(
        "staged_row",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("sheet", PLAIN_TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("match_key", PLAIN_TEXT, nullable=False),
        sa.Column("payload", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_staged_row_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "sheet", "number", name=op.f("pk_staged_row")),
    )
    op.create_index("ix_staged_row_key", "staged_row", ["batch_id", "match_key"], unique=False)
    op.create_table(
        "ticket",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial_no", PLAIN_TEXT, nullable=False),
        sa.Column("match_key", PLAIN_TEXT, nullable=False),
        sa.Column("external_no", PLAIN_TEXT, nullable=True),
        sa.Column("external_system", PLAIN_TEXT, nullable=False),
        sa.Column("title", PLAIN_TEXT, nullable=False),
        sa.Column("description", PLAIN_TEXT, nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("condition_id", sa.Integer(), nullable=True),
        sa.Column("source", PLAIN_TEXT, nullable=False),
        sa.Column("nature", PLAIN_TEXT, nullable=False),
        sa.Column("state", PLAIN_TEXT, nullable=False),
        sa.Column("stated", PLAIN_TEXT, nullable=True),
        sa.Column("forced", sa.Boolean(), nullable=False),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("town_id", sa.Integer(), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("address", PLAIN_TEXT, nullable=False),
        sa.Column("lon_e7", sa.Integer(), nullable=True),
        sa.Column("lat_e7", sa.Integer(), nullable=True),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("lead_unit_id", sa.Integer(), nullable=True),
        sa.Column("occurred_at", sa.BigInteger(), nullable=True),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("reported_on", PLAIN_TEXT, nullable=False),
        sa.Column("deadline_at", sa.BigInteger(), nullable=True),
        sa.Column("due_on", PLAIN_TEXT, nullable=False),
        sa.Column("filed_at", sa.BigInteger(), nullable=True),
        sa.Column("dispatched_at", sa.BigInteger(), nullable=True),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("handled_at", sa.BigInteger(), nullable=True),
        sa.Column("fed_back_at", sa.BigInteger(), nullable=True),
        sa.Column("checked_at", sa.BigInteger(), nullable=True),
        sa.Column("revisited_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_on", PLAIN_TEXT, nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("historic", sa.Boolean(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("scale", PLAIN_TEXT, nullable=False),
        sa.Column("people_involved", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("satisfaction", PLAIN_TEXT, nullable=True),
        sa.Column("resolved", sa.Boolean(), nullable=True),
        sa.Column("unresolved_reason", PLAIN_TEXT, nullable=False),
        sa.Column("lawful", sa.Boolean(), nullable=True),
        sa.Column("out_of_remit", sa.Boolean(), nullable=True),
        sa.Column("public_reply", PLAIN_TEXT, nullable=False),
        sa.Column("tags", PLAIN_TEXT, nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("whistle_no", PLAIN_TEXT, nullable=True),
        sa.Column("return_count", sa.Integer(), nullable=False),
        sa.Column("rework_count", sa.Integer(), nullable=False),
        sa.Column("extension_count", sa.Integer(), nullable=False),
        sa.Column("nudge_count", sa.Integer(), nullable=False),
        sa.Column("supervision_level", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_ticket_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["category_condition.id"], name=op.f("fk_ticket_condition_id")
        ),
        sa.ForeignKeyConstraint(["county_id"], ["grid.id"], name=op.f("fk_ticket_county_id")),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_ticket_grid_id")),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_ticket_lead_unit_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["ticket.id"], name=op.f("fk_ticket_parent_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["staff.id"], name=op.f("fk_ticket_reporter_id")),
        sa.ForeignKeyConstraint(["town_id"], ["grid.id"], name=op.f("fk_ticket_town_id")),
        sa.ForeignKeyConstraint(["village_id"], ["grid.id"], name=op.f("fk_ticket_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
    )
    op.create_index("ix_ticket_due_on", "ticket", ["due_on", "grid_id"], unique=False)
    op.create_index("ix_ticket_external", "ticket", ["external_no"], unique=False)
    op.create_index("ix_ticket_reported", "ticket", ["reported_at", "id"], unique=False)
    op.create_index("ix_ticket_reported_on", "ticket", ["reported_on", "reporter_id"], unique=False)
    op.create_index("uq_ticket_serial", "ticket", ["serial_no"], unique=True)
    op.create_table(
        "evidence",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_key", PLAIN_TEXT, nullable=False),
        sa.Column("kind", PLAIN_TEXT, nullable=False),
        sa.Column("no", PLAIN_TEXT, nullable=False),
        sa.Column("on_date", PLAIN_TEXT, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("outcome", PLAIN_TEXT, nullable=False),
        sa.Column("task", PLAIN_TEXT, nullable=False),
        sa.Column("level", PLAIN_TEXT, nullable=False),
        sa.Column("resolved", sa.Boolean(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("item", PLAIN_TEXT, nullable=False),
        sa.Column("note", PLAIN_TEXT, nullable=False),
        sa.Column("document", PLAIN_TEXT, nullable=False),
        sa.Column("approver", PLAIN_TEXT, nullable=False),
        sa.Column("found_by", PLAIN_TEXT, nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_evidence_grid_id")),
        sa.ForeignKeyConstraint(
            ["journal_id"], ["journal.id"], name=op.f("fk_evidence_journal_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_evidence_staff_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_evidence_ticket_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_evidence_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_staff", "evidence", ["kind", "on_date", "staff_id"], unique=False)
    op.create_table(
        "ticket_assist",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_assist_ticket_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ticket_assist_unit_id")),
        sa.PrimaryKeyConstraint("ticket_id", "unit_id", name=op.f("pk_ticket_assist")),
    )
    op.create_table(
        "ticket_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("path", PLAIN_TEXT, nullable=False),
        sa.Column("sha256", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_attachment_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_attachment")),
    )
    op.create_index(
        op.f("ix_ticket_attachment_ticket_id"), "ticket_attachment", ["ticket_id"], unique=False
    )
    op.create_table(
        "ticket_contact",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("name", PLAIN_TEXT, nullable=False),
        sa.Column("phone", PLAIN_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_contact_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_contact")),
    )
    op.create_table(
        "ticket_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("verb", PLAIN_TEXT, nullable=False),
        sa.Column("from_state", PLAIN_TEXT, nullable=False),
        sa.Column("to_state", PLAIN_TEXT, nullable=False),
        sa.Column("actor", PLAIN_TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("opinion", PLAIN_TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["journal_id"], ["journal.id"], name=op.f("fk_ticket_event_journal_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_event_ticket_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ticket_event_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_event")),
    )
    op.create_index(op.f("ix_ticket_event_ticket_id"), "ticket_event", ["ticket_id"], unique=False)
    for table in ("evidence", "ticket"):
        op.create_index(f"uq_{table}_match", table, ["match_key", sa.text(LIVING)], unique=True)
    # One row from the start: every journal entry points to its office.
    op.execute(
        "INSERT INTO office (id, name, county_code, operator, created_at) VALUES (1, '', '', '', 0)"
    )
