"""Statements about staff and their posts."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.grids import below

_COLUMNS = "s.id, s.staff_no, s.name, s.employment, u.code AS unit_code, u.name AS unit_name"
_STAFF = "FROM staff s LEFT JOIN unit u ON u.id = s.unit_id WHERE s.withdrawn = false"
_POST = """EXISTS (SELECT 1 FROM post o WHERE o.staff_id = s.id AND o.withdrawn = false
        AND o.valid_from <= :day AND o.valid_to > :day{and_so})"""
_FILTERS = {
    "text": """(s.name_key LIKE :text_like ESCAPE '!'
        OR lower(s.staff_no) LIKE :text_like ESCAPE '!')""",
    "named": "s.id IN (:named*)",
    "number": "s.staff_no IN (:number*)",
    "employment": "s.employment IN (:employment*)",
    "unit": "s.unit_id IN (:unit*)",
    "role": _POST.format(and_so=" AND o.role IN (:role*)"),
    "under": _POST.format(and_so=f" AND o.grid_id IN ({below('under')})"),
    "in_post": f"({_POST.format(and_so='')}) = :in_post",
    "unit_id": "s.unit_id = :unit_id",
    # Unlike terms of a filter, which hold each by itself, the options for role and place must
    # meet in one post.
    "posted": """s.id IN (
        WITH RECURSIVE below(id) AS (
            SELECT CAST(:under_id AS INTEGER)
            UNION ALL
            SELECT v.grid_id FROM grid_version v JOIN below ON v.parent_id = below.id
            WHERE v.valid_from <= :day AND v.valid_to > :day
        )
        SELECT o.staff_id FROM post o
        WHERE o.withdrawn = false AND o.valid_from <= :day AND o.valid_to > :day
          AND (CAST(:post_role AS TEXT) IS NULL OR o.role = CAST(:post_role AS TEXT))
          AND (CAST(:under_id AS INTEGER) IS NULL OR o.grid_id IN (SELECT id FROM below)))""",
}

LIST = Statement(
    "staff.list",
    f"SELECT {_COLUMNS} {_STAFF} {{where}} ORDER BY {{order}} LIMIT :limit",
    filters=_FILTERS,
    orders={"staff_no": ("s.staff_no", "s.staff_no > :after")},
)
COUNT = Statement("staff.count", f"SELECT count(*) {_STAFF} {{where}}", filters=_FILTERS)
ONE = Statement(
    "staff.one", f"SELECT {_COLUMNS}, s.note, s.revision, s.name_key {_STAFF} AND s.id = :id"
)
PHONE = Statement("staff.phone", "SELECT phone FROM staff_contact WHERE staff_id = :id")
NAMESAKES = Statement(
    "staff.namesakes",
    """
    SELECT staff_no FROM staff
    WHERE name_key = :name_key AND id <> :id AND withdrawn = false ORDER BY staff_no
    """,
)
POSTS = Statement(
    "staff.posts",
    """
    SELECT o.staff_id, o.role, o.grid_id, o.valid_from, o.valid_to
    FROM post o WHERE o.staff_id IN (:ids*) AND o.withdrawn = false {where}
    ORDER BY o.staff_id, o.valid_from, o.role, o.id
    """,
    filters={"day": "o.valid_from <= :day AND o.valid_to > :day"},
)
ALL = Statement(
    "staff.all",
    "SELECT id, staff_no, name, name_key FROM staff WHERE withdrawn = false ORDER BY staff_no",
)
ALL_POSTS = Statement(
    "staff.all_posts",
    """
    SELECT o.staff_id, o.grid_id, o.role, o.valid_from, o.valid_to
    FROM post o JOIN staff s ON s.id = o.staff_id
    WHERE o.withdrawn = false AND s.withdrawn = false ORDER BY o.staff_id, o.valid_from, o.id
    """,
)
NUMBERS = Statement("staff.numbers", "SELECT staff_no FROM staff ORDER BY staff_no")
