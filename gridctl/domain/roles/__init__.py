"""Roles as data: what each may do, and how much of the office it sees (domain.md section 12)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from gridctl.domain.errors import NotFound
from gridctl.foundation.i18n import N_

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
#: What becomes of a role when others are adopted.
CHANGE_NAMES: Mapping[str, str] = {
    "added": N_("added"),
    "dropped": N_("dropped"),
    "renamed": N_("renamed"),
    "scope": N_("sees"),
    "gains": N_("may then"),
    "loses": N_("may no longer"),
}
SCOPE_NAMES: Mapping[str, str] = {
    "office": N_("the whole office"),
    "place": N_("a place and all below"),
    "unit": N_("a unit's tickets"),
}


class RoleUnknown(NotFound):
    """No role has this code."""

    message = N_("There is no role {role}.")
    hint = N_("Roles: {choices}. '<role list>' tells what each may do.")


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


@dataclass(frozen=True)
class RoleTable:
    """The roles of an office, in their order.

    Attributes:
        id: what the file calls itself.
        version: its number.
        roles: by code.
    """

    id: str
    version: int
    roles: Mapping[str, Role]

    def one(self, code: str) -> Role:
        """Return a role by its code.

        Raises:
            RoleUnknown: there is none.
        """
        found = self.roles.get(code)
        if found is None:
            raise RoleUnknown(role=code, choices=tuple(self.roles))
        return found

    def named(self, text: str) -> Role:
        """Return the role a code, or a name in any language, stands for.

        Raises:
            RoleUnknown: none is called so.
        """
        wanted = name_key(text)
        for each in self.roles.values():
            if wanted in map(name_key, (each.code, *each.name.values())):
                return each
        raise RoleUnknown(role=text, choices=tuple(self.roles))


def name_key(name: str) -> str:
    """Return what a code or a name is compared by: without width, case and joints."""
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    return plain.replace(" ", "_").replace("-", "_")


@cache
def shipped_roles() -> RoleTable:
    """Return the shipped roles."""
    from gridctl.domain.roles.parse import parse_roles, shipped_text

    return parse_roles(shipped_text())
