"""Statements about the rules an office keeps itself."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

#: Newest first: the first that holds on a day, for a place or one above it, is in force.
LIVING = Statement(
    "rules.living",
    """
    SELECT id, kind, name, place_id, valid_from, version, body, digest, adopted_at, adopted_by
    FROM rule WHERE withdrawn = false AND kind = :kind {where}
    ORDER BY name, valid_from DESC, version DESC
    """,
    filters={"name": "name = :name"},
)
