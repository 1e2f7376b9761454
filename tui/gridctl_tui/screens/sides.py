"""A conflict: what was seen, what is wanted and what is there now, decided field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.conflicts import RecordChanged
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.conflicts import HEADS, Difference, differing
from gridctl.presentation.troubles import tell_trouble
from gridctl_tui.keymap import bindings
from gridctl_tui.widgets.key_bar import KeyBar
from gridctl_tui.widgets.lines import Piece, folded, line, lines, padded

#: Cells of the sign before a row, and of the blanks between columns.
_SIGN, _GAP = 2, 1


class SideTable(Widget, can_focus=True):
    """A row for each field; of those changed on both sides one is taken.

    Attributes:
        mine: the fields of which one's own side is taken.
    """

    DEFAULT_CSS = """
    SideTable { height: auto; max-height: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("sides.*")

    cursor = reactive(0)

    class Moved(Message):
        """Another row is under the cursor, or the other side is taken."""

    def __init__(self, found: Sequence[Difference]) -> None:
        super().__init__()
        self.found = found
        self.mine = {each.field for each in found if _both(each)}

    def get_content_height(self, *_sizes: object) -> int:
        """Return a line for each field and one for the heads."""
        return len(self.found) + 1

    def render(self) -> Content:
        """Return the table."""
        room = max(40, self.size.width) - _SIGN
        names = min(16, room // 5)
        side = (room - names) // 3 - _GAP
        heads = [(" " * _SIGN, ""), (padded(_(HEADS[0]), names), "bold $dim")]
        heads += [(" " + padded(_(head), side), "bold $dim") for head in HEADS[1:]]
        return lines([heads, *(self._row(n, names, side) for n in range(len(self.found)))])

    def _row(self, number: int, names: int, side: int) -> list[Piece]:
        each = self.found[number]
        both, own = _both(each), each.field in self.mine
        at = number == self.cursor
        pieces: list[Piece] = [
            (("> " if at else "  "), "bold $accent"), (padded(each.label, names), "bold" * at),
            (" " + padded(each.base or "—", side), "$dim"),
        ]  # fmt: skip
        for text, taken in ((each.mine, both and own), (each.theirs, not both or not own)):
            # What is taken stands in brackets, whatever the colours.
            shown = f"[{padded(text or '—', side - 2).rstrip()}]" if taken else f" {text or '—'}"
            pieces.append((" " + padded(shown, side), "bold $success" if taken else "$dim"))
        return pieces

    def action_step(self, by: int) -> None:
        """Go to another field."""
        self.cursor = max(0, min(self.cursor + by, len(self.found) - 1))
        self.post_message(self.Moved())

    def action_take(self, side: str) -> None:
        """Take one side of the field, or the other one of the two."""
        each = self.found[self.cursor]
        if not _both(each):
            return
        own = each.field not in self.mine if side == "other" else side == "mine"
        (self.mine.add if own else self.mine.discard)(each.field)
        self.refresh()
        self.post_message(self.Moved())


def _both(each: Difference) -> bool:
    """Tell whether both sides changed a field, and not to the same."""
    return bool(each.mine) and each.mine != each.theirs


class Sides(ModalScreen[frozenset[str] | None]):
    """Asks which side holds; the result is the fields that are theirs, None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.*")

    def __init__(self, error: RecordChanged) -> None:
        super().__init__()
        # The table of the message stands below, with room for more of it.
        self._told = tell_trouble(error, str).lines[0].split("\n")[0]
        self._table = SideTable(differing(error.params))

    def compose(self) -> ComposeResult:
        """Yield who changed what, the three columns, and the field under the cursor in full."""
        with Vertical(classes="card sides"):
            yield Static(line([(self._told, "")]), classes="title")
            yield self._table
            with VerticalScroll(classes="whole", can_focus=False):
                yield Static(id="whole")
            yield Static(line([(_(_HOW), "$dim")]), classes="note")
            yield KeyBar()

    def on_mount(self) -> None:
        """Begin at the first field."""
        self._table.focus()
        self._show()

    def on_side_table_moved(self) -> None:
        """Show the field in full."""
        self._show()

    def on_resize(self) -> None:
        """Fold it anew."""
        self._show()

    def _show(self) -> None:
        if self._table.found:
            each = self._table.found[self._table.cursor]
            room = max(20, min(self.size.width, 100) - 6)
            self.query_one("#whole", Static).update(lines(_whole(each, room)))

    def action_send(self) -> None:
        """Go on with the sides taken."""
        contested = {each.field for each in self._table.found if _both(each)}
        self.dismiss(frozenset(contested - self._table.mine))

    def action_leave(self) -> None:
        """Go back to the form, as it was."""
        self.dismiss(None)


#: What is done on the screen.
_HOW = N_(
    "What stands in brackets holds. Space takes the other side; what you did not touch stays as it"
    " is now."
)


def _whole(each: Difference, room: int) -> Iterator[list[Piece]]:
    for head, text in zip(HEADS[1:], each[2:], strict=True):
        for place, part in enumerate(folded(text or "—", room - 14)):
            yield [(padded("" if place else _(head), 14), "$dim"), (part, "")]
