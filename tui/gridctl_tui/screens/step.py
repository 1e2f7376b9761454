"""The form of a step of the loop: what the step asks for, for one ticket or for many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from textual.widget import Widget

from gridctl.domain.errors import Param, word
from gridctl.domain.workflow.table import VerbRule
from gridctl.foundation.i18n import N_, _, language
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.registry import operation_class
from gridctl.presentation.ticket_steps import OWN_STEP, step_of
from gridctl_tui.screens.form import Form
from gridctl_tui.screens.several import take_many
from gridctl_tui.widgets.facts import field_of
from gridctl_tui.widgets.fields import StoryLine
from gridctl_tui.widgets.record_fields import RecordField
from gridctl_tui.workflow import Steppable, command_line, verb_name

#: Field that is no fact of the step: who is acted for.
_BEHALF = "behalf"


class StepForm(Form):
    """Asks for the facts of a step; many tickets are tried first and shown one by one."""

    def __init__(self, verb: VerbRule, tickets: Sequence[Steppable]) -> None:
        self._verb = verb
        self._tickets = tickets
        self._step = step_of(verb)
        super().__init__(_title(verb, tickets), [_(self._step.help), *_named(tickets)])

    def fields(self) -> Iterator[Widget]:
        """Yield a field for each fact, for the opinion, and for who is acted for."""
        for name, fact in self._step.facts.items():
            needed = name in self._step.required
            yield field_of(name, fact, self.find, self._usual(name), needed=needed)
        yield StoryLine("opinion", _("Opinion"), needed=self._verb.opinion)
        yield RecordField(_BEHALF, _("Acting for"), "unit", self.find, self._holder())

    def _usual(self, name: str) -> str:
        """Return what a field begins with: the unit a ticket is meant for."""
        units = {ticket.lead_unit for ticket in self._tickets}
        return next(iter(units)) or "" if name == "unit" and len(units) == 1 else ""

    def _holder(self) -> str:
        """Return who is acted for: the unit that has the tickets, where the step is a unit's."""
        if self.dashboard.desk.behalf:
            return self.dashboard.desk.behalf
        units = {ticket.lead_unit for ticket in self._tickets}
        single = next(iter(units)) if len(units) == 1 else None
        return single or "" if set(self._verb.roles) == {"unit"} else ""

    def command(self) -> str:
        """Return the command that does the same."""
        facts = self.values()
        behalf = facts.pop(_BEHALF, "")
        numbers = [ticket.serial_no for ticket in self._tickets]
        program = self.dashboard.opening.command
        return command_line(program, verb_name(self._verb.code), numbers, facts, behalf)

    async def carry_out(self, key: str) -> bool:
        """Take the step; one of the office's own is named to the operation they share."""
        facts = self.values()
        behalf = facts.pop(_BEHALF, "")
        if self._step.operation == OWN_STEP:
            facts["step"] = self._verb.code
        self.dashboard.acted_for(behalf)
        if len(self._tickets) == 1:
            ticket = self._tickets[0]
            kind: Any = operation_class(self._step.operation)
            step = kind.model_validate({**facts, "ticket": ticket.serial_no})
            await self.dashboard.desk.send(step, behalf=behalf, key=key)
            self.dashboard.notify(_done(self._verb, 1))
            return True
        numbers = tuple(ticket.serial_no for ticket in self._tickets)
        steps = TakeSteps(step=self._step.operation, tickets=numbers, facts=facts)
        done = await take_many(self.dashboard, self._title, steps, behalf, key)
        if done is not None:
            self.dashboard.notify(_done(self._verb, done.done, done.failed))
        return done is not None


def _title(verb: VerbRule, tickets: Sequence[Steppable]) -> str:
    name = verb.name.text(language())
    if len(tickets) == 1:
        return f"{name}  {tickets[0].serial_no}"
    return word(_("{step}: {count} tickets"), {"step": name, "count": len(tickets)})


def _named(tickets: Sequence[Steppable]) -> list[str]:
    shown = [ticket.title for ticket in tickets[:3]]
    more = len(tickets) - len(shown)
    return [*shown, *([word(_("and {count} more"), {"count": more})] if more else [])]


def _done(verb: VerbRule, done: int, failed: int = 0) -> str:
    told: dict[str, Param] = {"step": verb.name.text(language()), "done": done}
    told["failed"] = failed or None
    return word(_(N_("{step}: {done} done[[, {failed} not]].")), told)
