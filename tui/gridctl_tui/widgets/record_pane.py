"""One record in sections, beside a list or on a screen of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from textual.content import Content
from textual.widgets import Static

from gridctl.foundation.i18n import _
from gridctl.presentation.columns import Column, told
from gridctl.presentation.sections import Section
from gridctl_tui.widgets.lines import Piece, cells, folded, lines, padded
from gridctl_tui.widgets.pane import Pane

#: Returns the style of a value from its record and column: ``$error`` for what is late.
Tone = Callable[[Mapping[str, Any], str], str]
#: A record's lists are told in lines of at least this many cells.
_NARROWEST = 24


class RecordPane(Pane):
    """Shows a record; scrolls where it is longer than the pane."""

    def __init__(
        self, sections: Sequence[Section], id: str | None = None, tone: Tone | None = None
    ) -> None:
        super().__init__(id=id)
        self.sections, self._tone = sections, tone
        self.record: Mapping[str, Any] | None = None
        self._text = Static()

    def compose(self) -> Iterator[Static]:
        """Yield the text."""
        yield self._text

    def show(self, record: Mapping[str, Any] | None) -> None:
        """Show another record, or nothing."""
        if record is None or self.record is None or record.keys() != self.record.keys():
            self.scroll_home(animate=False)
        self.record = record
        self._draw()

    def on_resize(self) -> None:
        """Fold the text anew."""
        self._draw()

    def _draw(self) -> None:
        room = max(_NARROWEST, self.size.width - 1)
        if self.record is None:
            self._text.update(Content(""))
            return
        self._text.update(lines(record_lines(self.record, self.sections, room, self._tone)))


def record_lines(
    record: Mapping[str, Any], sections: Sequence[Section], room: int, tone: Tone | None = None
) -> Iterator[list[Piece]]:
    """Yield the lines of a record: labels and values, then its lists, what is empty left out."""
    filled = [
        (section, rows, columns)
        for section in sections
        if (rows := section.rows(record)) and (columns := section.filled(rows))
    ]
    # One margin for all parts, so that what they tell stands in one line.
    labels = (
        cells(_(each.header)) for part, _rows, shown in filled for each in shown if not part.key
    )
    left = min(max(labels, default=0), room // 2)
    for number, (section, rows, columns) in enumerate(filled):
        if number:
            yield []
        if section.title:
            yield [(_(section.title), "bold $accent")]
        if section.key:
            for row in rows:
                yield from _entry(row, columns, room)
        else:
            yield from _fields(record, columns, left, room, tone)


def _fields(
    record: Mapping[str, Any], columns: Sequence[Column], left: int, room: int, tone: Tone | None
) -> Iterator[list[Piece]]:
    for column in columns:
        text = folded(told(column, record), room - left - 2)
        style = tone(record, column.key) if tone else ""
        for label, part in zip_longest(folded(_(column.header), left), text, fillvalue=""):
            yield [(f"{padded(label, left)}  ", "$dim"), (part, style)]


def _entry(row: Mapping[str, Any], columns: Sequence[Column], room: int) -> Iterator[list[Piece]]:
    """Yield a member of a list: its short facts on a line, its longest text under them."""
    texts = [(column, told(column, row)) for column in columns]
    short = "  ".join(text for column, text in texts if text and column.width != "wide")
    for place, part in enumerate(folded(short, room - 2) if short else ()):
        yield [(part, "") if place == 0 else (f"  {part}", "")]
    for column, text in texts:
        if text and column.width == "wide":
            yield from ([(f"  {part}", "$dim")] for part in folded(text, room - 2))
