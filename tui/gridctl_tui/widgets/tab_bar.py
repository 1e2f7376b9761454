"""The tabs by number."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from gridctl.foundation.i18n import _
from gridctl_tui.widgets.lines import Piece, cells, line


class TabBar(Widget):
    """One line of names; the one at hand stands in brackets."""

    DEFAULT_CSS = "TabBar { height: 1; background: $surface; color: $dim; }"

    class Chosen(Message):
        """A name was clicked."""

        def __init__(self, bar: TabBar, name: str) -> None:
            super().__init__()
            self.bar, self.name = bar, name

        @property
        def control(self) -> TabBar:
            """Return the bar, by which handlers are chosen."""
            return self.bar

    def __init__(
        self, tabs: Sequence[tuple[str, str, str]], current: str, id: str | None = None
    ) -> None:
        """Take (prefix, name, English label) of each tab, and the name of the one at hand."""
        super().__init__(id=id)
        self.tabs = tabs
        self.current = current

    def show(self, tabs: Sequence[tuple[str, str, str]], current: str) -> None:
        """Show other tabs."""
        self.tabs, self.current = tabs, current
        self.refresh()

    def render(self) -> Content:
        """Return the line; what does not fit is left out from the far end."""
        pieces: list[Piece] = []
        room = self.size.width
        for text, name in self._texts():
            room -= cells(text)
            if room < 0:
                break
            pieces.append((text, "bold $foreground" if name == self.current else "$dim"))
        return line(pieces)

    def _texts(self) -> list[tuple[str, str]]:
        found = []
        for prefix, name, label in self.tabs:
            text = f"{prefix} {_(label)}".strip()
            found.append((f"[{text}]" if name == self.current else f" {text} ", name))
        return found

    def on_click(self, event: events.Click) -> None:
        """Find the name under the pointer."""
        place = 0
        for text, name in self._texts():
            place += cells(text)
            if event.x < place:
                self.post_message(self.Chosen(self, name))
                return
