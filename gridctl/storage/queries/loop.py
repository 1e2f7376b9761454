"""Statements of the loop: parties, events, requests."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.tickets import STANDING

UNIT = Statement(
    "loop.unit",
    """
    SELECT u.id, u.name, u.level, u.grid_id, g.level AS place_level
    FROM unit u LEFT JOIN grid g ON g.id = u.grid_id WHERE u.id = :id
    """,
)
#: Units of a place's own level that belong to it: its centre, where there is one.
CENTRES = Statement(
    "loop.centres",
    "SELECT id FROM unit WHERE grid_id = :place AND level = :level AND withdrawn = false",
)
PERSON = Statement(
    "loop.person",
    """
    SELECT s.id, s.name, s.unit_id, u.level, u.grid_id, g.level AS place_level
    FROM staff s LEFT JOIN unit u ON u.id = s.unit_id LEFT JOIN grid g ON g.id = u.grid_id
    WHERE s.id = :id
    """,
)
#: A ticket's log in the order it was written; an undone event stands in it, marked.
EVENTS = Statement(
    "loop.events",
    """
    SELECT e.id, e.verb, e.from_state, e.to_state, e.actor, e.unit_id, e.to_unit_id, e.opinion,
           e.at, e.cycle, e.level, e.outcome, e.ground, e.limit_text, e.until, e.working_seconds,
           e.overdue, e.facts, e.journal_id
    FROM ticket_event e WHERE e.ticket_id = :ticket ORDER BY e.id
    """,
)
PENDING = Statement(
    "loop.pending",
    """
    SELECT id FROM ticket_request WHERE ticket_id = :ticket AND state = 'pending' ORDER BY id
    """,
)
#: The account that put down the latest request for a step on a ticket.
ASKING = Statement(
    "loop.asking",
    """
    SELECT j.actor FROM ticket_event e JOIN journal j ON j.id = e.journal_id
    WHERE e.ticket_id = :ticket AND e.verb = :verb AND e.outcome = 'asked'
    ORDER BY e.id DESC LIMIT 1
    """,
    whole=True,
)
GRANTED = Statement(
    "loop.granted",
    """
    SELECT count(*) FROM ticket_request
    WHERE ticket_id = :ticket AND verb = :verb AND state = 'granted' {where}
    """,
    filters={"cycle": "cycle = :cycle"},
)
#: The limits of a category's conditions, in their order, or of one of them.
CONDITIONS = Statement(
    "loop.conditions",
    """
    SELECT id, seq, filing_condition, closing_condition, limit_text, lead_unit
    FROM category_condition WHERE category_id = :category ORDER BY seq
    """,
)
STANDING_ON = Statement("loop.standing", f"SELECT {STANDING} FROM ticket t WHERE t.id = :ticket")
UNREAD = Statement(
    "loop.unread",
    """
    SELECT id FROM ticket_notice
    WHERE ticket_id = :ticket AND unit_id = :unit AND read_at IS NULL ORDER BY id
    """,
)
REQUESTS = Statement(
    "loop.requests",
    """
    SELECT r.id, t.serial_no, t.title, t.confidential, t.lead_unit_id, r.verb, r.state,
           r.asked_by, r.asked_at, r.asked_limit, r.asked_until, r.ground,
           r.opinion, r.decided_by, r.decided_at, r.granted_limit, r.granted_until, r.decision
    FROM ticket_request r JOIN ticket t ON t.id = r.ticket_id
    WHERE t.withdrawn = false {where} ORDER BY {order} LIMIT :limit
    """,
    filters={"state": "r.state = :state", "verb": "r.verb = :verb",
             "ticket_id": "r.ticket_id = :ticket_id"},
    orders={"newest": ("r.id DESC", "r.id < :after_1")},
)  # fmt: skip
ATTACHED = Statement(
    "loop.attached", "SELECT count(*) FROM ticket_attachment WHERE ticket_id = :ticket"
)

# Whom and what the facts of a step name.
WORKER = Statement("loop.worker", "SELECT s.name FROM staff s WHERE s.id = :id")
SERIAL = Statement("loop.serial", "SELECT t.serial_no FROM ticket t WHERE t.id = :id")
