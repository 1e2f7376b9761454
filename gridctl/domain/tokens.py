"""Tokens: what stands for an account in each request, and how much of its role each carries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from gridctl.domain.errors import Conflict, Forbidden, Invalid, NotFound
from gridctl.domain.rights import allows
from gridctl.foundation.i18n import N_

TokenKind = Literal["sign_in", "made"]
TokenState = Literal["valid", "expired", "revoked"]

KIND_NAMES: Mapping[str, str] = {"sign_in": N_("sign-in"), "made": N_("for a program")}
STATE_NAMES: Mapping[str, str] = {
    "valid": N_("valid"),
    "expired": N_("expired"),
    "revoked": N_("revoked"),
}
DAY_S = 86_400
#: How long a sign-in lasts, and a token for a program unless told otherwise, in days.
SIGN_IN_DAYS = 30
USUAL_DAYS = 90
MOST_DAYS = 366


class TokenNotFound(NotFound):
    """No token one may see has this number."""

    message = N_("There is no token {number}.")
    hint = N_("'<token list>' shows all.")


class TokenTooWide(Forbidden):
    """A token carries no more than the account has."""

    message = N_("{account} does not have the permission {permission} itself.")
    hint = N_("'<role show {role}>' tells what it may do.")


class TokenOutlives(Forbidden):
    """What a program makes with its token does not outlive it."""

    message = N_("A token made with another token ends no later than that one, on {day}.")
    hint = N_("Ask for fewer days, or make it where you are signed in yourself.")


class TokenGone(Conflict):
    """It was revoked before."""

    message = N_("Token {number} was revoked already.")


class PermissionUnknown(Invalid):
    """No operation asks for such a permission."""

    message = N_("There is no permission {permission}.")
    hint = N_("Permissions look like 'ticket.read' or 'ticket.*'; '<role show>' lists them.")


def narrowed(held: Collection[str], wanted: Collection[str]) -> frozenset[str]:
    """Return what a token carries: of what the role holds, what the token asks for.

    Both sides may say ``ticket.*`` where the other names single permissions; an empty wish is
    all the role holds, today's as well as that of later days.
    """
    if not wanted:
        return frozenset(held)
    inside = {each for each in wanted if allows(held, each)}
    return frozenset(inside | {each for each in held if allows(wanted, each)})
