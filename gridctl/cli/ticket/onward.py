"""What comes next for a ticket, as the command to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.cli.context import Session
from gridctl.domain.errors import word
from gridctl.domain.loop import VERB_NAMES
from gridctl.foundation.i18n import _
from gridctl.foundation.pointers import command_line

if TYPE_CHECKING:
    from gridctl.operations.queries.tickets import TicketView
    from gridctl.operations.queries.workflows import VerbView

#: What a step cannot be typed without, besides the number.
_NEEDED = {"dispatch": "--unit UNIT", "feedback": "--reply TEXT"}


def tell_next(session: Session, view: TicketView) -> None:
    """Say which step of the main line is next, and for whom; nothing where none is."""
    if session.options.dry_run or session.style.format not in ("table", "wide"):
        return
    from gridctl.operations.queries.workflows import ShowWorkflow

    verbs = session.send(ShowWorkflow()).verbs
    for verb in verbs:
        if verb.forward and view.state in _sources(verb) and verb.verb != "archive":
            session.note(word(_("Next: {command}"), {"command": _typed(verb, view)}))
            return


def tell_similar(session: Session, view: TicketView) -> None:
    """Say how many more may be about the same matter than were shown, and where they are."""
    more = view.similar_total - len(view.similar)
    if more > 0 and not session.options.dry_run:
        said = _("{count} more may be the same matter: <ticket similar {ticket}>")
        session.note(word(said, {"count": more, "ticket": view.serial_no}))


def tell_code(session: Session, serial: str) -> None:
    """Say a ticket's check code: who reported it follows it with number and code."""
    if session.options.dry_run or session.style.format not in ("table", "wide"):
        return
    from gridctl.operations.queries.progress import ShowReceipt

    code = session.send(ShowReceipt(ticket=serial)).check_code
    if code is not None:
        said = _("Check code for who reported it: {code}")
        session.note(word(said, {"code": code}))


def _sources(verb: VerbView) -> set[str]:
    return {state.strip() for move in verb.moves for state in move.partition("->")[0].split(",")}


def _typed(verb: VerbView, view: TicketView) -> str:
    """Return the command: a unit's step is typed for the unit that has the ticket."""
    words = ["ticket", verb.verb.replace("_", "-"), view.serial_no]
    if verb.verb not in VERB_NAMES:
        words = ["ticket step", view.serial_no, f"--verb {verb.verb}"]
    if verb.verb in _NEEDED:
        words.append(_NEEDED[verb.verb])
    if tuple(verb.roles) == ("unit",) and view.lead_unit:
        words.append(f"--as {view.lead_unit}")
    return command_line(" ".join(words), {})
