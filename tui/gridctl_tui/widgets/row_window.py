"""A window of rows: how a list of any length is seen, marked and opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.strip import Strip

from gridctl.foundation.i18n import _
from gridctl.presentation.columns import Column
from gridctl_tui.keymap import bindings
from gridctl_tui.run import PAGE, Run
from gridctl_tui.widgets.lines import padded
from gridctl_tui.widgets.row_list import Question, RowList
from gridctl_tui.widgets.row_paint import GUTTER, PARTS, RowPainter, Tone


class RowWindow(RowList):
    """Shows rows in columns, the most important first.

    Attributes:
        marks: the marked rows by their key.
        opens: whether there is something to open behind a row.
        searched: whether rows were looked for, so that none of them is worth a word.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"row-window--{part}" for part in PARTS}
    DEFAULT_CSS = """
    RowWindow { height: 1fr; background: $background; color: $foreground; }
    RowWindow > .row-window--header { color: $dim; text-style: bold; background: $surface; }
    RowWindow > .row-window--cursor { background: $field; }
    RowWindow:focus > .row-window--cursor { background: $cursor; text-style: bold; }
    RowWindow > .row-window--mark { background: $mark; }
    RowWindow > .row-window--late { color: $error; }
    RowWindow > .row-window--due { color: $soon; }
    RowWindow > .row-window--dim { color: $dim; }
    RowWindow > .row-window--heat0 { background: $heat-0; }
    RowWindow > .row-window--heat1 { background: $heat-1; }
    RowWindow > .row-window--heat2 { background: $heat-2; }
    RowWindow > .row-window--heat3 { background: $heat-3; }
    RowWindow > .row-window--heat4 { background: $heat-4; text-style: bold; }
    RowWindow > .row-window--gutter { color: $accent; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "list.up", "list.down", "list.page_up", "list.page_down", "list.top", "list.end",
        "list.mark", "list.mark_up", "list.mark_down", "list.open",
    )  # fmt: skip

    def __init__(
        self, columns: Sequence[Column], key: str, tone: Tone | None = None, id: str | None = None
    ) -> None:
        super().__init__(key, id=id)
        self.marks: dict[str, Any] = {}
        self.opens = self.searched = True
        self._tone = tone or (lambda _row, _key: "")
        self._paint = RowPainter(columns, self._tone)

    def ask(self, question: Question) -> None:
        """Show another list from its beginning; marks go."""
        self.marks.clear()
        super().ask(question)

    def take(self, question: Question, run: Run) -> None:
        """Show another list that has been read already; marks go."""
        self.marks.clear()
        super().take(question, run)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, from the rows asked for or held next."""
        self._paint = RowPainter(columns, self._tone)

    def lay_out(self, columns: Sequence[Column]) -> None:
        """Show the rows at hand in other columns."""
        self.set_columns(columns)
        self.settle()
        self.refresh()

    # -- marks

    def chosen(self) -> list[Any]:
        """Return the marked rows, or the one under the cursor."""
        if self.marks:
            return list(self.marks.values())
        return [] if self.row is None else [self.row]

    def action_mark(self) -> None:
        """Mark the row, or take its mark away."""
        if (row := self.row) is not None:
            name = str(getattr(row, self.key))
            if self.marks.pop(name, None) is None:
                self.marks[name] = row
            self._marked()

    def action_mark_on(self, step: int) -> None:
        """Mark the row and move on."""
        if (row := self.row) is not None:
            self.marks[str(getattr(row, self.key))] = row
            self.action_move(step)
            self._marked()

    def mark(self, rows: Sequence[Any]) -> None:
        """Mark these rows and no others."""
        self.marks = {str(getattr(row, self.key)): row for row in rows}
        self._marked()

    def _marked(self) -> None:
        self.post_message(self.Changed(self))
        self.refresh()

    # -- opening and the mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out opening where nothing stands behind the rows."""
        if action == "open" and not self.opens:
            return False
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if (row := self.row) is not None:
            self.post_message(self.Opened(self, row))

    def on_click(self, event: events.Click) -> None:
        """Go to the row clicked; a second click opens it."""
        place = self._at(event.y)
        if place is not None:
            self._go(place)
            if event.chain > 1 and self.opens:
                self.action_open()

    def on_mouse_scroll_down(self) -> None:
        """Move down."""
        self.action_move(3)

    def on_mouse_scroll_up(self) -> None:
        """Move up."""
        self.action_move(-3)

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self.settle()
        self._go(self.cursor)
        self.refresh()

    # -- drawing

    def forget(self) -> None:
        """Forget the cells that were made."""
        self._paint.forget()

    def settle(self) -> None:
        """Choose the columns that fit."""
        rows = self.run.rows_at_hand()[: 2 * PAGE] if self.run else []
        self._paint.settle(rows, self.size.width - GUTTER)

    def _at(self, y: int) -> int | None:
        """Return the place in the run of the row drawn on a line."""
        if self.run is None or y < 1:
            return None
        place = self._top + (self.height - y if self.backwards else y - 1)
        return place if 0 <= place < self.run.known else None

    def touch(self, *places: int) -> None:
        """Draw the lines of some rows anew."""
        for place in places:
            y = self.height - place + self._top if self.backwards else place - self._top + 1
            self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Return one line of the window."""
        room = self.size.width
        if y == 0:
            return Strip([Segment(self._paint.head(room), self._style("header"))])
        base = self._style("row")
        place = self._at(y)
        row = self.run.row(place) if self.run and place is not None else None
        if place is None or row is None:
            text = _("reading") if place is not None else self._aside() if y == 1 else ""
            return Strip([Segment(padded("  " + text, room), base + self._style("dim"))])
        marked = str(getattr(row, self.key)) in self.marks
        base += self._style("mark") if marked else Style.null()
        base += self._style("cursor") if place == self.cursor else Style.null()
        sign = (">" if place == self.cursor else " ") + ("*" if marked else " ")
        segments = [Segment(sign, base + self._style("gutter"))]
        for text, tone in self._paint.cells(place, row):
            segments.append(Segment(text, base + self._style(tone) if tone else base))
        return Strip(segments).extend_cell_length(room, base)

    def _style(self, part: str) -> Style:
        # What is drawn in a row stands on the row's own ground.
        whole = part in ("header", "row")
        return self.get_component_rich_style(f"row-window--{part}", partial=not whole)

    def _aside(self) -> str:
        """Return what is said where no row is."""
        if self._trouble:
            return self._trouble
        if not self.run or not self.run.ended:
            return _("reading")
        return _("Nothing found.") if self.searched else ""
