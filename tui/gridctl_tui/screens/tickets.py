"""Tickets: a list of any length, the one under the cursor beside it, and every step it can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError, Usage, word
from gridctl.domain.filters.vocabulary import load_vocabulary
from gridctl.foundation.i18n import N_, _, language
from gridctl.operations.queries.saved_views import ListViews
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.tickets import ListTickets, ShowTicket, TicketPage, TicketRow
from gridctl.presentation.tickets import COLUMNS, SECTIONS
from gridctl_tui.keymap import bindings
from gridctl_tui.run import Run
from gridctl_tui.screens.stepping import SteppingScreen
from gridctl_tui.widgets.filter_bar import FilterBar
from gridctl_tui.widgets.lines import line
from gridctl_tui.widgets.record_pane import RecordPane
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.widgets.tab_bar import TabBar

#: Views everybody has: name -> (label, words of the filter language).
_BUILT_IN: dict[str, tuple[str, tuple[str, ...]]] = {
    "all": (N_("All tickets"), ()),
    "open": (N_("Not closed"), ("open",)),
    "overdue": (N_("Overdue"), ("overdue", "open")),
    "supervised": (N_("Under supervision"), ("supervised", "open")),
}
#: A ticket is looked up only where the cursor rests.
_REST = 0.12
#: Tickets one step can have.
_MOST = 10_000
#: Shown on narrow screens too; the others where there is room.
_ALWAYS = ("serial_no", "title", "state", "deadline_at", "verdict")
_ORDER = (*_ALWAYS, "lead_unit", "community", "town", "grid", "category", "reported_at", "source")


def _columns() -> list[Any]:
    from dataclasses import replace

    declared = {column.key: column for column in COLUMNS}
    return [replace(declared[key], wide_only=key not in _ALWAYS) for key in _ORDER]


def _built_in() -> list[tuple[str, str, str]]:
    return [(name, label, _spoken(words)) for name, (label, words) in _BUILT_IN.items()]


def _spoken(words: Sequence[str]) -> str:
    """Return words of the filter language as the person at the screen would type them."""
    labels = {word.name: word.labels for word in load_vocabulary("ticket").words}
    return " ".join(labels[word]["en" if language() == "en" else "zh"] for word in words)


def tone(row: TicketRow, key: str) -> str:
    """Return how a cell is toned; the words in it say the same."""
    if key in ("deadline_at", "verdict") and row.verdict == "overdue":
        return "late"
    if key == "state" and row.state in ("closed", "archived", "rejected", "merged", "self_closed"):
        return "dim"
    return "dim" if key in ("serial_no", "reported_at", "source") else ""


class TicketsScreen(SteppingScreen):
    """The list of tickets."""

    TAB = "tickets"
    CSS_PATH = "tickets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "list.filter", "list.mark_all", "list.view_left", "list.view_right", "list.save_view",
        "list.copy", "list.copy_command", "ticket.*",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._views = _built_in()
        self._view = "open"
        self._filter = _spoken(_BUILT_IN["open"][1])

    # -- parts

    def body(self) -> Iterator[Widget]:
        """Yield views, filter, list and preview."""
        yield TabBar(self._named_views(), self._view, id="views")
        yield FilterBar("ticket", self._find)
        with Container(id="split"):
            with Vertical(id="left"):
                yield RowWindow(_columns(), "serial_no", tone, id="rows")
                yield Static(id="status")
            yield RecordPane(SECTIONS, id="preview")

    @property
    def rows(self) -> RowWindow:
        """Return the list."""
        return self.query_one("#rows", RowWindow)

    @property
    def filter_bar(self) -> FilterBar:
        """Return the filter."""
        return self.query_one(FilterBar)

    def on_mount(self) -> None:
        """Ask for the list, then for what goes with it."""
        self.rows.focus()
        self._ask()
        self._prepare()

    @work(group="prepare", exit_on_error=False)
    async def _prepare(self) -> None:
        """Read the workflow and the saved views."""
        try:
            await self.read_workflow()
            page = await self.dashboard.desk.send(ListViews(subject="ticket"))
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        self._views = _built_in() + [(f"view:{v.name}", v.name, v.filter) for v in page.items]
        self.query_one("#views", TabBar).show(self._named_views(), self._view)

    def _named_views(self) -> list[tuple[str, str, str]]:
        return [("", name, label) for name, label, _terms in self._views]

    # -- the list

    def _ask(self) -> None:
        terms = self._filter or None

        def question(backwards: bool) -> Run:
            order = "oldest" if backwards else "newest"

            async def fetch(after: str | None, limit: int) -> TicketPage:
                wanted = {"filter": terms, "order": order, "after": after, "limit": limit}
                return await self.dashboard.desk.send(ListTickets.model_validate(wanted))

            return Run(fetch)

        self.rows.ask(question)

    async def renew(self) -> None:
        """Read the rows at hand again, and the ticket beside them."""
        try:
            await self.rows.reread()
        except Exception as error:
            self.dashboard.tell(error)

    @on(RowWindow.Failed)
    def _failed(self, event: RowWindow.Failed) -> None:
        if isinstance(event.error, Usage):
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
        self.refresh_bindings()
        self._look_up(event.row)

    @work(exclusive=True, group="preview", exit_on_error=False)
    async def _look_up(self, row: TicketRow | None) -> None:
        """Show the ticket under the cursor, once the cursor rests."""
        import asyncio

        pane = self.query_one("#preview", RecordPane)
        if row is None:
            pane.show(None)
            return
        await asyncio.sleep(_REST)
        try:
            view = await self.dashboard.desk.send(ShowTicket(ticket=row.serial_no))
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        pane.show(view.model_dump())

    def _tell_status(self) -> None:
        self.query_one("#status", Static).update(self._status())

    def _status(self) -> Content:
        rows, pieces = self.rows, []
        run = rows.run
        if run is not None and run.known:
            total = run.total if run.total is not None else run.known if run.ended else None
            if rows.backwards and total is None:
                told = word(_("{place} from the end"), {"place": f"{rows.cursor + 1:,}"})
            elif total is None:
                told = word(_("{place} of many"), {"place": f"{rows.place:,}"})
            else:
                told = word(
                    _("{place} of {total}"), {"place": f"{rows.place:,}", "total": f"{total:,}"}
                )
            pieces.append((f" {told} ", "$dim"))
        if rows.marks:
            marked = word(
                _("{count} marked; a step is for all of them"), {"count": len(rows.marks)}
            )
            pieces.append((f" {marked} ", "bold $warning"))
        if self._filter and not self.filter_bar.text:
            pieces.append((f" {self._filter} ", "$dim"))
        return line(pieces)

    # -- views and the filter

    def action_turn_view(self, step: int) -> None:
        """Go to the next view."""
        names = [name for name, _label, _terms in self._views]
        at = names.index(self._view) if self._view in names else 0
        self._show_view(names[(at + step) % len(names)])

    @on(TabBar.Chosen, "#views")
    def _clicked_view(self, event: TabBar.Chosen) -> None:
        self._show_view(event.name)

    def _show_view(self, wanted: str) -> None:
        terms = next((terms for name, _label, terms in self._views if name == wanted), "")
        self._view, self._filter = wanted, terms
        self.query_one("#views", TabBar).show(self._named_views(), wanted)
        self.filter_bar.put("")
        self._ask()

    def show_filter(self, terms: str) -> None:
        """Show what a filter lets through, asked for from another screen."""
        self._view, self._filter = "", terms
        self.query_one("#views", TabBar).show(self._named_views(), "")
        self.filter_bar.put(terms)
        self._ask()

    def action_filter(self) -> None:
        """Type a filter; what the view lets through is its beginning."""
        self.filter_bar.open(f"{self._filter} " if self._filter else "")

    @on(FilterBar.Changed)
    def _filtered(self, event: FilterBar.Changed) -> None:
        self._filter = event.text
        self._view = "" if event.text else "all"
        self.query_one("#views", TabBar).show(self._named_views(), self._view)
        self._ask()

    @on(FilterBar.Left)
    def _back_to_list(self) -> None:
        self.rows.focus()

    async def _find(self, kind: str, words: str) -> Sequence[tuple[str, str]]:
        page = await self.dashboard.desk.send(
            SearchAll.model_validate({"words": words, "kinds": [kind], "limit": 7})
        )
        return [(hit.name, hit.detail) for hit in page.items]

    @work
    async def action_save_view(self) -> None:
        """Give the filter a name."""
        from gridctl.operations.commands.saved_views import SaveView
        from gridctl_tui.screens.ask import Line

        if not self._filter or not self.dashboard.check_writable():
            return
        title = word(_("Name for the view {filter}"), {"filter": self._filter})
        name = await self.app.push_screen_wait(Line(title))
        if name and await self.ask(SaveView(name=name, filter=self._filter)) is not None:
            self._view = f"view:{name}"
            self._prepare()

    # -- marks and copying

    @work(exclusive=True, group="marks", exit_on_error=False)
    async def action_mark_all(self) -> None:
        """Mark every ticket the filter lets through, or none."""
        if self.rows.marks:
            self.rows.mark([])
            return
        page = await self.ask(ListTickets(filter=self._filter or None, limit=_MOST))
        if page is not None:
            self.rows.mark(page.items)
            if page.next is not None:
                most = {"most": f"{_MOST:,}"}
                self.notify(word(_("The first {most} are marked; one step has no more."), most))

    def action_copy_command(self) -> None:
        """Copy the command that shows the same."""
        program = self.dashboard.opening.command
        if self.rows.marks or not self._filter:
            numbers = " ".join(row.serial_no for row in self.rows.chosen())
            self.copied(f"{program} ticket show {numbers}")
        else:
            self.copied(f"{program} ticket list '{self._filter}'")

    # -- steps

    def chosen(self) -> Sequence[TicketRow]:
        """Return the marked tickets, or the one under the cursor."""
        return self.rows.chosen()

    def taken(self) -> None:
        """Take the marks away once the step is taken."""
        self.rows.mark([])

    @on(RowWindow.Opened)
    async def _opened(self, event: RowWindow.Opened) -> None:
        from gridctl_tui.screens.ticket import open_ticket

        await open_ticket(self.dashboard, event.row.serial_no)
