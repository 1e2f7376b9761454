"""The first step: a path to type, and the folder it leads to, tables first."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

from textual import events, on, work
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from gridctl.domain.errors import word
from gridctl.foundation.i18n import _
from gridctl.foundation.paths import working_folder
from gridctl_tui.importing.draft import Draft
from gridctl_tui.importing.folder import COLUMNS, Entry, entries, resolved, shown
from gridctl_tui.importing.recent import Recent
from gridctl_tui.importing.rows import PickList
from gridctl_tui.widgets.lines import line
from gridctl_tui.widgets.row_window import RowWindow


class FilePane(Vertical):
    """Where a file is chosen.

    Attributes:
        folder: the folder that is shown.
    """

    class Chosen(Message):
        """A file was chosen."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class Resumed(Message):
        """What was left half done is to be gone on with."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    def __init__(self, recent: Recent, id: str) -> None:
        super().__init__(id=id)
        self._recent = recent
        self._unfinished: Draft | None = None
        self.folder = self._home = working_folder() or Path.home()

    def compose(self) -> Iterator[Widget]:
        """Yield the folder, the path and what stands there."""
        yield Static(id="folder", classes="heading")
        yield Input(placeholder=_("path or part of a name"), id="path")
        yield PickList(COLUMNS, "place", _tone, id="entries")

    @property
    def rows(self) -> PickList:
        """Return the list."""
        return self.query_one(PickList)

    @property
    def line(self) -> Input:
        """Return the path that is typed."""
        return self.query_one("#path", Input)

    def begin(self) -> None:
        """Give the list the keyboard and read it."""
        self.rows.focus()
        self.read()

    def type(self) -> None:
        """Give the path the keyboard."""
        self.line.focus()

    @work(exclusive=True, group="folder", exit_on_error=False)
    async def read(self, words: str = "") -> None:
        """Read the folder; a drive on the network may take its time."""
        folder = self.folder
        self.say("")
        found = await asyncio.to_thread(self._found, folder, words)
        self.rows.hold(found)

    def say(self, text: str) -> None:
        """Say beside the folder what goes on."""
        told = [(f" {shown(self.folder)}", "bold $accent"), (f"  {text}" if text else "", "$soon")]
        self.query_one("#folder", Static).update(line(told))

    def _found(self, folder: Path, words: str) -> list[Entry]:
        # Who went elsewhere looks for something else.
        lately = [] if words or folder != self._home else self._recent.files()
        found = entries(folder, words, lately)
        self._unfinished = None if words else self._recent.unfinished()
        if self._unfinished is None:
            return found
        path = self._unfinished.path
        half = Entry("unfinished", path.name, "unfinished", folder=shown(path.parent))
        return [half, *found]

    # -- typing a path

    @on(Input.Changed, "#path")
    def _typed(self) -> None:
        # What is pasted arrives sign by sign; the line may hold more by now.
        folder, words = resolved(self.line.value, self.folder)
        if folder != self.folder and os.path.isdir(folder):
            self.folder = folder.resolve()
            with self.prevent(Input.Changed):
                self.line.value = words
                self.line.cursor_position = len(words)
        self.read(words)

    @on(Input.Submitted, "#path")
    def _entered(self) -> None:
        folder, words = resolved(self.line.value, self.folder)
        path = folder / words
        if words and os.path.isfile(path):
            self._choose(path)
        elif self.rows.row is not None:
            self.rows.action_open()
        else:
            self.notify(word(_("There is no table {name} here."), {"name": words}))

    def on_key(self, event: events.Key) -> None:
        """Complete with Tab, go up with Backspace, to the list with Down, leave with Esc."""
        if not self.line.has_focus:
            return
        if event.key == "tab" and self.line.value and self.rows.row is not None:
            self.line.value = self.rows.row.name
            self.line.cursor_position = len(self.line.value)
        elif event.key == "backspace" and not self.line.value:
            self.folder = self.folder.parent
            self.read()
        elif event.key in ("down", "escape"):
            if event.key == "escape":
                self.line.value = ""
            self.rows.focus()
        else:
            return
        event.stop()
        event.prevent_default()

    # -- choosing

    @on(RowWindow.Opened)
    def _opened(self, event: RowWindow.Opened) -> None:
        event.stop()
        if event.row.sort == "unfinished":
            if self._unfinished is not None:
                self.post_message(self.Resumed(self._unfinished))
            return
        path = Path(event.row.place)
        if event.row.sort != "folder":
            self._choose(path)
            return
        self.folder = path
        with self.prevent(Input.Changed):
            self.line.value = ""
        self.read()
        self.rows.focus()

    def _choose(self, path: Path) -> None:
        with self.prevent(Input.Changed):
            self.line.value = ""
        self.folder = path.parent.resolve()
        self.post_message(self.Chosen(path.resolve()))


def _tone(row: Entry, key: str) -> str:
    if row.sort == "unfinished":
        return "due"
    return "dim" if row.sort == "folder" or key in ("sort", "folder") else ""
