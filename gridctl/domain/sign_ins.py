"""Signing in: what is answered to whom, and how guessing is slowed.

Whoever guesses learns nothing: an unknown login, a wrong password and a blocked account get the
same answer after the same time, and are slowed alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from gridctl.domain.errors import Conflict, Forbidden, Invalid
from gridctl.foundation.i18n import N_

#: Logs of a network are kept six months at least (Cybersecurity Law, article 21), then deleted.
KEPT_S = 190 * 86_400
#: How long a set-up code is good for.
SET_UP_S = 3_600
#: Networks are noted, not machines.
_PREFIX = {4: 24, 6: 56}
#: What one household or office is given: of the newer addresses billions, to change at will.
_LINE = {4: 32, 6: 56}
#: Addresses whose line is remembered.
_KNOWN = 1024

OUTCOME_NAMES: Mapping[str, str] = {"true": N_("signed in"), "false": N_("sign-in failed")}


class NotSignedIn(Forbidden):
    """No token, or none that is good: which of these is not told.

    Only the machine that asks knows the name of the profile it does so by.
    """

    message = N_("Nobody is signed in.")
    hint = N_("Sign in with '<[[--profile {profile} ]]login>'.")
    status = 401


class SignInOver(NotSignedIn):
    """A token went along and was not good; the server's answer is the same to all such.

    The machine that sent it says so; ``key`` is that of a command whose outcome is not known.
    """

    message = N_(
        "You are no longer signed in: the sign-in has ended, or the account is blocked."
        "[[ Whether this was done is not known (key {key}).]]"
    )
    hint = N_(
        "Sign in again with '<[[--profile {profile} ]]login>'[[<, then run the same command again"
        " with --key {key}: what was done already is not done twice|>]]."
    )


class TokenOver(SignInOver):
    """The token of the environment, which goes before every other, was not good."""

    message = N_(
        "The token in {variable} is not good: it has ended or was revoked, or the account is"
        " blocked.[[ Whether this was done is not known (key {key}).]]"
    )
    hint = N_(
        "Put a new one there, or remove {variable} and sign in[[<; then run the same command again"
        " with --key {key}: what was done already is not done twice|>]]."
    )


class CredentialsWrong(Forbidden):
    """No account, another password, or a blocked account: which of these is not told."""

    message = N_("Login or password is wrong.")
    hint = N_("Try again; who keeps the accounts can set a new password.")
    status = 401


class TooManyAttempts(Forbidden):
    """Guessing is slowed."""

    message = N_("Too many failed attempts. Wait {seconds} seconds, then try again.")
    status = 429


class PasswordExpected(Forbidden):
    """The password was given by somebody else."""

    message = N_("Choose a password of your own first.")
    hint = N_("'<password>' asks for the old one and the new one.")


class SamePassword(Invalid):
    """The new password is the old one."""

    message = N_("The new password is the old one.")
    hint = N_("Choose another.")


class BehalfNotYours(Forbidden):
    """An account acts for itself and for its own unit."""

    message = N_("{account} may not act for {name}.")
    hint = N_(
        "<Leave out --as|Act for nobody else>; acting for others needs the permission"
        " act.for_others."
    )


class BehalfOutside(Forbidden):
    """An account that may act for others does so in its part of the office alone."""

    message = N_("{name} does not work in the part of the office that {account} sees.")
    hint = N_("<Leave out --as|Act for nobody else>, or name a unit or person there.")


class SetUpCodeWrong(Forbidden):
    """Another code, an old one, or one that was used."""

    message = N_("The set-up code is wrong, or no longer good.")
    hint = N_("Start the server again for a new one.")
    status = 401


class AlreadySetUp(Conflict):
    """The first account is there."""

    message = N_("There are accounts here already.")
    hint = N_("Sign in with '<login>', or ask who keeps the accounts for one.")


class Slowing(NamedTuple):
    """From how many failures on attempts are slowed, which count, and how much at most."""

    free: int
    window_s: int
    longest_s: int


#: A county's offices share an address outwards: a network may fail more often than a login, and
#: waits less, for everybody in it waits.
SLOWING: Mapping[str, Slowing] = {
    "login": Slowing(free=5, window_s=86_400, longest_s=900),
    "source": Slowing(free=40, window_s=3_600, longest_s=30),
}


class Failures(NamedTuple):
    """How often signing in failed in the window, and when it did last."""

    number: int
    last: int


def wait_s(kind: str, failures: Failures, now: int) -> int:
    """Return how many seconds must pass before the next attempt: twice as long each time.

    Args:
        kind: ``login`` or ``source``, of which the failures are.
        failures: those that count.
        now: UTC seconds.
    """
    rule = SLOWING[kind]
    beyond = failures.number - rule.free
    if beyond < 0:
        return 0
    pause: int = min(rule.longest_s, 2 ** min(beyond, 20))
    return max(0, failures.last + pause - now)


def network_of(source: str) -> str:
    """Return the network an address lies in, "" for what is none; no log needs the machine."""
    return _around(source, _PREFIX)


# Every request is counted by the line it came on, and most come on few.
@lru_cache(maxsize=_KNOWN)
def line_of(source: str) -> str:
    """Return the line an address is one of, however often its owner changes it; "" for none."""
    return _around(source, _LINE)


def _around(source: str, prefixes: Mapping[int, int]) -> str:
    try:
        address = ip_address(source.partition("%")[0])
    except ValueError:
        return ""
    # A listener for both families sees the old one inside the new.
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network(f"{address}/{prefixes[address.version]}", strict=False))
