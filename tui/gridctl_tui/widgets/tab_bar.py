"""The tabs by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from gridctl.foundation.i18n import _
from gridctl_tui.widgets.lines import cells, line


class TabName(NamedTuple):
    """One of the names in the line.

    Attributes:
        prefix: stands before the label: a digit, a number.
        name: by which it is chosen.
        label: what it is called, in English.
        short: the same, for a line too short for all, where that is shorter; empty for none.
        style: how it is drawn where it is not the one at hand.
    """

    prefix: str
    name: str
    label: str
    short: str = ""
    style: str = "$dim"


class _Drawn(NamedTuple):
    """A name as it stands in the line: what comes before its label, the label and what follows."""

    before: str
    text: str
    tab: TabName

    @property
    def length(self) -> int:
        return cells(self.before) + cells(self.text)


class TabBar(Widget):
    """One line of names; the one at hand stands in brackets."""

    DEFAULT_CSS = "TabBar { height: 1; background: $surface; color: $dim; }"
    #: What stands between prefix and label where the line is too short for all names.
    JOINT = " "

    class Chosen(Message):
        """A name was clicked."""

        def __init__(self, bar: TabBar, name: str) -> None:
            super().__init__()
            self.bar, self.name = bar, name

        @property
        def control(self) -> TabBar:
            """Return the bar, by which handlers are chosen."""
            return self.bar

    def __init__(self, tabs: Sequence[TabName], current: str, id: str | None = None) -> None:
        """Take the names, and which of them is at hand."""
        super().__init__(id=id)
        self.tabs = tabs
        self.current = current

    def show(self, tabs: Sequence[TabName], current: str) -> None:
        """Show other tabs."""
        self.tabs, self.current = tabs, current
        self.refresh()

    def render(self) -> Content:
        """Return the line."""
        pieces = []
        for before, text, tab in self._seen():
            style = "bold $foreground" if tab.name == self.current else tab.style
            pieces += [(before, f"bold {style}"), (text, style)]
        return line(pieces)

    def _seen(self) -> list[_Drawn]:
        """Return the names that fit, set close where wide is too long; that at hand is seen."""
        room = self.size.width
        drawn = list(map(self._wide, self.tabs))
        if _length(drawn) > room:
            drawn = list(map(self._close, self.tabs))
        seen = list[_Drawn]()
        for each in drawn:
            while seen and _length(seen) + each.length > room:
                if any(other.tab.name == self.current for other in seen):
                    return seen
                seen.pop(0)
            seen.append(each)
        return seen

    def _wide(self, tab: TabName) -> _Drawn:
        opened, closed = "[]" if tab.name == self.current else "  "
        blank = " " if tab.prefix else ""
        return _Drawn(f"{opened}{tab.prefix}{blank}", f"{_(tab.label)}{closed}", tab)

    def _close(self, tab: TabName) -> _Drawn:
        opened, closed = ("[", "] ") if tab.name == self.current else ("", " ")
        joint = self.JOINT if tab.prefix else ""
        text = min((_(each) for each in (tab.label, tab.short) if each), key=cells)
        return _Drawn(f"{opened}{tab.prefix}{joint}", f"{text}{closed}", tab)

    def on_click(self, event: events.Click) -> None:
        """Find the name under the pointer."""
        place = 0
        for each in self._seen():
            place += each.length
            if event.x < place:
                self.post_message(self.Chosen(self, each.tab.name))
                return


def _length(drawn: Sequence[_Drawn]) -> int:
    return sum(each.length for each in drawn)
