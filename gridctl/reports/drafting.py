"""Putting a document together: blocks in order, headings counted on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from gridctl.reports.structure import Block, Line, PageBreak, Paragraph, Report, Role, Table
from gridctl.reports.wording import Words


class Draft:
    """A document being written in the order it will be read."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._blocks: list[Block] = []
        self._name = ""
        self._headings = 0
        self._parts = 0

    def title(self, template: str, **values: str) -> None:
        """Add the title, which names the document; a bar marks where a long one is broken."""
        self._name = self._headline("title", template, values)

    def annex(self, template: str, **values: str) -> None:
        """Start the annex on a page of its own, with its title."""
        _ = self._words.say
        self._blocks.append(PageBreak())
        self.write("annex", _("Annex"))
        self._headline("caption", template, values)

    def _headline(self, role: Role, template: str, values: Mapping[str, str]) -> str:
        # Split before filling in: a bar in a value breaks nothing.
        lead, rest = (part.format_map(values) for part in template.partition("|")[::2])
        self._blocks.append(Paragraph(role, lead + rest, lead=len(lead) if rest else 0))
        return lead + rest

    def write(self, role: Role, text: str, *, office_contact: bool = False) -> None:
        """Add a paragraph, unless it is empty."""
        if text:
            self._blocks.append(Paragraph(role, text, office_contact=office_contact))

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
        parts = (_("Prepared by:"), _("Reviewed by:"), _("Issued by:"))
        self._blocks.append(Line(parts, to_sign=True))

    def table(self, table: Table) -> None:
        """Add a table."""
        self._blocks.append(table)

    def signed(self, issuer: str, day: date) -> None:
        """Add the issuing body and the date."""
        self.write("issuer", issuer)
        self.write("date", self._words.date(day))

    def report(self, dated: date, *, landscape: bool = False, published: bool = False) -> Report:
        """Return the finished document, named by its title."""
        return Report(self._name, dated, tuple(self._blocks), landscape, published)
