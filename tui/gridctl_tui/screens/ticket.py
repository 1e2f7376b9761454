"""One ticket: everything about it, its log, and its clock drawn as a bar with the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError
from gridctl.domain.tickets import TicketNotFound
from gridctl.operations.queries.clocks import ShowClock
from gridctl.operations.queries.ticket_repeats import SimilarTickets
from gridctl.operations.queries.ticket_requests import ListRequests
from gridctl.operations.queries.tickets import ListTickets, ShowTicket, TicketView
from gridctl.presentation.filter_words import term
from gridctl.presentation.tickets import SECTIONS
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.stepping import SteppingScreen, late_tone
from gridctl_tui.widgets.clock_pane import ClockPane
from gridctl_tui.widgets.lines import line
from gridctl_tui.widgets.record_pane import RecordPane

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: The log stands beside the record, with the clock and what was asked for.
_LISTS = ("requests", "events", "similar")
#: Said by the line above the record.
_HEADING = ("serial_no", "title")
_RECORD = tuple(
    replace(section, columns=tuple(c for c in section.columns if c.key not in _HEADING))
    for section in SECTIONS
    if section.key not in _LISTS
)
_BESIDE = tuple(section for section in SECTIONS if section.key in _LISTS)


async def open_ticket(app: Dashboard, number: str) -> None:
    """Open a ticket by its serial or external number; say so where there is none."""
    app.history.leave()
    if await show_ticket(app, number):
        app.history.arrive()


async def find_tickets(app: Dashboard, typed: str) -> Sequence[str]:
    """Return the serial numbers of the tickets with a number, or with one that ends so: a few.

    Raises:
        TicketNotFound: there is none.
        GridctlError: the office refused, or does not answer.
    """
    page = await app.desk.send(ListTickets(filter=numbered(typed), limit=2))
    if not page.items:
        raise TicketNotFound(number=typed)
    return [row.serial_no for row in page.items]


def numbered(typed: str) -> str:
    """Return the filter that lets the tickets with a number through, or with one that ends so."""
    return term("ticket", "no", typed.replace('"', ""))


async def show_ticket(app: Dashboard, number: str) -> bool:
    """Show a ticket and return whether there is one; where one came from stays as it was."""
    try:
        view = await app.desk.send(ShowTicket(ticket=number))
    except Exception as error:
        app.tell(error)
        return False
    await app.push_screen(TicketScreen(view))
    return True


class TicketScreen(SteppingScreen):
    """Everything about a ticket."""

    TAB = "tickets"
    CSS_PATH = "ticket.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "record.leave", "list.edit", "list.copy", "list.copy_command", "ticket.*"
    )

    def __init__(self, view: TicketView) -> None:
        super().__init__()
        self._view = view

    def body(self) -> Iterator[Widget]:
        """Yield title, record, clock and log."""
        yield Static(id="heading")
        with Container(id="split"):
            yield RecordPane(_RECORD, id="record", tone=late_tone)
            with Container(id="beside"):
                yield ClockPane(id="clock")
                yield RecordPane(_BESIDE, id="log")

    def on_mount(self) -> None:
        """Show what is known and ask for the rest."""
        self._show()
        self.query_one("#record").focus()
        self._read_more()

    def chosen(self) -> Sequence[TicketView]:
        """Return the ticket."""
        return [self._view]

    @property
    def ticket(self) -> str:
        """Return its number."""
        return self._view.serial_no

    def editable(self) -> tuple[str, str] | None:
        """Return the ticket."""
        return "ticket", self._view.serial_no

    def _show(self) -> None:
        view = self._view
        heading = [(f" {view.serial_no} ", "bold $accent"), (f" {view.title} ", "bold")]
        self.query_one("#heading", Static).update(line(heading))
        record = view.model_dump()
        self.query_one("#record", RecordPane).show(record)
        self.query_one("#log", RecordPane).show(record)

    @work(exclusive=True, group="more", exit_on_error=False)
    async def _read_more(self) -> None:
        """Read the clock, what is alike, and the steps."""
        number, desk = self._view.serial_no, self.dashboard.desk
        try:
            await self.read_workflow()
            self.query_one(ClockPane).show(await desk.send(ShowClock(ticket=number)))
            similar = await desk.send(SimilarTickets(ticket=number, limit=5))
            requests = await desk.send(ListRequests(ticket=number, limit=20))
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        pending = [row for row in requests.items if row.state == "pending"]
        self.asked = frozenset([number]), pending
        lists = {"similar": similar.items, "requests": requests.items}
        beside = {name: [row.model_dump() for row in rows] for name, rows in lists.items()}
        self.query_one("#log", RecordPane).show({**self._view.model_dump(), **beside})

    async def renew(self) -> None:
        """Read the ticket again."""
        view = await self.ask(ShowTicket(ticket=self._view.serial_no))
        if view is not None:
            self._view = view
            self._show()
            self._read_more()

    def action_copy_command(self) -> None:
        """Copy the command that shows the ticket."""
        self.copied(f"{self.dashboard.opening.command} ticket show {self._view.serial_no}")

    async def action_leave(self) -> None:
        """Go back to where it was opened."""
        self.dashboard.history.leave()
        await self.dashboard.pop_screen()
        self.dashboard.history.arrive()
