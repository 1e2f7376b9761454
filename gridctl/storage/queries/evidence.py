"""Statements about evidence."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement, holds
from gridctl.storage.queries.grids import below

_COLUMNS = """e.id, e.kind, e.no, e.on_date, s.staff_no, s.name AS staff_name,
       g.code AS place_code, e.grid_id, u.code AS unit_code, u.name AS unit_name,
       t.serial_no AS ticket_no, e.outcome, e.level, e.points, e.expected, e.item,
       CASE WHEN e.kind <> 'mark' THEN e.quantity END AS quantity, e.quantity_e4, e.expected_e4,
       CASE WHEN e.kind = 'mark' THEN e.quantity END AS seat,
       CASE WHEN e.kind = 'mark' THEN e.found_by ELSE '' END AS rater,
       CASE WHEN e.kind = 'mark' THEN '' ELSE e.found_by END AS found_by"""
_EVIDENCE = """
FROM evidence e
LEFT JOIN staff s ON s.id = e.staff_id
LEFT JOIN grid g ON g.id = e.grid_id
LEFT JOIN unit u ON u.id = e.unit_id
LEFT JOIN ticket t ON t.id = e.ticket_id"""
#: Level of the places that are scored -> the column of a ticket.
_PLACES = {"town": "town_id", "community": "village_id", "grid": "grid_id"}
_FILTERS = {
    "kind": "e.kind IN (:kind*)",
    "since": "e.on_date >= :since",
    "until": "e.on_date <= :until",
    "month": "substr(e.on_date, 1, 7) = :month",
    "staff_id": "e.staff_id = :staff_id",
    "outcome": "e.outcome IN (:outcome*)",
    "ticket_id": "e.ticket_id = :ticket_id",
    "level": "e.level IN (:level*)",
    "on": "e.on_date BETWEEN :on_first AND :on_last",
    "staff": "e.staff_id IN (:staff*)",
    "unit": "e.unit_id IN (:unit*)",
    "under": f"e.grid_id IN ({below('under')})",
    "ticket": """e.ticket_id IN (SELECT n.id FROM ticket n WHERE n.withdrawn = false
        AND (n.serial_no IN (:ticket*) OR n.external_no IN (:ticket*)))""",
    "item": "e.item IN (:item*)",
    "text": holds("e.item", "e.note", "e.document", "e.no", "e.found_by"),
}

LIST = Statement(
    "evidence.list",
    f"""
    SELECT {_COLUMNS} {_EVIDENCE}
    WHERE e.withdrawn = false {{where}} ORDER BY {{order}} LIMIT :limit
    """,
    filters=_FILTERS,
    orders={"newest": ("e.on_date DESC, e.id DESC", "(e.on_date, e.id) < (:after_day, :after_id)")},
)
COUNT = Statement(
    "evidence.count",
    "SELECT count(*) FROM evidence e WHERE e.withdrawn = false {where}",
    filters=_FILTERS,
)
ONE = Statement(
    "evidence.one",
    f"""
    SELECT {_COLUMNS}, e.task, e.resolved, e.due_at, e.done_at, e.note, e.document, e.approver,
           e.withdrawn, e.revision
    {_EVIDENCE} WHERE e.id = :id
    """,
)
_RUN = "(SELECT a.journal_id FROM assessment a WHERE a.id = CAST(:run AS INTEGER))"
#: Whose evidence it is: a place or unit has that of its tickets, and the merits of its people
#: (domain.md 9.7).
_WHOSE = {
    "whose": {
        "gridworker": "e.staff_id = :subject",
        "unit": """((e.kind <> 'merit' AND t.lead_unit_id = :subject AND t.withdrawn = false)
            OR (e.kind = 'merit' AND s.unit_id = :subject))""",
        **{
            level: f"""((e.kind <> 'merit' AND t.{column} = :subject AND t.withdrawn = false)
                OR (e.kind = 'merit' AND EXISTS (
                    SELECT 1 FROM post o WHERE o.staff_id = e.staff_id AND o.withdrawn = false
                      AND o.valid_from <= e.on_date AND o.valid_to > e.on_date
                      AND o.grid_id IN ({below("places")}))))"""
            for level, column in _PLACES.items()
        },
    }
}
#: Evidence of a subject that was changed since a run, as it may have stood behind its score then.
#: Which it is does not depend on who asks; what it says is read by the two statements below.
TOUCHED = Statement(
    "evidence.touched",
    f"""
    SELECT e.id {_EVIDENCE}
    WHERE e.kind <> 'mark' AND {{whose}} AND EXISTS (
        SELECT 1 FROM change c WHERE c.table_name = 'evidence' AND c.row_id = e.id
          AND c.journal_id > {_RUN})
    """,
    parts=_WHOSE,
    whole=True,
)
#: What stands behind the score of a subject: its own of a period, and matters still open; and
#: what was changed since the run. ``run_entry`` is the run's.
BEHIND = Statement(
    "evidence.behind",
    f"""
    SELECT {_COLUMNS}, e.task, e.resolved, e.withdrawn, e.journal_id, {_RUN} AS run_entry
    {_EVIDENCE}
    WHERE e.kind <> 'mark' AND {{whose}} AND (
        (e.withdrawn = false AND e.on_date <= :last
         AND (e.on_date >= :first OR e.outcome = 'open_discipline'))
        OR e.id IN (:touched*))
    ORDER BY e.on_date, e.id
    """,
    parts=_WHOSE,
)
#: What became of some evidence after a run, the first change first.
SINCE = Statement(
    "evidence.since",
    f"""
    SELECT c.row_id, c.action, c.before FROM change c
    WHERE c.table_name = 'evidence' AND c.row_id IN (:ids*) AND c.journal_id > {_RUN}
    ORDER BY c.id
    """,
    whole=True,
)
