"""Taking steps of the loop from a screen that shows tickets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textual import work

from gridctl.domain.errors import GridctlError, word
from gridctl.domain.workflow.table import VerbRule, Workflow
from gridctl.foundation.i18n import N_, _, language
from gridctl.operations.queries.ticket_requests import ListRequests, RequestRow
from gridctl.presentation.ticket_steps import step_of
from gridctl.presentation.tickets import asked_for
from gridctl_tui.screens.ask import Choice, Chooser
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.workflow import Steppable, legal, step_words

#: The operation that decides on a request.
DECIDING = "ticket_requests.DecideRequest"
#: What becomes of a request -> label; the names are those of the command line.
DECISIONS = {"approve": N_("Approve"), "refuse": N_("Refuse")}


def decisions(requests: Sequence[RequestRow]) -> Iterator[Choice]:
    """Yield approval and refusal of what was asked for as choices."""
    count = len(requests)
    what = asked_for(requests[0]) if count == 1 else word(_("{count} requests"), {"count": count})
    for code, label in DECISIONS.items():
        yield Choice(f"step.{code}", label, what, f"ticket {code}")


def _acting_on(tickets: Sequence[Steppable]) -> str:
    """Return what the steps are for: they cover the list, and those of several are fewer."""
    if len(tickets) == 1:
        return "  ".join((_("Act"), tickets[0].serial_no, tickets[0].title))
    told = _("Act on {count} tickets: the steps all of them can take")
    return word(told, {"count": len(tickets)})


def late_tone(record: Mapping[str, Any], key: str) -> str:
    """Return how a value of a ticket's record is toned: red where it tells that it is late."""
    late = key in ("due", "deadline_at", "verdict") and record.get("verdict") == "overdue"
    return "$error" if late else ""


class SteppingScreen(OfficeScreen):
    """Base of screens with tickets; only the steps the tickets at hand can take are offered."""

    workflow: Workflow | None = None
    #: Numbers of the tickets that were looked at last, and what waits for a decision on them.
    asked: tuple[frozenset[str], Sequence[RequestRow]] = frozenset(), ()

    def chosen(self) -> Sequence[Steppable]:
        """Return the tickets a step would be for."""
        raise NotImplementedError

    def taken(self) -> None:
        """Know that a step was taken."""

    def held(self) -> Mapping[str, Sequence[str]]:
        """Return the numbers of the tickets."""
        return {"ticket": [row.serial_no for row in self.chosen()]}

    async def read_workflow(self) -> None:
        """Read which steps there are.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        self.workflow = await self.dashboard.workflow()
        self.refresh_bindings()

    def steps(self) -> list[VerbRule]:
        """Return the steps all chosen tickets can take."""
        if self.workflow is None:
            return []
        verbs = legal(self.workflow, self.chosen())
        may_send = self.dashboard.entitlement.may_send
        return [verb for verb in verbs if may_send(step_of(verb).operation)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out the steps the tickets at hand cannot take."""
        if action == "step" and self.is_mounted:
            if parameters[0] in DECISIONS:
                return bool(self.waiting())
            return any(verb.code == parameters[0] for verb in self.steps())
        if action == "steps" and self.is_mounted and not self.chosen():
            return False
        return super().check_action(action, parameters)

    def waiting(self) -> Sequence[RequestRow]:
        """Return what waits for a decision on the tickets at hand, as far as it is known."""
        looked_at, found = self.asked
        if not self.dashboard.entitlement.may_send(DECIDING):
            return []
        numbers = {row.serial_no for row in self.chosen()}
        return [each for each in found if each.serial_no in numbers] if numbers <= looked_at else []

    async def look_for_requests(self) -> None:
        """Learn what waits for a decision on the tickets at hand.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        numbers = frozenset(row.serial_no for row in self.chosen())
        single = next(iter(numbers)) if len(numbers) == 1 else None
        found: list[RequestRow] = []
        after, more = None, bool(numbers)
        while more:
            wanted = ListRequests(ticket=single, state="pending", after=after)
            page = await self.dashboard.desk.send(wanted)
            found += [row for row in page.items if row.serial_no in numbers]
            after, more = page.next, page.next is not None
        self.asked = numbers, found

    def palette(self) -> Iterator[Choice]:
        """Yield the steps the command palette offers, what waits for a decision first."""
        if requests := self.waiting():
            yield from decisions(requests)
        for verb in self.steps():
            typed = f"ticket {step_words(verb)}"
            words = f"{typed} {verb.name.en} {verb.name.zh}"
            yield Choice(f"step.{verb.code}", verb.name.text(language()), typed, words, typed=True)

    @work
    async def action_steps(self) -> None:
        """Choose a step."""
        try:
            await self.look_for_requests()
        except GridctlError as error:
            self.dashboard.tell(error)
        code = await self.choose(Chooser(_acting_on(self.chosen()), list(self.palette())))
        if code is not None:
            self.action_step(code.removeprefix("step."))

    def action_step(self, code: str) -> None:
        """Take a step on the chosen tickets, or decide what waits, through its form."""
        if code in DECISIONS:
            self._decide(grant=code == "approve")
            return
        verb = next((verb for verb in self.steps() if verb.code == code), None)
        if verb is not None and self.dashboard.check_writable():
            self._take(verb, self.chosen())

    @work
    async def _take(self, verb: VerbRule, tickets: Sequence[Steppable]) -> None:
        from gridctl_tui.screens.step import StepForm

        if await self.app.push_screen_wait(StepForm(verb, tickets)):
            self.taken()
            await self.dashboard.action_refresh()

    @work
    async def _decide(self, *, grant: bool) -> None:
        from gridctl_tui.screens.deciding import DecideForm

        requests = self.waiting()
        if not requests or not self.dashboard.check_writable():
            return
        if await self.app.push_screen_wait(DecideForm(requests, grant=grant)):
            self.asked = frozenset(), ()
            self.taken()
            await self.dashboard.action_refresh()

    @work
    async def action_new(self) -> None:
        """Enter a new ticket."""
        from gridctl_tui.screens.entering import EntryForm

        if self.dashboard.check_writable() and await self.app.push_screen_wait(EntryForm()):
            await self.dashboard.action_refresh()

    def action_copy(self) -> None:
        """Copy the numbers of the tickets."""
        self.copied("\n".join(row.serial_no for row in self.chosen()))
