"""Award lists: states, steps, standings, and what can be wrong with a step.

A list is an internal performance incentive of the office for one period, never a commendation
programme, which only higher authorities may approve (domain.md 1, finding 2). Its way is
nominated, approved, published, finalised, paid (domain.md 10). Who is proposed stands in
:mod:`gridctl.domain.awards.nomination`, what a person may decide in
:mod:`gridctl.domain.awards.choice`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from gridctl.domain.errors import ChecksFailed, Conflict, Forbidden, Invalid, NotFound
from gridctl.domain.scoring.messages import REASONS as _SCORING_REASONS
from gridctl.foundation.i18n import N_

State = Literal["nominated", "approved", "published", "finalised", "paid"]
Standing = Literal[
    "selected", "tied_at_cut", "runner_up", "not_chosen", "quota", "vetoed", "not_eligible",
    "below_cut", "struck",
]  # fmt: skip
Verb = Literal[
    "nominate", "choose", "approve", "publish", "object", "uphold", "dismiss", "move_up",
    "finalise", "pay",
]  # fmt: skip
Decision = Literal["upheld", "dismissed"]

#: Standings of those the list is about; all others are near it.
LISTED: tuple[Standing, ...] = ("selected", "tied_at_cut")
#: Standings of those who may take a place that was struck off.
MAY_MOVE_UP: tuple[Standing, ...] = ("not_chosen", "runner_up", "quota")

STATE_NAMES: Mapping[str, str] = {
    "nominated": N_("nominated"),
    "approved": N_("approved"),
    "published": N_("public"),
    "finalised": N_("final"),
    "paid": N_("paid"),
}
STANDING_NAMES: Mapping[str, str] = {
    "selected": N_("on the list"),
    "tied_at_cut": N_("tied for the last places"),
    "runner_up": N_("runner-up"),
    "not_chosen": N_("not chosen"),
    "quota": N_("town's places taken"),
    "vetoed": N_("excluded"),
    "not_eligible": N_("not eligible"),
    "below_cut": N_("below the list"),
    "struck": N_("struck off"),
}
VERB_NAMES: Mapping[str, str] = {
    "nominate": N_("nominated"),
    "choose": N_("chosen among equals"),
    "approve": N_("approved"),
    "publish": N_("made public"),
    "object": N_("objection"),
    "uphold": N_("objection upheld"),
    "dismiss": N_("objection dismissed"),
    "move_up": N_("moved up"),
    "finalise": N_("final list"),
    "pay": N_("paid"),
}
DECISION_NAMES: Mapping[str, str] = {"upheld": N_("upheld"), "dismissed": N_("dismissed")}
#: Verb of the step that a decision on an objection is recorded as.
DECISION_VERBS: Mapping[Decision, Verb] = {"upheld": "uphold", "dismissed": "dismiss"}

#: Why someone stands where they stand: code -> English words with places for the parameters.
REASONS: Mapping[str, str] = {
    **_SCORING_REASONS,
    "not_eligible_unknown": N_("not eligible, {condition}: the figure is missing"),
    "runner_up_by_item": N_("runner-up {place}, same total as the list's last; {tie_break} less"),
    "below_cut_by_item": N_("same total as the list's last; {tie_break} less"),
    "chosen": N_("chosen among {people} of equal rank; places for them: {places}"),
    "not_chosen": N_("not chosen among {people} of equal rank; places for them: {places}"),
    "struck": N_("struck off after objection {objection} was upheld"),
    "moved_up": N_("moved up into a place that was struck off"),
}


class AwardListNotFound(NotFound):
    """No list has this number, or none of the period was nominated."""

    message = N_("There is no award list {award_list}.")
    hint = N_("'<award list>' shows all; '<award nominate --period P>' makes one.")


class AwardListAmbiguous(Conflict):
    """Several lists of the period were nominated, by different schemes."""

    message = N_("There are several award lists of {award_list}: {choices}.")
    hint = N_("Give the number of the one that is meant.")
    exit_code = 2
    status = 422


class AssessmentNotFrozen(Conflict):
    """Only a frozen result can be the ground of an award."""

    message = N_("{assessment} of {period} is a draft; awards rest on a frozen assessment.")
    hint = N_("Freeze it first: <assess freeze {assessment}>")


class AssessmentDiffers(ChecksFailed):
    """The stored facts no longer give the stored result."""

    message = N_("{assessment} does not recompute to what was frozen; nobody was nominated.")
    hint = N_("See what differs: <assess verify {assessment}>")


class SubjectNotAwarded(Invalid):
    """The assessment is not about people."""

    message = N_("{assessment} scores each {subject}; a list names gridworkers.")
    hint = N_("Choose an assessment of gridworkers; '<assess list>' shows all.")


class AwardeeNotFound(NotFound):
    """Nobody in or near the list has this number or name."""

    message = N_("{staff} is not on the award list {award_list}.")
    hint = N_("'<award show {award_list}>' names everyone.")


class AwardeeAmbiguous(Conflict):
    """Several people in or near the list share the name."""

    message = N_("Several on the award list {award_list} are called {staff}: {choices}.")
    hint = N_("Give the staff number.")
    exit_code = 2
    status = 422


class AlreadyNominated(Conflict):
    """The assessment's list is under way and is never made anew."""

    message = N_("{assessment} has its award list {award_list}, and that is past nomination.")
    hint = N_("'<award show {award_list}>' tells where it stands.")


