"""Deadlines: the month as a calendar with what falls due each day, and the tickets of a day."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.calendar import Calendar
from gridctl.domain.errors import GridctlError, Param, word
from gridctl.foundation.i18n import _
from gridctl.operations.queries.tickets import ListTickets, ShowStats, TicketRow
from gridctl.presentation.columns import Column
from gridctl.presentation.filter_words import term, word_of
from gridctl.presentation.tickets import COLUMNS
from gridctl.presentation.verbs import Verb
from gridctl_tui.keymap import bindings
from gridctl_tui.run import Run, Slice
from gridctl_tui.screens.acting import VerbScreen
from gridctl_tui.screens.saving import SavedList, list_of
from gridctl_tui.standing import read_calendar
from gridctl_tui.widgets.lines import line
from gridctl_tui.widgets.month_grid import MonthGrid
from gridctl_tui.widgets.row_window import RowWindow

_REST = 0.15
#: Verbs on deadlines besides those on the calendar.
_RULES = (
    ("clock", "policy"), ("clock", "set-policy"), ("clock", "effect"), ("clock", "provisional"),
    ("workflow", "show"), ("workflow", "adopt"),
)  # fmt: skip
_SHOWN = ("serial_no", "title", "state", "deadline_at", "verdict")


class DeadlinesScreen(VerbScreen):
    """The calendar of what falls due."""

    TAB = "deadlines"
    CSS_PATH = "deadlines.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "month.*", "list.save", "list.copy", "list.copy_command"
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._calendar: Calendar | None = None
        self._today: date | None = None

    def offers(self, verb: Verb) -> bool:
        """Tell whether a verb is about the calendar or the rules of deadlines."""
        return verb.words[0] == "calendar" or verb.words in _RULES

    def body(self) -> Iterator[Widget]:
        """Yield the month and the tickets of the day under the cursor."""
        yield Static(id="title")
        with Container(id="split"):
            yield MonthGrid(id="month")
            yield RowWindow(_columns(), "serial_no", _tone, id="rows")

    @property
    def month(self) -> MonthGrid:
        """Return the calendar."""
        return self.query_one(MonthGrid)

    @property
    def rows(self) -> RowWindow:
        """Return the tickets of the day."""
        return self.query_one("#rows", RowWindow)

    def on_mount(self) -> None:
        """Show the month of the day."""
        self.month.focus()
        self._begin()

    @work(exclusive=True, group="month", exit_on_error=False)
    async def _begin(self) -> None:
        """Read calendar and month; other hours or days may hold than before."""
        first = self._calendar is None
        try:
            self._calendar, self._today = await read_calendar(self.dashboard.desk)
            if first:
                self.month.show(self._today, self._today, self._calendar, {})
            await self._read(self.month.day)
        except GridctlError as error:
            self.dashboard.tell(error)

    async def _read(self, day: date) -> None:
        """Read the load of a month's days."""
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        stats = await self.dashboard.desk.send(
            ShowStats(by="day", since=first, until=last, filter="open")
        )
        load = {
            date.fromisoformat(row.key): (row.due_to_close, row.overdue)
            for row in stats.items
            if row.key and row.due_to_close
        }
        assert self._calendar is not None
        assert self._today is not None
        self.month.show(day, self._today, self._calendar, load)
        open_ = sum(due for due, _late in load.values())
        late = sum(late for _due, late in load.values())
        told: dict[str, Param] = {"month": f"{first:%Y-%m}", "open": open_, "late": late or None}
        text = word(
            _("{month}: {open} open tickets fall due[[ / {late} of them late by now]]"), told
        )
        self.query_one("#title", Static).update(line([(f" {text}", "bold $accent")]))

    def action_turn(self, step: int) -> None:
        """Show the month before or after."""
        if self._calendar is not None:
            first = self.month.day.replace(day=1)
            moved = first - timedelta(days=1) if step < 0 else first + timedelta(days=32)
            self._turn(moved.replace(day=1))

    @work(exclusive=True, group="month", exit_on_error=False)
    async def _turn(self, day: date) -> None:
        try:
            await self._read(day)
        except GridctlError as error:
            self.dashboard.tell(error)

    async def savable(self) -> SavedList | None:
        """Return the tickets of the day, or the marked ones."""
        terms = f"open due:{self.month.day.isoformat()}"
        return list_of(
            self.TAB, COLUMNS, self.rows,
            lambda after, limit: ListTickets(filter=terms, after=after, limit=limit),
        )  # fmt: skip

    def showing(self) -> object:
        """Return the day the cursor is on, None before the calendar is known."""
        return None if self._calendar is None else self.month.day

    def show_again(self, showing: object) -> None:
        """Go to a day again."""
        if isinstance(showing, date) and showing != self.month.day:
            self._turn(showing)
            self._list(showing)

    async def renew(self) -> None:
        """Read the calendar, the month and the tickets of the day again."""
        self._begin()
        try:
            await self.rows.reread()
        except Exception as error:
            self.dashboard.tell(error)

    @on(MonthGrid.Moved)
    def _moved(self, event: MonthGrid.Moved) -> None:
        if event.turned:
            self._turn(event.day)
        self._list(event.day)

    @work(exclusive=True, group="day", exit_on_error=False)
    async def _list(self, day: date) -> None:
        """List what falls due on a day, once the cursor rests."""
        await asyncio.sleep(_REST)
        desk = self.dashboard.desk

        def question(_backwards: bool) -> Run:
            async def fetch(after: str | None, limit: int) -> Slice:
                terms = f"open due:{day.isoformat()}"
                return await desk.send(ListTickets(filter=terms, after=after, limit=limit))

            return Run(fetch, one_way=True)

        self.rows.ask(question)

    @on(MonthGrid.Opened)
    def _open_day(self, event: MonthGrid.Opened) -> None:
        terms = [word_of("ticket", "open"), term("ticket", "due", event.day.isoformat())]
        self.dashboard.show_tickets(" ".join(terms))

    @on(RowWindow.Opened)
    async def _opened(self, event: RowWindow.Opened) -> None:
        from gridctl_tui.screens.ticket import open_ticket

        await open_ticket(self.dashboard, event.row.serial_no)

    def action_copy(self) -> None:
        """Copy the numbers of the chosen tickets."""
        self.copied("\n".join(row.serial_no for row in self.rows.chosen()))

    def action_copy_command(self) -> None:
        """Copy the command that lists the same."""
        self.copied(f"{self.dashboard.opening.command} ticket list 'open due:{self.month.day}'")


def _columns() -> list[Column]:
    declared = {column.key: column for column in COLUMNS}
    beside = [replace(declared[key], wide_only=True) for key in ("lead_unit", "community")]
    return [*(declared[key] for key in _SHOWN), *beside]


def _tone(row: TicketRow, key: str) -> str:
    return "late" if key in ("deadline_at", "verdict") and row.verdict == "overdue" else ""
