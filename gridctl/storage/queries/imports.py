"""Statements about imports."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

_BATCH = "id, kind, file_name, file_digest, state, opened_at, opened_by, counts, findings"

LIST = Statement(
    "imports.list",
    f"SELECT {_BATCH} FROM batch WHERE 1 = 1 {{where}} ORDER BY {{order}} LIMIT :limit",
    filters={"kind": "kind = :kind"},
    orders={"newest": ("id DESC", "id < :after")},
)
ONE = Statement("imports.one", f"SELECT {_BATCH} FROM batch WHERE id = :id")
REJECTED = Statement(
    "imports.rejected",
    """
    SELECT id, sheet, number, letter, field, value, code, params, severity FROM rejected_row
    WHERE batch_id = :batch {where} ORDER BY {order} LIMIT :limit
    """,
    filters={"severity": "severity = :severity"},
    orders={"file": ("id", "id > :after")},
)
REJECTED_COUNTS = Statement(
    "imports.rejected_counts",
    "SELECT coalesce(sum(rejected), 0), coalesce(sum(skipped), 0) FROM staged_chunk"
    " WHERE batch_id = :batch",
)
CHUNK = Statement(
    "imports.chunk",
    """
    SELECT digest, accepted, rejected, skipped FROM staged_chunk
    WHERE batch_id = :batch AND number = :number
    """,
)
CHUNK_NUMBERS = Statement(
    "imports.chunk_numbers", "SELECT number FROM staged_chunk WHERE batch_id = :batch"
)
STAGED_BETWEEN = Statement(
    "imports.staged_between",
    """
    SELECT number FROM staged_row
    WHERE batch_id = :batch AND sheet = :sheet AND number BETWEEN :low AND :high
    ORDER BY number
    """,
)
STAGED = Statement(
    "imports.staged",
    """
    SELECT sheet, number, match_key, payload FROM staged_row
    WHERE batch_id = :batch AND (sheet, number) > (:sheet, CAST(:number AS INTEGER)) {where}
    ORDER BY sheet, number LIMIT 5000
    """,
    filters={"holding": "payload LIKE :holding"},
)
#: Keys that stand in more than one row of a file, with every row but the first.
REPEATED = Statement(
    "imports.repeated",
    """
    SELECT sheet, number, first,
           CASE WHEN payload <> first_payload THEN payload END,
           CASE WHEN payload <> first_payload THEN first_payload END
    FROM (
        SELECT sheet, number, payload,
               row_number() OVER same AS nth,
               first_value(payload) OVER same AS first_payload,
               first_value(number) OVER same AS first
        FROM staged_row
        WHERE batch_id = :batch AND match_key IN (
            SELECT match_key FROM staged_row WHERE batch_id = :batch
            GROUP BY match_key HAVING count(*) > 1)
        WINDOW same AS (PARTITION BY match_key ORDER BY sheet, number)
    ) AS ranked
    WHERE nth > 1 ORDER BY sheet, number
    """,
)
#: What an entry did to rows whose columns may be told, what was there before it first.
TOLD_BY = Statement(
    "imports.told_by",
    """
    SELECT c.table_name, c.row_id, c.action, c.before FROM change c
    WHERE c.journal_id = :entry AND c.action IN ('update', 'insert')
      AND c.table_name NOT IN
          ('office', 'batch', 'ticket_event', 'serial_counter', 'ticket_contact', 'staff_contact')
    ORDER BY c.action DESC, c.id LIMIT :limit
    """,
)
#: New rows an entry wrote in bulk, page by page.
SEALED_BY = Statement(
    "imports.sealed_by",
    """
    SELECT table_name, row_ids FROM bulk_seal WHERE journal_id = :entry ORDER BY id LIMIT :limit
    """,
)
#: Table -> rows of it by id, as they are now.
ROWS_NOW = {
    table: Statement(f"imports.now.{table}", f"SELECT * FROM {table} WHERE id IN (:ids*)")
    for table in (
        "category", "category_condition", "duty_item", "evidence", "grid", "grid_alias",
        "grid_version", "post", "staff", "ticket", "unit", "unit_alias",
    )
}  # fmt: skip
CHANGED_BY = Statement(
    "imports.changed_by",
    """
    SELECT c.id, c.table_name, c.row_id, c.action, coalesce(c.before, b.image) AS before
    FROM change c LEFT JOIN contact_before b
        ON b.journal_id = c.journal_id AND b.table_name = c.table_name AND b.row_id = c.row_id
    WHERE c.journal_id = :entry ORDER BY c.id DESC
    """,
)
