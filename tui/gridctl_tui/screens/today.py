"""Today: what is late, due or waits; the month against the last; where in the county it burns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError
from gridctl.foundation.i18n import N_, _, language
from gridctl.operations.queries.tickets import ShowStats, StatsRow
from gridctl.operations.queries.today import ShowToday, TodayPage, TodayRow
from gridctl.presentation.columns import Column
from gridctl.presentation.today import COLUMNS
from gridctl_tui.figures import figure_lines, heat
from gridctl_tui.keymap import bindings
from gridctl_tui.run import Run, Slice
from gridctl_tui.screens.saving import SavedList, list_of
from gridctl_tui.screens.stepping import SteppingScreen
from gridctl_tui.widgets.lines import Piece, cells, clipped, line, lines
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.workflow import Steppable

#: Until when it is comes before its number: of a short line the end is left out.
_ALWAYS = ("band", "task", "deadline_at", "title", "number")
_TOWNS = (
    Column("name", N_("Town"), width="wide"),
    Column("overdue", N_("overdue"), kind="int", width="narrow"),
    Column("close_on_time", N_("on time"), kind="percent", width="narrow"),
    Column("due_to_close", N_("due"), kind="int", width="narrow"),
    Column("count", N_("received"), kind="int", width="narrow"),
)
#: Months of the trend.
_MONTHS = 12
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

    @classmethod
    def of(cls, row: TodayRow) -> _Pressing:
        """Return the ticket of a line that is about one."""
        return cls(row.serial_no or "", row.title, row.state, row.lead_unit)


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

    def body(self) -> Iterator[Widget]:
        """Yield the counts, the list, the figures and the towns."""
        yield Static(id="bands")
        with Container(id="split"):
            yield RowWindow(self._columns(), "number", _tone, id="work")
            with Vertical(id="beside"):
                yield Static(id="figures")
                yield RowWindow(_TOWNS, "key", _heat, id="towns")

    def _columns(self) -> list[Column]:
        declared = {column.key: column for column in COLUMNS}
        kept = [declared[key] for key in (*_ALWAYS, "lead_unit", "card", "town", "state")]
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
        if self.focused is self.query_one("#towns"):
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
            (page.late, _("late"), "bold $error"), (page.due, _("due today"), "bold $soon"),
            (page.urgent, _("urgent"), "bold $warning"), (page.waiting, _("waiting"), "bold"),
        )  # fmt: skip
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
        if self._day is None:
            return
        period, desk = f"{self._day:%Y-%m}", self.dashboard.desk
        try:
            towns = await desk.send(ShowStats(by="town", period=period))
            months = await desk.send(ShowStats(by="month", since=_back(self._day, _MONTHS - 1)))
            now = await desk.send(_so_far(self._day))
            before = await desk.send(_so_far(_same_day(self._day)))
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        hottest = sorted(towns.items, key=lambda row: (-row.overdue, -row.due_to_close, row.key))
        self.query_one("#towns", RowWindow).hold([row for row in hottest if row.key])
        told = figure_lines(now.sum, before.sum, months.items, period)
        self.query_one("#figures", Static).update(lines(told))

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
        """Open the ticket, or the tickets behind a town's figures."""
        from gridctl_tui.screens.ticket import open_ticket

        if isinstance(event.row, StatsRow):
            town, due = ("town", "due") if language() == "en" else ("镇街", "截止")
            terms = f"{town}:{event.row.name} {due}:{self._day:%Y-%m}"
            self.dashboard.show_tickets(terms)
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


def _heat(row: StatsRow, key: str) -> str:
    return f"heat{heat(row.close_on_time)}" if key in ("overdue", "close_on_time") else ""


def _back(day: date, months: int) -> date:
    """Return the first day of the month so many months before."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)


def _same_day(day: date) -> date:
    """Return the same day of the month before, its last where it is shorter."""
    first = day.replace(day=1)
    return min(_back(day, 1) + (day - first), first - timedelta(days=1))


def _so_far(day: date) -> ShowStats:
    """Return the query of a month's figures until a day."""
    return ShowStats(by="month", since=day.replace(day=1), until=day)
