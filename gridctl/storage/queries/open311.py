"""Statements of the Open311 face."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

ENDPOINT = Statement(
    "open311.endpoint",
    """
    SELECT o.name, o.county_code, (SELECT max(j.at) FROM journal j) AS changed_at
    FROM office o WHERE o.id = 1
    """,
)
#: The lowest categories whose code no other has.
SERVICES = Statement(
    "open311.services",
    """
    SELECT c.id, c.code, c.name, c.path, c.note, p.name AS upper,
           (SELECT count(*) FROM category_condition n
            WHERE n.category_id = c.id AND n.filing_condition <> '') AS conditions
    FROM category c LEFT JOIN category p ON p.id = c.parent_id
    WHERE c.withdrawn = false AND c.code <> ''
      AND NOT EXISTS (SELECT 1 FROM category k WHERE k.parent_id = c.id AND k.withdrawn = false)
      AND NOT EXISTS (SELECT 1 FROM category o
                      WHERE o.code = c.code AND o.id <> c.id AND o.withdrawn = false)
    ORDER BY c.path_key
    """,
)

_ON_DAY = "v.valid_from <= t.reported_on AND v.valid_to > t.reported_on"
#: Confidential matters, drafts and what is in no service are not there.
REQUESTS = Statement(
    "open311.requests",
    f"""
    SELECT t.id, t.serial_no, t.state, t.category_id, t.external_system, t.public_reply,
           u.name AS unit, t.reported_at, t.deadline_at, t.closed_at, t.lat_e7, t.lon_e7,
           (SELECT v.name FROM grid_version v WHERE v.grid_id = t.town_id AND {_ON_DAY}) AS town,
           (SELECT v.name FROM grid_version v
            WHERE v.grid_id = t.village_id AND {_ON_DAY}) AS village,
           (SELECT g.code FROM grid g
            WHERE g.id = coalesce(t.village_id, t.town_id, t.county_id)) AS place_code,
           (SELECT max(e.at) FROM ticket_event e WHERE e.ticket_id = t.id) AS changed_at
    FROM ticket t LEFT JOIN unit u ON u.id = t.lead_unit_id
    WHERE t.withdrawn = false AND t.confidential = false AND t.state IN (:states*)
      AND ((t.category_id IN (:categories*) AND t.external_system NOT IN (:alert_systems*))
           OR t.external_system IN (:systems*)) {{where}}
    ORDER BY {{order}} LIMIT :limit
    """,
    filters={
        "numbers": "t.serial_no IN (:numbers*)",
        "since": "t.reported_at >= CAST(:since AS BIGINT)",
        "until": "t.reported_at <= CAST(:until AS BIGINT)",
        "changed_since": """EXISTS (SELECT 1 FROM ticket_event e
            WHERE e.ticket_id = t.id AND e.at >= CAST(:changed_since AS BIGINT))""",
        "changed_until": """NOT EXISTS (SELECT 1 FROM ticket_event e
            WHERE e.ticket_id = t.id AND e.at > CAST(:changed_until AS BIGINT))""",
    },
    orders={
        "newest": ("t.reported_at DESC, t.id DESC", "(t.reported_at, t.id) < (:after_1, :after_2)"),
    },
)
