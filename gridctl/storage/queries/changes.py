"""Statements about the journal's entries and the rows they changed.

Whose entries somebody may ask for is decided by who asks, not by where the records lie.
"""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

_COLUMNS = """j.id, j.seq AS entry, j.at, j.operation, j.actor, j.behalf, j.reason,
    (SELECT count(*) FROM change c WHERE c.journal_id = j.id) AS rows,
    (SELECT b.seq FROM undone_entry u JOIN journal b ON b.id = u.undone_by
     WHERE u.journal_id = j.id AND u.redone_by IS NULL) AS undone_by,
    EXISTS (SELECT 1 FROM undone_entry u
            WHERE u.journal_id = j.id AND u.redone_by IS NULL) AS undone"""
LIST = Statement(
    "changes.list",
    f"""SELECT {_COLUMNS} FROM journal j
    WHERE j.seq IS NOT NULL {{where}} ORDER BY {{order}} LIMIT :limit""",
    filters={"actor": "j.actor = :actor", "own": "j.actor = :own"},
    orders={"newest": ("j.seq DESC", "j.seq < :after_1")},
    whole=True,
)
ONE = Statement("changes.one", f"SELECT {_COLUMNS} FROM journal j WHERE j.seq = :entry", whole=True)
RESULT = Statement("changes.result", "SELECT j.result FROM journal j WHERE j.id = :id", whole=True)
#: One's own last command that still stands.
LAST = Statement(
    "changes.last",
    """
    SELECT j.seq FROM journal j
    WHERE j.seq IS NOT NULL AND j.actor = :actor AND j.behalf = :behalf
      AND j.operation NOT IN (:never*)
      AND NOT EXISTS (SELECT 1 FROM undone_entry u
                      WHERE u.journal_id = j.id AND u.redone_by IS NULL)
    ORDER BY j.seq DESC LIMIT 1
    """,
    whole=True,
)
LAST_UNDONE = Statement(
    "changes.last_undone",
    """
    SELECT j.seq FROM undone_entry u
    JOIN journal j ON j.id = u.journal_id JOIN journal b ON b.id = u.undone_by
    WHERE u.redone_by IS NULL AND b.actor = :actor AND b.behalf = :behalf
    ORDER BY b.seq DESC LIMIT 1
    """,
    whole=True,
)
UNDOING = Statement(
    "changes.undoing",
    """
    SELECT u.undone_by, j.actor FROM undone_entry u JOIN journal j ON j.id = u.undone_by
    WHERE u.journal_id = :id AND u.redone_by IS NULL
    """,
    whole=True,
)
ROWS = Statement(
    "changes.rows",
    """
    SELECT c.table_name, c.row_id, c.action, coalesce(c.before, b.image) AS before
    FROM change c LEFT JOIN contact_before b
        ON b.journal_id = c.journal_id AND b.table_name = c.table_name AND b.row_id = c.row_id
    WHERE c.journal_id = :id ORDER BY c.id DESC
    """,
)
FORMAT_OF = Statement("changes.format_of", "SELECT format FROM journal WHERE id = :id")
DEADLINE_OF = Statement(
    "changes.deadline_of", "SELECT deadline_at FROM ticket WHERE id = :id", whole=True
)
WAS_IMPORTED = Statement(
    "changes.was_imported",
    "SELECT count(*) FROM ticket_event WHERE ticket_id = :id AND verb = 'import'",
    whole=True,
)
#: A later entry that still stands and touched a row this one touched. An entry that only took
#: another back, or brought it back, stands for nothing of its own.
LATER = Statement(
    "changes.later",
    """
    SELECT min(j.seq) FROM change c
    JOIN change mine ON mine.journal_id = :id AND mine.table_name = c.table_name
                    AND mine.row_id = c.row_id
    JOIN journal j ON j.id = c.journal_id
    WHERE c.journal_id > :id AND c.table_name <> 'ticket_event' AND j.seq IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM undone_entry u
                      WHERE u.journal_id = c.journal_id AND u.redone_by IS NULL)
      AND NOT EXISTS (SELECT 1 FROM undone_entry u
                      WHERE u.undone_by = c.journal_id OR u.redone_by = c.journal_id)
      AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.undone_by IS NOT NULL
                      AND c.journal_id IN (b.applied_by, b.undone_by))
    """,
    whole=True,
)
EVENTS = Statement(
    "changes.events",
    """
    SELECT e.id, e.ticket_id, t.state FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id
    WHERE e.id IN (:ids*) ORDER BY e.id
    """,
)
#: The rows of some tables an entry has written.
TOUCHED_ROWS = Statement(
    "changes.touched_rows",
    """
    SELECT DISTINCT table_name, row_id FROM change
    WHERE journal_id = :entry AND table_name IN (:tables*) AND action IN (:actions*)
    ORDER BY table_name, row_id
    """,
)
#: Numbers of the tickets an entry has changed, whose log it wrote in at least.
TICKETS = Statement(
    "changes.tickets",
    """
    SELECT t.serial_no FROM ticket t
    WHERE t.id IN (
        SELECT c.row_id FROM change c WHERE c.journal_id = :id AND c.table_name = 'ticket'
        UNION
        SELECT e.ticket_id FROM change c JOIN ticket_event e ON e.id = c.row_id
        WHERE c.journal_id = :id AND c.table_name = 'ticket_event'
    )
    ORDER BY t.serial_no LIMIT :limit
    """,
    whole=True,
)
IN_SIGHT = Statement(
    "changes.in_sight",
    "SELECT count(*) FROM {table} WHERE id IN (:ids*)",
    parts={"table": {table: table for table in ("ticket", "whistle", "staff", "post")}},
)
