"""What towns say to a draft: the objections with their decisions, and who has confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.queries.accounts import ShowOwnAccount
from gridctl.operations.queries.objections import ListObjections, ObjectionPage, ObjectionView
from gridctl.presentation.objections import (
    COLUMNS,
    TOWN_COLUMNS,
    objection_record,
    page_lines,
    town_record,
)
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.findings import FoundRow
from gridctl_tui.screens.form import Form
from gridctl_tui.screens.objecting import ConfirmationForm, DecisionForm
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.screens.saving import SavedList, list_of
from gridctl_tui.widgets.lines import Piece, line, lines
from gridctl_tui.widgets.row_window import RowWindow

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: State of the assessment -> what stands above the objections to it.
_TITLES = {
    "draft": N_("Objections to the draft {assessment} of {period}: {count}"),
    "frozen": N_("Objections to the frozen {assessment} of {period}: {count}"),
}
#: What is still to be done stands out.
_TONES = {"undecided": "due", "objected": "due", "changed": "due", "outstanding": "dim"}


async def open_objections(app: Dashboard, assessment: str) -> None:
    """Open what was objected to a draft; say so where that cannot be read."""
    try:
        page = await app.desk.send(ListObjections(assessment=assessment))
    except Exception as error:
        app.tell(error)
        return
    await app.push_screen(ObjectionsScreen(page))


class ObjectionsScreen(OfficeScreen):
    """The draft while it is with the towns."""

    TAB = "assess"
    CSS_PATH = "assess.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "record.leave", "objection.*", "list.save", "list.copy", "list.copy_command"
    )  # fmt: skip

    def __init__(self, page: ObjectionPage) -> None:
        super().__init__()
        self._page = page

    def body(self) -> Iterator[Widget]:
        """Yield what it is about, what is still to be done, the objections, the towns."""
        yield Static(id="heading")
        yield Static(id="notes")
        yield RowWindow(COLUMNS, "number", _tone, id="objections")
        yield Static(line([(f" {_('Towns')}", "bold $accent")]), id="between")
        towns = RowWindow(TOWN_COLUMNS, "number", _tone, id="towns")
        towns.opens = False
        yield towns

    @property
    def _objections(self) -> RowWindow:
        return self.query_one("#objections", RowWindow)

    @property
    def _towns(self) -> RowWindow:
        return self.query_one("#towns", RowWindow)

    def on_mount(self) -> None:
        """Show everything; begin where there is something to do."""
        self._show()
        undecided = self._page.undecided or not self._page.towns
        (self._objections if undecided else self._towns).focus()

    def _show(self) -> None:
        page = self._page
        told: dict[str, Param] = {
            "assessment": page.assessment, "period": page.period, "count": len(page.items),
        }  # fmt: skip
        title = word(_(_TITLES[page.state]), told)
        self.query_one("#heading", Static).update(line([(f" {title}", "bold $accent")]))
        notes: list[list[Piece]] = [[(f" {note}", "")] for note in page_lines(page)]
        if page.despite:
            why = word(_("Frozen all the same, because: {why}"), {"why": page.despite})
            notes.append([(f" {why}", "")])
        self.query_one("#notes", Static).update(lines(notes))
        self._objections.hold(
            [FoundRow(each.objection, objection_record(each)) for each in page.items]
        )
        self._towns.hold([FoundRow(n, town_record(each)) for n, each in enumerate(page.towns)])

    async def renew(self) -> None:
        """Read it again."""
        page = await self.ask(ListObjections(assessment=self._page.assessment))
        if page is not None:
            self._page = page
            self._show()
            self.refresh_bindings()

    # -- steps

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what a frozen month, or nothing in the list, leaves no room for."""
        if action == "decide" and not self._page.undecided:
            return False
        if action == "confirm" and (self._page.state == "frozen" or not self._page.towns):
            return False
        return super().check_action(action, parameters)

    def action_decide(self) -> None:
        """Decide the objection under the cursor, or the only one there is to decide."""
        undecided = [each for each in self._page.items if each.state == "undecided"]
        row = self._objections.row
        found = next((each for each in undecided if row and each.objection == row.number), None)
        if found is None and len(undecided) == 1:
            found = undecided[0]
        if found is None:
            self.notify(_("Go to an undecided objection first."))
        else:
            self._decide(found)

    @work
    async def _decide(self, objection: ObjectionView) -> None:
        """Ask for the decision; who may not take it himself is told so first."""
        own = await self.ask(ShowOwnAccount())
        if own is not None:
            self._take(DecisionForm(objection, own))

    def action_confirm(self) -> None:
        """Confirm for the town under the cursor."""
        row = self._towns.row
        if row is None or not (self._towns.has_focus or len(self._page.towns) == 1):
            self._towns.focus()
            self.notify(_("Go to the town that confirms, then press F6 again."))
        else:
            self._take(ConfirmationForm(self._page.assessment, self._page.towns[row.number]))

    @work
    async def _take(self, form: Form) -> None:
        if self.dashboard.check_writable() and await self.app.push_screen_wait(form):
            await self.dashboard.action_refresh()

    @on(RowWindow.Opened, "#objections")
    async def _opened(self, event: RowWindow.Opened) -> None:
        """Open how the one objected for came to the score."""
        from gridctl_tui.screens.score import open_score

        await open_score(self.dashboard, self._page.assessment, event.row.record["key"])

    # -- saving, copying and leaving

    async def savable(self) -> SavedList | None:
        """Return the list that has the keyboard."""
        name = f"{self._page.assessment}-{self._page.period}"
        if self._towns.has_focus:
            return list_of(f"{name}-towns", TOWN_COLUMNS, self._towns, None)
        return list_of(f"{name}-objections", COLUMNS, self._objections, None)

    def action_copy(self) -> None:
        """Copy the number of the objection, or the name of the town."""
        window = self._towns if self._towns.has_focus else self._objections
        if window.row is not None:
            record = window.row.record
            self.copied(str(record.get("objection") or record["name"]))

    def action_copy_command(self) -> None:
        """Copy the command that tells the same."""
        command = f"assess objections {self._page.assessment}"
        self.copied(f"{self.dashboard.opening.command} {command}")

    def action_leave(self) -> None:
        """Go back to the month."""
        self.dismiss()


def _tone(row: FoundRow, key: str) -> str:
    record: Mapping[str, Any] = row.record
    return _TONES.get(record["state"], "") if key == "state" else ""
