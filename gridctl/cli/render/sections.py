"""Records as people read them: what is filled in, then the lists that belong to the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gridctl.cli.render.columns import Column, pick
from gridctl.cli.render.listing import Listing
from gridctl.cli.render.output import Style, show
from gridctl.cli.render.sink import write_text
from gridctl.foundation.i18n import _


@dataclass(frozen=True)
class Section:
    """A titled part of a record.

    Attributes:
        title: English title, marked with ``N_``; "" for the first part.
        columns: what it shows.
        key: field of the record that holds its list; "" shows fields of the record itself.
        sparse: also leaves out what is "no" or zero, as marks that are seldom set.
    """

    title: str
    columns: tuple[Column, ...]
    key: str = ""
    sparse: bool = False


def show_sections(
    listing: Listing, columns: Sequence[Column], sections: Sequence[Section], style: Style
) -> None:
    """Write records in sections on a screen, and like any list everywhere else.

    Args:
        listing: the records.
        columns: columns of the row formats.
        sections: the parts of a record, in order; empty parts and fields are left out.
        style: how to write.
    """
    if style.format not in ("table", "wide") or style.fields or style.query:
        show(listing, columns, style)
        return
    write_text(_pages(listing, sections, style), style.to)


def _pages(listing: Listing, sections: Sequence[Section], style: Style) -> Iterator[str]:
    # Sections are short lists: what does not fit is folded, never cut.
    style = replace(style, format="wide")
    for number, record in enumerate(listing.records()):
        if number:
            yield "\n"
        for place, section in enumerate(sections):
            yield from _part(section, record, style, first=place == 0)


def _part(
    section: Section, record: Mapping[str, Any], style: Style, *, first: bool
) -> Iterator[str]:
    from gridctl.cli.render.table import table

    rows = list(pick(record, section.key) or ()) if section.key else [record]
    columns = tuple(
        column
        for column in section.columns
        if any(_says(pick(row, column.key), section.sparse) for row in rows)
    )
    listing = Listing(rows if columns else [], single=not section.key)
    text = "".join(table(listing, columns, style))
    if text:
        yield "" if first else "\n"
        yield f"{_(section.title)}\n" if section.title else ""
        yield text


def _says(value: Any, sparse: bool) -> bool:
    """Return whether a value is worth a line."""
    return bool(value) if sparse else value not in (None, "", (), [])
