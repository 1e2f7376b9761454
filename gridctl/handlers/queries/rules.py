"""Which of the office's own rules holds for a place on a day."""

from __future__ import annotations

from typing import Any

from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.storage.queries import rules as sql


def rule_in_force(
    context: QueryContext,
    kind: str,
    name: str,
    place_id: int | None,
    day: str,
    known: int | None = None,
) -> dict[str, Any] | None:
    """Return the rule of a kind that holds for a place on an ISO day, or None.

    That of the nearest place goes before one above it, and that before one of the whole office;
    of one place the one valid last. Rules adopted after the entry of the journal with the id
    ``known`` are left out.
    """
    rows = [
        row for row in context.read.records(sql.LIVING, {"kind": kind, "name": name})
        if known is None or row["journal_id"] <= known
    ]  # fmt: skip
    places: list[int | None] = []
    if place_id is not None:
        places += [place.id for place in place_index(context).above(place_id, day)]
    for place in (*places, None):
        for row in rows:
            if row["place_id"] == place and row["valid_from"] <= day:
                return row
    return None
