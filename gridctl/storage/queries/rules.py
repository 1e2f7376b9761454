"""Statements about the rules an office keeps itself."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

#: Newest first: the first that holds on a day, for a place or one above it, is in force.
LIVING = Statement(
    "rules.living",
    """
    SELECT id, kind, name, place_id, valid_from, version, body, digest, adopted_at, adopted_by,
           journal_id
    FROM rule WHERE withdrawn = false AND kind = :kind {where}
    ORDER BY name, valid_from DESC, version DESC
    """,
    filters={"name": "name = :name"},
)
#: Every version of a rule for the whole office, newest first, and the entry it came by.
HISTORY = Statement(
    "rules.history",
    """
    SELECT r.version AS number, r.body, r.digest, r.adopted_at, r.adopted_by, j.seq AS entry
    FROM rule r JOIN journal j ON j.id = r.journal_id
    WHERE r.withdrawn = false AND r.kind = :kind AND r.name = '' AND r.place_id IS NULL
    ORDER BY r.version DESC
    """,
)
