"""Tickets: a list of any length, the one under the cursor beside it, and every step it can take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType

from gridctl.domain.signals import URGENCY_COLOURS
from gridctl.foundation.i18n import N_
from gridctl.operations.base import Operation, Query
from gridctl.operations.queries.tickets import ListTickets, ShowTicket, TicketRow
from gridctl.presentation.columns import Column
from gridctl.presentation.tickets import COLUMNS, PREVIEW
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.marking import MarkingScreen
from gridctl_tui.screens.narrowing import BuiltIn
from gridctl_tui.screens.stepping import SteppingScreen, late_tone
from gridctl_tui.widgets.row_window import RowWindow

#: Shown on narrow screens too; the others where there is room.
_ALWAYS = ("serial_no", "title", "state", "deadline_at", "verdict")
_ORDER = (
    *_ALWAYS,
    "lead_unit",
    "town",
    "urgency",
    "community",
    "grid",
    "category",
    "reported_at",
    "source",
)
#: Nobody has anything to do about these any more.
_DONE = ("closed", "archived", "rejected", "merged", "self_closed")


class TicketsScreen(MarkingScreen, SteppingScreen):
    """The list of tickets."""

    TAB = "tickets"
    NOUN = "ticket"
    BOTH_WAYS = True
    KEY = "serial_no"
    SECTIONS = PREVIEW
    VIEWS: ClassVar[BuiltIn] = (
        ("open", N_("Not closed"), ("open",)),
        ("overdue", N_("Overdue"), ("overdue", "open")),
        ("supervised", N_("Under supervision"), ("supervised", "open")),
        *((each, label, (f"urgency:{each}", "open")) for each, label in URGENCY_COLOURS.items()),
        ("all", N_("All tickets"), ()),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings("list.edit", "ticket.*")

    def columns(self) -> Sequence[Column]:
        """Return the columns, the most important first."""
        declared = {column.key: column for column in COLUMNS}
        return [replace(declared[key], wide_only=key not in _ALWAYS) for key in _ORDER]

    def saved_columns(self) -> Sequence[Column]:
        """Return all columns of tickets."""
        return COLUMNS

    def tone(self, row: TicketRow, key: str) -> str:
        """Return how a cell is toned."""
        if key in ("deadline_at", "verdict") and row.verdict == "overdue":
            return "late"
        if key == "state" and row.state in _DONE:
            return "dim"
        return "dim" if key in ("serial_no", "reported_at", "source") else ""

    def record_tone(self, record: Mapping[str, Any], key: str) -> str:
        """Return how the deadline of the ticket beside the list is toned."""
        return late_tone(record, key)

    def query_page(self, wanted: Mapping[str, Any], *, backwards: bool) -> Query[Any]:
        """Return the query of a page."""
        order = "oldest" if backwards else "newest"
        return ListTickets.model_validate({**wanted, "order": order})

    def query_record(self, row: TicketRow) -> Operation[Any]:
        """Return the query of the ticket."""
        return ShowTicket(ticket=row.serial_no)

    async def prepare(self) -> None:
        """Read the workflow."""
        await self.read_workflow()

    def chosen(self) -> Sequence[TicketRow]:
        """Return the marked tickets, or the one under the cursor."""
        return self.rows.chosen()

    def editable(self) -> tuple[str, str] | None:
        """Return the ticket under the cursor."""
        row = self.rows.row
        return None if row is None else ("ticket", row.serial_no)

    def taken(self) -> None:
        """Take the marks away once the step is taken."""
        self.rows.mark([])

    @on(RowWindow.Opened)
    async def _opened(self, event: RowWindow.Opened) -> None:
        from gridctl_tui.screens.ticket import open_ticket

        await open_ticket(self.dashboard, event.row.serial_no)
