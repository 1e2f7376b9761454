"""Help: the keys that do something where one is, read from the keys in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from gridctl.foundation.i18n import _
from gridctl_tui.keymap import bindings, cap
from gridctl_tui.keys import COMMON, GROUPS
from gridctl_tui.widgets.key_bar import KeyBar
from gridctl_tui.widgets.lines import Piece, folded, lines, padded

_KEYS_WIDTH = 18


class Help(ModalScreen[None]):
    """Lists keys with what they do; typing narrows the list."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.leave")

    def __init__(self, asked_from: Screen[object]) -> None:
        super().__init__()
        self._entries = list(_entries(asked_from))

    def compose(self) -> ComposeResult:
        """Yield the search and the list."""
        with Vertical(classes="card help"):
            yield Static(_("Keys of the dashboard"), classes="title")
            yield Input(placeholder=_("find a key by what it does"))
            with VerticalScroll():
                yield Static(id="keys")
            yield KeyBar()

    def on_mount(self) -> None:
        """Show everything."""
        self._show("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, typed: str) -> None:
        room = min(self.size.width, 80) - 6
        self.query_one("#keys", Static).update(lines(_rows(self._entries, typed.casefold(), room)))

    def on_key(self, event: events.Key) -> None:
        """Move in the list while the search has the keyboard."""
        shown = self.query_one(VerticalScroll)
        moves: dict[str, Callable[[], None]] = {
            "down": shown.scroll_down, "up": shown.scroll_up,
            "pagedown": shown.scroll_page_down, "pageup": shown.scroll_page_up,
        }  # fmt: skip
        if event.key in moves and self.query_one(Input).has_focus:
            moves[event.key]()
            event.stop()

    def on_input_submitted(self) -> None:
        """Leave with Enter as well."""
        self.dismiss()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()


def _entries(screen: Screen[object]) -> Iterator[tuple[str, str, str]]:
    """Yield heading, keys and meaning of every action in force, those of few screens first."""
    found: dict[str, tuple[list[str], str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id and active.enabled:
            keys, _meaning = found.setdefault(binding.id, ([], binding.tooltip))
            keys.append(cap(binding.key))
    for heading in sorted(GROUPS, key=_commonness):
        for name in GROUPS[heading]:
            if name in found:
                keys, meaning = found.pop(name)
                yield heading, "  ".join(keys), meaning
    for keys, meaning in found.values():
        if meaning:
            yield "", "  ".join(keys), meaning


def _commonness(heading: str) -> int:
    """Return on how many screens, roughly, the keys under a heading work: 0 for few."""
    return COMMON.index(heading) + 1 if heading in COMMON else 0


def _rows(entries: list[tuple[str, str, str]], typed: str, room: int) -> Iterator[list[Piece]]:
    heading = ""
    for head, keys, meaning in entries:
        said = _(meaning)
        if typed and typed not in f"{said} {keys}".casefold():
            continue
        if head != heading:
            heading = head
            yield []
            yield [(_(head), "bold $accent")]
        for place, part in enumerate(folded(said, room - _KEYS_WIDTH - 2)):
            yield [(padded("" if place else keys, _KEYS_WIDTH), "bold"), (f"  {part}", "")]
