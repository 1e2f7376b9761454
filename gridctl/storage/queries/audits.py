"""Statements of the trace: the chain of the journal, what its entries changed, whose story."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.ticket_figures import REPEAT

#: What each entry says it changed, beside the digests of what was written in bulk.
ENTRIES = Statement(
    "audits.entries",
    """
    SELECT id, seq, operation, changes_digest, bulk_digest FROM journal
    WHERE seq IS NOT NULL ORDER BY id
    """,
)
CHANGES = Statement(
    "audits.changes",
    """
    SELECT journal_id, table_name, row_id, action, before, after_digest FROM change
    ORDER BY journal_id, id
    """,
)
SEALS_OF_ENTRIES = Statement(
    "audits.seals_of_entries",
    "SELECT journal_id, table_name, row_ids, digests FROM bulk_seal ORDER BY journal_id, id",
)
HEAD = Statement(
    "audits.head", "SELECT seq, hash FROM journal WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1"
)
UNSEALED_ENTRIES = Statement(
    "audits.unsealed_entries",
    "SELECT count(*) FROM journal WHERE seq IS NOT NULL AND bulk_digest IS NULL",
)
JOURNAL = Statement(
    "audits.journal",
    """
    SELECT j.seq AS entry, j.at, j.operation, j.actor, j.behalf, j.reason, j.office_id AS office,
           j.idempotency_key AS key, j.request_digest, j.result, j.changes_digest, j.prev_hash,
           j.hash,
           (SELECT count(*) FROM change c WHERE c.journal_id = j.id) AS rows
    FROM journal j WHERE j.seq IS NOT NULL {where} ORDER BY {order} LIMIT :limit
    """,
    filters={
        "actor": "(j.actor = :actor OR j.behalf = :actor)",
        "operation": "j.operation LIKE :operation",
        "first": "j.at >= CAST(:first AS BIGINT)",
        "last": "j.at < CAST(:last AS BIGINT)",
    },
    orders={"oldest": ("j.seq", "j.seq > :after_1")},
)

LOGGED_EVENTS = Statement(
    "audits.logged_events",
    f"""
    SELECT j.seq AS entry, e.at, t.serial_no AS ticket, e.cycle, e.verb, e.from_state, e.to_state,
           e.actor, coalesce(u.name, '') AS unit, coalesce(w.name, '') AS to_unit, e.outcome,
           e.ground, e.limit_text, e.until, e.working_seconds, e.overdue, e.opinion,
           CASE WHEN e.from_state = '' AND e.verb IN ('report', 'import') AND NOT EXISTS (
               SELECT 1 FROM ticket_event f WHERE f.ticket_id = e.ticket_id AND f.id < e.id)
               THEN {REPEAT} END AS repeat
    FROM ticket_event e JOIN journal j ON j.id = e.journal_id JOIN ticket t ON t.id = e.ticket_id
    LEFT JOIN unit u ON u.id = e.unit_id LEFT JOIN unit w ON w.id = e.to_unit_id
    WHERE j.seq IS NOT NULL {{where}} ORDER BY e.id
    """,
    filters={
        "first": "j.at >= CAST(:first AS BIGINT)",
        "last": "j.at < CAST(:last AS BIGINT)",
    },
)

#: The last change of each row within a span of ids.
LAST_CHANGES = Statement(
    "audits.last_changes",
    """
    SELECT c.row_id, c.action, c.after_digest, c.journal_id, j.format
    FROM change c JOIN journal j ON j.id = c.journal_id WHERE c.id IN (
        SELECT max(id) FROM change
        WHERE table_name = :table AND row_id > CAST(:after AS BIGINT)
          AND row_id <= CAST(:last AS BIGINT)
        GROUP BY row_id)
    """,
)
#: The first row the log knows beyond an id.
NEXT_LOGGED = Statement(
    "audits.next_logged",
    """
    SELECT min(row_id) FROM change
    WHERE table_name = :table AND row_id > CAST(:after AS BIGINT)
    """,
)
CHANGES_OF = Statement(
    "audits.changes_of",
    """
    SELECT c.action, c.before, c.after_digest, c.journal_id, j.format
    FROM change c JOIN journal j ON j.id = c.journal_id
    WHERE c.table_name = :table ORDER BY c.id
    """,
)
SEALS = Statement(
    "audits.seals",
    """
    SELECT s.first_id, s.journal_id, j.format, s.row_ids, s.digests
    FROM bulk_seal s JOIN journal j ON j.id = s.journal_id
    WHERE s.table_name = :table ORDER BY s.first_id
    """,
)
UNDONE_IMPORTS = Statement(
    "audits.undone_imports",
    "SELECT applied_by FROM batch WHERE undone_by IS NOT NULL AND applied_by IS NOT NULL",
)
#: Events of an import are written past the session, all at the instant of its entry.
IMPORT_ENTRIES = Statement(
    "audits.import_entries", "SELECT id, at FROM journal WHERE operation LIKE 'imports.%'"
)

TICKET_IDS = Statement(
    "audits.ticket_ids",
    """
    SELECT id FROM ticket WHERE withdrawn = false AND id > CAST(:after AS BIGINT)
    ORDER BY id LIMIT :limit
    """,
)
TICKETS = Statement(
    "audits.tickets",
    """
    SELECT id, serial_no, state, filed_at, dispatched_at, signed_at, handled_at, fed_back_at,
           checked_at, revisited_at, closed_at, closed_on, archived_at, return_count, rework_count,
           extension_count, nudge_count, cycle, centre, limit_text, forced, exempt, stated,
           parent_id, supervision_level, urgency, suspended_until, solved_level
    FROM ticket WHERE id IN (:ids*) ORDER BY id
    """,
)
EVENTS = Statement(
    "audits.events",
    """
    SELECT ticket_id, id, verb, to_state, at, unit_id, to_unit_id, level, outcome, limit_text,
           until, facts
    FROM ticket_event WHERE ticket_id IN (:ids*) ORDER BY ticket_id, id
    """,
)
#: What the office was set up as: the answer an entry of the chain keeps.
SET_UP = Statement(
    "audits.set_up",
    """
    SELECT result FROM journal WHERE operation = 'offices.SetUpOffice' AND seq IS NOT NULL
    ORDER BY seq DESC LIMIT 1
    """,
)
ASSESSMENTS = Statement("audits.assessments", "SELECT id FROM assessment ORDER BY id")

#: What one row was, and what belongs to it: for whoever may change that row.
CHANGES_OF_ROW = Statement(
    "audits.changes_of_row",
    """
    SELECT c.journal_id, c.action, c.before FROM change c
    WHERE c.table_name = :table AND c.row_id = CAST(:id AS INTEGER) ORDER BY c.id
    """,
    whole=True,
)
CHANGES_OF_ENTRIES = Statement(
    "audits.changes_of_entries",
    """
    SELECT c.row_id, c.action, c.before FROM change c
    WHERE c.journal_id IN (:entries*) AND c.table_name = :table ORDER BY c.id
    """,
    whole=True,
)
WHO_AND_WHEN = Statement(
    "audits.who_and_when", "SELECT actor, behalf, at FROM journal WHERE id = :id", whole=True
)
PARTS = {
    "grid_version": Statement(
        "audits.parts.grid_version",
        "SELECT * FROM grid_version WHERE grid_id = :id ORDER BY valid_from",
    ),
    "category_condition": Statement(
        "audits.parts.category_condition",
        "SELECT * FROM category_condition WHERE category_id = :id ORDER BY seq",
    ),
}

#: All columns: what an image of the change log may name is among them.
TICKET = Statement("audits.ticket", "SELECT * FROM ticket WHERE id = :id")
TICKET_CHANGES = Statement(
    "audits.ticket_changes",
    """
    SELECT c.id, c.journal_id, c.table_name, c.action, c.before FROM change c
    WHERE c.table_name IN ('ticket', 'ticket_contact') AND c.row_id = CAST(:id AS INTEGER)
    ORDER BY c.id
    """,
)
STEPS = Statement(
    "audits.steps",
    """
    SELECT e.id, e.journal_id, e.verb, e.from_state, e.to_state, e.actor, u.name AS unit, e.at,
           e.opinion, e.outcome, e.ground, e.limit_text, e.until, w.name AS to_unit, e.facts
    FROM ticket_event e LEFT JOIN unit u ON u.id = e.unit_id
    LEFT JOIN unit w ON w.id = e.to_unit_id
    WHERE e.ticket_id = :id ORDER BY e.id
    """,
)
#: Who looked at the contact of a ticket: nothing was changed, so only the result names it.
LOOKS_AT = Statement(
    "audits.looks_at",
    """
    SELECT id FROM journal
    WHERE operation = :operation AND seq IS NOT NULL AND result LIKE :subject ORDER BY seq
    """,
)
CARDS_OF = Statement(
    "audits.cards_of",
    """
    SELECT c.journal_id, c.stage, c.colour, c.issued_at, c.overrun_days, u.name AS unit
    FROM card c LEFT JOIN unit u ON u.id = c.unit_id WHERE c.ticket_id = :id ORDER BY c.id
    """,
)
NAMED_ENTRIES = Statement(
    "audits.named_entries",
    """
    SELECT j.id, j.seq, j.at, j.operation, j.actor, j.behalf, j.reason,
           (SELECT b.file_name FROM batch b WHERE b.applied_by = j.id) AS file_name,
           (SELECT v.seq FROM undone_entry u JOIN journal v ON v.id = u.undone_by
            WHERE u.journal_id = j.id AND u.redone_by IS NULL) AS undone_by
    FROM journal j WHERE j.id IN (:ids*)
    """,
)

# What people call a row: the number of what it is about.
_OF_TICKETS = "SELECT c.id, t.serial_no FROM {} c JOIN ticket t ON t.id = c.ticket_id"
_NAMED = {
    "account": "SELECT c.id, c.login FROM account c",
    "token": "SELECT c.id, a.login FROM token c JOIN account a ON a.id = c.account_id",
    "ticket": "SELECT c.id, c.serial_no FROM ticket c",
    **{table: _OF_TICKETS.format(table) for table in (
        "ticket_event", "ticket_request", "ticket_notice", "ticket_attachment", "card",
        "review_task")},
    "grid": "SELECT c.id, c.code FROM grid c",
    "grid_version": "SELECT c.id, g.code FROM grid_version c JOIN grid g ON g.id = c.grid_id",
    "grid_alias": "SELECT c.id, g.code FROM grid_alias c JOIN grid g ON g.id = c.grid_id",
    "staff": "SELECT c.id, c.staff_no FROM staff c",
    "post": "SELECT c.id, s.staff_no FROM post c JOIN staff s ON s.id = c.staff_id",
    "unit": "SELECT c.id, c.code FROM unit c",
    "unit_alias": "SELECT c.id, u.code FROM unit_alias c JOIN unit u ON u.id = c.unit_id",
    "category": "SELECT c.id, c.code FROM category c",
    "evidence": "SELECT c.id, c.no FROM evidence c",
    "whistle": "SELECT c.id, c.whistle_no FROM whistle c",
}  # fmt: skip
ROW_NAMES = {
    table: Statement(f"audits.names.{table}", f"{text} WHERE c.id IN (:ids*)")
    for table, text in _NAMED.items()
}
