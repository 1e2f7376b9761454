"""Statements about reply templates."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement, holds

_TEMPLATES = """
FROM reply_template r LEFT JOIN category c ON c.id = r.category_id
WHERE r.withdrawn = false"""
_FILTERS = {
    "text": holds("r.name", "r.body", pattern="text"),
    "category_ids": "(r.category_id IS NULL OR r.category_id IN (:category_ids*))",
}

LIST = Statement(
    "templates.list",
    f"""SELECT r.name, c.path AS category, r.body {_TEMPLATES} {{where}}
    ORDER BY {{order}} LIMIT :limit""",
    filters=_FILTERS,
    orders={"name": ("r.name", "r.name > :after")},
)
COUNT = Statement(
    "templates.count",
    "SELECT count(*) FROM reply_template r WHERE r.withdrawn = false {where}",
    filters=_FILTERS,
)
ONE = Statement(
    "templates.one",
    f"SELECT r.id, r.name, c.path AS category, r.body, r.revision {_TEMPLATES} AND r.name = :name",
)
NAMES = Statement(
    "templates.names", "SELECT name FROM reply_template WHERE withdrawn = false ORDER BY name"
)
