"""Import: choose a file, see what was found, try it, bring it in, look back and take back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from gridctl.domain.errors import GridctlError, word
from gridctl.foundation.i18n import N_, _
from gridctl.imports import kind_names, load_kind
from gridctl.operations.queries.imports import ListBatches
from gridctl_tui.importing.batches_pane import BatchesPane
from gridctl_tui.importing.draft import Choices, Draft, drafted
from gridctl_tui.importing.file_pane import FilePane
from gridctl_tui.importing.outcome_pane import OutcomePane
from gridctl_tui.importing.reading_pane import ReadingPane
from gridctl_tui.importing.rows import kind_label, label
from gridctl_tui.keymap import bindings
from gridctl_tui.run import Slice
from gridctl_tui.screens.ask import Choice, Chooser, Confirm
from gridctl_tui.screens.sending import SendingScreen
from gridctl_tui.widgets.tab_bar import TabBar, TabName

#: Step -> what it is called. They stand in this order.
STEPS = {
    "file": N_("File"), "reading": N_("Reading"), "trial": N_("Trial"),
    "result": N_("Result"), "batches": N_("All imports"),
}  # fmt: skip
Pane = FilePane | ReadingPane | OutcomePane | BatchesPane


class ImportScreen(SendingScreen):
    """The steps of an import, and the imports there were."""

    TAB = "import"
    CSS_PATH = "imports.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "import.*", "list.filter", "list.view_left", "list.view_right", "list.copy", "list.save",
        "list.copy_command",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.step = "file"

    def body(self) -> Iterator[Widget]:
        """Yield the steps and what each of them shows."""
        yield TabBar(self._steps(), self.step, id="steps")
        with ContentSwitcher(initial="file", id="switch"):
            yield FilePane(self.recent, id="file")
            yield ReadingPane(id="reading")
            yield OutcomePane(_("Nothing was tried yet."), id="trial")
            yield OutcomePane(_("Nothing was brought in yet."), id="result")
            yield BatchesPane(self._page, id="batches")

    def on_mount(self) -> None:
        """Begin with the file."""
        self.query_one(FilePane).begin()

    def on_unmount(self) -> None:
        """Let what is on its way end after the part under way."""
        if self.errand is not None:
            self.errand.stop()

    async def _page(self, after: str | None, limit: int) -> Slice:
        page: Slice = await self.dashboard.desk.send(ListBatches(after=after, limit=limit))
        return page

    async def renew(self) -> None:
        """Read the imports again, where they are shown."""
        pane = self.query_one(BatchesPane)
        if pane.rows.run is not None:
            try:
                await pane.rows.reread()
            except Exception as error:
                self.dashboard.tell(error)

    # -- from step to step

    @property
    def pane(self) -> Pane:
        """Return what is shown."""
        pane = self.query_one(f"#{self.step}")
        assert isinstance(pane, FilePane | ReadingPane | OutcomePane | BatchesPane)
        return pane

    def _steps(self) -> list[TabName]:
        return [TabName("", name, name_of) for name, name_of in STEPS.items()]

    def _open_steps(self) -> list[str]:
        """Return the steps there is something to see in."""
        seen = {
            "reading": self.draft is not None,
            "trial": self.is_shown("trial"),
            "result": self.is_shown("result"),
        }
        return [name for name in STEPS if seen.get(name, True)]

    def show_step(self, name: str) -> None:
        """Go to a step."""
        self.step = name
        self.query_one("#steps", TabBar).show(self._steps(), name)
        self.query_one(ContentSwitcher).current = name
        self.pane.begin()
        self.refresh_bindings()

    def action_turn_view(self, step: int) -> None:
        """Go to the next step there is something to see in."""
        names = self._open_steps()
        at = names.index(self.step) if self.step in names else 0
        self.show_step(names[(at + step) % len(names)])

    @on(TabBar.Chosen, "#steps")
    def _clicked(self, event: TabBar.Chosen) -> None:
        if event.name in self._open_steps():
            self.show_step(event.name)

    def action_filter(self) -> None:
        """Type a path, or words of the rows that are wanted."""
        if isinstance(self.pane, FilePane | OutcomePane):
            self.pane.type()

    def action_step_back(self) -> None:
        """Leave the filter, stop what is on its way, or go a step back."""
        pane = self.pane
        if isinstance(pane, OutcomePane) and pane.leave_words(keep=False):
            return
        if self.errand is not None and self.step in ("trial", "result"):
            self.ask_to_stop()
            return
        names = self._open_steps()
        self.show_step(names[max(0, names.index(self.step) - 1)])

    def action_go_on(self) -> None:
        """Go on from the step at hand."""
        if self.step == "file":
            self.query_one(FilePane).rows.action_open()
        elif self.step == "reading":
            self.try_it()
        elif self.step in ("trial", "result"):
            self.bring_in()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what the step at hand does not have."""
        if not self.is_mounted:
            return super().check_action(action, parameters)
        fits = {
            "kind": self.step == "reading", "options": self.step == "reading",
            "filter": self.step in ("file", "trial", "result"),
            "go_on": self.may_go_on(self.step),
            "save_rejected": self.rejecting_at_hand() is not None,
            "save": self.step in ("trial", "result", "batches"),
            "take_back": self.can_be_taken_back(),
        }  # fmt: skip
        return fits.get(action, True) and super().check_action(action, parameters)

    # -- the file

    @on(FilePane.Chosen)
    def _chosen(self, event: FilePane.Chosen) -> None:
        self._take(event.path)

    @work(exclusive=True, group="reading", exit_on_error=False)
    async def _take(self, path: Path) -> None:
        """Look at a file, and show how it would be read."""
        pane = self.query_one(FilePane)
        pane.say(word(_("reading {file}"), {"file": path.name}))
        try:
            draft = await asyncio.to_thread(drafted, path)
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        finally:
            pane.say("")
        self._settle(draft)
        self.show_step("reading")
        if draft.unknown:
            self.action_kind()

    @on(FilePane.Resumed)
    @work
    async def _resumed(self, event: FilePane.Resumed) -> None:
        """Go on with what was left half done, after asking."""
        draft = event.draft
        title = word(_("Go on with {file}?"), {"file": draft.path.name})
        text = [_("What has arrived stays where it is; the rest is sent.")]
        if not await self.app.push_screen_wait(Confirm(title, text)):
            return
        self._settle(draft)
        if draft.ready:
            self.bring_in(again=True)
        else:
            self.show_step("reading")

    def _settle(self, draft: Draft) -> None:
        """Go on with a draft; what was tried before was another one."""
        self.draft = draft
        self.forget("trial")
        self.query_one(ReadingPane).show(draft)
        self.refresh_bindings()

    # -- how it is read

    @work
    async def action_kind(self) -> None:
        """Say what the rows are."""
        draft = self.draft
        if draft is None:
            return
        names = [*draft.likely, *(each for each in kind_names() if each not in draft.likely)]
        kinds = [load_kind(name) for name in names]
        choices = [
            Choice(kind.name, kind_label(kind), kind.name, " ".join(kind.labels.values()))
            for kind in kinds
        ]
        chosen = await self.app.push_screen_wait(Chooser(_("What are its rows?"), choices))
        if chosen is not None and (chosen != draft.kind or draft.unknown):
            fresh = {
                "kind": chosen,
                "choices": replace(draft.choices, columns=(), stated=()),
                "stated": True,
            }
            self._settle(await asyncio.to_thread(lambda: draft.changed(**fresh)))

    @work
    async def action_options(self) -> None:
        """Settle how it is read."""
        from gridctl_tui.importing.options_form import OptionsForm

        if self.draft is not None:
            form = OptionsForm(self.draft)
            if await self.app.push_screen_wait(form):
                self._settle(form.draft)

    @on(ReadingPane.ColumnChosen)
    @work
    async def _column(self, event: ReadingPane.ColumnChosen) -> None:
        """Read a column as another field, or leave it out."""
        draft = self.draft
        if draft is None or draft.plan is None:
            return
        kind = draft.plan.kind
        fields = [
            Choice(name, label(kind, name), name, " ".join(field.labels.values()))
            for name, field in kind.fields.items()
        ]
        choices = [
            Choice(_AS_FOUND, N_("let gridctl decide")), Choice(_LEFT_OUT, N_("leave it out")),
            *fields,
        ]  # fmt: skip
        title = word(_("What does column {column} hold?"), {"column": event.letter})
        chosen = await self.app.push_screen_wait(Chooser(title, choices))
        if chosen is not None:
            settled = _with_column(draft, event.letter, chosen)
            self._settle(await asyncio.to_thread(draft.changed, choices=settled))

    # -- looking back

    @on(BatchesPane.Opened)
    @work
    async def _look_back(self, event: BatchesPane.Opened) -> None:
        if await self.show_batch(event.batch):
            self.show_step("result")


#: Stand for no field: what the header says, and nothing at all.
_AS_FOUND, _LEFT_OUT = "?", "-"


def _with_column(draft: Draft, letter: str, chosen: str) -> Choices:
    """Return the choices with one column read otherwise."""
    field = "" if chosen == _LEFT_OUT else chosen
    columns = {
        each: name for each, name in draft.choices.columns
        if each != letter and (not name or name != field)
    }  # fmt: skip
    if chosen != _AS_FOUND:
        columns[letter] = field
    sheet = draft.choices.sheet
    if len(draft.sheets) > 1 and draft.plan is not None:
        # Letters are those of this sheet, whichever fits best by then.
        sheet = draft.plan.sheet
    return replace(draft.choices, sheet=sheet, columns=tuple(sorted(columns.items())))