class AlreadyApproved(Conflict):
    """A list is approved once."""

    message = N_("{award_list} was approved already.")
    hint = N_("'<award show {award_list}>' tells by whom and when.")


class NotToPublish(Conflict):
    """A list is published once, and only what was approved."""

    message = N_("{award_list} is made public once, after its approval.")
    hint = N_("'<award show {award_list}>' tells where it stands.")


class NotPublic(Conflict):
    """Objections and the final list need a list that is public."""

    message = N_("{award_list} is not public now.")
    hint = N_("It has to be published first, and once it is final it no longer changes.")


class NotToPay(Conflict):
    """A list is paid once, when it is final."""

    message = N_("{award_list} is paid once, after the final list stands.")
    hint = N_("'<award show {award_list}>' tells where it stands.")


class SelfApproval(Forbidden):
    """Who nominated may not approve."""

    message = N_("{actor} nominated {award_list} and may not approve it.")
    hint = N_("The leader approves it, or name the leader who did<: --as NAME|>")


class ListEmpty(Invalid):
    """There is nobody on the list."""

    message = N_("Nobody is on {award_list}.")
    hint = N_("'<award show {award_list}>' tells why for everyone near it.")


class OpinionMissing(Invalid):
    """A decision about named people needs its reason."""

    message = N_("A decision about named people needs an opinion.")
    hint = N_("Say why< with --opinion TEXT|>.")


class ChoiceWrong(Invalid):
    """The people chosen do not fill the places of a tie."""

    message = N_("{people} share a rank; {places} of them must be chosen, not {given}.")
    hint = N_("Name each< with --choose|>, and say why< with --opinion|>.")


class NotTied(Invalid):
    """There is nothing to choose about this person."""

    message = N_("{name} ({staff}) does not share the rank of the last places.")
    hint = N_("'<award show>' marks those who do.")


class QuotaExceeded(Invalid):
    """A town would have more places than the scheme allows."""

    message = N_("{name} cannot have a place: the town has its {most}.")
    hint = N_("Choose someone of another town.")


class PublicityTooEarly(Invalid):
    """A list cannot have been public before it was approved."""

    message = N_("Publicity cannot begin on {starts}: the list was approved on {approved}.")
    hint = N_("Name a day from then on, or leave it out for today.")


class PublicityRunning(Conflict):
    """The publicity is not over yet."""

    message = N_("{award_list} is public up to {until}; the final list is made from {earliest} on.")
    hint = N_("Objections are recorded with '<award object>'.")


class ObjectionsOpen(Conflict):
    """Objections wait for a decision."""

    message = N_("{count} objections to {award_list} are not decided.")
    hint = N_("Decide each: <award object {award_list} STAFF --decision DECISION>")


class NotOnTheList(Invalid):
    """An objection is about someone who would be honoured."""

    message = N_("{name} ({staff}) is not on the list.")
    hint = N_("An objection is about someone on it; '<award show>' names them.")


class ObjectionNotFound(NotFound):
    """There is no undecided objection of this number about the person."""

    message = N_("No objection about {name} ({staff}) waits for a decision.")
    hint = N_("'<award show {award_list}>' lists the objections with their numbers.")


class ObjectionAmbiguous(Conflict):
    """Several objections about the person wait for a decision."""

    message = N_("Several objections about {name} ({staff}) wait for a decision: {choices}.")
    hint = N_("Name the one that is meant< with --objection|>.")
    exit_code = 2
    status = 422


class NoVacancy(Invalid):
    """There are fewer places struck off than people to move up."""

    message = N_("People to move up: {given}; free places: {places}.")
    hint = N_("A place is free where an objection was upheld.")


class NotNext(Invalid):
    """Someone of a better rank would be passed over."""

    message = N_("{name} ({staff}) cannot move up before {next}.")
    hint = N_("Runners-up move up in the order of their rank.")


class AmountMissing(Invalid):
    """Neither the scheme nor the clerk names an amount."""

    message = N_("The scheme names no amount to be paid.")
    hint = N_("Name the yuan per person< with --amount|>.")


class Step(NamedTuple):
    """A step: the state it starts from, the state it leads to, and the refusal elsewhere."""

    before: State
    after: State
    refusal: type[Conflict]


STEPS: Mapping[Verb, Step] = {
    "approve": Step("nominated", "approved", AlreadyApproved),
    "publish": Step("approved", "published", NotToPublish),
    "object": Step("published", "published", NotPublic),
    "finalise": Step("published", "finalised", NotPublic),
    "pay": Step("finalised", "paid", NotToPay),
}


def check_step(verb: Verb, state: str, award_list: str) -> Step:
    """Return a step, refused where the list is in another state (domain.md 10).

    Raises:
        AlreadyApproved, NotToPublish, NotPublic, NotToPay: it is.
    """
    step = STEPS[verb]
    if state != step.before:
        raise step.refusal(award_list=award_list)
    return step
