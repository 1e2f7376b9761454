"""The form of a step of an award list, with what would come of it while it is filled in."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from textual import on, work
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import Forbidden, GridctlError, Param, word
from gridctl.domain.money import AmountInvalid, parse_yuan
from gridctl.foundation.i18n import N_, _
from gridctl.operations.queries.awards import Awardee, AwardSheet, AwardStepView
from gridctl.operations.registry import operation_class
from gridctl.presentation.award_standing import fund_told, span_told
from gridctl.presentation.award_steps import ACTS, DOCUMENT_NO, OPINION, SAYS
from gridctl.presentation.finality import with_finality
from gridctl.presentation.joining import aside, sentences
from gridctl.presentation.troubles import tell_trouble
from gridctl.presentation.verbs import BEHALF
from gridctl_tui.screens.form import Form
from gridctl_tui.widgets.facts import field_of
from gridctl_tui.widgets.fields import FieldLine, StoryLine
from gridctl_tui.widgets.lines import line
from gridctl_tui.workflow import options, typed

#: Field that is no fact of the step: who is acted for.
_BEHALF = "behalf"
#: Steps tried while their form is filled in: days and sums are worked out by the office, and
#: who may approve is known to it.
_TRIED = ("publish", "pay", "approve")
#: Steps that choose among people: the field that names them.
_CHOICES = {"approve": "choose", "finalise": "move_up"}
#: How the people named are told.
_NAMED = {
    "approve": N_("Chosen: {names}"), "object": N_("About: {names}"),
    "finalise": N_("Moves up: {names}"),
}  # fmt: skip
_PAUSE = 0.3
_SUM = N_("{each} yuan x {people} people = {all} yuan.")


class AwardForm(Form):
    """Asks for what a step of an award list needs; the people it names were chosen before."""

    def __init__(
        self, verb: str, sheet: AwardSheet, people: Sequence[Awardee] = (),
        objection: AwardStepView | None = None,
    ) -> None:  # fmt: skip
        self._verb, self._act = verb, ACTS[verb]
        self._head, self._people, self._objection = sheet.award_list, people, objection
        places: dict[str, Param] = {"period": self._head.period, "selected": self._head.selected}
        asked = word(_(self._act.severe or self._act.help), places)
        asked = with_finality(asked, operation_class(self._act.operation))
        title = f"{_(self._act.label)}  {self._head.award_list}  {self._head.period}"
        severe = self._head.period if self._act.severe else ""
        super().__init__(title, [asked, *self._about()], severe)

    def _about(self) -> Iterator[str]:
        """Yield whom the step is about, and what it is well to know before it."""
        if self._people:
            names = tuple(aside(each.name, each.staff_no) for each in self._people)
            yield word(_(_NAMED[self._verb]), {"names": names})
        if self._objection is not None:
            about = {"names": self._objection.name, "words": self._objection.opinion}
            yield word(_("About {names}: {words}"), about)

    def fields(self) -> Iterator[Widget]:
        """Yield a field for each fact, for opinion and document, and for who is acted for."""
        for name, fact in self._act.facts.items():
            yield field_of(name, fact, self.find, needed=fact.kind == "choice")
        if self._verb in _TRIED:
            yield Static(id="reckoned", classes="note")
        deciding = self._act.opinion or bool(self._people)
        opinion = SAYS.get(self._verb, OPINION)
        yield StoryLine("opinion", _(opinion).rstrip(".。"), needed=deciding)
        yield FieldLine("document_no", _(DOCUMENT_NO).rstrip(".。"))
        party = _("Leader who approves") if self._verb == "approve" else BEHALF.label
        yield FieldLine(_BEHALF, party, self.dashboard.desk.behalf or "")

    def on_mount(self) -> None:
        """Work out what would come of it as it stands."""
        self._reckon()

    @on(FieldLine.Changed)
    def _changed(self) -> None:
        self._reckon()

    @work(exclusive=True, group="reckoning", exit_on_error=False)
    async def _reckon(self) -> None:
        """Try the step once typing rests, and say what would come of it."""
        if self._verb not in _TRIED:
            return
        await asyncio.sleep(_PAUSE)
        behalf, operation = None, None
        try:
            behalf, operation = self._built()
            sheet = await self.dashboard.desk.send(operation, behalf=behalf, dry_run=True)
            told = _outcome(self._verb, sheet)
        except (GridctlError, ValidationError) as error:
            told = self._refused(error)
        self.query_one("#reckoned", Static).update(line([(told, "$soon")]))

    def _refused(self, error: Exception) -> str:
        """Return why a step would be refused; of an approval only that it is another's to give."""
        trouble = tell_trouble(error, self._called)
        if self._verb != "approve":
            return trouble.lines[0]
        another = isinstance(error, Forbidden)
        return sentences(trouble.lines[0], trouble.hint) if another else ""

    def _built(self) -> tuple[str, Any]:
        """Return who is acted for, and the operation.

        Raises:
            AmountInvalid, ValidationError: something typed is not what it should be.
        """
        facts = self.values()
        behalf = facts.pop(_BEHALF, "")
        if "amount_fen" in facts:
            facts["amount_fen"] = parse_yuan(facts["amount_fen"])
            if facts["amount_fen"] <= 0:
                raise AmountInvalid(text=self.values()["amount_fen"])
        facts |= {"award_list": self._head.award_list, **self._named()}
        return behalf, operation_class(self._act.operation).model_validate(facts)

    def _named(self) -> dict[str, Any]:
        """Return the fields that name people."""
        numbers = [person.staff_no for person in self._people]
        if self._verb in _CHOICES:
            return {_CHOICES[self._verb]: numbers} if numbers else {}
        if self._objection is not None:
            return {"staff": self._objection.staff_no, "objection": self._objection.no}
        return {"staff": numbers[0]} if self._verb == "object" else {}

    def command(self) -> str:
        """Return the command that does the same."""
        facts = {**self._named(), **self.values()}
        behalf, staff = facts.pop(_BEHALF, ""), facts.pop("staff", "")
        words = shlex.split(self.dashboard.opening.command)
        words += ["--as", behalf] if behalf else []
        verb = "object" if self._verb == "decide" else self._verb
        words += ["award", verb, self._head.award_list, *([staff] if staff else [])]
        return typed([*words, *options(facts, self._act.facts)])

    async def carry_out(self, key: str) -> bool:
        """Take the step."""
        behalf, operation = self._built()
        await self.dashboard.desk.send(operation, behalf=behalf, key=key)
        self.dashboard.notify(word(_(self._act.done), {"award_list": self._head.award_list}))
        return True


def _outcome(verb: str, sheet: AwardSheet) -> str:
    """Return what a step that was tried would come to, "" where that is no news."""
    head = sheet.award_list
    if verb == "approve":
        return ""
    if verb == "publish":
        return span_told(head)
    return fund_told(head.amount_fen or 0, head.selected, _SUM)
