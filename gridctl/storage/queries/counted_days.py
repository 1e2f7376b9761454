"""What has happened to tickets since an entry of the journal, as far as figures by day rest on it.

A change touches the days its tickets count in, before it and after it. Whose they are does not
matter: nobody is told of it.
"""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

#: Whether anything was written, or taken back, in bulk: the log has no line for each row of it.
LOADED = Statement(
    "tickets.loaded_since",
    "SELECT 1 FROM journal WHERE seq > :seq AND coalesce(bulk_digest, 'old') <> '' LIMIT 1",
    whole=True,
)
#: What was changed, with what changed of tickets as it was. Whatever hangs on a ticket leaves an
#: event in its log.
CHANGED = Statement(
    "tickets.changed_since",
    """
    SELECT c.table_name, c.row_id, CASE WHEN c.table_name = 'ticket' THEN c.before END
    FROM journal j JOIN change c ON c.journal_id = j.id
    WHERE j.seq > :seq AND c.table_name IN ('ticket', 'ticket_event') LIMIT :most
    """,
    whole=True,
)
_TOUCHED = """(t.id IN (:tickets*)
        OR t.id IN (SELECT e.ticket_id FROM ticket_event e WHERE e.id IN (:events*)))"""
#: The days some tickets count in as they are now.
DAYS = Statement(
    "tickets.days_of",
    f"""
    SELECT t.reported_on FROM ticket t WHERE {_TOUCHED}
    UNION SELECT t.due_on FROM ticket t WHERE {_TOUCHED}
    UNION SELECT c.due_on FROM ticket_cycle c JOIN ticket t ON t.id = c.ticket_id WHERE {_TOUCHED}
    """,
    whole=True,
)
