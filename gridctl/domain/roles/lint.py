"""Checking roles: rights nobody asks for, rights of no effect, an office nobody could keep."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from gridctl.domain.accounts import KEEPING, keeps_accounts
from gridctl.domain.problems import Problem
from gridctl.domain.rights import allows, office_wide
from gridctl.domain.roles import Role, RoleTable, name_key
from gridctl.foundation.i18n import N_
from gridctl.foundation.nearest import nearest

#: Changing the roles themselves.
RULING = "role.edit"
_READS, _OF_TICKETS = "ticket.read", "ticket."

#: What makes roles unusable, with what to do about it.
ERRORS: Mapping[str, str] = {
    "permission_unknown": N_("nothing asks for the permission {value}; the nearest is {nearest}"),
    "keeper_missing": N_('no role of the whole office keeps accounts: give one "user.*"'),
    "ruler_missing": N_('no role of the whole office may change the roles: give one "role.*"'),
    "name_taken": N_("{value} is what the role {other} is called, too"),
    "nothing_allowed": N_("the role may do nothing: name its permissions, or drop it"),
}
#: What is doubtful.
WARNINGS: Mapping[str, str] = {
    "without_effect": N_("{value} concerns the whole office: of no effect for a part of it"),
    "unseen": N_("the role acts on tickets it cannot read: add ticket.read"),
}
FINDINGS: Mapping[str, str] = {**ERRORS, **WARNINGS}


def lint(table: RoleTable, known: Collection[str]) -> list[Problem]:
    """Return what is wrong with roles; ``field`` is the code of the role, "" for all of them.

    Args:
        table: the roles.
        known: every permission there is.
    """
    found = [each for role in table.roles.values() for each in _of_role(role, known)]
    return [*found, *_names(table), *_kept(table)]


def _of_role(role: Role, known: Collection[str]) -> Iterator[Problem]:
    nouns = {f"{each.partition('.')[0]}.*" for each in known}
    if not role.permissions:
        yield Problem("nothing_allowed", role.code)
    for permission in sorted(role.permissions):
        if permission not in known and permission not in nouns:
            near = (("nearest", nearest(permission, sorted({*known, *nouns}))),)
            yield Problem("permission_unknown", role.code, permission, near)
        elif role.scope != "office" and office_wide(permission):
            yield Problem("without_effect", role.code, permission)
    acts = any(each.startswith(_OF_TICKETS) for each in role.permissions)
    if acts and not allows(role.permissions, _READS):
        yield Problem("unseen", role.code)


def _names(table: RoleTable) -> Iterator[Problem]:
    """Yield names that two roles would answer to."""
    taken: dict[str, str] = {}
    for role in table.roles.values():
        for name in dict.fromkeys(map(name_key, (role.code, *role.name.values()))):
            other = taken.setdefault(name, role.code)
            if other != role.code:
                yield Problem("name_taken", role.code, name, (("other", other),))


def _kept(table: RoleTable) -> Iterator[Problem]:
    whole = [role for role in table.roles.values() if role.scope == "office"]
    if not any(map(keeps_accounts, whole)):
        yield Problem("keeper_missing", "", KEEPING)
    if not any(allows(role.permissions, RULING) for role in whole):
        yield Problem("ruler_missing", "", RULING)
