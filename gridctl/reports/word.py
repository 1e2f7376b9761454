"""Word documents in the official layout (GB/T 9704-2012, domain.md 14)."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from itertools import pairwise

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Length, Twips
from docx.text.paragraph import Paragraph as WordParagraph

from gridctl.reports.archive import timeless
from gridctl.reports.structure import Line, PageBreak, Paragraph, Report, Table, display_width
from gridctl.reports.word_styles import CHARACTER, LINE_STYLE, STYLES, set_up, text_width
from gridctl.reports.word_table import clean, table_element

#: The date stands this many characters in from the right (GB/T 9704-2012, 7.3.5).
_DATE_INDENT = 4
_LEAST_INDENT = 2
_TWIPS_PER_POINT = 20
#: Word processors add about a quarter of a character between Chinese and figures.
_SLACK = 4


def write(report: Report) -> bytes:
    """Return the document as a docx file."""
    document = docx.Document()
    set_up(document, landscape=report.landscape)
    _properties(document, report)
    _drop_thumbnail(document)
    _Writer(document, report).write()
    content = BytesIO()
    document.save(content)
    return timeless(content.getvalue())


def _properties(document: Document, report: Report) -> None:
    instant = datetime.combine(report.dated, time())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = report.name[:255], "", ""
    properties.created = properties.modified = instant


def _drop_thumbnail(document: Document) -> None:
    """Remove the picture of an empty page that the template carries."""
    relations = document.part.package.rels
    for key in [key for key, rel in relations.items() if rel.reltype.endswith("/thumbnail")]:
        relations.pop(key)


class _Writer:
    """Puts the blocks of a report into a document that has its styles."""

    def __init__(self, document: Document, report: Report) -> None:
        self._document, self._report = document, report
        self._width = text_width(landscape=report.landscape)
        self._indents = _closing_indents(report)

    def write(self) -> None:
        """Add every block; the end of the text stays with the issuing body below it."""
        new_page = False
        for block, following in pairwise([*self._report.blocks, None]):
            if isinstance(block, Table):
                element = table_element(block, self._width)
                self._document.element.body.sectPr.addprevious(element)
            elif isinstance(block, Line):
                self._line(block)
            elif isinstance(block, Paragraph):
                layout = self._paragraph(block).paragraph_format
                layout.page_break_before = True if new_page else None
                if isinstance(following, Paragraph) and following.role in ("attachment", "issuer"):
                    layout.keep_with_next = True
            new_page = isinstance(block, PageBreak)

    def _paragraph(self, block: Paragraph) -> WordParagraph:
        style = STYLES[block.role]
        text = clean(block.text)
        width = (display_width(text) + _SLACK) * style.size * _TWIPS_PER_POINT / 2
        if block.lead and width > self._width:
            text = f"{text[: block.lead].rstrip()}\n{text[block.lead :]}"
        paragraph = self._document.add_paragraph(text, style=style.name)
        if block.role in self._indents:
            indent = int(self._indents[block.role] * CHARACTER)
            paragraph.paragraph_format.right_indent = Twips(indent)
        return paragraph

    def _line(self, line: Line) -> None:
        text = "\t".join(map(clean, line.parts))
        paragraph = self._document.add_paragraph(text, style=LINE_STYLE.name)
        stops = paragraph.paragraph_format.tab_stops
        inner = _even_stops if line.to_sign else _gap_stops
        for stop in inner(line, self._width):
            stops.add_tab_stop(stop)
        if not line.to_sign:
            stops.add_tab_stop(Twips(self._width), WD_TAB_ALIGNMENT.RIGHT)


def _even_stops(line: Line, width: int) -> list[Length]:
    """Return equal distances, for parts to be followed by handwriting."""
    return [Twips(width * number // len(line.parts)) for number in range(1, len(line.parts))]


def _gap_stops(line: Line, width: int) -> list[Length]:
    """Return where inner parts begin, with equal gaps between all parts."""
    unit = LINE_STYLE.size * _TWIPS_PER_POINT / 2
    widths = [display_width(part) * unit for part in line.parts]
    gap = max((width - sum(widths)) / (len(widths) - 1), unit)
    starts = [sum(widths[:number]) + gap * number for number in range(1, len(widths) - 1)]
    return [Twips(int(start)) for start in starts]


def _closing_indents(report: Report) -> dict[str, float]:
    """Return the right indents, in characters, that centre issuer and date on each other."""
    lengths = {
        block.role: display_width(block.text) / 2
        for block in report.blocks
        if isinstance(block, Paragraph) and block.role in ("issuer", "date")
    }
    if len(lengths) < 2:
        return {}
    excess = (lengths["issuer"] - lengths["date"]) / 2
    date = max(_DATE_INDENT, _LEAST_INDENT + excess)
    return {"date": date, "issuer": date - excess}
