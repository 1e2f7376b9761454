"""Base of screens with one long list: views above it, a filter, the row at the cursor beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError, NotFound, Usage, word
from gridctl.foundation.i18n import _
from gridctl.presentation.sections import Section
from gridctl_tui.screens.narrowing import Narrowed
from gridctl_tui.widgets.filter_bar import FilterBar
from gridctl_tui.widgets.lines import Piece, line
from gridctl_tui.widgets.record_pane import RecordPane
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.widgets.tab_bar import TabBar

#: A record is looked up only where the cursor rests.
_REST = 0.12


class ListScreen(Narrowed):
    """A list with views and filter above it, and a record beside it.

    Attributes:
        SECTIONS: parts of the record beside the list.
    """

    SECTIONS: ClassVar[Sequence[Section]] = ()
    CSS_PATH = "listing.tcss"

    # -- parts

    def body(self) -> Iterator[Widget]:
        """Yield views, filter, list and the record."""
        yield TabBar(self.named_views(), self.view, id="views")
        yield FilterBar(self.NOUN, self.find, lambda: self.dashboard.facts.period)
        with Container(id="split"):
            with Vertical(id="left"):
                yield RowWindow(self.columns(), self.KEY, self.tone, id="rows")
                yield Static(id="status")
            yield RecordPane(self.SECTIONS, id="preview", tone=self.record_tone)

    def on_mount(self) -> None:
        """Ask for the list, then for what goes with it."""
        self.rows.focus()
        self.ask_list()
        self.read_views()

    def record_tone(self, record: Mapping[str, Any], key: str) -> str:  # noqa: ARG002
        """Return the style of a value of the record beside the list, "" for the usual one."""
        return ""

    # -- the list

    async def renew(self) -> None:
        """Read the rows at hand again, the record beside them, and what the screen needs."""
        self.read_views()
        try:
            await self.rows.reread()
        except Exception as error:
            self.dashboard.tell(error)

    @on(RowWindow.Failed)
    def _failed(self, event: RowWindow.Failed) -> None:
        if event.run is not self.rows.run:
            return
        if isinstance(event.error, Usage | NotFound):
            self.filter_bar.wrong(event.error)
        else:
            self.dashboard.tell(event.error)

    @on(RowWindow.Changed)
    def _changed(self) -> None:
        self._tell_status()
        self.refresh_bindings()

    @on(RowWindow.Moved)
    def _moved(self, event: RowWindow.Moved) -> None:
        self._tell_status()
        self._look_up(event.row)

    @work(exclusive=True, group="preview", exit_on_error=False)
    async def _look_up(self, row: Any) -> None:
        """Show the row under the cursor once it rests: its record, and the keys that are for it."""
        await asyncio.sleep(_REST)
        self.refresh_bindings()
        pane = self.query_one("#preview", RecordPane)
        try:
            pane.show(None if row is None else await self.read_record(row))
        except GridctlError as error:
            # Never the record of another row.
            pane.show(row.model_dump())
            self.dashboard.tell(error)

    def _tell_status(self) -> None:
        # Its size stays, so nothing has to be laid out again at every key.
        self.query_one("#status", Static).update(self._status(), layout=False)

    def _status(self) -> Content:
        pieces: list[Piece] = []
        if place := place_in(self.rows):
            pieces.append((f" {place} ", "$dim"))
        if count := len(self.rows.marks):
            marked = word(_("{count} marked; a step is for all of them"), {"count": count})
            pieces.append((f" {marked} ", "bold $warning"))
        if self.terms and not self.filter_bar.text:
            pieces.append((f" {self.terms} ", "$dim"))
        return line(pieces)


def place_in(rows: RowWindow) -> str:
    """Return where in a list its cursor is, in words; nothing where nothing is known yet."""
    run = rows.run
    if run is None or not run.known:
        return ""
    total = run.total if run.total is not None else run.known if run.ended else None
    if total is not None:
        return word(_("{place} of {total}"), {"place": f"{rows.place:,}", "total": f"{total:,}"})
    if rows.backwards:
        return word(_("{place} from the end"), {"place": f"{rows.cursor + 1:,}"})
    return word(_("{place} of many"), {"place": f"{rows.place:,}"})
