"""Saving a list to a file: the whole of it, however long, while the work goes on being seen."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.base import Gateway, Query
from gridctl.presentation.columns import Column
from gridctl.presentation.files import NoListFormat, list_format, save_list
from gridctl.presentation.listing import Listing
from gridctl.presentation.troubles import tell_trouble
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.ask import Confirm, Line
from gridctl_tui.tabs import TABS
from gridctl_tui.widgets.key_bar import KeyBar
from gridctl_tui.widgets.lines import line
from gridctl_tui.widgets.row_window import RowWindow

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: Makes the query of a page from where to begin and how many rows to take.
Page = Callable[[str | None, int], Query[Any]]

#: Rows asked for at once.
_PAGE = 2_000
#: Seconds after which it is shown how far it is.
_LONG = 0.5


class SavedList(NamedTuple):
    """A list to be saved.

    Attributes:
        tab: the tab it stands on, or what its file is called where it is on none.
        columns: what is saved of each row.
        rows: the rows, where they are at hand.
        page: makes the query of a page, where they are not.
        total: how many there are, None where nobody counted.
    """

    tab: str
    columns: Sequence[Column]
    rows: Sequence[Any] | None
    page: Page | None
    total: int | None


class Stopped(Exception):
    """The person at the screen wants no more of it."""


class Reading:
    """The rows on their way into the file.

    Attributes:
        count: how many have been read.
        stop: set by the screen to have no more read.
    """

    def __init__(self, wanted: SavedList) -> None:
        self._wanted = wanted
        self.count = 0
        self.stop = threading.Event()

    def rows(self, gateway: Gateway) -> Iterator[Any]:
        """Yield the rows, page after page.

        Raises:
            Stopped: no more are wanted.
        """
        for row in self._all(gateway):
            if self.stop.is_set():
                raise Stopped
            self.count += 1
            yield row

    def _all(self, gateway: Gateway) -> Iterator[Any]:
        wanted, after = self._wanted, None
        if wanted.page is None or wanted.rows is not None:
            yield from wanted.rows or ()
            return
        while True:
            page = gateway.send(wanted.page(after, _PAGE))
            yield from page.items
            if (after := page.next) is None:
                return


def list_of(
    tab: str, columns: Sequence[Column], rows: RowWindow, page: Page | None
) -> SavedList | None:
    """Return what is saved of a list: its marked rows, else all of them; None where it is empty.

    Args:
        tab: the tab it stands on.
        columns: what is saved of each row.
        rows: the list on the screen.
        page: makes the query of a page; None where all rows are on the screen.
    """
    run = rows.run
    if run is None or not run.known:
        return None
    at_hand = list(rows.marks.values()) or (run.rows_at_hand() if page is None else None)
    total = run.total if run.total is not None else run.known if run.ended else None
    return SavedList(tab, columns, at_hand, page, len(at_hand) if at_hand else total)


async def save(app: Dashboard, wanted: SavedList) -> None:
    """Ask for a file and save a list to it; called in a worker of the dashboard."""
    name = next((_(tab.label) for tab in TABS if tab.name == wanted.tab), wanted.tab)
    file = await _file(app, f"{name}.xlsx", wanted)
    if file is None:
        return
    reading = Reading(wanted)

    def job(gateway: Gateway) -> None:
        save_list(Listing(reading.rows(gateway)), wanted.columns, str(file))

    task = asyncio.create_task(app.desk.apart(job))
    try:
        await asyncio.wait({task}, timeout=_LONG)
        if not task.done():
            await app.push_screen_wait(Saving(task, reading, wanted.total))
        await task
    except Stopped:
        app.notify(_("Stopped; no file was written."))
    except Exception as error:
        app.tell(error)
    else:
        told: dict[str, Param] = {"count": f"{reading.count:,}", "file": str(file.absolute())}
        app.notify(word(_("Rows saved: {count}, to {file}."), told), markup=False)
    finally:
        reading.stop.set()


async def _file(app: Dashboard, name: str, wanted: SavedList) -> Path | None:
    """Return the file to write, None where none is wanted after all."""
    if wanted.rows is not None and wanted.page is not None:
        title = word(_("Save the {count} marked rows to a file"), {"count": len(wanted.rows)})
    else:
        title = _("Save the whole list to a file")
    note = _("The ending tells the format: .xlsx .csv .tsv .json .jsonl .yaml .md")
    return await file_to_write(app, title, name, note)


async def file_to_write(app: Dashboard, title: str, name: str, note: str) -> Path | None:
    """Ask for a file a list can be written to; None where none is wanted after all."""
    while True:
        answer = await app.push_screen_wait(Line(title, name, note))
        if answer is None:
            return None
        name, file = answer, Path(os.path.expanduser(answer))
        try:
            list_format(name)
        except NoListFormat as error:
            told = tell_trouble(error, str)
            note = " ".join([*told.lines, told.hint])
            continue
        if not os.path.exists(file) or await app.push_screen_wait(_overwriting(file)):
            return file


def _overwriting(file: Path) -> Confirm:
    told = word(_("{file} is there already."), {"file": file.name})
    return Confirm(_("Replace the file?"), [told], severe=True)


class Saving(ModalScreen[None]):
    """Shows how far it is; Esc stops it and leaves no file."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.leave")

    def __init__(self, task: asyncio.Task[None], reading: Reading, total: int | None) -> None:
        super().__init__()
        self._work, self._reading, self._total = task, reading, total

    def compose(self) -> ComposeResult:
        """Yield the count."""
        with Vertical(classes="card"):
            yield Static(line([(_("Saving"), "")]), classes="title")
            yield Static(id="count")
            yield KeyBar()

    def on_mount(self) -> None:
        """Follow it."""
        self._follow()
        self.set_interval(0.1, self._follow)

    def _follow(self) -> None:
        if self._work.done():
            self.dismiss()
            return
        told: dict[str, Param] = {"count": f"{self._reading.count:,}"}
        told["total"] = None if self._total is None else f"{self._total:,}"
        text = word(_(N_("{count} rows[[ of {total}]]")), told)
        self.query_one("#count", Static).update(line([(text, "")]))

    def action_leave(self) -> None:
        """Stop it."""
        self._reading.stop.set()
