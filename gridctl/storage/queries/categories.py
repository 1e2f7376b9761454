"""Statements about categories."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

_COLUMNS = "c.code, c.name, c.path, c.level, c.kind, c.provisional"
_CONDITIONS = """
       (SELECT count(*) FROM category_condition n WHERE n.category_id = c.id) AS conditions"""
_COUNTS = """
       (SELECT count(*) FROM category k WHERE k.parent_id = c.id AND k.withdrawn = false)
           AS children,
       (SELECT count(*) FROM ticket t WHERE t.category_id = c.id AND t.withdrawn = false)
           AS tickets"""
_CATEGORIES = """
FROM category c LEFT JOIN category p ON p.id = c.parent_id
WHERE c.withdrawn = false"""
_FILTERS = {
    "named": "c.id IN (:named*)",
    "level": "c.level = :level",
    "levels": "c.level BETWEEN :levels_first AND :levels_last",
    "kind": "c.kind IN (:kind*)",
    "category": "c.id IN (:category*)",
    "used": """EXISTS (SELECT 1 FROM ticket t
        WHERE t.category_id = c.id AND t.withdrawn = false) = :used""",
    "under_id": """c.id IN (
        WITH RECURSIVE below(id) AS (
            SELECT CAST(:under_id AS INTEGER)
            UNION ALL
            SELECT k.id FROM category k JOIN below ON k.parent_id = below.id
        ) SELECT id FROM below)""",
    "text": "c.path_key LIKE :text_like ESCAPE '!'",
    "provisional": "c.provisional = :provisional",
}

LIST = Statement(
    "categories.list",
    f"""SELECT {_COLUMNS}, c.path_key, {_CONDITIONS} {_CATEGORIES} {{where}}
    ORDER BY {{order}} LIMIT :limit""",
    filters=_FILTERS,
    orders={"path": ("c.path_key", "c.path_key > :after")},
)
COUNT = Statement("categories.count", f"SELECT count(*) {_CATEGORIES} {{where}}", filters=_FILTERS)
ONE = Statement(
    "categories.one",
    f"""SELECT {_COLUMNS}, c.legal_basis, c.note, c.revision, p.path AS parent_path, {_COUNTS}
    {_CATEGORIES} AND c.id = :id""",
)
CONDITIONS = Statement(
    "categories.conditions",
    """
    SELECT seq, filing_condition, closing_condition, limit_text, lead_unit, supervising_unit
    FROM category_condition WHERE category_id = :id ORDER BY seq
    """,
)
#: The conditions some ticket was filed under.
FILED_UNDER = Statement(
    "categories.filed_under",
    "SELECT DISTINCT condition_id FROM ticket WHERE condition_id IS NOT NULL",
)
ALL = Statement(
    "categories.all",
    """
    SELECT id, code, name, path, path_key, level, kind, parent_id
    FROM category WHERE withdrawn = false ORDER BY level, path_key
    """,
)
#: Open tickets of a category by whether they have a limit already.
LIMITS_OF_OPEN = Statement(
    "categories.limits_of_open",
    """
    SELECT coalesce(sum(CASE WHEN limit_text <> '' THEN 1 ELSE 0 END), 0) AS kept,
           coalesce(sum(CASE WHEN limit_text = '' THEN 1 ELSE 0 END), 0) AS waiting
    FROM ticket
    WHERE category_id = :id AND withdrawn = false
      AND state NOT IN ('closed', 'archived', 'self_closed', 'merged')
    """,
)
