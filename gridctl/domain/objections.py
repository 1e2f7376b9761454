"""Objections to a draft assessment: words, and what can be wrong with a step.

Before a month is frozen the towns look at their part of the draft: they object to a figure or
confirm that all are right; the county decides every objection (domain.md 10). What is corrected
is corrected by its own command and scored anew; the decision says what was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from gridctl.domain.errors import Conflict, Forbidden, Invalid, NotFound
from gridctl.domain.names import person_key
from gridctl.foundation.i18n import N_

Verb = Literal["object", "uphold", "dismiss", "confirm", "override"]
Decision = Literal["upheld", "dismissed"]
ObjectionState = Literal["undecided", "upheld", "dismissed"]
TownState = Literal["outstanding", "objected", "changed", "confirmed"]

#: Verb of the step that a decision is recorded as.
DECISION_VERBS: Mapping[Decision, Verb] = {"upheld": "uphold", "dismissed": "dismiss"}
#: What became of an objection, by the verb of its decision.
DECIDED: Mapping[str, ObjectionState] = {"uphold": "upheld", "dismiss": "dismissed"}

DECISION_NAMES: Mapping[str, str] = {"upheld": N_("upheld"), "dismissed": N_("dismissed")}
STATE_NAMES: Mapping[str, str] = {"undecided": N_("undecided"), **DECISION_NAMES}
TOWN_STATE_NAMES: Mapping[str, str] = {
    "outstanding": N_("not confirmed yet"),
    "objected": N_("objections undecided"),
    "changed": N_("figures changed, confirm again"),
    "confirmed": N_("confirmed"),
}


class DraftSuperseded(Conflict):
    """A later draft has other figures; what is said now is said about those."""

    message = N_("{assessment} of {period} was followed by {newest}.")
    hint = N_("Look at the newest draft: <assess show {newest}>")


class IndicatorUnknown(NotFound):
    """The scheme has no such item."""

    message = N_("{scheme} has no item {item}.")
    hint = N_("[[Nearest is {nearest}. ]]'<assess explain>' names the items of a score.")


class ObjectionUnknown(NotFound):
    """No objection has this number."""

    message = N_("There is no objection {objection}.")
    hint = N_("'<assess objections>' lists them with their numbers.")


class ObjectionDecided(Conflict):
    """An objection is decided once."""

    message = N_("Objection {objection} about {name} was decided already.")
    hint = N_("'<assess objections>' tells how, by whom and why.")


class Party(NamedTuple):
    """Who does something, and in whose name; "" for his own."""

    actor: str
    behalf: str = ""

    @property
    def named(self) -> str:
        """Return the name it is done in."""
        return self.behalf or self.actor


def may_not_decide(objector: Party, decider: Party, *, accounts: bool) -> bool:
    """Tell whether who decides is who objected, or an account that objected in another's name.

    Args:
        objector: who made the objection.
        decider: who is about to decide it.
        accounts: whether one signs in; a file of one's own may be kept by one person for all
            parties.
    """
    same_account = accounts and objector.actor == decider.actor
    return same_account or person_key(objector.named) == person_key(decider.named)


class OwnObjection(Forbidden):
    """Who objected may not decide it."""

    message = N_("{actor} made objection {objection} and may not decide it.")
    hint = N_("Somebody else decides it, or name who did<: --as NAME|>")


class ObjectionsUndecided(Conflict):
    """A month is not frozen over what nobody has decided."""

    message = N_("{count} objections to the draft of {period} are not decided.")
    hint = N_(
        "Decide each: <assess decide NUMBER>. To freeze it all the same, say why< with"
        " --despite TEXT|>."
    )


class NothingToConfirm(Invalid):
    """Who is scored belongs to no town."""

    message = N_("{assessment} scores each {subject}: no town has a part of it to confirm.")


class TownUnnamed(Invalid):
    """Several towns have a part of the draft, and none was named."""

    message = N_("Which town confirms its part of {assessment}?")
    hint = N_("Name one of: {choices}.")
    exit_code = 2


class TownUnknown(NotFound):
    """Nobody of this town was scored."""

    message = N_("Nobody of {town} is in assessment {assessment}.")
    hint = N_("[[Nearest is {nearest}. ]]'<assess objections>' lists the towns.")


class TownObjected(Conflict):
    """What is objected to is not right yet."""

    message = N_("{town} cannot confirm: {count} objections about its people are not decided.")
    hint = N_("'<assess objections>' lists them.")


class TownConfirmed(Conflict):
    """The town has confirmed these very figures."""

    message = N_("{town} confirmed its part of {assessment} already.")
    hint = N_("It is asked again only where its figures change.")
