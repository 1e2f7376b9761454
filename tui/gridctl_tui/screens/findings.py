"""What was found about something: a list on a screen of its own, with what it comes to above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from gridctl.presentation.columns import Column
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.screens.saving import SavedList, list_of
from gridctl_tui.widgets.lines import Piece, line, lines
from gridctl_tui.widgets.row_window import RowWindow


class FoundRow(NamedTuple):
    """A record as a row of a list."""

    number: int
    record: Mapping[str, Any]

    def model_dump(self) -> Mapping[str, Any]:
        """Return the record, as views do."""
        return self.record


class Findings(NamedTuple):
    """What is shown.

    Attributes:
        title: what it is about.
        notes: what it comes to, line by line.
        columns: of the list.
        records: the rows.
        command: what shows the same on the command line, without the program's name.
        tone: of a cell, from its record and column.
        open: opens a record; None where there is nothing behind it.
    """

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    records: Sequence[Mapping[str, Any]]
    command: str
    tone: Callable[[Mapping[str, Any], str], str] = lambda _record, _key: ""
    open: Callable[[Mapping[str, Any]], None] | None = None


class FindingsScreen(OfficeScreen):
    """Shows what was found; Esc goes back."""

    TAB = "assess"
    CSS_PATH = "assess.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "record.leave", "list.save", "list.copy_command"
    )

    def __init__(self, found: Findings) -> None:
        super().__init__()
        self._found = found

    def body(self) -> Iterator[Widget]:
        """Yield title, notes and the list."""
        yield Static(line([(f" {self._found.title}", "bold $accent")]), id="heading")
        notes: list[list[Piece]] = [[(f" {note}", "")] for note in self._found.notes]
        yield Static(lines(notes), id="notes")
        yield RowWindow(self._found.columns, "number", self._tone, id="rows")

    def _tone(self, row: FoundRow, key: str) -> str:
        return self._found.tone(row.record, key)

    def on_mount(self) -> None:
        """Show the list."""
        rows = self.query_one("#rows", RowWindow)
        rows.hold([FoundRow(*each) for each in enumerate(self._found.records)])
        rows.focus()

    async def savable(self) -> SavedList | None:
        """Return what was found, or the marked rows."""
        name = "-".join(self._found.command.split()[:2])
        return list_of(name, self._found.columns, self.query_one("#rows", RowWindow), None)

    @on(RowWindow.Opened)
    def _opened(self, event: RowWindow.Opened) -> None:
        if self._found.open is not None:
            self._found.open(event.row.record)

    def action_copy_command(self) -> None:
        """Copy the command that tells the same."""
        self.copied(f"{self.dashboard.opening.command} {self._found.command}")

    def action_leave(self) -> None:
        """Go back to where it was asked for."""
        self.dismiss()
