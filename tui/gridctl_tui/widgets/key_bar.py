"""The last line: the keys that do something here and now."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from gridctl.foundation.i18n import _
from gridctl_tui.keymap import cap
from gridctl_tui.widgets.lines import Piece, cells, line

#: What concerns the row at hand before what is always there.
_ORDER = ("form", "filter", "ticket", "import", "list", "app")
#: Of the whole dashboard: who is lost finds the way out and help on the narrowest terminal too.
_ALWAYS = _ORDER.index("app")


class KeyBar(Widget):
    """Shows the keys of what has the focus, as many as fit beside those that always work."""

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; background: $panel; color: $foreground; }"

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        """Return the line."""
        keys = self._keys()
        room = self.size.width - sum(_wide(key) for name, key in keys if _rank(name) == _ALWAYS)
        pieces: list[Piece] = []
        for name, key in keys:
            if _rank(name) != _ALWAYS:
                room -= _wide(key)
                if room < 0:
                    continue
            cap_, label = key
            pieces += [(f" {cap_}", "bold $accent"), (label, "")]
        return line(pieces)

    def _keys(self) -> list[tuple[str, tuple[str, str]]]:
        """Return key and label of each action once; what concerns the row at hand comes first."""
        found: dict[str, tuple[str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.id:
                found.setdefault(binding.id, (cap(binding.key), f" {_(binding.description)} "))
        return sorted(found.items(), key=lambda each: _rank(each[0]))


def _wide(key: tuple[str, str]) -> int:
    """Return the cells of a key and its label, with the blank before them."""
    return 1 + sum(map(cells, key))


def _rank(name: str) -> int:
    group = name.partition(".")[0]
    return _ORDER.index(group) if group in _ORDER else 0
