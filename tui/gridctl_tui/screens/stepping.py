"""Taking steps of the loop from a screen that shows tickets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import work

from gridctl.domain.workflow.table import VerbRule, Workflow
from gridctl.foundation.i18n import _, language
from gridctl.operations.queries.tickets import TicketRow
from gridctl_tui.screens.ask import Choice, Chooser
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.workflow import legal, verb_name


class SteppingScreen(OfficeScreen):
    """Base of screens with tickets; only the steps the tickets at hand can take are offered."""

    workflow: Workflow | None = None

    def chosen(self) -> Sequence[TicketRow]:
        """Return the tickets a step would be for."""
        raise NotImplementedError

    def taken(self) -> None:
        """Know that a step was taken."""

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
            return any(verb.code == parameters[0] for verb in self.steps())
        return True

    def palette(self) -> Iterator[Choice]:
        """Yield the steps the command palette offers."""
        for verb in self.steps():
            typed = f"ticket {verb_name(verb.code)}"
            words = f"{typed} {verb.name.en} {verb.name.zh}"
            yield Choice(f"step.{verb.code}", verb.name.text(language()), typed, words)

    @work
    async def action_steps(self) -> None:
        """Choose a step."""
        code = await self.app.push_screen_wait(Chooser(_("Act"), list(self.palette())))
        if code is not None:
            self.action_step(code.removeprefix("step."))

    def action_step(self, code: str) -> None:
        """Take a step on the chosen tickets, through its form."""
        verb = next((verb for verb in self.steps() if verb.code == code), None)
        if verb is not None and self.dashboard.check_writable():
            self._take(verb, self.chosen())

    @work
    async def _take(self, verb: VerbRule, tickets: Sequence[TicketRow]) -> None:
        from gridctl_tui.screens.step import StepForm

        if await self.app.push_screen_wait(StepForm(verb, tickets)):
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
