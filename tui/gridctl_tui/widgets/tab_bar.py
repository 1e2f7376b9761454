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
        """Return the line."""
        shown = self._seen()
        return line(
            (text, "bold $foreground" if name == self.current else "$dim") for text, name in shown
        )

    def _seen(self) -> list[Piece]:
        """Return the texts that fit, with their names: the one at hand is always among them."""
        texts, seen, room = self._texts(), list[Piece](), self.size.width
        for text, name in texts:
            while seen and sum(cells(each) for each, _name in seen) + cells(text) > room:
                if any(each == self.current for _text, each in seen):
                    return seen
                seen.pop(0)
            seen.append((text, name))
        return seen

    def _texts(self) -> list[tuple[str, str]]:
        found = []
        for prefix, name, label in self.tabs:
            text = f"{prefix} {_(label)}".strip()
            found.append((f"[{text}]" if name == self.current else f" {text} ", name))
        return found

    def on_click(self, event: events.Click) -> None:
        """Find the name under the pointer."""
        place = 0
        for text, name in self._seen():
            place += cells(text)
            if event.x < place:
                self.post_message(self.Chosen(self, name))
                return
