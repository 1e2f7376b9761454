"""The closed loop: who may act on a ticket, and why a step is refused.

Which step leads from which state to which stands in the workflow (``config/rules/workflow.toml``);
this is the vocabulary of its guards (domain.md 5.3, 5.7).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gridctl.domain.errors import Conflict, Forbidden, GridctlError, Invalid, NotFound
from gridctl.foundation.i18n import N_

Level = Literal["village", "town", "county"]
RequestState = Literal["pending", "granted", "refused", "lapsed"]

#: Who takes a step that nobody took: the clock.
TIMER = "timer"
#: How the log calls who did something where nobody did.
TIMER_NAMES: Mapping[str, str] = {TIMER: N_("the clock")}
#: Lowest first; a supervision order of a level binds all below it.
LEVELS: tuple[str, ...] = ("village", "town", "county")
#: What stands in a ticket's log, by code of the workflow.
VERB_NAMES: Mapping[str, str] = {
    "report": N_("report"), "edit": N_("edit"), "import": N_("import"),
    "self_handle": N_("self-handle"), "send_verify": N_("send to verify"),
    "verify_done": N_("verified"), "file": N_("file a case"), "void": N_("void"),
    "merge": N_("merge"),
    "merged_in": N_("duplicate attached"), "dispatch": N_("dispatch"), "sign": N_("sign for"),
    "return": N_("return"), "arbitrate": N_("arbitrate"), "escalate": N_("escalate"),
    "hand_down": N_("hand down"), "extend": N_("extend"), "suspend": N_("suspend"),
    "resume": N_("resume"), "feedback": N_("feed back"), "assist": N_("assist"),
    "finish_assist": N_("assistance given"), "send_check": N_("send to check"),
    "check_done": N_("checked"), "rework": N_("rework"), "revisit": N_("revisit"),
    "close": N_("close"), "force_close": N_("force close"), "reopen": N_("reopen"),
    "archive": N_("archive"), "appeal": N_("appeal"), "nudge": N_("nudge"),
    "supervise": N_("supervise"), "cancel_supervise": N_("lift supervision"),
    "urge": N_("mark urgent"), "instruct": N_("instruct"), "notify": N_("notify"),
    "read": N_("read"), "comment": N_("comment"), "step": N_("step of the office's own"),
    "whistle": N_("whistle call"),
    "undo": N_("undo"),
}  # fmt: skip
REQUEST_STATES: Mapping[str, str] = {
    "pending": N_("waiting for a decision"),
    "granted": N_("granted"),
    "refused": N_("refused"),
    "lapsed": N_("lapsed"),
}


class NotHolder(Forbidden):
    """Only who has the ticket acts on it (domain.md 5.3)."""

    message = N_("{party} does not have ticket {ticket}; {holder} has it.")
    hint = N_("It is for {holder} to do[[; act for it <with --as {acting}|as {acting}>]].")


class HeldByNobody(Conflict):
    """The step is for the unit that has the ticket, and none has it."""

    message = N_("No unit has ticket {ticket}, so nobody can take the step {verb}.")
    hint = N_("Say which unit has it<: '<ticket edit {ticket} --lead-unit UNIT>'|, by editing it>.")


class RoleMissing(Forbidden):
    """The acting party has none of the roles the step needs."""

    message = N_("{party} may not take the step {verb} on ticket {ticket}; it is for: {roles}.")
    hint = N_("Ask one who may; where you may act for them, <add --as NAME|name them>.")


class WorkerUnfit(Conflict):
    """A task was to go to somebody who works elsewhere."""

    message = N_("{person} has no post at the place of ticket {ticket}.")
    hint = N_("Name somebody of that grid or village; '<staff list --under PLACE>' shows them.")


class PartyUnknown(NotFound):
    """Nobody of this name can act."""

    message = N_("There is neither a unit nor a member of staff {name} to act for.")
    hint = N_("'<unit list>' and '<staff list>' show all.")


class PartyMissing(Forbidden):
    """The account acts for nobody, and sees too little of the office to act for it."""

    message = N_("The account {account} belongs to no unit and to no member of staff.")
    hint = N_(
        "Ask the administrator: '<user edit {account}>' <with --unit or --staff|with the"
        " unit or the person>."
    )


class StepOpinionMissing(Invalid):
    """The step needs an opinion, for the log."""

    message = N_("The step {verb} needs an opinion.")
    hint = N_("Say why< with --opinion TEXT|>.")


class OutcomeMissing(Invalid):
    """The step needs an outcome."""

    message = N_("The step {verb} needs an outcome.")
    hint = N_("Choose one of {choices}.")


class StepOutcomeUnknown(Invalid):
    """The step has no such outcome."""

    message = N_("The step {verb} has no outcome {outcome}.")
    hint = N_("Choose one of {choices}.")


class UnitMissing(Invalid):
    """The step needs a unit."""

    message = N_("The step {verb} on ticket {ticket} needs a unit.")
    hint = N_("Name it< with --unit UNIT|>, or give the category a lead unit.")


class FactNeeded(Invalid):
    """The step needs a fact the ticket does not have yet."""

    message = N_("The step {verb} on ticket {ticket} needs: {field}[[ ({choices})]].")
    hint = N_("Add it with '<ticket edit {ticket}>' or an option of the step.")


class ReplyMissing(Invalid):
    """A unit that has handled a ticket says what it did."""

    message = N_("The feedback on ticket {ticket} needs a reply.")
    hint = N_("Say what was done< with --reply TEXT|>.")


class GroundUnknown(Invalid):
    """A return needs one of the listed grounds (domain.md 5.7)."""

    message = N_("{ground} is no listed ground for a return.")
    hint = N_("Choose one< with --ground|>: {grounds}.")


class GroundMissing(Invalid):
    """A return says why, by the list (domain.md 5.7)."""

    message = N_("Ticket {ticket} is returned on which ground?")
    hint = N_("Choose one< with --ground|>: {grounds}.")


class StepTooEarly(Conflict):
    """The step would lie before one that was taken already."""

    message = N_("Ticket {ticket} had its last step at {last}; {at} is before it.")
    hint = N_("Give a later <--at|instant>, or leave it out for now.")


class ClockBehind(Conflict):
    """The machine's clock was put back, or that of another machine runs ahead."""

    message = N_("The last step of ticket {ticket} was at {last}, but the clock here says {now}.")
    hint = N_("Put the clock right; a step taken under a wrong clock is taken back with undo.")


