"""Statements about the duty list."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement, holds

_STANDING = """CASE WHEN d.state <> 'admitted' THEN d.state
        WHEN CAST(:day AS TEXT) < d.valid_from THEN 'waiting'
        WHEN CAST(:day AS TEXT) < d.valid_to THEN 'open' ELSE 'ended' END"""
_COLUMNS = f"""d.id, d.code, d.name, d.kind, d.state, {_STANDING} AS standing, u.name AS unit,
       c.path AS category, d.valid_from, d.valid_to, d.decided_by, d.document_no"""
_ITEMS = """
FROM duty_item d
LEFT JOIN unit u ON u.id = d.unit_id
LEFT JOIN category c ON c.id = d.category_id
WHERE d.withdrawn = false"""
_FILTERS = {
    "text": holds("d.name", "d.code"),
    "number": "d.code IN (:number*)",
    "kind": "d.kind IN (:kind*)",
    "standing": f"{_STANDING} IN (:standing*)",
    "unit": "d.unit_id IN (:unit*)",
    "category": "d.category_id IN (:category*)",
    "begins": "d.valid_from BETWEEN :begins_first AND :begins_last",
    "decided": "d.decided_on BETWEEN :decided_first AND :decided_last",
    "unit_id": "d.unit_id = :unit_id",
    "category_ids": "d.category_id IN (:category_ids*)",
}

LIST = Statement(
    "duty.list",
    f"SELECT {_COLUMNS} {_ITEMS} {{where}} ORDER BY {{order}} LIMIT :limit",
    filters=_FILTERS,
    orders={"code": ("d.code", "d.code > :after")},
)
COUNT = Statement(
    "duty.count",
    "SELECT count(*) FROM duty_item d WHERE d.withdrawn = false {where}",
    filters=_FILTERS,
)
ONE = Statement(
    "duty.one",
    f"""
    SELECT {_COLUMNS}, u.code AS unit_code, c.code AS category_code, d.proposed_by, d.decided_on,
           d.opinion, d.note, d.revision,
           (SELECT count(*) FROM ticket t
            WHERE t.duty_item_id = d.id AND t.withdrawn = false) AS tickets
    {_ITEMS} AND d.id = :id
    """,
)
FIND = Statement(
    "duty.find",
    """
    SELECT id, code FROM duty_item
    WHERE withdrawn = false AND (code = :key OR name = :key)
    ORDER BY CASE WHEN code = :key THEN 0 ELSE 1 END, code LIMIT 6
    """,
)
#: What decides whether a ticket of an item is taken.
DECISION = Statement(
    "duty.decision",
    """
    SELECT id, code, name, state, valid_from, valid_to, proposed_by, decided_by, decided_on,
           document_no, opinion
    FROM duty_item WHERE withdrawn = false {where} ORDER BY code
    """,
    filters={"id": "id = :id", "category_id": "category_id = :category_id"},
)
ALL = Statement("duty.all", "SELECT id, code, name, unit_id FROM duty_item WHERE withdrawn = false")
CODES = Statement("duty.codes", "SELECT code FROM duty_item ORDER BY code")
