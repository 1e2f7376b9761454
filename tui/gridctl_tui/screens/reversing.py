"""Undo and redo: what it is about, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from gridctl.domain.errors import GridctlError, Param, Unreachable, word
from gridctl.foundation.clock import instant_text
from gridctl.foundation.i18n import _
from gridctl.operations.base import Command
from gridctl.operations.queries.changes import EntryRow
from gridctl.presentation.operation_words import OPERATION_NAMES
from gridctl_tui.screens.ask import Confirm

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: Tickets that are named.
_SHOWN = 3


def question(title: str, entry: EntryRow) -> Confirm:
    """Return the question whether to go ahead."""
    facts: dict[str, Param] = {
        "entry": entry.entry, "operation": _name(entry), "actor": entry.actor, "rows": entry.rows,
        "at": instant_text(entry.at),
    }  # fmt: skip
    return Confirm(
        _(title),
        [
            word(_("Entry {entry}: {operation}, {rows} records."), facts),
            *_tickets(entry.tickets),
            word(_("Done {at} by {actor}."), facts),
        ],
    )


def _tickets(numbers: Sequence[str]) -> Iterator[str]:
    """Yield a line that names the tickets it is about, where it is about any."""
    shown = numbers[:_SHOWN]
    more = _("and others") if len(numbers) > len(shown) else None
    if shown:
        named: dict[str, Param] = {"tickets": tuple(shown), "more": more}
        yield word(_("Tickets: {tickets}[[ {more}]]."), named)


def told(text: str, entry: EntryRow) -> str:
    """Return what was done, in words."""
    return word(_(text), {"entry": entry.entry, "operation": _name(entry)})


def _name(entry: EntryRow) -> str:
    return _(OPERATION_NAMES.get(entry.operation, entry.operation))


async def reverse(app: Dashboard, operation: Command[Any], title: str, done: str) -> None:
    """Take back or do again what was done last, after showing what that was."""
    try:
        entry, party = await _own_last(app, operation)
        if await app.push_screen_wait(question(title, entry)):
            entry = await app.desk.send(operation, behalf=party)
            app.notify(told(done, entry))
            await app.renew()
    except GridctlError as error:
        app.tell(error)


async def _own_last(app: Dashboard, operation: Command[Any]) -> tuple[EntryRow, str]:
    """Return the entry that would be reversed, and who was acted for in it.

    What is one's own last differs by who is acted for: the latest of all counts.

    Raises:
        GridctlError: there is none.
    """
    found: list[tuple[EntryRow, str]] = []
    refused: GridctlError | None = None
    for party in app.parties:
        try:
            found.append((await app.desk.send(operation, behalf=party, dry_run=True), party))
        except Unreachable:
            raise
        except GridctlError as error:
            refused = refused or error
    if refused is not None and not found:
        raise refused
    return max(found, key=lambda each: each[0].entry)