class StepInFuture(Invalid):
    """Nothing can be entered as done that has not happened."""

    message = N_("{at} has not come yet.")
    hint = N_("Leave <--at|the instant> out for now.")


class RequestPending(Conflict):
    """Somebody has asked already and waits for the decision."""

    message = N_("A request ({verb}) on ticket {ticket} waits for a decision already.")
    hint = N_("Decide it with '<ticket approve {ticket}>' or '<ticket refuse {ticket}>'.")


class RequestMissing(NotFound):
    """Nothing waits for a decision."""

    message = N_("No request on ticket {ticket} waits for a decision.")
    hint = N_("'<ticket requests>' lists what does.")


class GrantUnfit(Invalid):
    """A decision sets what the request does not ask for."""

    message = N_("The request ({verb}) on ticket {ticket} does not ask for this.")
    hint = N_(
        "Grant an extension with another length, a suspension until another day, all else as it"
        " was asked for."
    )


class SelfDecision(Forbidden):
    """Who asks does not decide, nor does anybody else of the unit that asked for itself."""

    message = N_("{party} has asked for this, or is of the unit that did, and cannot decide it.")
    hint = N_("Another party decides, as {roles}: the centre that has the ticket, or one above it.")


class ReturnTooLate(Conflict):
    """The time to return a ticket is over: the unit is the first to be responsible."""

    message = N_("The time to return ticket {ticket} ended at {deadline}.")
    hint = N_("The unit handles it as the first to be responsible, or asks the arbiter.")


class AwaitsArbiter(Conflict):
    """After so many returns the arbiter decides who handles it."""

    message = N_("Ticket {ticket} was returned {count} times; the arbiter decides.")
    hint = N_("Use '<ticket arbitrate {ticket} --unit UNIT>'.")


class ArbitratedTooSoon(Conflict):
    """The arbiter decides after so many returns: whom it names has no right to return."""

    message = N_(
        "Ticket {ticket} was returned {count} times; the arbiter decides after {most} returns."
    )
    hint = N_("Until then give it to a unit: '<ticket dispatch {ticket} --unit UNIT>'.")


class ArbitratedAlready(Conflict):
    """Whom the arbiter has named does not return the ticket."""

    message = N_("The arbiter gave ticket {ticket} to {holder}; it is not returned again.")


class ExtensionTooLate(Conflict):
    """An extension is asked for before the deadline."""

    message = N_("The deadline of ticket {ticket} passed at {deadline}; it is not extended now.")


