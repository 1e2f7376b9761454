"""Awards: the lists of all months, the newest first, and how the one under the cursor stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.binding import BindingType

from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _, said
from gridctl.operations.base import Operation, Query
from gridctl.operations.queries.assessments import AssessmentView, ListAssessments, ListSchemes
from gridctl.operations.queries.awards import AwardListView, AwardSheet, ListAwards, ShowAwards
from gridctl.presentation.awards import LIST_COLUMNS, SECTIONS, sheet_record
from gridctl.presentation.columns import Column
from gridctl.presentation.scheme_names import called, sections_called
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.ask import Choice, Chooser
from gridctl_tui.screens.listing import ListScreen
from gridctl_tui.screens.narrowing import BuiltIn
from gridctl_tui.widgets.record_pane import RecordPane
from gridctl_tui.widgets.row_window import RowWindow


class AwardsScreen(ListScreen):
    """The list of award lists."""

    TAB = "awards"
    NOUN = "award"
    KEY = "award_list"
    SECTIONS = SECTIONS
    VIEWS: ClassVar[BuiltIn] = (
        ("all", N_("All lists"), ()),
        ("unpaid", N_("Not paid yet"), ("unpaid",)),
        ("objected", N_("With objections"), ("objected",)),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings("award.nominate")

    def __init__(self) -> None:
        super().__init__()
        #: Scheme -> what the office calls it.
        self._schemes: Mapping[str, str] = {}

    def columns(self) -> Sequence[Column]:
        """Return the columns, the most important first."""
        return called(LIST_COLUMNS, self._schemes)

    async def prepare(self) -> None:
        """Read what the schemes are called."""
        if not self.dashboard.entitlement.may_send("assessments.ListSchemes"):
            return
        found = (await self.dashboard.desk.send(ListSchemes())).items
        self._schemes = {each.scheme: said(each.title) for each in found}
        self.rows.lay_out(self.columns())
        pane = self.query_one("#preview", RecordPane)
        pane.sections = sections_called(SECTIONS, self._schemes)
        pane.show(pane.record)

    def tone(self, row: AwardListView, key: str) -> str:
        """Return how a cell is toned."""
        if key == "objections" and row.objections:
            return "late"
        return "dim" if row.state == "paid" else ""

    def query_page(self, wanted: Mapping[str, Any], *, backwards: bool) -> Query[Any]:  # noqa: ARG002 - read one way only
        """Return the query of a page."""
        return ListAwards.model_validate(wanted)

    def query_record(self, row: AwardListView) -> Operation[Any]:
        """Return the query of the list."""
        return ShowAwards(award_list=row.award_list)

    def record(self, view: AwardSheet) -> dict[str, Any]:
        """Return a list with its reasons in words."""
        return sheet_record(view)

    @on(RowWindow.Opened)
    def _opened(self, event: RowWindow.Opened) -> None:
        self._open(event.row.award_list)

    @work
    async def _open(self, number: str) -> None:
        """Open a list with its people and its steps."""
        from gridctl_tui.screens.award import AwardScreen

        sheet = await self.ask(ShowAwards(award_list=number))
        if sheet is not None:
            await self.app.push_screen(AwardScreen(sheet, self._schemes))

    @work
    async def action_nominate(self) -> None:
        """Choose a frozen assessment that has no list, look at the list it gives, and make it."""
        from gridctl_tui.screens.nomination import Nomination

        if not self.dashboard.check_writable():
            return
        found = await self._grounds()
        if found is None:
            return
        if not found:
            told = _("Every frozen assessment has its list. Freeze one first: assess freeze.")
            self.notify(told, severity="warning")
            return
        title = _("Nominate from which frozen assessment?")
        number = await self.app.push_screen_wait(
            Chooser(title, [self._ground(each) for each in found])
        )
        if number is not None:
            period = next(each.period for each in found if each.assessment == number)
            form = Nomination(number, period)
            if await self.app.push_screen_wait(form):
                await self.dashboard.action_refresh()
                self._open(form.made)

    async def _grounds(self) -> list[AssessmentView] | None:
        """Return the frozen assessments of gridworkers without a list; None where it failed."""
        assessments = await self.ask(ListAssessments())
        lists = await self.ask(ListAwards())
        if assessments is None or lists is None:
            return None
        taken = {each.assessment for each in lists.items}
        return [
            each
            for each in assessments.items
            if each.state == "frozen" and each.subject == "gridworker"
            and each.assessment not in taken
        ]  # fmt: skip

    def _ground(self, each: AssessmentView) -> Choice:
        told = word(_("{people} people, frozen by {who}"), {
            "people": each.subjects, "who": each.frozen_by or "",
        })  # fmt: skip
        scheme = self._schemes.get(each.scheme, each.scheme)
        words = f"{each.assessment} {each.scheme}"
        return Choice(each.assessment, f"{each.period} {scheme}", told, words)
