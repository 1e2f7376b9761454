"""The centre of a place: the unit that works there for all of it."""

from __future__ import annotations

from difflib import get_close_matches

from gridctl.domain.accounts import PartyNeeded
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.storage.queries import units as sql

_NAMED = 3


def own_centre(context: QueryContext, place_id: int) -> int | None:
    """Return the only unit of a place's own level there: a town's sub-centre, a village's station.

    None where there is none, or where several are.
    """
    found = context.read.rows(sql.CENTRES, {"place": place_id})
    return int(found[0][0]) if len(found) == 1 else None


def centre_needed(context: QueryContext, place_id: int, login: str) -> PartyNeeded:
    """Return the refusal of an account of a place without a centre, naming what may be meant."""
    day = context.today().isoformat()
    place, *above = place_index(context).above(place_id, day)
    near = [unit for each in (place, *above[:2]) for unit in unit_index(context).at(each.id)]
    names = {unit.name: unit.code for unit in near}
    alike = get_close_matches(place.name, names, _NAMED, 0.0)
    choices = tuple(f"{name} ({names[name]})" for name in alike)
    return PartyNeeded(login=login, place=place.name, choices=choices or None)
