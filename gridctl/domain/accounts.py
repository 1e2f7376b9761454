"""Accounts: who may sign in to a server, in which role, for which part of the office."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

from gridctl.domain.errors import Conflict, Forbidden, Invalid, NotFound
from gridctl.domain.rights import Rights, allows
from gridctl.domain.roles import Role
from gridctl.foundation.i18n import N_

AccountState = Literal["active", "blocked"]

STATE_NAMES: Mapping[str, str] = {"active": N_("active"), "blocked": N_("blocked")}
#: What whoever keeps the accounts may do; one such account must always be left.
KEEPING = "user.edit"
#: Who has it may give any role.
ALL_KEEPING = "user.*"
_LONGEST_LOGIN = 32


class AccountNotFound(NotFound):
    """No account has this login."""

    message = N_("There is no account {login}.")
    hint = N_("[[Nearest is {nearest}. ]]'<user list>' shows all.")


class AccountExists(Conflict):
    """The login is taken."""

    message = N_("There is an account {login} already.")
    hint = N_("Choose another login, or change it with '<user edit {login}>'.")


class LoginUnfit(Invalid):
    """A login is one plain word."""

    message = N_("{login} cannot be a login.")
    hint = N_("Use 2 to 32 letters, digits, signs, - _ and . without blanks.")


class RoleNeedsPlace(Invalid):
    """The role is given for a place."""

    message = N_("The role {role_name} is given for a place, and none was named.")
    hint = N_("<Add --place|Name the place>, by code or name.")


class RoleNeedsUnit(Invalid):
    """The role is given for a unit."""

    message = N_("The role {role_name} is given for a unit, and none was named.")
    hint = N_("<Add --unit|Name the unit>, by code or name.")


class PartyNeeded(Invalid):
    """Whoever works for a place acts for a unit or a member of staff, and none is plain."""

    message = N_("For whom would {login} act? {place} has no centre of its own, or several.")
    hint = N_(
        "<Add --unit, or --staff for one person|Name the unit, or the one person it"
        " is for>.[[ Near are: {choices}.]] '<unit create>' enters a centre."
    )


class GrantTooFar(Forbidden):
    """Nobody gives more than they have."""

    message = N_(
        "{account} may not give or take the role {role_name}: it may do more than {account}."
    )
    hint = N_("Ask somebody who keeps all accounts (permission user.*).")


class LastAdministrator(Conflict):
    """Without the account nobody could keep the accounts."""

    message = N_("{login} is the last account that may keep accounts.")
    hint = N_("Make another one administrator first.")


class AccountBlocked(Conflict):
    """Nobody works with a blocked account."""

    message = N_("{login} is blocked.")
    hint = N_("'<user unblock {login}>' lets it in again.")


class AccountNeeded(Invalid):
    """On a file of one's own there is no account of one's own."""

    message = N_("Nobody is signed in here, so the account must be named.")
    hint = N_("<Add --account|Name the account>.")


def login_key(login: str) -> str:
    """Return a login in the form it is kept and compared in: one width, small letters."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def check_login(login: str) -> str:
    """Return a new login in the form it is kept.

    Raises:
        LoginUnfit: it is too short or long, or has blanks or signs in it.
    """
    key = login_key(login)
    if not re.fullmatch(rf"[^\W_][\w.-]{{1,{_LONGEST_LOGIN - 1}}}", key):
        raise LoginUnfit(login=login[:_LONGEST_LOGIN])
    return key


def check_scope(role: Role, *, placed: bool, unit: bool) -> None:
    """Refuse a role without what it is given for.

    Raises:
        RoleNeedsPlace, RoleNeedsUnit: there is none.
    """
    if role.scope == "place" and not placed:
        raise RoleNeedsPlace(role=role.code)
    if role.scope == "unit" and not unit:
        raise RoleNeedsUnit(role=role.code)


def check_grant(rights: Rights | None, role: Role) -> None:
    """Refuse to let an account be given a role, or lose it, by somebody who may do less.

    Who keeps all accounts may give any role, others only one whose permissions they hold; on a
    file of one's own nothing is limited.

    Raises:
        GrantTooFar: the acting account may do less.
    """
    if rights is None or ALL_KEEPING in rights.permissions:
        return
    if not all(rights.may(permission) for permission in role.permissions):
        raise GrantTooFar(account=rights.account, role=role.code)


def keeps_accounts(role: Role) -> bool:
    """Tell whether accounts of a role can keep the others."""
    return role.scope == "office" and allows(role.permissions, KEEPING)
