"""Statements about webhooks."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

_COUNTED = """(SELECT count(*) FROM webhook_delivery d
        WHERE d.webhook_id = w.id AND d.state = '{0}') AS {0}"""
_COUNTS = ", ".join(_COUNTED.format(state) for state in ("pending", "delivered", "dead"))
WEBHOOKS = Statement(
    "webhooks.list",
    f"""
    SELECT w.id, w.name, w.url, w.events, w.state, w.created_at, w.created_by, w.revision, {_COUNTS}
    FROM webhook w WHERE w.withdrawn = false {{where}} ORDER BY w.name
    """,
    filters={"name": "w.name = :name", "id": "w.id = :id"},
)
DELIVERIES = Statement(
    "webhooks.deliveries",
    """
    SELECT d.id AS delivery, w.name AS webhook, d.event, d.event_id, d.topic, d.state, d.attempts,
           d.created_at, d.next_at, d.status, d.trouble, d.done_at
    FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
    WHERE w.withdrawn = false {where} ORDER BY {order} LIMIT :limit
    """,
    filters={"webhook": "w.name = :webhook", "state": "d.state = :state", "id": "d.id = :id"},
    orders={"newest": ("d.id DESC", "d.id < :after")},
)
HEAD = Statement("webhooks.head", "SELECT coalesce(max(seq), 0) FROM journal")
LISTENING = Statement(
    "webhooks.listening",
    """
    SELECT w.id, w.events, s.after_seq
    FROM webhook w JOIN webhook_secret s ON s.webhook_id = w.id
    WHERE w.withdrawn = false AND w.state = 'active' ORDER BY w.id
    """,
)
#: Steps of tickets by the entries that took them; bulk imports leave none. Seq is the order of
#: commits, so nothing that is committed later can lie before what was read.
STEPS = Statement(
    "webhooks.steps",
    """
    SELECT j.seq, e.id AS event_id, e.verb, e.from_state, e.to_state, e.at, e.cycle,
           t.serial_no, t.reported_on, c.code AS category_code, u.name AS unit,
           r.name AS to_unit, g.code AS place_code, t.deadline_at
    FROM journal j
    JOIN change h ON h.journal_id = j.id AND h.table_name = 'ticket_event' AND h.action = 'insert'
    JOIN ticket_event e ON e.id = h.row_id
    JOIN ticket t ON t.id = e.ticket_id
    LEFT JOIN category c ON c.id = t.category_id
    LEFT JOIN unit u ON u.id = e.unit_id
    LEFT JOIN unit r ON r.id = e.to_unit_id
    LEFT JOIN grid g ON g.id = coalesce(t.village_id, t.town_id, t.county_id)
    WHERE j.seq > :after AND j.seq <= :last AND t.confidential = false
    ORDER BY j.seq, e.id
    """,
)
PUBLISHED = Statement(
    "webhooks.published",
    """
    SELECT seq, at, operation FROM journal
    WHERE seq > :after AND seq <= :last AND operation IN (:operations*) ORDER BY seq
    """,
)
DUE = Statement(
    "webhooks.due",
    """
    SELECT d.id, w.url, s.secret
    FROM webhook_delivery d
    JOIN webhook w ON w.id = d.webhook_id
    JOIN webhook_secret s ON s.webhook_id = w.id
    WHERE d.state = 'pending' AND w.state = 'active' AND w.withdrawn = false
      AND d.next_at <= CAST(:now AS BIGINT) AND d.leased_until <= CAST(:now AS BIGINT)
      AND NOT EXISTS (
        SELECT 1 FROM webhook_delivery b
        WHERE b.webhook_id = d.webhook_id AND b.topic = d.topic AND b.state = 'pending'
          AND b.id < d.id)
      AND NOT EXISTS (
        SELECT 1 FROM webhook_delivery s
        WHERE s.webhook_id = d.webhook_id AND s.state = 'pending' AND s.trouble IN (:silent*)
          AND s.attempts <= :silent_attempts AND s.next_at > CAST(:now AS BIGINT))
    ORDER BY d.id LIMIT :limit
    """,
)
#: How the telling stands, over all webhooks that are told.
STANDING = Statement(
    "webhooks.standing",
    """
    SELECT (SELECT count(*) FROM webhook a WHERE a.withdrawn = false AND a.state = 'active')
               AS webhooks,
           count(*) FILTER (WHERE d.state = 'pending') AS waiting,
           min(d.created_at) FILTER (WHERE d.state = 'pending') AS waiting_since,
           count(*) FILTER (WHERE d.state = 'dead') AS dead
    FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
    WHERE w.withdrawn = false AND w.state = 'active'
    """,
)
GIVE_UP = Statement(
    "webhooks.give_up",
    """
    UPDATE webhook_delivery SET state = 'dead', trouble = 'ended', done_at = CAST(:now AS BIGINT)
    WHERE webhook_id = :webhook_id AND state = 'pending' RETURNING id
    """,
)
#: What was given up by the end of a webhook, once that end was undone.
TAKE_UP = Statement(
    "webhooks.take_up",
    """
    UPDATE webhook_delivery SET state = 'pending', trouble = '', done_at = NULL
    WHERE webhook_id = :webhook_id AND state = 'dead' AND trouble = 'ended' RETURNING id
    """,
)
FORGET = Statement(
    "webhooks.forget",
    """
    DELETE FROM webhook_delivery
    WHERE (state = 'delivered' AND done_at < CAST(:delivered_before AS BIGINT))
       OR (state = 'dead' AND done_at < CAST(:dead_before AS BIGINT)) RETURNING id
    """,
)
