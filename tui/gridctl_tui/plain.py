"""Scroll bars of blanks alone: the half blocks of the usual ones are of ambiguous width."""

from __future__ import annotations

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender


class PlainScrollBar(ScrollBarRender):
    """Draws a scroll bar without half blocks."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8

    @classmethod
    def install(cls) -> None:
        """Have all scroll bars drawn so."""
        ScrollBar.renderer = cls
