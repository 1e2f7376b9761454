"""Statements about units."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.grids import below

_COLUMNS = """u.code, u.name, u.level, g.code AS place_code, v.name AS place_name,
       p.code AS parent_code, p.name AS parent_name, u.provisional"""
_UNITS = """
FROM unit u
LEFT JOIN unit p ON p.id = u.parent_id
LEFT JOIN grid g ON g.id = u.grid_id
LEFT JOIN grid_version v ON v.grid_id = g.id AND v.valid_from <= :day AND v.valid_to > :day
WHERE u.withdrawn = false"""
_FILTERS = {
    "text": """(u.name_key LIKE :text_like ESCAPE '!' OR u.id IN (
        SELECT a.unit_id FROM unit_alias a WHERE a.alias_key LIKE :text_like ESCAPE '!'))""",
    "named": "u.id IN (:named*)",
    "level": "u.level IN (:level*)",
    "under": f"u.grid_id IN ({below('under')})",
    "parent": "u.parent_id IN (:parent*)",
    "busy": """EXISTS (SELECT 1 FROM ticket t
        WHERE t.lead_unit_id = u.id AND t.withdrawn = false) = :busy""",
    "provisional": "u.provisional = :provisional",
}

LIST = Statement(
    "units.list",
    f"SELECT {_COLUMNS} {_UNITS} {{where}} ORDER BY {{order}} LIMIT :limit",
    filters=_FILTERS,
    orders={"code": ("u.code", "u.code > :after")},
)
COUNT = Statement(
    "units.count", "SELECT count(*) FROM unit u WHERE u.withdrawn = false {where}", filters=_FILTERS
)
ONE = Statement("units.one", f"SELECT u.revision, {_COLUMNS} {_UNITS} AND u.id = :id")
ALIASES = Statement("units.aliases", "SELECT alias FROM unit_alias WHERE unit_id = :id ORDER BY id")
COUNTS = Statement(
    "units.counts",
    """
    SELECT
        (SELECT count(*) FROM unit c WHERE c.parent_id = :id AND c.withdrawn = false) AS children,
        (SELECT count(*) FROM staff s WHERE s.unit_id = :id AND s.withdrawn = false) AS staff,
        count(*) AS tickets,
        count(*) FILTER (WHERE t.state NOT IN (:done*)) AS tickets_open
    FROM ticket t WHERE t.lead_unit_id = :id AND t.withdrawn = false
    """,
)
ALL = Statement(
    "units.all",
    """
    SELECT id, code, name, name_key, grid_id, parent_id
    FROM unit WHERE withdrawn = false ORDER BY code
    """,
)
#: Units of a place that are of its level: its own centre, where there is one.
CENTRES = Statement(
    "units.centres",
    """
    SELECT u.id FROM unit u JOIN grid g ON g.id = u.grid_id
    WHERE u.withdrawn = false AND u.grid_id = :place AND u.level = g.level ORDER BY u.code
    """,
)
ALL_ALIASES = Statement(
    "units.all_aliases",
    """
    SELECT a.unit_id, a.alias_key FROM unit_alias a JOIN unit u ON u.id = a.unit_id
    WHERE u.withdrawn = false ORDER BY a.id
    """,
)
CODES = Statement("units.codes", "SELECT code FROM unit ORDER BY code")
