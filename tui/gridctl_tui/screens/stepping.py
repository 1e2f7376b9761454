"""Taking steps of the loop from a screen that shows tickets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual import work

from gridctl.domain.errors import GridctlError
from gridctl.domain.workflow.table import VerbRule, Workflow
from gridctl.foundation.i18n import N_, _, language
from gridctl.operations.queries.ticket_requests import ListRequests, RequestRow
from gridctl.presentation.tickets import asked_for
from gridctl_tui.screens.ask import Choice, Chooser
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.workflow import Steppable, legal, verb_name

#: What becomes of a request -> label; the names are those of the command line.
DECISIONS = {"approve": N_("Approve"), "refuse": N_("Refuse")}


def decisions(request: RequestRow) -> Iterator[Choice]:
    """Yield approval and refusal of a request as choices."""
    what = asked_for(request)
    for code, label in DECISIONS.items():
        yield Choice(f"step.{code}", label, what, f"ticket {code}")


class SteppingScreen(OfficeScreen):
    """Base of screens with tickets; only the steps the tickets at hand can take are offered."""

    workflow: Workflow | None = None
    #: What waits for a decision on the ticket that was looked at last.
    asked: RequestRow | None = None

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
        return legal(self.workflow, list(dict.fromkeys(row.state for row in self.chosen())))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out the steps the tickets at hand cannot take."""
        if action == "step" and self.is_mounted:
            if parameters[0] in DECISIONS:
                return self.waiting() is not None
            return any(verb.code == parameters[0] for verb in self.steps())
        return True

    def waiting(self) -> RequestRow | None:
        """Return what waits for a decision on the one ticket at hand, as far as it is known."""
        rows = self.chosen()
        known = self.asked is not None and [row.serial_no for row in rows] == [self.asked.serial_no]
        return self.asked if known else None

    async def look_for_request(self) -> None:
        """Learn what waits for a decision on the one ticket at hand.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        rows = self.chosen()
        self.asked = None
        if len(rows) == 1:
            wanted = ListRequests(ticket=rows[0].serial_no, state="pending", limit=1)
            page = await self.dashboard.desk.send(wanted)
            self.asked = next(iter(page.items), None)

    def palette(self) -> Iterator[Choice]:
        """Yield the steps the command palette offers, what waits for a decision first."""
        if (request := self.waiting()) is not None:
            yield from decisions(request)
        for verb in self.steps():
            typed = f"ticket {verb_name(verb.code)}"
            words = f"{typed} {verb.name.en} {verb.name.zh}"
            yield Choice(f"step.{verb.code}", verb.name.text(language()), typed, words)

    @work
    async def action_steps(self) -> None:
        """Choose a step."""
        try:
            await self.look_for_request()
        except GridctlError as error:
            self.dashboard.tell(error)
        code = await self.app.push_screen_wait(Chooser(_("Act"), list(self.palette())))
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

        request = self.waiting()
        if request is None or not self.dashboard.check_writable():
            return
        if await self.app.push_screen_wait(DecideForm(request, grant=grant)):
            self.asked = None
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
