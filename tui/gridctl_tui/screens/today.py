"""Today: what is late, due or waits; the month against the last; where in the county it burns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, NamedTuple

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError
from gridctl.foundation.i18n import N_, _
from gridctl.operations.queries.tickets import ShowStats, StatsRow
from gridctl.operations.queries.today import ShowToday, TodayPage, TodayRow
from gridctl.presentation.columns import Column
from gridctl.presentation.ticket_figures import behind_row, figure_column
from gridctl.presentation.today import COLUMNS
from gridctl_tui.figures import (
    MONTHS,
    FigureRow,
    Month,
    figure_columns,
    figure_rows,
    heat,
    same_day,
    so_far,
)
from gridctl_tui.keymap import bindings
from gridctl_tui.run import Run, Slice
from gridctl_tui.screens.saving import SavedList, list_of
from gridctl_tui.screens.stepping import SteppingScreen
from gridctl_tui.widgets.lines import Piece, cells, clipped, line
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.workflow import Steppable

#: Until when it is comes before its number: of a short line the end is left out.
_ALWAYS = ("band", "task", "deadline_at", "title", "number")
_TOWNS = (
    Column("name", N_("Town"), width="wide"),
    figure_column("overdue"),
    figure_column("close_on_time", N_("on-time")),
    figure_column("due_to_close"),
    figure_column("count", wide_only=True),
)
#: Cells a name keeps where the line is short.
_NAME = 8
#: Band of the list -> its tone.
_TONES = {"late": "late", "due": "due", "urgent": "due"}


class _Pressing(NamedTuple):
    """The ticket of a line, as far as a step needs to know it."""

    serial_no: str
    title: str
    state: str
    lead_unit: str | None
    stands: tuple[str, ...]

    @classmethod
    def of(cls, row: TodayRow) -> _Pressing:
        """Return the ticket of a line that is about one."""
        return cls(row.serial_no or "", row.title, row.state, row.lead_unit, row.stands)


class TodayScreen(SteppingScreen):
    """The day's work, and the county at a glance."""

    TAB = "today"
    CSS_PATH = "today.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "list.edit", "list.save", "list.copy", "list.copy_command", "ticket.*"
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._month: Month | None = None

    def body(self) -> Iterator[Widget]:
        """Yield the counts, the list, the figures and the towns."""
        yield Static(id="bands")
        with Container(id="split"):
            yield RowWindow(self._columns(), "number", _tone, id="work")
            with Container(id="beside"):
                yield RowWindow((), "key", _worse, id="figures")
                yield RowWindow(_TOWNS, "key", _heat, id="towns")

    def _columns(self) -> list[Column]:
        declared = {column.key: column for column in COLUMNS}
        kept = [
            declared[key] for key in (*_ALWAYS, "urgency", "lead_unit", "card", "town", "state")
        ]
        return [replace(each, wide_only=each.key not in _ALWAYS) for each in kept]

    @property
    def work_list(self) -> RowWindow:
        """Return the day's list."""
        return self.query_one("#work", RowWindow)

    def on_mount(self) -> None:
        """Ask for the list, then for the figures."""
        self.work_list.focus()
        self.work_list.ask(lambda _backwards: Run(self._page, one_way=True))
        self._prepare()

    @work(group="prepare", exit_on_error=False)
    async def _prepare(self) -> None:
        """Read which steps there are."""
        try:
            await self.read_workflow()
        except GridctlError as error:
            self.dashboard.tell(error)

    def chosen(self) -> Sequence[Steppable]:
        """Return the tickets of the marked lines, or of the one under the cursor."""
        if self.focused is not self.work_list:
            return []
        rows = self.work_list.chosen()
        several = {row.serial_no: _Pressing.of(row) for row in rows if row.serial_no}
        return list(several.values())

    def taken(self) -> None:
        """Take the marks away once the step is taken."""
        self.work_list.mark([])

    def editable(self) -> tuple[str, str] | None:
        """Return the ticket of the line under the cursor."""
        row = None if self.focused is self.query_one("#towns") else self.work_list.row
        return ("ticket", row.serial_no) if row is not None and row.serial_no else None

    @on(RowWindow.Moved)
    @on(RowWindow.Changed)
    def _other_line(self) -> None:
        self.refresh_bindings()

    async def _page(self, after: str | None, limit: int) -> Slice:
        page = await self.dashboard.desk.send(ShowToday(after=after, limit=limit))
        self._count(page)
        return page

    def _count(self, page: TodayPage) -> None:
        counts = (
            (page.late, _("late and open"), "bold $error"),
            (page.due, _("due today"), "bold $soon"),
            (page.urgent, _("urgent"), "bold $warning"),
            (page.waiting, _("waiting"), "bold"),
        )
        pieces: list[Piece] = [(f" {page.day.isoformat()} ", "$dim")]
        for count, label, style in counts:
            pieces += [(f"  {count:,}", style if count else "$dim"), (f" {label} ", "")]
        # A long name gives way to the counts.
        room = self.size.width - sum(cells(text) for text, _style in pieces) - 2
        pieces.insert(0, (f" {clipped(page.party, max(room, _NAME))} ", "$dim"))
        self.query_one("#bands", Static).update(line(pieces))
        if page.day != self._day:
            self._day = page.day
            self._read_figures()

    @work(exclusive=True, group="figures", exit_on_error=False)
    async def _read_figures(self) -> None:
        """Read the months and the towns."""
        if (day := self._day) is None:
            return
        desk = self.dashboard.desk
        try:
            towns = await desk.send(so_far(day, "town"))
            months = await desk.send(so_far(day, "month", months=MONTHS))
            now = await desk.send(so_far(day, "month"))
            before = await desk.send(so_far(same_day(day), "month"))
            urgent = await desk.send(ShowStats(by="urgency", filter="open urgent"))
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        hottest = sorted(towns.items, key=lambda row: (-row.overdue, -row.due_to_close, row.key))
        self._hold("#towns", [row for row in hottest if row.key])
        trend = [row for row in months.items if row.key]
        classes = {row.key: row.count for row in urgent.items}
        self._month = Month(day, now.sum, before.sum, trend, classes)
        self._show_figures()

    def on_resize(self) -> None:
        """Draw as much of the trend as there is room for."""
        self.call_after_refresh(self._show_figures)

    def _show_figures(self) -> None:
        if self._month is not None:
            figures = self.query_one("#figures", RowWindow)
            figures.set_columns(figure_columns(self._month.day))
            self._hold("#figures", list(figure_rows(self._month, figures.size.width)))

    def _hold(self, name: str, rows: Sequence[Any]) -> None:
        """Show other rows, the cursor where it was."""
        window = self.query_one(name, RowWindow)
        window.hold(rows, window.cursor)

    async def renew(self) -> None:
        """Read steps, list and figures again."""
        self._prepare()
        try:
            await self.work_list.reread()
        except Exception as error:
            self.dashboard.tell(error)
        self._read_figures()

    @on(RowWindow.Failed)
    def _failed(self, event: RowWindow.Failed) -> None:
        self.dashboard.tell(event.error)

    @on(RowWindow.Opened)
    async def _opened(self, event: RowWindow.Opened) -> None:
        """Open the ticket, or the tickets behind a figure."""
        from gridctl_tui.screens.ticket import open_ticket

        if isinstance(event.row, StatsRow):
            since = self._day and self._day.replace(day=1)
            terms = behind_row(event.row.model_dump(), "town", since, self._day)
            self.dashboard.show_tickets(terms)
        elif isinstance(event.row, FigureRow):
            self.dashboard.show_tickets(event.row.terms)
        elif event.row.serial_no:
            await open_ticket(self.dashboard, event.row.serial_no)

    async def savable(self) -> SavedList | None:
        """Return the day's list or its marked lines, the towns where the cursor is among them."""
        towns = self.query_one("#towns", RowWindow)
        if towns.has_focus:
            return list_of("towns", _TOWNS, towns, None)
        return list_of(
            self.TAB, COLUMNS, self.work_list,
            lambda after, limit: ShowToday(after=after, limit=limit),
        )  # fmt: skip

    def action_copy(self) -> None:
        """Copy the numbers of the chosen lines."""
        self.copied("\n".join(row.number for row in self.work_list.chosen()))

    def action_copy_command(self) -> None:
        """Copy the command that prints the same list."""
        self.copied(f"{self.dashboard.opening.command} today")


def _tone(row: TodayRow, key: str) -> str:
    if key in ("band", "deadline_at"):
        return _TONES.get(row.band, "")
    return "dim" if key == "number" else ""


def _worse(row: FigureRow, key: str) -> str:
    return "dim" if key == "label" else "due" if row.worse and key in ("change", "value") else ""


def _heat(row: StatsRow, key: str) -> str:
    return f"heat{heat(row.close_on_time)}" if key in ("overdue", "close_on_time") else ""
