"""Statements about saved views."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

_COLUMNS = "v.id, v.name, v.noun, v.filter, v.fields, v.owner, v.revision"
_SEEN = "FROM saved_view v WHERE v.withdrawn = false AND v.owner IN ('', :owner)"
_FILTERS = {"noun": "v.noun = :noun"}

LIST = Statement(
    "views.list",
    f"SELECT {_COLUMNS} {_SEEN} {{where}} ORDER BY {{order}} LIMIT :limit",
    filters=_FILTERS,
    orders={
        "name": (
            "v.name, v.id",
            "(v.name, v.id) > (CAST(:after_1 AS TEXT), CAST(:after_2 AS INTEGER))",
        )
    },
)
COUNT = Statement("views.count", f"SELECT count(*) {_SEEN} {{where}}", filters=_FILTERS)
#: One's own stands before the shared one.
NAMED = Statement(
    "views.named",
    f"""SELECT {_COLUMNS} {_SEEN} AND v.noun = :noun AND v.name = :name
    ORDER BY v.owner DESC LIMIT 1""",
)
OWNED = Statement(
    "views.owned",
    """
    SELECT v.id FROM saved_view v
    WHERE v.withdrawn = false AND v.owner = :owner AND v.noun = :noun AND v.name = :name
    """,
)
