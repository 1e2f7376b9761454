"""Is the server of a profile there, is it ours, and who are we to it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gridctl import __version__
from gridctl.cli.checking import Finding, Status, failed
from gridctl.cli.context import Session
from gridctl.cli.context.when import clock
from gridctl.domain.errors import Forbidden, GridctlError, Param, word
from gridctl.foundation.i18n import _
from gridctl.foundation.settings import SettingsError, Target

if TYPE_CHECKING:
    from gridctl.operations.base import Gateway

#: Days before its end a certificate should be renewed.
_SOON = 30
#: Seconds two clocks may differ before deadlines near their end look wrong on one side.
_SKEW_S = 60


def server_findings(session: Session, target: Target) -> Iterator[Finding]:
    """Yield what stands between this machine and a server, until something does."""
    from gridctl.gateway.examining import look_at

    try:
        line = look_at(target, clock)
    except GridctlError as error:
        yield failed("line", error)
        return
    yield Finding("line", "ok", word(_("{address} answers"), {"address": target.shown}))
    yield _certificate(line.days_left)
    if line.ahead_s is not None:
        yield _skew(line.ahead_s)
    yield from _spoken(session, target)


def _stranger(gateway: Gateway, target: Target, error: Forbidden) -> Finding:
    """Return that nobody is signed in, and what is to be done: to sign in, or to set up."""
    from gridctl.operations.queries.offices import ShowNameplate

    try:
        accounts = gateway.send(ShowNameplate()).accounts
    except GridctlError:
        # A server of an older version has no such answer.
        accounts = True
    if accounts:
        return failed("account", error, "warn")
    hint = _("Make the first with '<--profile {profile} login --setup>' and the server's code.")
    told = word(hint, {"profile": target.name})
    return Finding("account", "warn", _("nobody has an account there yet"), told)


def _certificate(days_left: int | None) -> Finding:
    if days_left is None:
        return Finding("certificate", "ok", _("none needed on this machine"))
    status: Status = "ok" if days_left > _SOON else "warn"
    hint = "" if status == "ok" else _("The administrator should renew it now.")
    told = word(_("verified, valid for {days} more days"), {"days": days_left})
    return Finding("certificate", status, told, hint)


def _skew(ahead_s: int) -> Finding:
    if abs(ahead_s) <= _SKEW_S:
        return Finding("clock", "ok", _("agrees with the server's"))
    ahead = _("the server's clock is {seconds} s ahead of this machine's")
    behind = _("the server's clock is {seconds} s behind this machine's")
    told = word(ahead if ahead_s > 0 else behind, {"seconds": abs(ahead_s)})
    return Finding("clock", "warn", told, _("Have both set by a time server (NTP)."))


def _spoken(session: Session, target: Target) -> Iterator[Finding]:
    """Yield which versions meet, and as whom we are signed in."""
    from gridctl.gateway.connect import server
    from gridctl.operations.queries.accounts import ShowOwnAccount

    try:
        gateway = server(target, on_behalf=session.options.on_behalf, patience_s=0)
    except SettingsError as error:
        yield failed("account", error)
        return
    try:
        found = gateway.greet()
        told: dict[str, Param] = {
            "mine": __version__,
            "theirs": found.program,
            "format": found.format,
        }
        detail = word(_("here {mine}, there {theirs} (format {format})"), told)
        yield Finding("versions", "ok", detail)
    except GridctlError as error:
        yield failed("versions", error)
        return
    try:
        own = gateway.send(ShowOwnAccount())
    except Forbidden as error:
        yield _stranger(gateway, target, error)
    except GridctlError as error:
        yield failed("account", error)
    else:
        who = {"name": own.name, "login": own.login}
        yes, nobody = _("signed in as {name} ({login})"), _("nobody signs in there")
        yield Finding("account", "ok", word(yes if own.login else nobody, who))
    finally:
        gateway.close()
