"""The forms of what towns say to a draft, and of what is decided on it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from gridctl.domain.errors import GridctlError, Param, word
from gridctl.domain.objections import Party, may_not_decide
from gridctl.foundation.i18n import _, listed, said
from gridctl.operations.base import Operation
from gridctl.operations.commands.objections import (
    ConfirmScores,
    DecideScoreObjection,
    ObjectScore,
)
from gridctl.operations.queries.accounts import OwnAccount
from gridctl.operations.queries.assessments import ExplainScore, Explanation
from gridctl.operations.queries.objections import ObjectionView, TownView
from gridctl.presentation.award_steps import DOCUMENT_NO
from gridctl.presentation.joining import aside
from gridctl.presentation.objections import (
    DECIDED,
    DECISION,
    DECISIONS,
    ITEM,
    OBJECTED,
    REMARK,
    TICKET,
    outcome_line,
)
from gridctl.presentation.scores import who
from gridctl.presentation.verbs import BEHALF
from gridctl_tui.screens.form import Form
from gridctl_tui.widgets.fields import ChoiceField, FieldLine, StoryLine
from gridctl_tui.widgets.verb_fields import choice_field
from gridctl_tui.workflow import options, typed

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

_BEHALF = "behalf"


async def object_to(
    app: Dashboard, assessment: str, key: str, item: str = "", ticket: str = ""
) -> bool:
    """Ask what is objected to someone's score; return whether it is recorded."""
    if not app.check_writable():
        return False
    try:
        found = await app.desk.send(ExplainScore(assessment=assessment, key=key))
    except GridctlError as error:
        app.tell(error)
        return False
    recorded = await app.push_screen_wait(ObjectionForm(found, item, ticket))
    return bool(recorded)


class StepForm(Form):
    """Base of the forms of a step: its own fields, a document, who is acted for.

    Attributes:
        VERB: of the command that does the same.
    """

    VERB = ""

    def named(self) -> Mapping[str, Any]:
        """Return the fields that are settled before the form opens, as options are typed."""
        raise NotImplementedError

    def about(self) -> Sequence[str]:
        """Return the words that stand behind the verb on the command line."""
        raise NotImplementedError

    def operation(self, facts: Mapping[str, Any]) -> Operation[Any]:
        """Return the operation, from what is filled in."""
        raise NotImplementedError

    def done(self, result: Any) -> str:
        """Return what is said once it is done."""
        raise NotImplementedError

    def asked(self) -> Iterator[Widget]:
        """Yield the step's own fields."""
        raise NotImplementedError

    def fields(self) -> Iterator[Widget]:
        """Yield the fields."""
        yield from self.asked()
        yield FieldLine("document_no", _(DOCUMENT_NO).rstrip(".。"))
        yield FieldLine(_BEHALF, BEHALF.label, self.dashboard.desk.behalf or "")

    def command(self) -> str:
        """Return the command that does the same."""
        facts = {**self.named(), **self.values()}
        behalf = facts.pop(_BEHALF, "")
        words = shlex.split(self.dashboard.opening.command)
        words += ["--as", behalf] if behalf else []
        words += ["assess", self.VERB, *self.about(), *options(facts, {})]
        return typed(words)

    async def carry_out(self, key: str) -> bool:
        """Take the step."""
        facts = self.values()
        behalf = facts.pop(_BEHALF, "")
        made = await self.dashboard.desk.send(self.operation(facts), behalf=behalf, key=key)
        self.dashboard.notify(self.done(made), markup=False)
        return True


