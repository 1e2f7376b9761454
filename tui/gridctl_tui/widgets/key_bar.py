"""The last line: the keys that do something here and now."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from gridctl.foundation.i18n import _
from gridctl_tui.keymap import cap
from gridctl_tui.widgets.lines import Piece, cells, line

#: What concerns the row at hand before what is always there.
_ORDER = ("form", "filter", "ticket", "import", "list", "app")


class KeyBar(Widget):
    """Shows the keys of what has the focus, as many as fit."""

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; background: $panel; color: $foreground; }"

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        """Return the line."""
        pieces: list[Piece] = []
        room = self.size.width
        for key, label in self._keys():
            text = f" {_(label)} "
            room -= cells(key) + cells(text) + 1
            if room < 0:
                break
            pieces += [(f" {key}", "bold $accent"), (text, "")]
        return line(pieces)

    def _keys(self) -> list[tuple[str, str]]:
        """Return key and label of each action once; what concerns the row at hand comes first."""
        found: dict[str, tuple[str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.id:
                found.setdefault(binding.id, (cap(binding.key), binding.description))
        return [found[name] for name in sorted(found, key=_rank)]


def _rank(name: str) -> int:
    group = name.partition(".")[0]
    return _ORDER.index(group) if group in _ORDER else 0
