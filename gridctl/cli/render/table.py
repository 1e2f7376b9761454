"""Tables and records for people, drawn by Rich, their widths settled here.

Columns are squeezed by their declared width class before anything wraps; ``table`` keeps each
record on one line and marks what it cuts, ``wide`` folds instead.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gridctl.foundation.i18n import _
from gridctl.presentation.columns import Column, told
from gridctl.presentation.listing import Listing
from gridctl.presentation.width import clip, fit, fold, pad, sign_width, width

if TYPE_CHECKING:
    from gridctl.cli.render.output import Style

_GAP = 2
#: A private sign that takes the second cell of an ambiguous sign while Rich counts, then goes.
_FILLER = "\ue000"


def table(listing: Listing, columns: Sequence[Column], style: Style) -> Iterator[str]:
    """Yield a listing as a table, or one record as label and value per line."""
    rows = [[_clean(told(column, record)) for column in columns] for record in listing.records()]
    if listing.single and rows:
        yield _draw(_record(columns, rows[0], style), style)
    elif rows:
        filled = [
            n for n, column in enumerate(columns) if not column.sparse or any(r[n] for r in rows)
        ]
        shown = [columns[n] for n in filled]
        yield _draw(_table(shown, [[row[n] for n in filled] for row in rows], style), style)


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]], style: Style) -> Table:
    headers = [_(column.header) for column in columns]
    natural = [
        max(width(text, style.ambiguous) for text in texts)
        for texts in zip(headers, *rows, strict=True)
    ]
    room = None if style.cells is None else style.cells - _GAP * (len(columns) - 1)
    widths = fit(natural, [column.width for column in columns], room)
    drawn = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    rights = [column.right for column in columns]
    for header, cells, right in zip(headers, widths, rights, strict=True):
        drawn.add_column(_cell(header, cells, style, right=right), width=cells)
    for row in rows:
        drawn.add_row(
            *(
                _cell(text, cells, style, right=right)
                for text, cells, right in zip(row, widths, rights, strict=True)
            )
        )
    return drawn


def _record(columns: Sequence[Column], row: Sequence[str], style: Style) -> Table:
    labels = [_(column.header) for column in columns]
    left = max(width(label, style.ambiguous) for label in labels)
    room = max(20, (style.cells or 10_000) - left - _GAP)
    drawn = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), show_header=False)
    drawn.add_column(width=left, style="bold")
    drawn.add_column(width=min(room, max(width(text, style.ambiguous) for text in row)))
    for label, text in zip(labels, row, strict=True):
        folded = "\n".join(fold(text, room, style.ambiguous))
        drawn.add_row(_filled(label, style), _filled(folded, style))
    return drawn


def _cell(text: str, cells: int, style: Style, *, right: bool) -> Text:
    if style.format == "wide":
        lines = fold(text, cells, style.ambiguous)
    else:
        lines = [clip(" ".join(text.split("\n")), cells, style.ambiguous)]
    if right:
        # Rich sets nothing to the right that it was told not to wrap.
        lines = [pad(line, cells, right=True, ambiguous=style.ambiguous) for line in lines]
    return _filled("\n".join(lines), style)


def _filled(text: str, style: Style) -> Text:
    if style.ambiguous == 2:
        text = "".join(
            sign + _FILLER if sign_width(sign, 2) > sign_width(sign) else sign for sign in text
        )
    return Text(text, overflow="ignore", no_wrap=True)


def _clean(text: str) -> str:
    """Take control signs out: a cell must not move the cursor or colour the screen."""
    return "".join(sign if sign == "\n" or sign.isprintable() else " " for sign in text)


def _draw(drawn: Table, style: Style) -> str:
    console = Console(
        file=io.StringIO(),
        width=max(style.cells or 0, 10_000),
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as captured:
        console.print(drawn)
    text = captured.get().replace(_FILLER, "")
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())
