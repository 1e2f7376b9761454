"""What a verb of the command line has shown: its lists as lists, its records in sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from gridctl.foundation.i18n import _
from gridctl.foundation.ids import idempotency_key
from gridctl.presentation.columns import Column, pick
from gridctl.presentation.sections import Section
from gridctl.presentation.verbs import VerbForm
from gridctl_tui.keymap import bindings
from gridctl_tui.run import Run
from gridctl_tui.screens.acting import MAKING, verb_for
from gridctl_tui.screens.listing import place_in
from gridctl_tui.screens.saving import SavedList, save
from gridctl_tui.screens.shown_records import ShownRecords
from gridctl_tui.stage import DeskStage, ShownList, ShownRow
from gridctl_tui.widgets.lines import Piece, line, lines
from gridctl_tui.widgets.pane import Pane
from gridctl_tui.widgets.parts import part_lines
from gridctl_tui.widgets.record_pane import RecordPane
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.workflow import typed

#: Seconds a verb may take to be carried out again by itself when something was changed.
_QUICK = 0.5


class Outcome(ShownRecords):
    """Shows what came of a verb; records of its list open and take the verbs of their noun."""

    CSS_PATH = "outcome.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(
            "record.leave", "record.ask", "list.edit", "list.save", "list.copy", "list.copy_command"
        ),
    ]

    def __init__(
        self, form: VerbForm, values: Mapping[str, Any], stage: DeskStage, *, tried: bool = False
    ) -> None:
        super().__init__(form, values, stage, tried=tried)
        self._took = 0.0

    def tab(self) -> str:
        """Return the tab the verb was taken from."""
        return self.dashboard.current_mode

    # -- what it shows

    @property
    def _beside(self) -> list[Any]:
        """Return what is shown beside the list: the rest, later lists as texts of their own."""
        return [each for each in self._stage.parts if not isinstance(each, ShownList)]

    def body(self) -> Iterator[Widget]:
        """Yield heading, what was told, the list and the row at its cursor."""
        yield Static(self._heading(), id="heading")
        shown = self._list
        with Pane(id="told", classes="" if shown else "-whole"):
            yield Static(id="text")
        if shown is not None:
            with Container(id="split"):
                with Vertical(id="left"):
                    yield RowWindow(shown.columns, "place", id="rows")
                    yield Static(id="status")
                yield RecordPane((_whole(shown.columns),), id="preview")

    def on_mount(self) -> None:
        """Show everything."""
        self._show()
        self.query_one("#rows" if self._list else "#told").focus()

    def _heading(self) -> Content:
        verb = self._form.verb
        pieces: list[Piece] = [(f" {verb.called} ", "bold $accent"), (f" {verb.typed} ", "$dim")]
        if self._tried:
            # First of all: on a short line the end is cut, and this must never be missed.
            pieces.insert(0, (f" {_('Only tried: nothing was changed.')} ", "bold $warning"))
        return line(pieces)

    def _show(self) -> None:
        self._tell()
        if self._list is not None:
            self.rows.opens = self._there
            self.rows.ask(lambda _backwards: Run(self._page, one_way=True))

    async def _page(self, after: str | None, limit: int) -> Any:
        # The list may be another one by now, read again since.
        shown = self._list
        assert shown is not None
        return await shown.page(after, limit)

    def _tell(self) -> None:
        room = max(20, self.size.width - 4)
        # The heading says already that it was only tried.
        tried = _("Only tried: nothing was changed.")
        notes = [each for each in self._stage.notes if each != tried]
        told = list(part_lines(self._beside, notes, room))
        place = self.query_one("#told")
        place.display = bool(told) or self._list is None
        self.query_one("#text", Static).update(lines(told or [[(_("Nothing to show."), "$dim")]]))

    def on_resize(self) -> None:
        """Fold the text anew."""
        if self.is_mounted:
            self._tell()

    # -- the records in it

    @on(RowWindow.Opened)
    async def _opened(self, event: RowWindow.Opened) -> None:
        shown = self._list
        if shown is None:
            return
        name = str(pick(event.row.record, shown.columns[0].key))
        if shown.behind is not None:
            self.dashboard.show_tickets(shown.behind(event.row.record))
        elif self.noun() == "ticket":
            from gridctl_tui.screens.ticket import open_ticket

            await open_ticket(self.dashboard, name)
        else:
            self.take("show", [name])

    @on(RowWindow.Moved)
    def _moved(self, event: RowWindow.Moved) -> None:
        row: ShownRow | None = event.row
        self.query_one("#preview", RecordPane).show(row.record if row else None)
        self._tell_status()

    @on(RowWindow.Changed)
    def _changed(self) -> None:
        self._tell_status()

    @on(RowWindow.Failed)
    def _failed(self, event: RowWindow.Failed) -> None:
        self.dashboard.tell(event.error)

    def _tell_status(self) -> None:
        self.query_one("#status", Static).update(line([(f" {place_in(self.rows)} ", "$dim")]))

    # -- again

    def learn(self, noun: str, change: DeskStage) -> None:
        """Show what a change has shown of the record at hand."""
        super().learn(noun, change)
        self._tell()

    async def renew(self) -> None:
        """Read it again, where it was read quickly; a change is not carried out twice."""
        from gridctl_tui.screens.verb_form import perform

        if self._form.verb.changes:
            await self.read_record_again()
            self._tell()
            return
        only_read = self._stage.asked and not self._stage.acted
        if not only_read or self._took > _QUICK:
            return
        began = monotonic()
        try:
            self._stage = await perform(
                self.dashboard, self._form.line(self._values), idempotency_key()
            )
        except Exception as error:
            self.dashboard.tell(error)
            return
        self._took = monotonic() - began
        self._tell()
        if self._list is not None and self.query("#rows"):
            try:
                await self.rows.reread()
            except Exception as error:
                self.dashboard.tell(error)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what this verb or these records cannot take."""
        if self._tried and action in ("verbs", "new_record", "edit"):
            # What was tried stands in its form, which is gone back to.
            return False
        if action == "ask":
            return not self._form.verb.changes and bool(self._form.fields)
        if action == "save":
            return self._list is not None
        if action in ("edit", "new_record"):
            wanted = ("edit",) if action == "edit" else MAKING
            return verb_for(self.dashboard, self.noun(), wanted) is not None
        return super().check_action(action, parameters)

    def action_ask(self) -> None:
        """Ask the same with other words, from a form with what was said."""
        # The dashboard's own work: a screen cannot wait for what takes its place.
        self.app.run_worker(self._ask_again(), exit_on_error=False)

    async def _ask_again(self) -> None:
        from gridctl_tui.screens.verb_form import AskForm

        asking = AskForm(self._form, self._values)
        if await self.app.push_screen_wait(asking) and asking.outcome is not None:
            await self.app.switch_screen(asking.outcome)

    @work
    async def action_edit(self) -> None:
        """Correct the record in a form."""
        if records := self.records():
            self.take("edit", records[:1])

    @work
    async def action_save(self) -> None:
        """Save the list, read to its end, or its marked rows, to a file."""
        if (shown := self._list) is None:
            return
        marked = list(self.rows.marks.values())
        try:
            rows = marked or await shown.all()
        except Exception as error:
            self.dashboard.tell(error)
            return
        name = "-".join(self._form.verb.words)
        await save(self.dashboard, SavedList(name, shown.columns, rows, None, len(rows)))

    def action_copy(self) -> None:
        """Copy what the records are called."""
        self.copied("\n".join(self.records()))

    def action_copy_command(self) -> None:
        """Copy the command that shows the same."""
        words = typed(self._form.line(self._values))
        self.copied(f"{self.dashboard.opening.command} {words}")

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()


def _whole(columns: Sequence[Column]) -> Section:
    """Return a row's columns as a record, those a narrow list leaves out included."""
    return Section("", tuple(replace(each, wide_only=False) for each in columns))
