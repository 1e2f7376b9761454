"""What a step says besides its opinion: to whom, of which colour and class, for which level."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import loop as sql

#: Facts that are codes, by the name they have in a view.
_CODES = {"colour": "colour", "urgency": "urgency", "level": "centre", "routed_by": "routed_by"}


def step_facts(context: QueryContext, facts: str) -> dict[str, Any]:
    """Return what the facts of a step tell people, by field of the view of a step."""
    found: Mapping[str, Any] = json.loads(facts or "{}")
    told = {name: str(found.get(key) or "") for name, key in _CODES.items()}
    return {**told, "receivers": tuple(_receivers(context, found))}


def _receivers(context: QueryContext, facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield the units told or asked to help, the worker sent, the ticket another is merged into."""
    units = [*facts.get("units", ()), *filter(None, [facts.get("assist")])]
    if units:
        from gridctl.handlers.queries.unit_index import unit_index

        for unit_id in units:
            yield unit_index(context).by_id(unit_id).name
    for key, statement in (("staff", sql.WORKER), ("parent", sql.SERIAL)):
        if facts.get(key) and (name := context.read.value(statement, {"id": facts[key]})):
            yield str(name)
