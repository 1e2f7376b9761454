"""Word documents in the official layout (GB/T 9704-2012, domain.md 14)."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Twips
from docx.text.paragraph import Paragraph as WordParagraph

from gridctl.reports.archive import timeless
from gridctl.reports.structure import (
    Block,
    Line,
    PageBreak,
    Paragraph,
    Report,
    Table,
    display_width,
)
from gridctl.reports.word_styles import CHARACTER, LINE_STYLE, STYLES, set_up, text_width
from gridctl.reports.word_table import clean, table_element

#: The date stands this many characters in from the right (GB/T 9704-2012, 7.3.5).
_DATE_INDENT = 4
_LEAST_INDENT = 2


def write(report: Report) -> bytes:
    """Return the document as a docx file."""
    document = docx.Document()
    set_up(document, landscape=report.landscape)
    _properties(document, report)
    _drop_thumbnail(document)
    indents = _closing_indents(report)
    new_page = False
    for block in report.blocks:
        if isinstance(block, PageBreak):
            new_page = True
            continue
        paragraph = _add(document, block, landscape=report.landscape)
        if paragraph is not None:
            _place(paragraph, block, indents, new_page=new_page)
            new_page = False
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


def _add(document: Document, block: Block, *, landscape: bool) -> WordParagraph | None:
    if isinstance(block, Table):
        end = document.element.body.sectPr
        end.addprevious(table_element(block, text_width(landscape=landscape)))
        return None
    if isinstance(block, Line):
        return _line(document, block, text_width(landscape=landscape))
    if isinstance(block, Paragraph):
        return document.add_paragraph(clean(block.text), style=STYLES[block.role].name)
    return None


def _line(document: Document, line: Line, width: int) -> WordParagraph:
    text = "\t".join(map(clean, line.parts))
    paragraph = document.add_paragraph(text, style=LINE_STYLE.name)
    stops = paragraph.paragraph_format.tab_stops
    between = len(line.parts) - 1
    for number in range(1, between):
        stops.add_tab_stop(Twips(width * number // between), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(Twips(width), WD_TAB_ALIGNMENT.RIGHT)
    return paragraph


def _place(
    paragraph: WordParagraph, block: Block, indents: dict[str, float], *, new_page: bool
) -> None:
    if new_page:
        paragraph.paragraph_format.page_break_before = True
    if isinstance(block, Paragraph) and block.role in indents:
        indent = Twips(int(indents[block.role] * CHARACTER))
        paragraph.paragraph_format.right_indent = indent


def _closing_indents(report: Report) -> dict[str, float]:
    """Return the right indents, in characters, that centre issuer and date on each other."""
    lengths = {
        block.role: display_width(block.text) / 2
        for block in report.blocks
        if isinstance(block, Paragraph) and block.role in ("issuer", "date")
    }
    if len(lengths) < 2:
        return dict.fromkeys(lengths, _DATE_INDENT)
    excess = (lengths["issuer"] - lengths["date"]) / 2
    date = max(_DATE_INDENT, _LEAST_INDENT + excess)
    return {"date": date, "issuer": date - excess}
