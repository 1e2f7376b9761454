"""Statements about what an import brought, what others made of it since, and what rests on it."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

#: What a record is called where it is kept.
NAMES = {
    "ticket": "serial_no", "staff": "staff_no", "grid": "code", "unit": "code",
    "category": "path", "evidence": "match_key", "duty_item": "code",
}  # fmt: skip
#: The tables that are loaded in bulk: too many rows to go through one by one.
BULK = ("evidence", "ticket")

#: Later entries that still stand. What was taken back since, and the taking back itself, does
#: not count: after undoing the second of two imports nothing stands between us and the first.
_STANDING = """standing AS MATERIALIZED (
        SELECT j.id FROM journal j
        WHERE j.id > :entry AND j.seq IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM undone_entry u
                          WHERE (u.journal_id = j.id AND u.redone_by IS NULL)
                             OR u.undone_by = j.id OR u.redone_by = j.id)
          AND NOT EXISTS (SELECT 1 FROM batch b
                          WHERE b.undone_by IS NOT NULL AND j.id IN (b.applied_by, b.undone_by))
    )"""
#: Rows of a bulk table that later entries which stand have changed; a comment is a change too.
_TOUCHED = {
    "ticket": """touched AS MATERIALIZED (
        SELECT c.row_id AS id FROM change c JOIN standing s ON s.id = c.journal_id
        WHERE c.table_name IN ('ticket', 'ticket_contact')
        UNION SELECT e.ticket_id FROM ticket_event e JOIN standing s ON s.id = e.journal_id
    )""",
    "evidence": """touched AS MATERIALIZED (
        SELECT c.row_id AS id FROM change c JOIN standing s ON s.id = c.journal_id
        WHERE c.table_name = 'evidence'
    )""",
}
#: In the image of a record that was withdrawn before.
REVIVED = '%"withdrawn":true%'
#: What an entry brought into a bulk table, new or revived.
_NEW = {
    "ticket": """id IN (SELECT e.ticket_id FROM ticket_event e
        WHERE e.journal_id = :entry AND e.verb = 'import' AND e.from_state = '')""",
    "evidence": """(journal_id = :entry OR id IN (SELECT c.row_id FROM change c
        WHERE c.journal_id = :entry AND c.table_name = 'evidence'
          AND c.before LIKE CAST(:revived AS TEXT)))""",
}
#: A record others rest on stays. Sets, not a look-up for each row: neither column has an index.
_RESTED_ON = {
    "ticket": """id IN (SELECT e.ticket_id FROM evidence e
            WHERE e.withdrawn = false AND e.ticket_id IS NOT NULL
        UNION SELECT child.parent_id FROM ticket child
            WHERE child.withdrawn = false AND child.parent_id IS NOT NULL)""",
    "evidence": "1 = 0",
}


def _brought(table: str, what: str, condition: str) -> Statement:
    return Statement(
        f"withdrawals.{table}.{what}",
        f"WITH {_STANDING}, {_TOUCHED[table]} SELECT id, {NAMES[table]} FROM {table}"
        f" WHERE withdrawn = false AND {_NEW[table]} AND {condition} ORDER BY id",
    )


#: Bulk table -> what an entry brought that was changed since, that others rest on, that may go.
EDITED = {table: _brought(table, "edited", "id IN (SELECT id FROM touched)") for table in BULK}
RESTED_ON = {
    table: _brought(
        table, "rested_on", f"id NOT IN (SELECT id FROM touched) AND {_RESTED_ON[table]}"
    )
    for table in BULK
}
FREE = {
    table: _brought(
        table, "free", f"id NOT IN (SELECT id FROM touched) AND NOT {_RESTED_ON[table]}"
    )
    for table in BULK
}
#: Bulk table -> rows of it that were changed since.
TOUCHED_BULK = {
    table: Statement(
        f"withdrawals.{table}.touched",
        f"WITH {_STANDING}, {_TOUCHED[table]} SELECT id FROM touched ORDER BY id",
    )
    for table in BULK
}
#: Rows of the other tables that were changed since, with what they were before.
TOUCHED = Statement(
    "withdrawals.touched",
    f"""
    WITH {_STANDING}
    SELECT c.table_name, c.row_id, c.before FROM change c JOIN standing s ON s.id = c.journal_id
    WHERE c.table_name NOT IN ('ticket', 'evidence', 'ticket_contact', 'ticket_event')
    ORDER BY c.id
    """,
)
#: What would hang in the air if a record were withdrawn.
_IN_USE = {
    "unit": """SELECT 1 FROM ticket WHERE lead_unit_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM staff WHERE unit_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM evidence WHERE unit_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM unit WHERE parent_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM duty_item WHERE unit_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM route WHERE unit_id = :id AND withdrawn = false""",
    "category": """SELECT 1 FROM ticket WHERE category_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM category WHERE parent_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM duty_item WHERE category_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM route WHERE category_id = :id AND withdrawn = false""",
    "duty_item": "SELECT 1 FROM ticket WHERE duty_item_id = :id AND withdrawn = false",
    "assessment_step": """SELECT 1 FROM assessment_step
            WHERE answers_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM assessment_step s JOIN assessment a ON a.id = s.assessment_id
            JOIN assessment f ON f.period = a.period AND f.scheme_id = a.scheme_id
                AND f.subject = a.subject
            WHERE s.id = :id AND f.state = 'frozen'""",
    "staff": """SELECT 1 FROM ticket WHERE reporter_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM evidence WHERE staff_id = :id AND withdrawn = false""",
    "grid": """SELECT 1 FROM ticket WHERE withdrawn = false
            AND :id IN (county_id, town_id, village_id, grid_id)
        UNION ALL SELECT 1 FROM post WHERE grid_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM evidence WHERE grid_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM unit WHERE grid_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM grid_version v JOIN grid g ON g.id = v.grid_id
            WHERE v.parent_id = :id AND g.withdrawn = false""",
}
USED = {
    table: Statement(f"withdrawals.{table}.used", f"SELECT 1 FROM ({query}) AS uses LIMIT 1")
    for table, query in _IN_USE.items()
}
#: Events of an import, newest first, with the state their ticket is in now.
IMPORT_EVENTS = Statement(
    "withdrawals.import_events",
    """
    SELECT e.id, e.ticket_id, e.to_state, t.state FROM ticket_event e
    JOIN ticket t ON t.id = e.ticket_id
    WHERE e.journal_id = :entry AND e.verb = 'import' ORDER BY e.id
    """,
)
