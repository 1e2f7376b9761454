"""Statements of the search over names: what there is today, with where it belongs."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

PLACES = Statement(
    "search.places",
    """
    SELECT g.id, g.code AS key, v.name, v.name_key AS folded, g.level
    FROM grid_version v JOIN grid g ON g.id = v.grid_id
    WHERE v.valid_from <= :day AND v.valid_to > :day AND g.withdrawn = false ORDER BY g.code
    """,
)
UNITS = Statement(
    "search.units",
    """
    SELECT u.id, u.code AS key, u.name, u.name_key AS folded, coalesce(u.level, '') AS detail
    FROM unit u WHERE u.withdrawn = false ORDER BY u.code
    """,
)
STAFF = Statement(
    "search.staff",
    """
    SELECT s.id, s.staff_no AS key, s.name, coalesce(u.name, '') AS detail
    FROM staff s LEFT JOIN unit u ON u.id = s.unit_id WHERE s.withdrawn = false ORDER BY s.staff_no
    """,
)
CATEGORIES = Statement(
    "search.categories",
    """
    SELECT c.id, coalesce(nullif(c.code, ''), c.path) AS key, c.name, c.path AS detail
    FROM category c WHERE c.withdrawn = false ORDER BY c.path
    """,
)
PLACE_ALIASES = Statement(
    "search.place_aliases", "SELECT grid_id, alias, alias_key FROM grid_alias ORDER BY id"
)
UNIT_ALIASES = Statement(
    "search.unit_aliases", "SELECT unit_id, alias, alias_key FROM unit_alias ORDER BY id"
)
