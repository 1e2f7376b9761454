"""Statements of the day's work list."""

from __future__ import annotations

from gridctl.domain.today import DESK, HOLDER, WORKER
from gridctl.storage.queries.compose import Statement


def _listed(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


#: Nobody has a deadline as late as this, so what has none stands last in its band.
_NEVER = 2**53
_IN = """(t.grid_id IN (:{places}*) OR t.village_id IN (:{places}*) OR t.town_id IN (:{places}*)
        OR t.county_id IN (:{places}*))"""
#: The centre's own: the whole office, or what lies at its place and has not gone above it.
_CENTRAL = {
    "office": "true",
    "place": f"(t.centre IN (:levels*) AND {_IN.format(places='central')})",
}
_PRESSING = "t.deadline_at <= CAST(:tonight AS BIGINT)"
_PRESSED = f"(t.state NOT IN ('handling', 'suspended') OR {_PRESSING} OR t.suspended_until <= :now)"
_BAND = f"""CASE WHEN t.deadline_at < CAST(:now AS BIGINT) THEN 0 WHEN {_PRESSING} THEN 1
        WHEN t.urgent THEN 2 ELSE 3 END"""
_KEY = f"""{_BAND} AS band, coalesce(t.deadline_at, {_NEVER}) AS until"""
#: The condition of the index of open tickets.
_OPEN = "t.state NOT IN ('closed', 'archived', 'self_closed', 'merged')"
_TICKETS = f"""SELECT {_KEY}, t.id AS ticket_id, 'step' AS kind, 0 AS item_id, t.state AS subject
    FROM ticket t
    WHERE t.withdrawn = false AND {_OPEN} AND t.state IN ({_listed(DESK + WORKER + HOLDER)}) AND (
        (t.state IN ({_listed(HOLDER)}) AND t.lead_unit_id = CAST(:unit AS INTEGER) AND {_PRESSED})
        OR (t.state IN ({_listed(DESK)}) AND {{scope}})
        OR (t.state IN ({_listed(WORKER)}) AND ({{scope}} OR {_IN.format(places="posts")}))
        OR ({_PRESSING} AND {{scope}}))"""
_REQUESTS = f"""SELECT {_KEY}, t.id, 'request', r.id, r.verb
    FROM ticket_request r JOIN ticket t ON t.id = r.ticket_id
    WHERE r.state = 'pending' AND r.asked_by <> :party AND t.withdrawn = false AND {{scope}}"""
#: Reading a ticket reads all its notices, so the latest stands for them; of what is closed
#: nothing is late.
_NOTICES = f"""SELECT CASE WHEN {_OPEN} THEN {_BAND} ELSE 3 END AS band,
        coalesce(t.deadline_at, {_NEVER}) AS until, t.id, 'notice', n.id, n.verb
    FROM ticket_notice n JOIN ticket t ON t.id = n.ticket_id
    WHERE n.read_at IS NULL AND n.unit_id = CAST(:unit AS INTEGER) AND t.withdrawn = false
      AND NOT EXISTS (SELECT 1 FROM ticket_notice later
                      WHERE later.ticket_id = n.ticket_id AND later.unit_id = n.unit_id
                        AND later.read_at IS NULL AND later.id > n.id)"""
#: A unit that helps has its own task until it has done it; the lead unit's is another line.
_ASSISTS = f"""SELECT {_KEY}, t.id, 'assist', a.unit_id, t.state
    FROM ticket t JOIN ticket_assist a ON a.ticket_id = t.id AND a.unit_id = CAST(:unit AS INTEGER)
    WHERE t.withdrawn = false AND {_OPEN} AND t.state IN ({_listed(HOLDER)})
      AND a.done_at IS NULL"""
_MISSED = f"""CASE WHEN r.due_on < :day THEN 0 WHEN r.due_on = :day THEN 1
        WHEN t.urgent THEN 2 ELSE 3 END AS band, coalesce(t.deadline_at, {_NEVER}) AS until"""
#: Of the reviews a ticket's urgency asks for, the latest of each kind; earlier ones were missed.
_REVIEWS = f"""SELECT {_MISSED}, t.id, 'review', r.id, r.kind
    FROM review_task r JOIN ticket t ON t.id = r.ticket_id
    WHERE r.done_at IS NULL AND r.opens_on <= :day AND t.withdrawn = false AND {_OPEN}
      AND (t.lead_unit_id = CAST(:unit AS INTEGER) OR {{scope}})
      AND NOT EXISTS (SELECT 1 FROM review_task n WHERE n.ticket_id = r.ticket_id
          AND n.kind = r.kind AND n.opens_on > r.opens_on AND n.opens_on <= :day)"""
_ALL = f"""{_TICKETS}
    UNION ALL {_ASSISTS}
    UNION ALL {_REVIEWS}
    UNION ALL {_REQUESTS}
    UNION ALL {_NOTICES}"""
_NAME_ON = """(SELECT v.name FROM grid_version v WHERE v.grid_id = t.{place}_id
        AND v.valid_from <= t.reported_on AND v.valid_to > t.reported_on)"""

LIST = Statement(
    "today.list",
    f"""
    SELECT w.band, w.until, w.ticket_id, w.kind, w.item_id, w.subject, t.serial_no, t.title,
           t.state, t.deadline_at, u.name AS lead_unit, t.lead_unit_id, t.urgent, t.confidential,
           {_NAME_ON.format(place="town")} AS town,
           {_NAME_ON.format(place="village")} AS community
    FROM ({_ALL}) w JOIN ticket t ON t.id = w.ticket_id
    LEFT JOIN unit u ON u.id = t.lead_unit_id
    WHERE true {{where}} ORDER BY {{order}} LIMIT :limit
    """,
    orders={
        "pressing": (
            "w.band, w.until, w.ticket_id, w.kind, w.item_id",
            """(w.band, w.until, w.ticket_id, w.kind, w.item_id) > (CAST(:after_1 AS INTEGER),
            CAST(:after_2 AS BIGINT), CAST(:after_3 AS BIGINT), CAST(:after_4 AS TEXT),
            CAST(:after_5 AS BIGINT))""",
        )
    },
    parts={"scope": _CENTRAL},
)
COUNTS = Statement(
    "today.counts",
    f"SELECT w.band, count(*) FROM ({_ALL}) w GROUP BY w.band",
    parts={"scope": _CENTRAL},
)
