"""Help: the keys that do something where one is, read from the keys in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from gridctl.domain.pinyin import is_spelled, is_typed
from gridctl.foundation.i18n import LANGUAGES, _, translator
from gridctl_tui.keymap import bindings, cap
from gridctl_tui.keys import COMMON, GROUPS
from gridctl_tui.widgets.key_bar import KeyBar
from gridctl_tui.widgets.lines import Piece, folded, lines, padded

#: Cells of the card, and of them the ones around its lines.
_CARD_CELLS, _AROUND = 100, 6
#: Cells of the keys, and of what an action is called.
_KEYS_WIDTH, _NAME_WIDTH = 18, 14


class Entry(NamedTuple):
    """An action in force.

    Attributes:
        heading: the group it stands in.
        keys: what calls it, as it stands on the keyboard.
        name: what it is called, in English.
        meaning: what it does, in English.
    """

    heading: str
    keys: str
    name: str
    meaning: str

    def fits(self, typed: str) -> bool:
        """Tell whether it is found by its name, its keys, what it does, or by pinyin initials."""
        texts = [translator(each)(text) for each in LANGUAGES for text in (self.name, self.meaning)]
        if any(typed in text.casefold() for text in (self.keys, *texts)):
            return True
        return is_typed(typed) and any(is_spelled(t, typed) for t in texts if not t.isascii())


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

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, typed: str) -> None:
        room = min(self.size.width, _CARD_CELLS) - _AROUND
        rows = _rows(self._entries, typed.casefold().strip(), room)
        self.query_one("#keys", Static).update(lines(rows))

    def on_resize(self) -> None:
        """Fold the lines anew."""
        self._show(self.query_one(Input).value)

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


def _entries(screen: Screen[object]) -> Iterator[Entry]:
    """Yield every action in force, those of few screens first."""
    found: dict[str, tuple[list[str], Binding]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id and active.enabled:
            keys, _binding = found.setdefault(binding.id, ([], binding))
            keys.append(cap(binding.key))
    for heading in sorted(GROUPS, key=_commonness):
        for name in GROUPS[heading]:
            if name in found:
                keys, binding = found.pop(name)
                yield Entry(heading, "  ".join(keys), binding.description, binding.tooltip)
    for keys, binding in found.values():
        if binding.tooltip:
            yield Entry("", "  ".join(keys), binding.description, binding.tooltip)


def _commonness(heading: str) -> int:
    """Return on how many screens, roughly, the keys under a heading work: 0 for few."""
    return COMMON.index(heading) + 1 if heading in COMMON else 0


def _rows(entries: Sequence[Entry], typed: str, room: int) -> Iterator[list[Piece]]:
    heading = ""
    fitting = [entry for entry in entries if not typed or entry.fits(typed)]
    if not fitting:
        yield [(_("Nothing fits what was typed."), "$dim")]
    for entry in fitting:
        if entry.heading != heading:
            heading = entry.heading
            yield []
            yield [(_(heading), "bold $accent")]
        name = folded(_(entry.name), _NAME_WIDTH)
        meaning = folded(_(entry.meaning), room - _KEYS_WIDTH - _NAME_WIDTH - 4)
        for keys, called, part in zip_longest([entry.keys], name, meaning, fillvalue=""):
            yield [
                (padded(keys, _KEYS_WIDTH), "bold $accent"), ("  ", ""),
                (padded(called, _NAME_WIDTH), "bold"), (f"  {part}", "$dim"),
            ]  # fmt: skip
