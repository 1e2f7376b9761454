"""Putting a document together: blocks in order, headings counted on the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gridctl.reports.structure import Block, Line, PageBreak, Paragraph, Report, Role, Table
from gridctl.reports.wording import Words


class Draft:
    """A document being written in the order it will be read."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._blocks: list[Block] = []
        self._headings = 0
        self._parts = 0

    def write(self, role: Role, text: str, *, office_contact: bool = False) -> None:
        """Add a paragraph, unless it is empty."""
        if text:
            self._blocks.append(Paragraph(role, text, office_contact))

    def heading(self, text: str) -> None:
        """Add a heading of the first level: 一、 (GB/T 9704-2012)."""
        _ = self._words.say
        self._headings, self._parts = self._headings + 1, 0
        number = self._words.numeral(self._headings)
        self.write("heading", _("{number}. {text}").format(number=number, text=text))

    def part(self, text: str) -> None:
        """Add a heading of the second level: （一） (GB/T 9704-2012)."""
        _ = self._words.say
        self._parts += 1
        number = self._words.numeral(self._parts)
        self.write("part", _("({number}) {text}").format(number=number, text=text))

    def numbered(self, texts: Iterable[str]) -> None:
        """Add paragraphs of the third level: 1. (GB/T 9704-2012)."""
        for number, text in enumerate(texts, start=1):
            self.write("body", f"{number}. {text}")

    def line(self, *parts: str) -> None:
        """Add short texts spread over the width."""
        self._blocks.append(Line(parts))

    def signatures(self) -> None:
        """Add the places for those who prepare, review and issue a sheet."""
        _ = self._words.say
        self.line(_("Prepared by:"), _("Reviewed by:"), _("Issued by:"))

    def table(self, table: Table) -> None:
        """Add a table."""
        self._blocks.append(table)

    def signed(self, issuer: str, day: date) -> None:
        """Add the issuing body and the date."""
        self.write("issuer", issuer)
        self.write("date", self._words.date(day))

    def page_break(self) -> None:
        """Start a page."""
        self._blocks.append(PageBreak())

    def report(
        self, name: str, dated: date, *, landscape: bool = False, published: bool = False
    ) -> Report:
        """Return the finished document."""
        return Report(name, dated, tuple(self._blocks), landscape, published)
