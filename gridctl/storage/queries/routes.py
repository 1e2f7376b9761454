"""Statements about routes, and about the tickets a route would move."""

from __future__ import annotations

from gridctl.domain.tickets import CLOSED
from gridctl.storage.queries.compose import Statement

_CLOSED = ", ".join(f"'{state}'" for state in CLOSED)
_COLUMNS = """r.id, c.path AS category, v.name AS place, u.name AS unit, r.limit_text,
       r.valid_from, r.valid_to, r.note"""
_ROUTES = """
FROM route r
JOIN unit u ON u.id = r.unit_id
LEFT JOIN category c ON c.id = r.category_id
LEFT JOIN grid g ON g.id = r.place_id
LEFT JOIN grid_version v ON v.grid_id = g.id AND v.valid_from <= :day AND v.valid_to > :day
WHERE r.withdrawn = false"""
_FILTERS = {
    "category_ids": "r.category_id IN (:category_ids*)",
    "place_id": "r.place_id = :place_id",
    "unit_id": "r.unit_id = :unit_id",
    "as_of": "r.valid_from <= :as_of AND r.valid_to > :as_of",
}

LIST = Statement(
    "routes.list",
    f"SELECT {_COLUMNS} {_ROUTES} {{where}} ORDER BY {{order}} LIMIT :limit",
    filters=_FILTERS,
    orders={"made": ("r.id", "r.id > :after_1")},
)
COUNT = Statement(
    "routes.count",
    "SELECT count(*) FROM route r WHERE r.withdrawn = false {where}",
    filters=_FILTERS,
)
ONE = Statement(
    "routes.one",
    f"""
    SELECT {_COLUMNS}, c.code AS category_code, g.code AS place_code, u.code AS unit_code,
           r.revision
    {_ROUTES} AND r.id = :id
    """,
)
ALL = Statement(
    "routes.all",
    """
    SELECT id, category_id, place_id, unit_id, limit_text, valid_from, valid_to
    FROM route WHERE withdrawn = false ORDER BY id
    """,
)

#: Tickets somebody still has to handle, and those of the last days: routing decides by the day.
_CONCERNED = f"""t.withdrawn = false AND t.state NOT IN ('rejected', 'merged', 'self_closed')
        AND (t.state NOT IN ({_CLOSED}) OR t.reported_on >= :since)"""
_WHERE = {
    "category_ids": "t.category_id IN (:category_ids*)",
    "county_id": "t.county_id = :county_id",
    "town_id": "t.town_id = :town_id",
    "village_id": "t.village_id = :village_id",
    "grid_id": "t.grid_id = :grid_id",
}
_GROUP = """t.category_id, t.condition_id, t.county_id, t.town_id, t.village_id, t.grid_id,
        t.lead_unit_id"""

#: Tickets that go the same way, counted.
GROUPS = Statement(
    "routes.groups",
    f"""
    SELECT {_GROUP}, max(t.reported_on) AS reported_on,
           count(*) FILTER (WHERE t.state NOT IN ({_CLOSED})) AS open,
           count(*) FILTER (WHERE t.state IN ({_CLOSED})) AS closed
    FROM ticket t WHERE {_CONCERNED} {{where}}
    GROUP BY {_GROUP}
    """,
    filters=_WHERE,
)
CONCERNED = Statement(
    "routes.concerned",
    f"""
    SELECT t.id, t.serial_no, t.title, t.state, t.confidential, t.reported_at, t.reported_on,
           c.name AS category, u.name AS unit, {_GROUP}
    FROM ticket t
    LEFT JOIN category c ON c.id = t.category_id
    LEFT JOIN unit u ON u.id = t.lead_unit_id
    WHERE {_CONCERNED} {{where}} ORDER BY {{order}} LIMIT :limit
    """,
    filters=_WHERE,
    orders={
        "newest": ("t.reported_at DESC, t.id DESC", "(t.reported_at, t.id) < (:after_1, :after_2)")
    },
)
