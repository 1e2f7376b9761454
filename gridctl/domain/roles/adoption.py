"""What other roles change, and whether whoever adopts them may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from gridctl.domain.accounts import ALL_KEEPING, keeps_accounts
from gridctl.domain.rights import Rights, allows, shortened
from gridctl.domain.roles import Role, RoleTable
from gridctl.domain.roles.errors import (
    KeepersGone,
    OwnRoleWidened,
    RoleHeld,
    RoleHeldWithoutPlace,
    RoleHeldWithoutUnit,
    RoleTooWide,
)

Kind = Literal["added", "dropped", "renamed", "scope", "gains", "loses"]


class RoleChange(NamedTuple):
    """One change of one role: what stood there before, and what stands there then."""

    role: str
    change: Kind
    before: str = ""
    after: str = ""


class Holders(NamedTuple):
    """The accounts that hold a role.

    Attributes:
        role: its code.
        accounts: how many there are, blocked ones too.
        unplaced: those without a place.
        unitless: those without a unit.
        active: those that can sign in with a password.
    """

    role: str
    accounts: int
    unplaced: int
    unitless: int
    active: int


def changes(before: RoleTable, after: RoleTable) -> list[RoleChange]:
    """Return what becomes of each role, in the order of the files."""
    return [
        change
        for code in dict.fromkeys([*before.roles, *after.roles])
        for change in _of_role(code, before.roles.get(code), after.roles.get(code))
    ]


def check_adoption(rights: Rights | None, before: RoleTable, after: RoleTable) -> None:
    """Refuse roles by which somebody gives more than they have.

    Who keeps all accounts may give others what they like, as with an account, but adds nothing
    to the role they hold themselves; on a file of one's own nothing is limited.

    Raises:
        OwnRoleWidened, RoleTooWide: the acting account would.
    """
    if rights is None:
        return
    for code, role in after.roles.items():
        for permission in _gained(before.roles.get(code), role):
            told = {"account": rights.account, "role": code, "permission": permission}
            if code == rights.role:
                raise OwnRoleWidened(**told)
            if ALL_KEEPING not in rights.permissions and not rights.may(permission):
                raise RoleTooWide(**told)


def check_holders(after: RoleTable, holders: Iterable[Holders]) -> None:
    """Refuse roles that would leave accounts without theirs, or nobody to keep the accounts.

    Raises:
        RoleHeld, RoleHeldWithoutPlace, RoleHeldWithoutUnit: accounts would be left so.
        KeepersGone: there are accounts, and none could keep the others.
    """
    held = list(holders)
    for each in held:
        role = after.roles.get(each.role)
        if role is None:
            raise RoleHeld(role=each.role, count=each.accounts)
        if role.scope == "place" and each.unplaced:
            raise RoleHeldWithoutPlace(role=each.role, count=each.unplaced)
        if role.scope == "unit" and each.unitless:
            raise RoleHeldWithoutUnit(role=each.role, count=each.unitless)
    if held and not any(each.active and keeps_accounts(after.roles[each.role]) for each in held):
        raise KeepersGone


def _of_role(code: str, before: Role | None, after: Role | None) -> Iterator[RoleChange]:
    if before is None or after is None:
        if after is not None:
            yield RoleChange(code, "added", after=_words(after))
        if before is not None:
            yield RoleChange(code, "dropped", before=_words(before))
        return
    if before.name != after.name:
        yield RoleChange(code, "renamed", _words(before), _words(after))
    if before.scope != after.scope:
        yield RoleChange(code, "scope", before.scope, after.scope)
    if gains := [each for each in after.permissions if not allows(before.permissions, each)]:
        yield RoleChange(code, "gains", after=", ".join(shortened(gains)))
    if loses := [each for each in before.permissions if not allows(after.permissions, each)]:
        yield RoleChange(code, "loses", before=", ".join(shortened(loses)))


def _gained(before: Role | None, after: Role) -> list[str]:
    """Return the permissions a role has then and not yet, or not yet for so much of the office."""
    held: frozenset[str] = frozenset()
    if before is not None and (before.scope == after.scope or before.scope == "office"):
        held = before.permissions
    return sorted(each for each in after.permissions if not allows(held, each))


def _words(role: Role) -> str:
    return " / ".join(role.name.values())
