"""One record in sections, beside a list or on a screen of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from textual.content import Content
from textual.widgets import Static

from gridctl.foundation.i18n import _
from gridctl.presentation.columns import Column, cell_text, pick, told
from gridctl.presentation.sections import Section
from gridctl_tui.widgets.lines import Piece, cells, folded, lines, padded
from gridctl_tui.widgets.pane import Pane

#: A record's lists are told in lines of at least this many cells.
_NARROWEST = 24


class RecordPane(Pane):
    """Shows a record; scrolls where it is longer than the pane."""

    def __init__(self, sections: Sequence[Section], id: str | None = None) -> None:
        super().__init__(id=id)
        self.sections = sections
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
        self._text.update(lines(record_lines(self.record, self.sections, room)))


def record_lines(
    record: Mapping[str, Any], sections: Sequence[Section], room: int
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
            yield from _fields(record, columns, left, room)


def _fields(
    record: Mapping[str, Any], columns: Sequence[Column], left: int, room: int
) -> Iterator[list[Piece]]:
    for column in columns:
        text = folded(cell_text(column, pick(record, column.key)), room - left - 2)
        for label, part in zip_longest(folded(_(column.header), left), text, fillvalue=""):
            yield [(f"{padded(label, left)}  ", "$dim"), (part, "")]


def _entry(row: Mapping[str, Any], columns: Sequence[Column], room: int) -> Iterator[list[Piece]]:
    """Yield a member of a list: its short facts on a line, its longest text under them."""
    texts = [(column, told(column, row)) for column in columns]
    short = "  ".join(text for column, text in texts if text and column.width != "wide")
    for place, part in enumerate(folded(short, room) if short else ()):
        yield [(part, "" if place == 0 else "$dim")]
    for column, text in texts:
        if text and column.width == "wide":
            yield from ([(f"  {part}", "$dim")] for part in folded(text, room - 2))
