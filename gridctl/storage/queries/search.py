"""Statements of the search over names: what there is today, with where it belongs."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

PLACES = Statement(
    "search.places",
    """
    SELECT g.code AS key, v.name, coalesce(p.name, '') AS detail
    FROM grid_version v JOIN grid g ON g.id = v.grid_id
    LEFT JOIN grid_version p ON p.grid_id = v.parent_id
        AND p.valid_from <= :day AND p.valid_to > :day
    WHERE v.valid_from <= :day AND v.valid_to > :day AND g.withdrawn = false ORDER BY g.code
    """,
)
UNITS = Statement(
    "search.units",
    """
    SELECT u.code AS key, u.name, coalesce(u.level, '') AS detail
    FROM unit u WHERE u.withdrawn = false ORDER BY u.code
    """,
)
STAFF = Statement(
    "search.staff",
    """
    SELECT s.staff_no AS key, s.name, coalesce(u.name, '') AS detail
    FROM staff s LEFT JOIN unit u ON u.id = s.unit_id WHERE s.withdrawn = false ORDER BY s.staff_no
    """,
)
CATEGORIES = Statement(
    "search.categories",
    """
    SELECT coalesce(nullif(c.code, ''), c.path) AS key, c.name, c.path AS detail
    FROM category c WHERE c.withdrawn = false ORDER BY c.path
    """,
)
