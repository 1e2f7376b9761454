"""The duty list: which task of a department may enter the grids' list (准入), and until when.

A task is proposed by one party and admitted or refused by another, with a document; what was
admitted holds over a span of days (domain.md 2: lists of 48 items of 15 departments, or of 149
collection and 631 patrol tasks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from gridctl.domain.codes.numbers import next_number
from gridctl.domain.errors import Conflict, Forbidden, Invalid, NotFound
from gridctl.foundation.i18n import N_

DutyKind = Literal["matter", "collection", "patrol"]
Standing = Literal["proposed", "refused", "waiting", "open", "ended"]

KIND_NAMES: Mapping[str, str] = {
    "matter": N_("matter of a department"),
    "collection": N_("collection task"),
    "patrol": N_("patrol task"),
}
STANDING_NAMES: Mapping[str, str] = {
    "proposed": N_("proposed"),
    "refused": N_("refused"),
    "waiting": N_("admitted, not begun"),
    "open": N_("on the list"),
    "ended": N_("off the list"),
}


class DutyItemNotFound(NotFound):
    """No item of the duty list has this code or name."""

    message = N_("There is no duty item {key}.")
    hint = N_("'<duty list>' shows all.")


class DutyItemAmbiguous(Conflict):
    """Several items of the duty list share the name."""

    message = N_("Several duty items are called {key}: {choices}.")
    hint = N_("Give the code of the one that is meant.")
    exit_code = 2
    status = 422


class DutyItemExists(Conflict):
    """The code is taken."""

    message = N_("There is already a duty item {item}: {name}.")
    hint = N_("Look at it with '<duty show {item}>'.")


class DutyItemDecided(Conflict):
    """An item is decided on once."""

    message = N_("Duty item {item} was decided on already: {standing}.")
    hint = N_(
        "Admit it until a later day to prolong it, end it and propose it anew, or take the decision"
        " back with '<undo>'."
    )


class DutyItemNotOnList(Conflict):
    """Only what was admitted can be taken off the list."""

    message = N_("Duty item {item} is not on the list: {standing}.")


class DutyItemEndsBefore(Conflict):
    """Ending an item may shorten its stay on the list and never prolong it."""

    message = N_(
        "Duty item {item} is on the list until {last} and cannot be ended later, on {day}."
    )
    hint = N_(
        "A longer stay is decided like an admission:"
        " '<duty admit {item}>'< with --until {day} and --document-no|, with its document>."
    )


class DutySelfDecision(Forbidden):
    """Who proposes an item does not decide on it."""

    message = N_("{party} proposed duty item {item} and cannot decide on it.")
    hint = N_("Another one decides: act for them< with --as NAME|>, or name them< with --by|>.")


class DutyDaysInvalid(Invalid):
    """An item stays on the list for one day at least."""

    message = N_("A duty item cannot be on the list from {start} until {last}.")
    hint = N_("The last day is not before the first.")


class DutyItemNotAdmitted(Invalid):
    """Nobody has admitted the item yet, so no ticket of it is taken."""

    message = N_("Duty item {item} was proposed by {proposed_by} and is not admitted yet.")
    hint = N_("Decide with '<duty admit {item}>' or '<duty refuse {item}>'.")


class DutyItemRefused(Invalid):
    """The item was refused, so no ticket of it is taken."""

    message = N_("Duty item {item} was refused by {decided_by} on {decided_on}[[: {opinion}]].")


class DutyItemWaiting(Invalid):
    """The item is not on the list yet on the day of the report."""

    message = N_(
        "Duty item {item} is on the list from {start} on, as {decided_by} decided"
        "[[ ({document_no})]]; the report is of {day}."
    )


class DutyItemEnded(Invalid):
    """The item is no longer on the list on the day of the report."""

    message = N_(
        "Duty item {item} was on the list until {last}, as {decided_by} decided"
        "[[ ({document_no})]]; the report is of {day}."
    )


def next_duty_code(used: Iterable[str]) -> str:
    """Return the next code an office gives out itself: ``D`` and four digits."""
    return next_number("D", 4, used)


def standing(state: str, valid_from: str, valid_to: str, day: str) -> Standing:
    """Return how an item stands on an ISO day; ``valid_to`` is the first day off the list."""
    if state == "proposed":
        return "proposed"
    if state == "refused":
        return "refused"
    if day < valid_from:
        return "waiting"
    return "open" if day < valid_to else "ended"
