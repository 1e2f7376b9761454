"""Statements about places."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement, holds

_ON_DAY = "{v}.valid_from <= :day AND {v}.valid_to > :day"
_COLUMNS = """g.code, v.name, g.level, v.kind, p.code AS parent_code, pv.name AS parent_name,
       v.households, v.urban_class, v.valid_from, v.valid_to"""
_PLACES = f"""
FROM grid g
JOIN grid_version v ON v.grid_id = g.id AND {_ON_DAY.format(v="v")}
LEFT JOIN grid p ON p.id = v.parent_id
LEFT JOIN grid_version pv ON pv.grid_id = p.id AND {_ON_DAY.format(v="pv")}
WHERE g.withdrawn = false"""


def below(name: str) -> str:
    """Return the query for some places and all below them on ``:day``.

    Args:
        name: the parameter that holds the ids of the places.
    """
    return f"""WITH RECURSIVE below(id) AS (
        SELECT top.id FROM grid top WHERE top.id IN (:{name}*)
        UNION ALL
        SELECT bv.grid_id FROM grid_version bv JOIN below ON bv.parent_id = below.id
        WHERE bv.valid_from <= :day AND bv.valid_to > :day
    ) SELECT id FROM below"""


_STAFFED = """EXISTS (SELECT 1 FROM post o JOIN staff s ON s.id = o.staff_id
        WHERE o.grid_id = g.id AND o.withdrawn = false AND s.withdrawn = false
          AND o.valid_from <= :day AND o.valid_to > :day)"""
_FILTERS = {
    "named": "g.id IN (:named*)",
    "level": "g.level IN (:level*)",
    "kind": "v.kind IN (:kind*)",
    "under": f"g.id IN ({below('under')})",
    "households": "v.households BETWEEN :households_first AND :households_last",
    "vacant": f"(g.level = 'grid' AND NOT {_STAFFED}) = :vacant",
    "text": holds("v.name"),
}

LIST = Statement(
    "grids.list",
    f"SELECT {_COLUMNS} {_PLACES} {{where}} ORDER BY {{order}} LIMIT :limit",
    filters=_FILTERS,
    orders={"code": ("g.code", "g.code > :after")},
)
COUNT = Statement("grids.count", f"SELECT count(*) {_PLACES} {{where}}", filters=_FILTERS)
ONE = Statement(
    "grids.one",
    f"SELECT g.id, g.revision, {_COLUMNS} {_PLACES} AND g.id = :id",
)
VERSIONS = Statement(
    "grids.versions",
    """
    SELECT g.code, v.name, g.level, v.kind, p.code AS parent_code,
           (SELECT pv.name FROM grid_version pv
            WHERE pv.grid_id = v.parent_id AND pv.valid_from <= v.valid_from
            ORDER BY pv.valid_from DESC LIMIT 1) AS parent_name,
           v.households, v.urban_class, v.valid_from, v.valid_to
    FROM grid_version v JOIN grid g ON g.id = v.grid_id LEFT JOIN grid p ON p.id = v.parent_id
    WHERE v.grid_id = :id ORDER BY v.valid_from
    """,
)
ALIASES = Statement("grids.aliases", "SELECT alias FROM grid_alias WHERE grid_id = :id ORDER BY id")
POSTS = Statement(
    "grids.posts",
    """
    SELECT s.staff_no, s.name, o.role, o.valid_from, o.valid_to
    FROM post o JOIN staff s ON s.id = o.staff_id
    WHERE o.grid_id = :id AND o.valid_from <= :day AND o.valid_to > :day
      AND o.withdrawn = false AND s.withdrawn = false
    ORDER BY o.role, s.staff_no
    """,
)
CHILDREN = Statement(
    "grids.children",
    """
    SELECT count(*) FROM grid_version v JOIN grid g ON g.id = v.grid_id
    WHERE v.parent_id = :id AND v.valid_from <= :day AND v.valid_to > :day AND g.withdrawn = false
    """,
)
ALL_VERSIONS = Statement(
    "grids.all_versions",
    """
    SELECT g.id, g.code, g.level, v.name, v.name_key, v.parent_id, v.valid_from, v.valid_to
    FROM grid g JOIN grid_version v ON v.grid_id = g.id
    WHERE g.withdrawn = false ORDER BY g.code, v.valid_from
    """,
)
ALL_ALIASES = Statement(
    "grids.all_aliases",
    """
    SELECT a.grid_id, a.alias_key FROM grid_alias a JOIN grid g ON g.id = a.grid_id
    WHERE g.withdrawn = false ORDER BY a.id
    """,
)
TREE = Statement(
    "grids.tree",
    """
    SELECT g.id, g.code, v.name, g.level, v.parent_id
    FROM grid g JOIN grid_version v ON v.grid_id = g.id
    WHERE g.withdrawn = false AND v.valid_from <= :day AND v.valid_to > :day
    ORDER BY g.code
    """,
)
#: Who is posted where on a day.
POSTED = Statement(
    "grids.posted",
    """
    SELECT o.grid_id, o.staff_id, o.role FROM post o JOIN staff s ON s.id = o.staff_id
    WHERE o.valid_from <= :day AND o.valid_to > :day
      AND o.withdrawn = false AND s.withdrawn = false
    """,
)
BELOW = Statement("grids.below", f"{below('under_id')} ORDER BY id DESC")
CODES_UNDER = Statement(
    "grids.codes_under",
    "SELECT code FROM grid WHERE code LIKE :prefix ORDER BY code",
)
#: A place and all that ever was below it.
EVER_BELOW = Statement(
    "grids.ever_below",
    """
    WITH RECURSIVE lower(id) AS (
        SELECT g.id FROM grid g WHERE g.id = :id
        UNION
        SELECT v.grid_id FROM grid_version v JOIN lower ON v.parent_id = lower.id
    )
    SELECT id FROM lower ORDER BY id
    """,
)
#: All that ever was above a place.
EVER_ABOVE = Statement(
    "grids.ever_above",
    """
    WITH RECURSIVE upper_place(id) AS (
        SELECT v.parent_id FROM grid_version v WHERE v.grid_id = :id
        UNION
        SELECT v.parent_id FROM grid_version v JOIN upper_place ON v.grid_id = upper_place.id
    )
    SELECT id FROM upper_place WHERE id IS NOT NULL ORDER BY id
    """,
)
