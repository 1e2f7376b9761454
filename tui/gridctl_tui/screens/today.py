"""Today: what is late, due or waits; the month against the last; where in the county it burns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, NamedTuple, cast

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError
from gridctl.domain.today import BAND_NAMES, BANDS, Band
from gridctl.foundation.i18n import N_
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
from gridctl_tui.run import Fetch, Run, Slice
from gridctl_tui.screens.saving import SavedList, list_of
from gridctl_tui.screens.stepping import SteppingScreen
from gridctl_tui.widgets.lines import line
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.widgets.tab_bar import TabBar, TabName
from gridctl_tui.workflow import Steppable

#: Shown on narrow screens too, then what else there is room for: on few cells its whole title
#: says more than its number.
_ALWAYS = ("band", "task", "deadline_at", "title")
_MORE = ("number", "town", "urgency", "lead_unit", "card", "state")
_TOWNS = (
    Column("name", N_("Town"), width="wide"),
    figure_column("overdue"),
    figure_column("close_on_time", N_("on-time")),
    figure_column("due_to_close"),
)
#: Cells from which on the line of counts says whose they are.
_ROOM = 100
#: The whole list, and each band of it -> what its count is called, and its style.
_WHOLE = "all"
_BANDS: dict[str, tuple[str, str]] = {
    _WHOLE: (N_("in all"), "$foreground"),
    "late": (BAND_NAMES["late"], "$error"),
    "due": (BAND_NAMES["due"], "$soon"),
    "urgent": (BAND_NAMES["urgent"], "$warning"),
    "waiting": (BAND_NAMES["waiting"], "$foreground"),
}
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
        "list.edit", "list.save", "list.copy", "list.copy_command", "list.view_left",
        "list.view_right", "ticket.*",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._month: Month | None = None
        self._band = _WHOLE
        self._counts: dict[str, int] = {}

    def body(self) -> Iterator[Widget]:
        """Yield the counts, the list, the figures and the towns."""
        with Horizontal(id="counts"):
            yield Static(id="day")
            yield TabBar(self._named(), self._band, id="bands")
        with Container(id="split"):
            yield RowWindow(self._columns(), "number", _tone, id="work")
            with Container(id="beside"):
                yield RowWindow((), "key", _worse, id="figures")
                yield RowWindow(_TOWNS, "key", _heat, id="towns")

    def _columns(self) -> list[Column]:
        declared = {column.key: column for column in COLUMNS}
        kept = [declared[key] for key in (*_ALWAYS, *_MORE)]
        return [replace(each, wide_only=each.key not in _ALWAYS) for each in kept]

    @property
    def work_list(self) -> RowWindow:
        """Return the day's list."""
        return self.query_one("#work", RowWindow)

    def on_mount(self) -> None:
        """Ask for the list, then for the figures."""
        self.work_list.focus()
        self._ask()
        self._prepare()

    def _ask(self) -> None:
        fetch = self._fetching(self._band)
        self.work_list.ask(lambda _backwards: Run(fetch, one_way=True))

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
        """Return the ticket of the line under the cursor, where the keys are for the list."""
        row = self.work_list.row if self.focused is self.work_list else None
        return ("ticket", row.serial_no) if row is not None and row.serial_no else None

    @on(RowWindow.Moved)
    @on(RowWindow.Changed)
    def _other_line(self) -> None:
        self.refresh_bindings()

    def _fetching(self, band: str) -> Fetch:
        async def fetch(after: str | None, limit: int) -> Slice:
            page = await self.dashboard.desk.send(_asked(band, after, limit))
            self._count(page)
            return page

        return fetch

    def _count(self, page: TodayPage) -> None:
        self._counts = {band: getattr(page, band) for band in BANDS}
        self._counts[_WHOLE] = sum(self._counts.values())
        self._show_bands()
        # The counts come before whose they are.
        whose = f" {page.party} " if self.size.width >= _ROOM else ""
        self.query_one("#day", Static).update(line([(f"{whose} {page.day.isoformat()} ", "$dim")]))
        if page.day != self._day:
            self._day = page.day
            self._read_figures()

    # -- the counts, each a view of the list

    def _named(self) -> list[TabName]:
        counts = self._counts
        return [
            TabName(
                f"{counts[band]:,}" if counts else "", band, label,
                style=style if counts.get(band) else "$dim",
            )
            for band, (label, style) in _BANDS.items()
        ]  # fmt: skip

    def _show_bands(self) -> None:
        self.query_one("#bands", TabBar).show(self._named(), self._band)

    def action_turn_view(self, step: int) -> None:
        """List what the next of the counts counts."""
        names = list(_BANDS)
        self._turn_to(names[(names.index(self._band) + step) % len(names)])

    @on(TabBar.Chosen, "#bands")
    def _clicked_band(self, event: TabBar.Chosen) -> None:
        self._turn_to(event.name)

    def _turn_to(self, band: str) -> None:
        self.dashboard.history.leave()
        self.show_again(band)
        self.dashboard.history.arrive()

    def showing(self) -> object:
        """Return which of the counts is listed."""
        return self._band

    def show_again(self, showing: object) -> None:
        """List what a count counts."""
        if showing != self._band:
            self._band = str(showing)
            self._show_bands()
            self._ask()
            self.work_list.focus()

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
        from gridctl_tui.screens.objections import open_objections
        from gridctl_tui.screens.ticket import open_ticket

        if isinstance(event.row, StatsRow):
            since = self._day and self._day.replace(day=1)
            terms = behind_row(event.row.model_dump(), "town", since, self._day)
            self.dashboard.show_tickets(terms)
        elif isinstance(event.row, FigureRow):
            self.dashboard.show_tickets(event.row.terms)
        elif event.row.noun == "objection":
            await open_objections(self.dashboard, event.row.assessment)
        elif event.row.serial_no:
            await open_ticket(self.dashboard, event.row.serial_no)

    async def savable(self) -> SavedList | None:
        """Return the day's list or its marked lines, the towns where the cursor is among them."""
        towns = self.query_one("#towns", RowWindow)
        if towns.has_focus:
            return list_of("towns", _TOWNS, towns, None)
        return list_of(
            self.TAB, COLUMNS, self.work_list,
            lambda after, limit: _asked(self._band, after, limit),
        )  # fmt: skip

    def action_copy(self) -> None:
        """Copy the numbers of the chosen lines."""
        self.copied("\n".join(row.number for row in self.work_list.chosen()))

    def action_copy_command(self) -> None:
        """Copy the command that prints the same list."""
        band = "" if self._band == _WHOLE else f" --band {self._band}"
        self.copied(f"{self.dashboard.opening.command} today{band}")


def _asked(band: str, after: str | None, limit: int) -> ShowToday:
    """Return the query of a page of the list, or of one band of it."""
    wanted = None if band == _WHOLE else cast(Band, band)
    return ShowToday(band=wanted, after=after, limit=limit)


def _tone(row: TodayRow, key: str) -> str:
    if key in ("band", "deadline_at"):
        return _TONES.get(row.band, "")
    return "dim" if key == "number" else ""


def _worse(row: FigureRow, key: str) -> str:
    return "dim" if key == "label" else "due" if row.worse and key in ("change", "value") else ""


def _heat(row: StatsRow, key: str) -> str:
    return f"heat{heat(row.close_on_time)}" if key in ("overdue", "close_on_time") else ""
