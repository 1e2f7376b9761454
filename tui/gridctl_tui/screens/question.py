"""What a verb asks before it acts: yes or no, a name typed in full, or a secret."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from gridctl.domain.errors import GridctlError, word
from gridctl.foundation.i18n import N_, _
from gridctl_tui.keymap import bindings
from gridctl_tui.stage import Part, ShownList
from gridctl_tui.widgets.lines import Piece, line, lines
from gridctl_tui.widgets.parts import head_lines, part_lines

#: Rows of a list shown above a question; the whole of it is seen by trying the verb.
_ROWS = 12


class Withheld(GridctlError):
    """Nothing was typed where a secret was asked for."""

    message = N_("Nothing was typed; nothing was changed.")


class Question(ModalScreen[bool]):
    """Asks before a verb acts, under what it has shown so far."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("form.leave", "answer.yes", "answer.no"),
    ]

    def __init__(
        self, question: str, parts: Sequence[Part], notes: Sequence[str], name: str | None
    ) -> None:
        super().__init__()
        self._question, self._name = question, name
        self._parts, self._notes = list(parts), list(notes)

    def compose(self) -> ComposeResult:
        """Yield what was shown, the question, and the answers or the place for the name."""
        with Vertical(classes="card wide"):
            with VerticalScroll(classes="fields", can_focus=False):
                yield Static(id="shown")
            yield Static(line([(self._question, "")]), classes="title asked")
            if self._name is None:
                with Horizontal(classes="answers"):
                    yield Button(_("Yes (y)"), "primary", id="yes", compact=True)
                    yield Button(_("No (n)"), id="no", compact=True)
            else:
                told = word(_("Type {name} and press Enter to go ahead."), {"name": self._name})
                yield Static(line([(told, "$warning")]), classes="note")
                yield Input()

    def on_mount(self) -> None:
        """Begin at the answer, and show what leads to it."""
        self.query_one("#no" if self._name is None else "Input").focus()
        self._show()

    @work(exit_on_error=False)
    async def _show(self) -> None:
        room = max(20, min(self.size.width, 100) - 6)
        told: list[list[Piece]] = []
        for part in self._parts:
            if isinstance(part, ShownList):
                page = await part.page(None, _ROWS)
                told += [*head_lines(part, page.items, room), []]
                if page.next is not None:
                    told.append([(_("and more"), "$dim")])
            else:
                told += [*part_lines([part], (), room), []]
        told += part_lines((), self._notes, room)
        self.query_one("#shown", Static).update(lines(told))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        if event.value.strip() == self._name:
            self.dismiss(True)

    def action_yes(self) -> None:
        """Answer yes."""
        if self._name is None:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Answer no."""
        self.dismiss(False)


class Secret(ModalScreen[str | None]):
    """Asks for something nobody else may read."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.leave")

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Yield the question and the line."""
        with Vertical(classes="card"):
            yield Static(line([(self._question, "")]), classes="title")
            yield Input(password=True)

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        self.dismiss(event.value or None)

    def action_leave(self) -> None:
        """Leave without a word."""
        self.dismiss(None)
