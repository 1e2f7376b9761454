"""Is what nobody asks for done: sweeping, deleting contacts, telling webhooks, backups?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from gridctl.cli.checking import Finding
from gridctl.cli.context import Session
from gridctl.cli.context.when import clock
from gridctl.domain.errors import Param, word
from gridctl.foundation.clock import instant_text
from gridctl.foundation.i18n import _
from gridctl.foundation.pointers import pointed

if TYPE_CHECKING:
    from gridctl.operations.queries.offices import UpkeepView

#: How long a delivery may be on its way, and a backup be the last one.
_LONG, _OLD = timedelta(hours=1), timedelta(days=7)
#: Entries of a journal that are worth a backup.
_WORTH = 100


def upkeep_findings(session: Session) -> Iterator[Finding]:
    """Yield how the periodic work and the backups of an office that can be asked stand."""
    from gridctl.operations.queries.offices import ShowUpkeep

    upkeep = session.send(ShowUpkeep())
    served = session.target.kind == "url"
    yield _periodic(upkeep, served=served)
    yield _contacts(upkeep)
    if upkeep.webhooks:
        yield _webhooks(upkeep, served=served)
    if not served:
        yield _backup(session, upkeep.entries)


def _periodic(upkeep: UpkeepView, *, served: bool) -> Finding:
    told: dict[str, Param] = {"who": upkeep.swept_by}
    last = ""
    if upkeep.swept_at is not None:
        told["at"] = instant_text(upkeep.swept_at)
        last = word(_("; the last sweep that changed something: {at}, by {who}"), told)
    if upkeep.running:
        return Finding("periodic", "ok", _("a server does it") + last)
    if served:
        hint = _("Start one of the servers without --no-periodic.")
        return Finding("periodic", "warn", _("no server does it") + last, hint)
    hint = pointed(_("'<clock sweep>' does what has come due; a server does so by itself."))
    return Finding("periodic", "ok", _("no server runs") + last, hint)


def _contacts(upkeep: UpkeepView) -> Finding:
    if not upkeep.contacts_overdue:
        return Finding("contacts", "ok", _("none is kept beyond its period"))
    told = word(_("{count} are kept beyond their period"), {"count": upkeep.contacts_overdue})
    hint = pointed(_("'<contact expire>' deletes them; a server does so once a day."))
    return Finding("contacts", "warn", told, hint)


def _webhooks(upkeep: UpkeepView, *, served: bool) -> Finding:
    counts: dict[str, Param] = {
        "count": upkeep.webhooks, "waiting": upkeep.waiting, "dead": upkeep.dead,
    }  # fmt: skip
    told = word(_("{count} webhooks: {waiting} deliveries on their way, {dead} given up"), counts)
    if upkeep.dead:
        hint = pointed(
            _("'<webhook deliveries --state dead>' tells why; '<webhook retry>' tries anew.")
        )
        return Finding("webhooks", "warn", told, hint)
    since = upkeep.waiting_since
    if since is not None and clock.now() - since > _LONG:
        told += word(_(", the oldest since {at}"), {"at": instant_text(since)})
        hint = _("The server sends by itself; see on its machine why it does not.")
        if not served:
            hint = pointed(_("'<webhook deliver>' sends what is due; a server does so by itself."))
        return Finding("webhooks", "warn", told, hint)
    return Finding("webhooks", "ok", told)


def _backup(session: Session, entries: int) -> Finding:
    """Return how old the last backup made on this machine is."""
    from gridctl.gateway.known_copies import KnownCopies

    hint = pointed(_("'<db backup FOLDER>' makes one while others go on working."))
    copy = KnownCopies.usual().of(session.target)
    if copy is None:
        if entries < _WORTH:
            return Finding("backup", "ok", _("none was made from here, and little is entered yet"))
        return Finding("backup", "warn", _("none was made from here"), hint)
    told: dict[str, Param] = {
        "at": instant_text(copy.at), "path": copy.path, "since": max(0, entries - copy.head),
    }  # fmt: skip
    detail = word(_("{at}, {path}; {since} journal entries since"), told)
    if not Path(copy.path).exists():
        return Finding("backup", "warn", detail, _("It lies there no longer.") + " " + hint)
    stale = clock.now() - copy.at > _OLD and entries > copy.head
    return Finding("backup", "warn" if stale else "ok", detail, hint if stale else "")
