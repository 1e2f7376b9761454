"""A part of a screen whose text scrolls, and which says when it has the keyboard."""

from __future__ import annotations

from textual.containers import ScrollableContainer, VerticalScroll

# A stroke, for a ground alone is not seen without colours, and hardly on many projectors.
_CSS = """
{name} { background: $surface; border-left: blank; padding: 0 1 0 0; scrollbar-size: 1 1; }
{name}:focus { background: $panel; border-left: ascii $accent; }
"""


class Pane(VerticalScroll):
    """Scrolls up and down; a stroke at its left edge tells that it has the keyboard."""

    DEFAULT_CSS = _CSS.replace("{name}", "Pane")


class WidePane(ScrollableContainer):
    """The same, and scrolls to the sides as well."""

    DEFAULT_CSS = _CSS.replace("{name}", "WidePane")
