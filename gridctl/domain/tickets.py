"""Tickets: the canonical states (domain.md 5.2), which of them count, and serial keys."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal, get_args

from gridctl.domain.errors import Conflict, Invalid, NotFound, Usage
from gridctl.foundation.i18n import N_

State = Literal[
    "draft", "reported", "verifying", "rejected", "filed", "dispatched", "handling", "returned",
    "suspended", "fed_back", "checking", "rework", "revisiting", "closed", "archived", "merged",
    "self_closed",
]  # fmt: skip
Verdict = Literal["on_time", "overdue"]
Basis = Literal["computed", "stated"]

STATE_NAMES: Mapping[str, str] = {
    "draft": N_("draft"),
    "reported": N_("reported"),
    "verifying": N_("verifying"),
    "rejected": N_("rejected"),
    "filed": N_("filed"),
    "dispatched": N_("dispatched"),
    "handling": N_("handling"),
    "returned": N_("returned"),
    "suspended": N_("suspended"),
    "fed_back": N_("fed back"),
    "checking": N_("checking"),
    "rework": N_("in rework"),
    "revisiting": N_("revisiting"),
    "closed": N_("closed"),
    "archived": N_("archived"),
    "merged": N_("merged"),
    "self_closed": N_("self-handled"),
}
#: Where a matter begins that is entered by hand, also one taken over from paper: with the centre,
#: with a unit, or over. The states between are reached by steps, which the log tells.
Beginning = Literal[
    "draft",
    "reported",
    "rejected",
    "filed",
    "returned",
    "dispatched",
    "handling",
    "suspended",
    "closed",
    "self_closed",
]
BEGINNING_NAMES: Mapping[str, str] = {code: STATE_NAMES[code] for code in get_args(Beginning)}
VERDICT_NAMES: Mapping[str, str] = {"on_time": N_("on time"), "overdue": N_("overdue")}
BASIS_NAMES: Mapping[str, str] = {"computed": N_("computed"), "stated": N_("stated")}
SATISFACTION_NAMES: Mapping[str, str] = {
    "satisfied": N_("satisfied"),
    "basically": N_("basically satisfied"),
    "dissatisfied": N_("dissatisfied"),
    "unreachable": N_("not reached"),
}

#: The matter is dealt with.
CLOSED = ("closed", "archived", "self_closed")
#: The unit has said that it is done; the centre looks at it.
FED_BACK = ("fed_back", "checking", "revisiting")
#: What can stand on a ticket besides its state: an order of supervision, help that is not given
#: yet, a notice nobody has read.
STANDING = ("supervised", "assisted", "noticed")
#: Nobody has to close it: out of "due to close" (domain.md 7.2).
NOT_DUE = ("draft", "rejected", "merged")
#: Reached filing, or validly self-handled: a valid report.
NOT_VALID = ("draft", "reported", "verifying", "rejected", "merged")


#: What the name of a source holds where the public came with it, not the office's own people
#: (domain.md 5.1): sources are words of the counties, not codes.
PUBLIC_SOURCES = (
    "12345", "热线", "微信", "短信", "门户网站", "来电", "来信", "来访", "信访", "市民", "网民",
    "群众举报", "群众反映", "公众",
)  # fmt: skip


class ClosingUnfit(Invalid):
    """A matter is entered with a closing it cannot have had."""

    message = N_("It cannot have been closed on {closed}: it was reported on {reported}.")
    hint = N_(
        "Give <--reported-at as well, or correct --closed-at|the time of the report as"
        " well, or correct that of the closing>."
    )


class NotClosed(Invalid):
    """A matter that goes on is entered with the instant of its closing."""

    message = N_("A ticket that is {state} was not closed yet.")
    hint = N_(
        "Enter it <with --state closed, or leave out --closed-at|as closed, or leave out"
        " when it was closed>."
    )


class StateUnknown(Usage):
    """Neither the office's workflow nor the shipped one has this state."""

    message = N_("There is no state {state}.")
    hint = N_("Nearest is {nearest}; known are {choices}.")


class TicketNotFound(NotFound):
    """No ticket has this number."""

    message = N_("There is no ticket {number}.")
    hint = N_("Give the serial number, or the external number as the file had it.")


class TicketNumberAmbiguous(Conflict):
    """Several systems use the external number."""

    message = N_("Several tickets have the number {number}: {choices}.")
    hint = N_("Give the serial number.")
    exit_code = 2
    status = 422


class DispatchedAlready(Conflict):
    """Once a ticket is with a unit, who handles it and until when changes by a step of the loop."""

    message = N_(
        "Ticket {ticket} was dispatched: its unit, its helpers and its deadline change by steps."
    )
    hint = N_(
        "Use '<ticket return>' or '<ticket dispatch>' for the unit, '<ticket assist>' for helpers,"
        " '<ticket extend>' for the deadline."
    )


class TicketExists(Conflict):
    """The external number is taken."""

    message = N_("There is already a ticket with the external number {number}: {serial}.")
    hint = N_("Change it with '<ticket edit {serial}>'.")


class TicketNumberTaken(Conflict):
    """The external number is taken by a ticket out of sight."""

    message = N_("The external number {number} is taken, by a ticket you do not see.")
    hint = N_(
        "Check the number and the system it comes from; if they are right, the office above has"
        " the ticket already."
    )


class CountyUnknown(Invalid):
    """A serial number needs a county."""

    message = N_("The county of the ticket is not known, so it gets no serial number.")
    hint = N_("Name a place, or give the office its county code with '<db edit --county>'.")


def match_key(*, serial: str | None, external: str | None, system: str, content: str) -> str:
    """Return the key under which a file finds a ticket again.

    An external number counts within its system; a row without any number is known by a digest
    of its content.
    """
    if external:
        return f"x:{system}:{external}"
    if serial:
        return f"s:{serial}"
    return f"h:{hashlib.sha256(content.encode()).hexdigest()[:32]}"
