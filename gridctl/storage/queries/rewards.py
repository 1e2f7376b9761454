"""Statements about rewards for valid information."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

_REWARDS = """
FROM ticket_reward r
JOIN ticket t ON t.id = r.ticket_id
LEFT JOIN staff s ON s.id = t.reporter_id
WHERE r.withdrawn = false"""
_FILTERS = {
    "since": "r.given_on >= :since",
    "until": "r.given_on <= :until",
    "reporter_id": "t.reporter_id = :reporter_id",
    "id": "r.id = :id",
}

LIST = Statement(
    "rewards.list",
    f"""
    SELECT r.id, t.serial_no, t.title, t.confidential, t.lead_unit_id, s.name AS reporter,
           r.amount_fen, r.ground, r.approved_by, r.given_on, r.document_no, r.revision
    {_REWARDS} {{where}} ORDER BY {{order}} LIMIT :limit
    """,
    filters=_FILTERS,
    orders={"newest": ("r.given_on DESC, r.id DESC", "(r.given_on, r.id) < (:after_1, :after_2)")},
)
SUM = Statement(
    "rewards.sum",
    f"SELECT count(*) AS total, coalesce(sum(r.amount_fen), 0) AS sum_fen {_REWARDS} {{where}}",
    filters=_FILTERS,
)
OF_TICKET = Statement(
    "rewards.of_ticket",
    "SELECT given_on FROM ticket_reward WHERE ticket_id = :ticket AND withdrawn = false",
)
#: Whether a name is that of the caller; the caller's own never leaves the database.
IS_CALLER = Statement(
    "rewards.is_caller",
    "SELECT count(*) FROM ticket_contact WHERE ticket_id = :ticket AND name = :name",
)
