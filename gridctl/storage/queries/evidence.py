"""Statements about evidence."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement, holds
from gridctl.storage.queries.grids import below

_COLUMNS = """e.id, e.kind, e.no, e.on_date, s.staff_no, s.name AS staff_name,
       g.code AS place_code, v.name AS place_name, u.code AS unit_code, u.name AS unit_name,
       t.serial_no AS ticket_no, e.outcome, e.level, e.points, e.expected, e.item,
       CASE WHEN e.kind <> 'mark' THEN e.quantity END AS quantity,
       CASE WHEN e.kind = 'mark' THEN e.quantity END AS seat,
       CASE WHEN e.kind = 'mark' THEN e.found_by ELSE '' END AS rater"""
_EVIDENCE = """
FROM evidence e
LEFT JOIN staff s ON s.id = e.staff_id
LEFT JOIN grid g ON g.id = e.grid_id
LEFT JOIN grid_version v ON v.grid_id = g.id
    AND v.valid_from <= e.on_date AND v.valid_to > e.on_date
LEFT JOIN unit u ON u.id = e.unit_id
LEFT JOIN ticket t ON t.id = e.ticket_id"""
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
    "text": holds("e.item", "e.note", "e.document", "e.no"),
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
           CASE WHEN e.kind = 'mark' THEN '' ELSE e.found_by END AS found_by,
           e.withdrawn, e.revision
    {_EVIDENCE} WHERE e.id = :id
    """,
)
