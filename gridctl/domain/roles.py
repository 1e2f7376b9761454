"""Roles as data: what each may do, and how much of the office it sees (domain.md section 12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from gridctl.domain.errors import NotFound
from gridctl.foundation.i18n import N_
from gridctl.foundation.resources import config_path

Scope = Literal["office", "place", "unit"]


#: What the shipped roles are called; the same names as in their file.
ROLE_NAMES: Mapping[str, str] = {
    "administrator": N_("administrator"),
    "county_office": N_("county office"),
    "county_leader": N_("county leader"),
    "auditor": N_("auditor"),
    "town_office": N_("town office"),
    "town_leader": N_("town leader"),
    "village_station": N_("village station"),
    "gridworker": N_("gridworker"),
    "department": N_("department"),
    "citizen_app": N_("citizens' app"),
}
SCOPE_NAMES: Mapping[str, str] = {
    "office": N_("the whole office"),
    "place": N_("a place and all below"),
    "unit": N_("a unit's tickets"),
}


class RoleUnknown(NotFound):
    """No role has this code."""

    message = N_("There is no role {role}.")
    hint = N_("Roles: {choices}. 'gridctl role list' tells what each may do.")


@dataclass(frozen=True)
class Role:
    """What an account of this role may do.

    Attributes:
        code: neutral name, such as ``town_office``.
        scope: whether it is given for the whole office, a place and all below, or a unit.
        name: what it is called, by language.
        does: one sentence on it, by language.
        permissions: such as ``ticket.read``; ``ticket.*`` is all that is done to tickets.
    """

    code: str
    scope: Scope
    name: Mapping[str, str]
    does: Mapping[str, str]
    permissions: frozenset[str]


@cache
def roles() -> Mapping[str, Role]:
    """Return the shipped roles by code, in their order."""
    import tomli

    document = tomli.loads(config_path("rules", "roles.toml").read_text("utf-8"))
    sets = document["sets"]
    return {code: _role(code, table, sets) for code, table in document["roles"].items()}


def role(code: str) -> Role:
    """Return a role.

    Raises:
        RoleUnknown: there is none of this code.
    """
    found = roles().get(code)
    if found is None:
        raise RoleUnknown(role=code, choices=", ".join(roles()))
    return found


def named_role(text: str) -> Role:
    """Return the role a code, or a name in any language, stands for.

    Raises:
        RoleUnknown: none is called so.
    """
    wanted = text.strip().casefold().replace(" ", "_")
    for each in roles().values():
        names = (each.code, *each.name.values())
        if wanted in {name.casefold().replace(" ", "_") for name in names}:
            return each
    raise RoleUnknown(role=text, choices=", ".join(roles()))


def _role(code: str, table: Mapping[str, Any], sets: Mapping[str, list[str]]) -> Role:
    assert table["scope"] in get_args(Scope), code
    permissions = frozenset(_expanded(table["permissions"], sets))
    return Role(code, table["scope"], table["name"], table["does"], permissions)


def _expanded(names: Iterable[str], sets: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield permissions, those of a named list in its place."""
    for name in names:
        if name.startswith("@"):
            yield from _expanded(sets[name[1:]], sets)
        else:
            yield name
