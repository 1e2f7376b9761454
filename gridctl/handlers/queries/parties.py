"""Who acts: the office itself, a unit, a member of staff, or the centre of a place."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from gridctl.domain.grids import is_above
from gridctl.domain.loop import LEVELS, PartyMissing, PartyUnknown
from gridctl.domain.problems import Problem
from gridctl.domain.rights import Rights
from gridctl.domain.staff import StaffNotFound
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.person_index import person_index
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.storage.queries import loop as sql


class Party(NamedTuple):
    """Who acts.

    Attributes:
        kind: the office is the county's centre and acts where nobody else is named; a centre is
            that of a town or village which is no unit of the office.
        name: for the log and for messages.
        staff_id, unit_id: of whom it acts for; a member of staff acts for their unit too.
        level: of the centre or unit.
        places: where the party's unit or posts lie; empty means everywhere.
        centre_of: the place whose centre the party belongs to: that of its unit, if it has one.
    """

    kind: Literal["office", "unit", "staff", "centre"]
    name: str
    staff_id: int | None = None
    unit_id: int | None = None
    level: str = LEVELS[-1]
    places: frozenset[int] = frozenset()
    centre_of: int | None = None


def acting_party(context: QueryContext) -> Party:
    """Return who acts: for whom the operator acts, else the office or the account's own centre.

    Raises:
        PartyUnknown, UnitAmbiguous, StaffAmbiguous: nobody or several are called so.
        PartyMissing: an account that sees a part of the office belongs to no unit or staff, and
            its place has no centre.
    """
    name, rights = context.actor.behalf, context.actor.rights
    if not name:
        if rights is None or rights.whole:
            return Party("office", context.actor.name)
        return _own_centre(context, rights)
    # A step asks several times, and whoever acts takes many steps; posts hold for a day.
    return context.remembered(f"party:{context.today()}:{name}", lambda: _named(context, name))


def _named(context: QueryContext, name: str) -> Party:
    index = unit_index(context)
    found = index.recognise(name)
    if isinstance(found, Problem) and found.code == "unit_ambiguous":
        found = index.find(name)
    if isinstance(found, int):
        return _unit(context, found)
    try:
        return _staff(context, find_staff(context, name))
    except StaffNotFound as error:
        raise PartyUnknown(name=name) from error


def _own_centre(context: QueryContext, rights: Rights) -> Party:
    """Return the centre of the town or village an account is given for: its unit if it has one."""
    place_id = rights.place_id
    if place_id is None or rights.level not in LEVELS:
        raise PartyMissing(account=rights.account)
    units = context.read.rows(sql.CENTRES, {"place": place_id, "level": rights.level})
    if len(units) == 1:
        return _unit(context, units[0][0])
    name = place_index(context).on(place_id, context.today().isoformat()).name
    return Party(
        "centre", name, level=rights.level, places=frozenset([place_id]), centre_of=place_id
    )


def _unit(context: QueryContext, unit_id: int) -> Party:
    row = context.read.record(sql.UNIT, {"id": unit_id}) or {}
    places = frozenset([row["grid_id"]]) if row["grid_id"] is not None else frozenset[int]()
    return Party(
        "unit", row["name"], None, unit_id, row["level"] or LEVELS[-1], places, _centre_of(row)
    )  # fmt: skip


def _staff(context: QueryContext, staff_id: int) -> Party:
    row = context.read.record(sql.PERSON, {"id": staff_id}) or {}
    posts = person_index(context).posts(staff_id, context.today().isoformat())
    places = frozenset(post.grid_id for post in posts)
    level = row["level"] or (LEVELS[0] if places else LEVELS[-1])
    return Party("staff", row["name"], staff_id, row["unit_id"], level, places, _centre_of(row))


def _centre_of(unit: dict[str, Any]) -> int | None:
    """Return the place a unit is the centre of; a village's station is not that of its town.

    Of a place out of the account's sight nobody is the centre, as far as it can know.
    """
    place, level = unit["grid_id"], unit["place_level"]
    return None if level is None or is_above(level, unit["level"]) else place
