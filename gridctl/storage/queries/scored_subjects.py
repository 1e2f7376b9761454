"""Whom an assessment scores: gridworkers by their posts, places, units, as they were then."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

WORKERS = Statement(
    "scored.subjects.workers",
    """
    SELECT s.id, s.staff_no, s.name, s.employment, o.grid_id, v.kind AS grid_kind,
           o.valid_from, o.valid_to
    FROM post o
    JOIN staff s ON s.id = o.staff_id
    -- A grid that was closed in the period still had its worker: take its last version.
    LEFT JOIN grid_version v ON v.id = (
        SELECT w.id FROM grid_version w WHERE w.grid_id = o.grid_id AND w.valid_from <= :last
        ORDER BY w.valid_from DESC LIMIT 1)
    WHERE o.role = 'gridworker' AND o.withdrawn = false AND s.withdrawn = false
      AND o.valid_from <= :last
    ORDER BY s.staff_no, o.valid_to DESC, o.valid_from DESC, o.grid_id
    """,
)
PLACES = Statement(
    "scored.subjects.places",
    """
    SELECT g.id, g.code, v.name, v.kind, v.households
    FROM grid g JOIN grid_version v ON v.id = (
        SELECT w.id FROM grid_version w
        WHERE w.grid_id = g.id AND w.valid_from <= :last AND w.valid_to > :first
        ORDER BY w.valid_from DESC LIMIT 1)
    WHERE g.withdrawn = false AND g.level IN (:levels*)
    ORDER BY g.code
    """,
)
#: The grids of a day; a micro grid is part of one.
GRIDS = Statement(
    "scored.subjects.grids",
    """
    SELECT g.id FROM grid g JOIN grid_version v ON v.grid_id = g.id
    WHERE g.withdrawn = false AND g.level = 'grid'
      AND v.valid_from <= :last AND v.valid_to > :last
    """,
)
UNITS = Statement(
    "scored.subjects.units",
    "SELECT id, code, name, level FROM unit WHERE withdrawn = false ORDER BY code",
)
