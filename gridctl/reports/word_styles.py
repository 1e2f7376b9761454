"""The page and the paragraph styles of official documents (GB/T 9704-2012, domain.md 14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm
from docx.styles.style import BaseStyle

from gridctl.reports.structure import Role

#: Text block of a portrait page in mm, with 22 lines of 28 characters.
TEXT_WIDTH, TEXT_HEIGHT = 156, 225
_LINES, _CHARACTERS = 22, 28
_TWIPS_PER_MM = 1440 / 25.4
#: Pitch of lines and characters in twentieths of a point, rounded down so that all fit.
LINE = int(TEXT_HEIGHT * _TWIPS_PER_MM / _LINES)
CHARACTER = int(TEXT_WIDTH * _TWIPS_PER_MM / _CHARACTERS)

_BODY_SIZE, _TITLE_SIZE = 16, 22  # 3号, 2号
_FOOTER_SIZE = 14  # 4号
_SERIF = "仿宋"
_BLACK = "黑体"
_KAI = "楷体"
_TITLE = "方正小标宋简体"
_SONG = "宋体"
_LATIN = "Times New Roman"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A paragraph style; ``indent`` counts characters, ``before`` and ``after`` lines.

    ``keep`` holds it on the page of the next paragraph.
    """

    name: str
    font: str = _SERIF
    size: float = _BODY_SIZE
    align: str = "both"
    indent: int = 0
    before: float = 0
    after: float = 0
    outline: int | None = None
    keep: bool = False
    on_grid: bool = True

    @property
    def spacing(self) -> int:
        """Return the twips between characters that bring body text to 28 a line.

        Said per style, for programs differ in what they make of a character grid.
        """
        return CHARACTER - _BODY_SIZE * 20 if self.size == _BODY_SIZE else 0


STYLES: dict[Role, TextStyle] = {
    "number": TextStyle("Document Number", align="center", after=1),
    "title": TextStyle("Title", _TITLE, _TITLE_SIZE, "center", after=1),
    "addressee": TextStyle("Addressee", align="left"),
    "heading": TextStyle("Heading 1", _BLACK, indent=2, outline=0, keep=True),
    "part": TextStyle("Heading 2", _KAI, indent=2, outline=1, keep=True),
    "body": TextStyle("Body Text", indent=2),
    "attachment": TextStyle("Attachment Note", indent=2, before=1, keep=True),
    "issuer": TextStyle("Issuer", align="right", before=2, keep=True),
    "date": TextStyle("Date", align="right"),
    "annex": TextStyle("Annex Mark", _BLACK, align="left"),
    "caption": TextStyle("Annex Title", _TITLE, _TITLE_SIZE, "center", before=1, after=1),
}
LINE_STYLE = TextStyle("Table Line", size=12, align="left")
FOOTER_STYLE = TextStyle("Page Number", _SONG, _FOOTER_SIZE, "left", on_grid=False)


def set_up(document: Document, *, landscape: bool) -> None:
    """Give a new document its page, its styles and its page numbers."""
    _page(document.sections[0], landscape=landscape)
    _apply(document.styles["Normal"], TextStyle("Normal"))
    for style in (*STYLES.values(), LINE_STYLE, FOOTER_STYLE):
        _apply(_style(document, style.name), style)
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _page_number(footer.paragraphs[0], align)


def text_width(*, landscape: bool) -> int:
    """Return the width of the text block in twips."""
    return int((TEXT_HEIGHT if landscape else TEXT_WIDTH) * _TWIPS_PER_MM)


def _page(section: Section, *, landscape: bool) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, left, bottom, right = 37, 28, 35, 26
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        top, left, bottom, right = left, bottom, right, top
    section.top_margin, section.left_margin = Mm(top), Mm(left)
    section.bottom_margin, section.right_margin = Mm(bottom), Mm(right)
    section.footer_distance = Mm(bottom - 12)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE))


def _style(document: Document, name: str) -> BaseStyle:
    styles: Any = document.styles
    if name not in styles:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    found: BaseStyle = styles[name]
    return found


def _apply(target: BaseStyle, style: TextStyle) -> None:
    """Replace everything the template says about a style."""
    element = target.element
    for tag in ("w:pPr", "w:rPr"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    for part in (_paragraph_properties(style), _run_properties(style)):
        element.append(parse_xml(part))


def _paragraph_properties(style: TextStyle) -> str:
    rule = f'w:line="{LINE}" w:lineRule="exact"' if style.on_grid else 'w:line="240"'
    before, after = int(style.before * LINE), int(style.after * LINE)
    first = f'w:firstLineChars="{style.indent * 100}" w:firstLine="{style.indent * CHARACTER}"'
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    keep = "<w:keepNext/>" if style.keep else ""
    return (
        f"<w:pPr {nsdecls('w')}>{keep}"
        f'<w:snapToGrid w:val="{int(style.on_grid)}"/>'
        f'<w:spacing w:before="{before}" w:after="{after}" {rule}/>'
        f'<w:ind {first}/><w:jc w:val="{style.align}"/>{outline}</w:pPr>'
    )


def _run_properties(style: TextStyle) -> str:
    half_points = int(style.size * 2)
    return (
        f"<w:rPr {nsdecls('w')}>"
        f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}" '
        f'w:eastAsia="{style.font}"/><w:color w:val="000000"/>'
        f'<w:spacing w:val="{style.spacing}"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )


def _page_number(paragraph: Any, align: str) -> None:
    """Write — 1 —, one character in from the outer edge."""
    paragraph.style = FOOTER_STYLE.name
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:{align}="{CHARACTER}"/>'))
    properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{align}"/>'))
    for part in (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{part}</w:r>"))
