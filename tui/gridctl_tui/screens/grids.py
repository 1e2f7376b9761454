"""Grids: the tree with counts and rates; people and history of the place under the cursor."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError
from gridctl.foundation.i18n import _
from gridctl.operations.queries.grids import GridNode, ShowGrid, ShowTree
from gridctl.operations.queries.offices import ShowHead
from gridctl.operations.queries.tickets import GroupBy, ShowStats
from gridctl.presentation.columns import Column
from gridctl.presentation.filter_words import term
from gridctl.presentation.grids import SECTIONS, TREE, place_record
from gridctl.presentation.ticket_figures import behind, figure_column
from gridctl_tui.figures import heat, so_far
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.acting import ActingScreen
from gridctl_tui.screens.saving import SavedList, list_of
from gridctl_tui.widgets.lines import line
from gridctl_tui.widgets.record_pane import RecordPane
from gridctl_tui.widgets.row_window import RowWindow

_REST = 0.12
#: Level of a place -> how the places right below it are grouped in figures.
_BELOW: dict[str, GroupBy] = {"county": "town", "town": "community", "village": "grid"}
#: What of the figures is shown.
_COUNTED = ("count", "due_to_close", "overdue", "close_on_time")
#: Level -> the field of a ticket's filter.
_FIELDS = {"town": "town", "village": "community", "grid": "grid"}


class PlaceRow(GridNode):
    """A place of the tree with the figures of the month, its name set in by its depth."""

    shown: str = ""
    count: int | None = None
    due_to_close: int | None = None
    overdue: int | None = None
    close_on_time: Decimal | None = None


class GridsScreen(ActingScreen):
    """The tree of places."""

    TAB = "grids"
    CSS_PATH = "listing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "tree.*", "list.edit", "list.save", "list.copy", "list.copy_command"
    )  # fmt: skip
    WITH: ClassVar[Mapping[tuple[str, ...], str]] = {
        ("staff", "post"): "place",
        ("staff", "unpost"): "place",
        ("ticket", "create"): "place",
        ("route", "create"): "place",
        ("calendar", "set-hours"): "place",
    }

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[PlaceRow] = []
        self._open: set[str] = set()
        self._day: date | None = None

    def body(self) -> Iterator[Widget]:
        """Yield the tree and the place beside it."""
        with Container(id="split"):
            with Vertical(id="left"):
                yield RowWindow(_columns(), "code", _tone, id="rows")
                yield Static(id="status")
            yield RecordPane(SECTIONS, id="preview")

    @property
    def rows(self) -> RowWindow:
        """Return the tree."""
        return self.query_one("#rows", RowWindow)

    def on_mount(self) -> None:
        """Read the county and what is right below it."""
        self.rows.focus()
        self._begin()

    @work(group="tree", exit_on_error=False)
    async def _begin(self) -> None:
        try:
            self._shown = await self._read(())
            self._show(0)
            if len(self._shown) == 1:
                await self._unfold(0)
        except GridctlError as error:
            self.dashboard.tell(error)

    def _figures(self, node: GridNode) -> ShowStats:
        """Return the query of a place's figures, by the places right below it."""
        assert self._day is not None
        return so_far(self._day, _BELOW.get(node.level, "grid"), under=node.code)

    def _show(self, at: int | None = None) -> None:
        """Show the tree with the cursor on a line, or else on the place it is on."""
        row: PlaceRow | None = self.rows.row
        if at is None:
            at = (row and self._at(row.code)) or 0
        rows = [row.model_copy(update={"shown": self._named(row)}) for row in self._shown]
        self.rows.hold(rows, at)

    def _named(self, row: PlaceRow) -> str:
        sign = "" if not row.children else "- " if row.code in self._open else "+ "
        return "  " * row.depth + (sign or "  ") + row.name

    # -- what can be done with a place

    def noun(self) -> str:
        """Return the noun of the verbs on places."""
        return "grid"

    def records(self) -> Sequence[str]:
        """Return the codes of the chosen places."""
        return [row.code for row in self.rows.chosen()]

    def called(self) -> str:
        """Return the names of the chosen places."""
        return " ".join(row.name for row in self.rows.chosen()[:3])

    def beginnings(self) -> Mapping[str, Any]:
        """Return that a new place belongs to the one under the cursor."""
        row = self.rows.row
        return {} if row is None else {"parent": row.code}

    async def renew(self) -> None:
        """Read the tree again as far as it is unfolded, with its figures."""
        opened: list[str] | None = None
        shown: list[PlaceRow] = []
        try:
            # Where somebody unfolded or folded meanwhile, what was read is of another tree.
            while opened != (now := self._unfolded()):
                opened, shown = now, await self._read(now)
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        self._shown = shown
        self._open &= {each.code for each in shown}
        self._show()

    def _unfolded(self) -> list[str]:
        """Return the codes of the places that are unfolded, each after the one it is in."""
        return [each.code for each in self._shown if each.code in self._open]

    async def _read(self, unfolded: Sequence[str]) -> list[PlaceRow]:
        """Return the rows of the tree where some places are unfolded."""
        desk = self.dashboard.desk
        self._day = (await desk.send(ShowHead())).day
        tree = await desk.send(ShowTree(depth=0))
        shown = []
        for node in tree.items:
            figures = await desk.send(self._figures(node))
            shown.append(_place(node, node.depth, figures.sum))
        for code in unfolded:
            if (at := _place_of(code, shown)) is not None:
                shown[at + 1 : at + 1] = await self._below(shown[at])
        return shown

    def _at(self, code: str) -> int | None:
        return _place_of(code, self._shown)

    # -- folding

    def action_unfold(self) -> None:
        """Show what is in the place under the cursor, or go into it."""
        self._unfold_at(self.rows.cursor)

    # An action, so that keys typed behind it are for what it shows.
    @work(exit_on_error=False)
    async def _unfold_at(self, at: int) -> None:
        try:
            await self._unfold(at)
        except GridctlError as error:
            self.dashboard.tell(error)

    async def _unfold(self, at: int) -> None:
        row = self._shown[at]
        if not row.children or row.code in self._open:
            return
        below = await self._below(row)
        # The tree may have been read anew meanwhile.
        place = self._at(row.code)
        if place is not None and row.code not in self._open:
            self._open.add(row.code)
            self._shown[place + 1 : place + 1] = below
            self._show()

    async def _below(self, row: PlaceRow) -> list[PlaceRow]:
        """Return the rows of the places right below one, with their figures."""
        desk = self.dashboard.desk
        tree = await desk.send(ShowTree(under=row.code, depth=1))
        figures: dict[str, Any] = {}
        if row.level in _BELOW:
            stats = await desk.send(self._figures(row))
            figures = {each.key: each for each in stats.items}
        return [
            _place(node, row.depth + 1, figures.get(node.code))
            for node in tree.items
            if node.code != row.code
        ]

    def action_fold(self) -> None:
        """Hide what is in the place, or go up to the one it is in."""
        at = self.rows.cursor
        if not self._shown:
            return
        row = self._shown[at]
        if row.code not in self._open:
            above = [n for n in range(at) if self._shown[n].depth < row.depth]
            self._show(above[-1] if above else at)
            return
        end = at + 1
        while end < len(self._shown) and self._shown[end].depth > row.depth:
            self._open.discard(self._shown[end].code)
            end += 1
        del self._shown[at + 1 : end]
        self._open.discard(row.code)
        self._show(at)

    @on(RowWindow.Opened)
    def _opened(self) -> None:
        at = self.rows.cursor
        if self._shown[at].code in self._open:
            self.action_fold()
        else:
            self.action_unfold()

    # -- the place beside the tree

    @on(RowWindow.Moved)
    def _moved(self, event: RowWindow.Moved) -> None:
        self.refresh_bindings()
        self._look_up(event.row)

    @work(exclusive=True, group="preview", exit_on_error=False)
    async def _look_up(self, row: PlaceRow | None) -> None:
        pane = self.query_one("#preview", RecordPane)
        if row is None:
            pane.show(None)
            return
        hint = _("right and left unfold and fold; t lists the tickets behind the figures")
        self.query_one("#status", Static).update(line([(f" {hint}", "$dim")]))
        await asyncio.sleep(_REST)
        view = await self.ask(ShowGrid(place=row.code))
        if view is not None:
            pane.show(place_record(view))

    def action_tickets(self) -> None:
        """List the tickets behind the month's figures of the place."""
        row: PlaceRow | None = self.rows.row
        if row is not None and self._day is not None:
            place = term("ticket", _FIELDS.get(row.level, "place"), row.code)
            figure = "due_to_close" if row.due_to_close or not row.count else "count"
            month = behind(figure, self._day.replace(day=1), self._day)
            self.dashboard.show_tickets(f"{place} {month}")

    def editable(self) -> tuple[str, str] | None:
        """Return the place under the cursor."""
        row = self.rows.row
        return None if row is None else ("grid", row.code)

    async def savable(self) -> SavedList | None:
        """Return the tree as it is unfolded, or the marked places."""
        columns = [
            replace(each, key="name") if each.key == "shown" else each for each in _columns()
        ]
        return list_of(self.TAB, columns, self.rows, None)

    def action_copy(self) -> None:
        """Copy the codes of the chosen places."""
        self.copied("\n".join(row.code for row in self.rows.chosen()))

    def action_copy_command(self) -> None:
        """Copy the command that shows the place."""
        codes = " ".join(row.code for row in self.rows.chosen())
        self.copied(f"{self.dashboard.opening.command} grid show {codes}")


def _place_of(code: str, rows: Sequence[PlaceRow]) -> int | None:
    """Return where among some rows a place stands, None where it does not."""
    return next((at for at, row in enumerate(rows) if row.code == code), None)


def _place(node: GridNode, depth: int, figures: Any) -> PlaceRow:
    told = node.model_dump() | {"depth": depth}
    if figures is not None:
        told |= {name: getattr(figures, name) for name in _COUNTED}
    return PlaceRow.model_validate(told)


def _columns() -> list[Column]:
    declared = {column.key: column for column in TREE}
    figures = (
        figure_column("overdue"),
        figure_column("close_on_time"),
        figure_column("due_to_close", wide_only=True),
        figure_column("count", wide_only=True),
    )
    name = replace(declared["name"], key="shown")
    code = replace(declared["code"], wide_only=True)
    findings = replace(declared["findings"], sparse=True)
    return [name, declared["grids"], declared["staff"], *figures[:2], findings, *figures[2:], code]


def _tone(row: PlaceRow, key: str) -> str:
    if key in ("overdue", "close_on_time") and row.close_on_time is not None:
        return f"heat{heat(row.close_on_time)}"
    if key == "findings" and row.findings:
        return "due"
    return "dim" if key == "code" else ""
