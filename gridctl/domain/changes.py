"""Taking back what was done: which entries of the journal can be, and why others cannot."""

from __future__ import annotations

from gridctl.domain.errors import Conflict, Forbidden, NotFound
from gridctl.foundation.i18n import N_

#: Nouns whose commands leave the image of every row they change, and tell nobody outside.
#: Imports are undone as batches; what was frozen, published or paid stays.
REVERSIBLE = frozenset({
    "ticket_intake", "ticket_handling", "ticket_closing", "ticket_own", "ticket_requests",
    "ticket_signals", "ticket_steps", "tickets", "grids", "staff", "units", "categories",
    "evidence", "objections", "changes", "whistles", "duty_items", "routes", "reply_templates",
    "saved_views", "rewards", "webhooks",
})  # fmt: skip

#: Commands of these nouns that tell others, or tell how telling went.
_TOLD = frozenset({
    "webhooks.NoteDelivery", "webhooks.RetryDelivery", "webhooks.TakeDeliveries",
    "webhooks.TestWebhook",
})  # fmt: skip


class EntryNotFound(NotFound):
    """The journal has no such entry."""

    message = N_("The journal has no entry {entry}.")
    hint = N_("'<undo --list>' shows what can be undone.")


class NothingToUndo(NotFound):
    """Nothing of this person can be taken back or brought back."""

    message = N_("There is nothing to undo.")
    hint = N_("'<undo --list>' shows what was done.")


class NothingToRedo(NotFound):
    """Nothing was undone that could be done again."""

    message = N_("There is nothing to redo.")


class EntryFinal(Conflict):
    """What this entry did cannot be taken back."""

    message = N_("Entry {entry} ({operation}) cannot be undone.")
    hint = N_(
        "An import is undone with '<import undo>', a rule by adopting the one before; what"
        " was frozen or paid stays."
    )


class EntryOfAnother(Forbidden):
    """Somebody else did it, or took it back."""

    message = N_("Entry {entry} is not yours: {actor} was at work there.")
    hint = N_("{actor} can take it back, or who has the permission {permission}.")


class EntryUndone(Conflict):
    """It was taken back before."""

    message = N_("Entry {entry} was undone already.")
    hint = N_("'<redo>' does it again.")


class ChangedSince(Conflict):
    """A later command rests on what this one did."""

    message = N_("Entry {entry} cannot be undone: entry {later} changed the same record since.")
    hint = N_("Undo entry {later} first, if that is wanted.")


class RestedOn(Conflict):
    """What a command made is needed by others."""

    message = N_("Entry {entry} cannot be undone: other records rest on what it made.")
    hint = N_(
        "Tickets, posts, units or places below hold on to it, or it was decided or frozen since;"
        " what can be is moved or undone first."
    )


def is_reversible(operation: str) -> bool:
    """Tell whether commands of this full name, such as ``tickets.EditTicket``, can be undone."""
    return operation.partition(".")[0] in REVERSIBLE and operation not in _TOLD