class ObjectionForm(StepForm):
    """Asks what is wrong with someone's score."""

    VERB = "object"

    def __init__(self, found: Explanation, item: str = "", ticket: str = "") -> None:
        self._found, self._item, self._ticket = found, item, ticket
        head = found.assessment
        told = {"assessment": head.assessment, "period": head.period}
        title = word(_("Object to a figure in {assessment} of {period}"), told)
        note = _("The county decides it; until then the month waits to be frozen.")
        super().__init__(title, [who(found), *map(outcome_line, found.objections), note])

    def named(self) -> Mapping[str, Any]:
        """Return the draft."""
        return {"assessment": self._found.assessment.assessment}

    def about(self) -> Sequence[str]:
        """Return whom it is about."""
        return [self._found.score.key]

    def asked(self) -> Iterator[Widget]:
        """Yield what is wrong, of which item, with which ticket."""
        items = {each.item: said(each.label) for each in self._found.columns}
        yield StoryLine("opinion", _(OBJECTED).rstrip(".。"), needed=True)
        yield choice_field("item", _(ITEM).rstrip(".。"), items, value=self._item)
        yield FieldLine("ticket", _(TICKET).rstrip(".。"), self._ticket)

    def operation(self, facts: Mapping[str, Any]) -> ObjectScore:
        """Return the operation."""
        return ObjectScore.model_validate({**self.named(), "key": self._found.score.key, **facts})

    def done(self, result: ObjectionView) -> str:
        """Return its number."""
        told: dict[str, Param] = {"number": result.objection, "name": result.name}
        return word(_("Objection {number} about {name} is recorded."), told)


class DecisionForm(StepForm):
    """Asks what is decided on an objection, of whom is not the one who objected."""

    VERB = "decide"

    def __init__(self, objection: ObjectionView, own: OwnAccount) -> None:
        self._objection = objection
        title = word(_("Decide objection {number}"), {"number": objection.objection})
        about = aside(objection.name, listed((objection.key, objection.town_name)))
        notes = [about, outcome_line(objection)]
        if _is_own(objection, own):
            notes.append(_("Whoever objected may not decide: name the leader who did."))
        corrected = _(
            "What is upheld is corrected first, in the ticket or the evidence; then F7 scores."
        )
        super().__init__(title, [*notes, corrected])

    def named(self) -> Mapping[str, Any]:
        """Return nothing: the number says all."""
        return {}

    def about(self) -> Sequence[str]:
        """Return the number of the objection."""
        return [str(self._objection.objection)]

    def asked(self) -> Iterator[Widget]:
        """Yield the decision and why."""
        yield ChoiceField("decision", _(DECISION).rstrip(".。"), DECISIONS, needed=True)
        yield StoryLine("opinion", _(DECIDED).rstrip(".。"), needed=True)

    def operation(self, facts: Mapping[str, Any]) -> DecideScoreObjection:
        """Return the operation."""
        wish = {"objection": self._objection.objection, **facts}
        return DecideScoreObjection.model_validate(wish)

    def done(self, result: ObjectionView) -> str:
        """Return what was decided."""
        return outcome_line(result)


def _is_own(objection: ObjectionView, own: OwnAccount) -> bool:
    """Tell whether who is at the screen may not decide an objection in his own name."""
    objector = Party(objection.actor, objection.behalf)
    decider = Party(own.login or own.name, own.behalf)
    return may_not_decide(objector, decider, accounts=bool(own.login))


class ConfirmationForm(StepForm):
    """Asks for a town's word that its part of a draft is right."""

    VERB = "confirm"

    def __init__(self, assessment: str, town: TownView) -> None:
        self._assessment, self._town = assessment, town
        told: dict[str, Param] = {
            "town": town.name,
            "assessment": assessment,
            "count": town.subjects,
        }
        title = word(_("{town} confirms its part of {assessment}"), told)
        note = _("Scored there: {count}. It is asked again only where these figures change.")
        super().__init__(title, [word(note, told)])

    def named(self) -> Mapping[str, Any]:
        """Return the draft."""
        return {"assessment": self._assessment}

    def about(self) -> Sequence[str]:
        """Return the town."""
        return [self._town.name]

    def asked(self) -> Iterator[Widget]:
        """Yield a remark."""
        yield StoryLine("opinion", _(REMARK).rstrip(".。"))

    def operation(self, facts: Mapping[str, Any]) -> ConfirmScores:
        """Return the operation."""
        wish = {**self.named(), "town": self._town.code, **facts}
        return ConfirmScores.model_validate(wish)

    def done(self, result: TownView) -> str:
        """Return who has confirmed."""
        told = {"town": result.name, "assessment": self._assessment}
        return word(_("{town} has confirmed its part of {assessment}."), told)
