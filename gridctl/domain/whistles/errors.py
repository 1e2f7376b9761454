"""Why a step of a whistle call is refused."""

from __future__ import annotations

from gridctl.domain.errors import Conflict, Forbidden, Invalid, NotFound
from gridctl.foundation.i18n import N_


class WhistleNotFound(NotFound):
    """No call has this number."""

    message = N_("There is no whistle call {number}.")
    hint = N_("'<whistle list>' shows all.")


class WhistleNumbersUsedUp(Invalid):
    """A county's numbers of one day are used up."""

    message = N_("There is no number left for whistle calls that begin with {prefix}.")
    hint = N_("A day has 999 numbers; enter the call under another day.")


class WhistleStepUnfit(Conflict):
    """The call is in another state than the step starts from."""

    message = N_("Whistle call {number} is at: {call_state}; {call_step} starts from: {needed}.")
    hint = N_("'<whistle show {number}>' shows what was done.")


class WhistleTooEarly(Conflict):
    """The step would lie before the one it follows."""

    message = N_("{at} is before {last}, the step of whistle call {number} that it follows.")
    hint = N_("Give a later <--at|instant>, or leave it out for now.")


class WhistleSiteMissing(Invalid):
    """A call needs a place."""

    message = N_("A whistle call needs a place.")
    hint = N_("Name it< with --place|>, or a ticket that has one< with --ticket|>.")


class WhistleSiteTooHigh(Invalid):
    """A call is to a place in a town."""

    message = N_("A whistle call is to a place in a town; {place} is above the towns.")
    hint = N_("Name a town, a village, a community or a grid.")


class CallerUnknown(Invalid):
    """The unit that calls is not clear from the place."""

    message = N_("Which unit calls from {place} is not clear[[; there are: {choices}]].")
    hint = N_("Name it< with --caller UNIT|>; its own place is {place} or the town.")


class NotItsPlace(Forbidden):
    """Only the place's own village or town calls (domain.md 8)."""

    message = N_("{party} does not call from {place}: it is not the unit of that village or town.")
    hint = N_("Act for the unit of the place< with --as UNIT|>.")


class ApprovalMissing(Invalid):
    """The call needs an approver, as matters beyond a town's powers do (domain.md 8)."""

    message = N_("A whistle call needs the name of who approved it.")
    hint = N_("Name the town head< with --approved-by NAME|>.")


class ApprovedOneself(Forbidden):
    """Nobody approves a call of their own."""

    message = N_("{party} cannot approve a call of their own.")
    hint = N_("Name another person< with --approved-by NAME|>.")


class TicketWhistled(Conflict):
    """The ticket has an open call already."""

    message = N_("Ticket {ticket} has the open whistle call {number} already.")
    hint = N_("Follow it with '<whistle show {number}>'.")


class TicketOver(Conflict):
    """Nobody is called for a ticket that nobody has to deal with: closed, void or merged."""

    message = N_("Ticket {ticket} is {state}; nobody is called for it.")
    hint = N_(
        "Call for another ticket or without one; what was closed can be reopened first:"
        " '<ticket reopen {ticket}>'."
    )


class TicketElsewhere(Invalid):
    """The ticket lies in another place than the call."""

    message = N_("Ticket {ticket} does not lie in {place}.")
    hint = N_("Leave <--place|the place> out, or name a place the ticket lies in.")


class CountyOnly(Forbidden):
    """Reviewing and closing are for the county's centre."""

    message = N_("{party} may not {call_step} whistle call {number}; the county's centre does.")
    hint = N_("Act as the office, <without --as|for nobody else>.")


class RefusalUnexplained(Invalid):
    """A rejection says why."""

    message = N_("Rejecting whistle call {number} needs an opinion.")
    hint = N_("Say why< with --opinion TEXT|>.")


class ReviewIncomplete(Invalid):
    """A call that is accepted has a class and a lead unit."""

    message = N_("Accepting whistle call {number} needs its class and its lead unit.")
    hint = N_("Give <--class and --lead|the class and the lead unit>.")


class CallerCalled(Invalid):
    """Nobody is called by themselves."""

    message = N_("{unit} made whistle call {number} and is not called by it.")
    hint = N_("Name other units< with --lead and --assist| that lead and help>.")


class UnitNotCalled(Conflict):
    """The unit is none of those called."""

    message = N_("{unit} is not called by whistle call {number}; called are: {choices}.")
    hint = N_("Name one of them< with --unit|>.")


class CalledUnitMissing(Invalid):
    """The step needs to know which of the units called is meant."""

    message = N_("Which unit of whistle call {number} is meant? Called are: {choices}.")
    hint = N_("Name it< with --unit|>.")


class PartyNotCalled(Conflict):
    """The party acts for a unit that is none of those called."""

    message = N_("{party} is not called by whistle call {number}; called are: {choices}.")
    hint = N_(
        "Act for one of them< with --as|>; for another unit the office enters it< with --unit|>."
    )


class NotOneself(Forbidden):
    """A unit acts only for itself."""

    message = N_("{party} acts for itself only, not for {unit}.")
    hint = N_("Act for {unit}< with --as {unit}|>, or as the office< without it|>.")


class ArrivedBefore(Conflict):
    """A unit arrives once."""

    message = N_("{unit} arrived for whistle call {number} already, at {at}.")
    hint = N_("'<undo>' takes a wrong entry back.")


class LeadAbsent(Conflict):
    """Nothing is resolved while the lead unit has not been there."""

    message = N_("Whistle call {number} is not resolved: {unit}, which leads, has not arrived.")
    hint = N_("Enter its arrival with '<whistle arrive {number} --unit {unit}>'.")


class HeadsMixed(Invalid):
    """Scores of both sides, or of neither, were given at once."""

    message = N_("Either the unit is scored ({unit_heads}) or the caller ({caller_heads}).")
    hint = N_("Give all heads of one side.")


class HeadsUnfit(Invalid):
    """The heads given are not those that are scored here."""

    message = N_("The score needs exactly these heads: {heads}.")
    hint = N_("'<whistle rules>' shows what is scored, with the highest points.")


class PointsOutOfRange(Invalid):
    """The points lie outside the head's range."""

    message = N_("{points} points cannot be given for {head}; they lie between 0 and {most}.")
    hint = N_("Two decimals are possible.")


class ScoredOneself(Forbidden):
    """Nobody scores themselves."""

    message = N_("{party} cannot score itself.")
    hint = N_("The caller scores the units, and each unit scores the caller.")


class ScoredBefore(Conflict):
    """Each side scores once."""

    message = N_("{side} was scored for whistle call {number} already.")
    hint = N_("'<undo>' takes a wrong entry back.")


class ScoresOutstanding(Conflict):
    """Closing without all scores says why."""

    message = N_("Whistle call {number} lacks {count} scores; closing it all the same needs words.")
    hint = N_("Say why< with --opinion TEXT|>, or have them scored first.")
