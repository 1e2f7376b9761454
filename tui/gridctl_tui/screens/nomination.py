"""The list an assessment gives, looked at before it is made."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from textual import work
from textual.widget import Widget

from gridctl.domain.errors import GridctlError, Param, word
from gridctl.foundation.i18n import _
from gridctl.operations.commands.awards import NominateAwards
from gridctl.presentation.awards import SECTIONS, sheet_record
from gridctl_tui.screens.form import Form
from gridctl_tui.widgets.record_pane import RecordPane
from gridctl_tui.workflow import typed

#: What is there only once the list is made is left out.
_TRIED = tuple(section for section in SECTIONS if section.key in ("listed", "near"))


class Nomination(Form):
    """Tries the nomination, shows who would be on the list and who near it, and makes it.

    Attributes:
        made: number of the list, once it is made.
    """

    def __init__(self, assessment: str, period: str) -> None:
        told = {"assessment": assessment, "period": period}
        title = word(_("Nominate from {assessment} of {period}"), told)
        super().__init__(title, [_("This is the list as it would be; Ctrl-S makes it.")])
        self._operation = NominateAwards(assessment=assessment)
        self.made = ""

    def fields(self) -> Iterator[Widget]:
        """Yield the list as it would be."""
        yield RecordPane(_TRIED, id="tried")

    def on_mount(self) -> None:
        """Try it."""
        self.query_one("#tried").focus()
        self._try()

    @work(exclusive=True, group="tried", exit_on_error=False)
    async def _try(self) -> None:
        try:
            sheet = await self.dashboard.desk.send(self._operation, dry_run=True)
        except GridctlError as error:
            self._failed(error)
            return
        self.query_one("#tried", RecordPane).show(sheet_record(sheet))

    def command(self) -> str:
        """Return the command that does the same."""
        program = shlex.split(self.dashboard.opening.command)
        return typed([*program, "award", "nominate", "--assessment", self._operation.assessment])

    async def carry_out(self, key: str) -> bool:
        """Make the list."""
        sheet = await self.dashboard.desk.send(self._operation, key=key)
        self.made = sheet.award_list.award_list
        told: dict[str, Param] = {"award_list": self.made, "people": sheet.award_list.selected}
        self.dashboard.notify(word(_("{award_list} is made: {people} people are on it."), told))
        return True
