"""Rows of the ticket table on their way into views: instants, and what is kept confidential."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gridctl.domain.tickets import STANDING
from gridctl.foundation.clock import from_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries.scope import HIDDEN

Row = dict[str, Any]

#: The instants of a ticket in a list, and all it has.
LISTED = ("reported_at", "deadline_at", "closed_at")
_INSTANTS = (
    *LISTED, "occurred_at", "filed_at", "dispatched_at",
    "signed_at", "handled_at", "fed_back_at", "checked_at", "revisited_at", "archived_at",
)  # fmt: skip
_WORDS = ("title", "description", "address")
_VALUES = ("contact_name", "contact_phone", "lon_e7", "lat_e7")


def discreet(params: Mapping[str, Any], context: QueryContext) -> dict[str, Any]:
    """Return a filter that finds no ticket by words the acting party may not read."""
    if not _acts_for_other(context) or not any(name.startswith("text") for name in params):
        return {**params}
    from gridctl.handlers.queries.parties import acting_party

    return {**params, "reader": acting_party(context).unit_id or 0}


def _acts_for_other(context: QueryContext) -> bool:
    """Return whether words are kept here; an account that sees a part reads no others at all."""
    rights = context.actor.rights
    return bool(context.actor.behalf) and (rights is None or rights.whole)


def timed(row: Row, instants: Sequence[str] = _INSTANTS) -> Row:
    """Return a row with its instants in the office's zone."""
    for name in instants:
        if (at := row.get(name)) is not None:
            row[name] = from_epoch(at)
    return row


def standing(row: Row) -> Row:
    """Return a row with what stands on the ticket as one value, from a column for each."""
    row["stands"] = tuple([name for name in STANDING if row.pop(name)])
    return row


def discretion(context: QueryContext) -> Callable[[Row], Row]:
    """Return what takes from a ticket's row the words the acting party may not read.

    A confidential ticket tells its title, story, address and caller to the office and to the unit
    that leads it, and to nobody else (domain.md 12); it is counted all the same. A row needs
    ``confidential`` and ``lead_unit_id``.
    """
    if not _acts_for_other(context):
        return lambda row: row
    # Only who acts for another one is looked up.
    from gridctl.handlers.queries.parties import acting_party

    unit_id = acting_party(context).unit_id

    def hide(row: Row) -> Row:
        if not row["confidential"] or (unit_id is not None and row["lead_unit_id"] == unit_id):
            return row
        hidden = dict.fromkeys(_WORDS, HIDDEN) | dict.fromkeys(_VALUES, None) | {"repeat": False}
        return row | {name: value for name, value in hidden.items() if row.get(name)}

    return hide
