"""Records as people read them: what is filled in, then the lists that belong to the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gridctl.cli.render.output import Style, show
from gridctl.cli.render.sink import write_text
from gridctl.cli.render.stage import stage
from gridctl.foundation.i18n import _
from gridctl.presentation.columns import Column, are_private
from gridctl.presentation.listing import Listing
from gridctl.presentation.sections import Section

__all__ = ["Section", "show_sections"]


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
    if place := stage():
        for record in listing.records():
            place.record(record, sections)
        return
    if style.format not in ("table", "wide") or style.fields or style.query:
        show(listing, columns, style)
        return
    write_text(_pages(listing, sections, style), style.to, private=are_private(columns))


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

    rows = section.rows(record)
    columns = section.filled(rows)
    listing = Listing(rows if columns else [], single=not section.key)
    text = "".join(table(listing, columns, style))
    if text:
        yield "" if first else "\n"
        yield f"{_(section.title)}\n" if section.title else ""
        yield text
