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
from gridctl.presentation.columns import Column, cell_text, pick
from gridctl.presentation.fitting import fits
from gridctl.presentation.sections import Section
from gridctl.presentation.verbs import Verb, VerbForm
from gridctl_tui.keymap import bindings
from gridctl_tui.run import Run
from gridctl_tui.screens.acting import MAKING, ActingScreen, verb_for
from gridctl_tui.screens.listing import place_in
from gridctl_tui.screens.saving import SavedList, save
from gridctl_tui.stage import DeskStage, ShownList, ShownRecord, ShownRow
from gridctl_tui.widgets.lines import Piece, line, lines
from gridctl_tui.widgets.pane import Pane
from gridctl_tui.widgets.parts import part_lines
from gridctl_tui.widgets.record_pane import RecordPane
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.workflow import typed

#: Columns whose cell names a record of a noun.
_NOUNS = {"serial_no": "ticket", "ticket": "ticket", "staff_no": "staff"}
#: Seconds a verb may take to be carried out again by itself when something was changed.
_QUICK = 0.5


class Outcome(ActingScreen):
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
        super().__init__()
        self._form, self._values, self._tried = form, dict(values), tried
        self._stage = stage
        self._took = 0.0

    def tab(self) -> str:
        """Return the tab the verb was taken from."""
        return self.dashboard.current_mode

    # -- what it shows

    @property
    def _list(self) -> ShownList | None:
        return next((each for each in self._stage.parts if isinstance(each, ShownList)), None)

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

    @property
    def rows(self) -> RowWindow:
        """Return the list."""
        return self.query_one("#rows", RowWindow)

    # -- the records in it

    @property
    def _there(self) -> bool:
        """Return whether the records shown are in the office: what was only tried made none."""
        return not self._tried or self._form.named is not None

    def held(self) -> Mapping[str, Sequence[str]]:
        """Return the records shown, where they are in the office."""
        return super().held() if self._there else {}

    def noun(self) -> str:
        """Return the noun of the records shown."""
        shown = self._list
        own = self._form.verb.words[0]
        return _NOUNS.get(shown.columns[0].key, own) if shown and shown.columns else own

    def offers(self, verb: Verb) -> bool:
        """Tell whether a verb takes such records and has something to do with them."""
        return super().offers(verb) and fits(verb.words, self._told_of())

    def _told_of(self) -> list[Mapping[str, Any]]:
        """Return what the chosen rows, or the record shown, tell of themselves."""
        if self._list is not None:
            return [row.record for row in self.rows.chosen()]
        return [each.record for each in self._stage.parts if isinstance(each, ShownRecord)]

    def records(self) -> Sequence[str]:
        """Return what the chosen rows, or the record shown, are called."""
        if (shown := self._list) is not None:
            key = shown.columns[0].key
            return [str(pick(row.record, key)) for row in self.rows.chosen()]
        named = self._form.named
        told = self._values.get(named.name) if named else self._made()
        return told if isinstance(told, list) else [str(told)] if told else []

    def _made(self) -> str | None:
        """Return what the new record is called, None where the verb made none."""
        shown = [each for each in self._stage.parts if isinstance(each, ShownRecord)]
        if self._form.verb.words[-1] not in MAKING or len(shown) != 1:
            return None
        return str(pick(shown[0].record, shown[0].sections[0].columns[0].key))

    def called(self) -> str:
        """Return the names in the chosen rows, the numbers where they have none."""
        shown = self._list
        columns = shown.columns if shown else ()
        named = [each for each in columns if each.key == "name"]
        naming = named or [each for each in columns if each.width == "wide"]
        if not naming:
            return super().called()
        column = naming[0]
        names = (cell_text(column, pick(row.record, column.key)) for row in self.rows.chosen()[:3])
        return " ".join(names)

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

    async def renew(self) -> None:
        """Read it again, where it was read quickly; a change is not carried out twice."""
        from gridctl_tui.screens.verb_form import perform

        if self._form.verb.changes:
            await self._read_record()
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

    async def _read_record(self) -> None:
        """Read again the one record a change has shown; what was told once stays."""
        from gridctl_tui.verbing import read_record

        places = [at for at, each in enumerate(self._stage.parts) if isinstance(each, ShownRecord)]
        if self._tried or len(places) != 1 or len(names := self.records()) != 1:
            return
        try:
            found = await read_record(self.dashboard, self.noun(), names[0])
        except Exception as error:
            self.dashboard.tell(error)
            return
        if found is not None:
            self._stage.renew(places[0], found)
            self._tell()

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