class NothingToExtend(Conflict):
    """A ticket without a deadline is not given more time."""

    message = N_("Ticket {ticket} has no deadline, so there is nothing to extend.")
    hint = N_("Its unit has as long as it takes; a limit is fixed when a ticket is given out.")


class ExtensionsUsed(Conflict):
    """No more extensions."""

    message = N_("Ticket {ticket} was extended {count} times; more are not allowed.")


class ExtensionTooLong(Invalid):
    """One extension has a longest length."""

    message = N_("An extension of {limit} is too long; {most} is the most.")


class SuspensionUnfit(Invalid):
    """The end of a suspension must lie ahead, and not too far."""

    message = N_("A suspension until {until} is not allowed.")
    hint = N_("Give a day from {earliest} to {latest}.")


class SuspendedBefore(Conflict):
    """A ticket is suspended only so often."""

    message = N_("Ticket {ticket} was suspended {count} times; more is not allowed.")


class MergeUnfit(Conflict):
    """The ticket to merge into must be another one, living and not long closed."""

    message = N_("Ticket {ticket} cannot be merged into {parent}.")
    hint = N_(
        "[[{parent} was merged into {survivor} itself; name that one. ]]"
        "Name another ticket that is open or was closed lately, and is not merged itself."
    )


class ReopenTooLate(Conflict):
    """A closed ticket is reopened only for a while."""

    message = N_("Ticket {ticket} was closed at {closed}; {days} days later it stays closed.")
    hint = N_("Enter a new ticket and name this one in it.")


class AppealUnfit(Conflict):
    """An appeal is for a ticket closed late, once, and in time."""

    message = N_("Ticket {ticket} cannot be appealed: it was not closed late, or was before.")


class AppealTooLate(Conflict):
    """The time for an appeal is over."""

    message = N_("The time to appeal ended on {day} for ticket {ticket}.")


class AppealPending(Conflict):
    """A ticket is archived when it can no longer be appealed or called back."""

    message = N_("Ticket {ticket} stays at hand until {day} is over; it is not archived before.")


class CheckFailed(Conflict):
    """The check after handling found that it is not done."""

    message = N_("The check of ticket {ticket} failed; it is not closed.")
    hint = N_("Give it back with '<ticket rework {ticket} --opinion TEXT>'.")


class SupervisedHigher(Forbidden):
    """A lower centre does not lift the order of a higher one (domain.md 5.3)."""

    message = N_("Ticket {ticket} is supervised by the {level}; {party} cannot lift that.")


class NotSupervised(Conflict):
    """There is no order to lift."""

    message = N_("Ticket {ticket} is not supervised.")


class LevelUnfit(Invalid):
    """A ticket goes up or down one level at a time (domain.md 5.3)."""

    message = N_("Ticket {ticket} is with the {level} and cannot go to {target} from there.")
    hint = N_("One level at a time, within the levels the ticket's place has.")


class NoticeMissing(NotFound):
    """The unit has nothing unread about the ticket."""

    message = N_("{party} has nothing unread about ticket {ticket}.")


class AssistsItself(Conflict):
    """The unit that handles a ticket was named as one that helps with it."""

    message = N_("{unit} handles ticket {ticket} itself and cannot be the one that helps.")
    hint = N_("Name another unit.")


class AssistMissing(NotFound):
    """The unit does not help with the ticket."""

    message = N_("{party} does not help with ticket {ticket}, or has finished.")


def missing_on(verb: str, ticket: str, party: str) -> GridctlError:
    """Return why a step that ends something finds nothing on a ticket to be ended."""
    if verb == "cancel_supervise":
        return NotSupervised(ticket=ticket)
    error = AssistMissing if verb == "finish_assist" else NoticeMissing
    return error(party=party, ticket=ticket)


class StepUnknown(Invalid):
    """There is no step of this name."""

    message = N_("There is no step {step} for tickets.")


class StepFactsInvalid(Invalid):
    """A field of the step does not have the form it needs."""

    message = N_("The step cannot take {field} = {value}.")


class StepsRefused(Conflict):
    """Not all tickets can take the step, and all or none was asked for."""

    message = N_("{count} of {total} tickets cannot take the step, the first is {ticket}.")
    hint = N_(
        "<Look at them with --dry-run; without --all-or-nothing|Try it to see which;"
        " unless all or none are asked for,> the others are changed."
    )


def rank(level: str) -> int:
    """Return how high a level stands, the village lowest."""
    return LEVELS.index(level) if level in LEVELS else len(LEVELS) - 1
