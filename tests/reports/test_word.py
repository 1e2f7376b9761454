"""Word documents read back: page, fonts and tables of GB/T 9704-2012."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from gridctl.operations.queries.reports import (
    BulletinView,
    PayoutView,
    PublicityView,
    RankingView,
    ReportView,
)
from gridctl.reports.documents import render


def _read(view: ReportView) -> Document:
    return docx.Document(BytesIO(render(view, "docx", "en")))


def _millimetres(length: Any) -> int:
    return round(float(length.mm))


def _style(document: Document, name: str) -> tuple[str, float]:
    style = document.styles[name]
    fonts = style.element.rPr.find(qn("w:rFonts"))
    return fonts.get(qn("w:eastAsia")), style.font.size.pt


def test_the_text_block_of_a_portrait_page(bulletin: BulletinView) -> None:
    section = _read(bulletin).sections[0]
    assert (_millimetres(section.page_width), _millimetres(section.page_height)) == (210, 297)
    assert (_millimetres(section.top_margin), _millimetres(section.left_margin)) == (37, 28)
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    height = section.page_height - section.top_margin - section.bottom_margin  # type: ignore[operator]
    assert (width // 36_000, height // 36_000) == (156, 225)


def test_twenty_two_lines_of_twenty_eight_characters_fit(bulletin: BulletinView) -> None:
    style = _read(bulletin).styles["Body Text"].element
    pitch = int(style.pPr.find(qn("w:spacing")).get(qn("w:line")))
    character = style.rPr.find(qn("w:spacing")).get(qn("w:val"))
    height, width = 225 * 1440 / 25.4, 156 * 1440 / 25.4
    assert style.pPr.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"
    assert int(height // pitch) == 22
    assert int(width // (16 * 20 + int(character))) == 28


@pytest.mark.parametrize(
    ("name", "font", "size"),
    [
        ("Body Text", "仿宋", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
    ],
)
def test_fonts_are_named_for_chinese(
    bulletin: BulletinView, name: str, font: str, size: int
) -> None:
    assert _style(_read(bulletin), name) == (font, size)


def test_paragraphs_stand_in_official_order(bulletin: BulletinView) -> None:
    styles = [p.style.name for p in _read(bulletin).paragraphs if p.style]
    assert styles[:4] == ["Document Number", "Title", "Addressee", "Body Text"]
    closing = ["Attachment Note", "Issuer", "Date", "Annex Mark", "Annex Title"]
    assert styles[-5:] == closing


def test_the_annex_starts_a_page(bulletin: BulletinView) -> None:
    mark = next(p for p in _read(bulletin).paragraphs if p.style and p.style.name == "Annex Mark")
    assert mark.paragraph_format.page_break_before


def test_the_date_is_four_characters_in_and_the_issuer_centred_on_it(
    publicity: PublicityView,
) -> None:
    for issuer, expected in (("江阴市网格中心", 4), (publicity.issuer, 5.25)):
        document = _read(publicity.model_copy(update={"issuer": issuer}))
        indents = {
            p.style.name: p.paragraph_format.right_indent.twips / 315
            for p in document.paragraphs
            if p.style and p.style.name in ("Issuer", "Date")
        }
        # "6 July 2026" is 5.5 characters wide.
        middle = indents["Issuer"] + len(issuer) / 2
        assert indents["Date"] + 5.5 / 2 == pytest.approx(middle, abs=0.02)
        assert indents["Date"] == pytest.approx(expected, abs=0.02)


def test_page_numbers_stand_on_the_outer_edge(bulletin: BulletinView) -> None:
    document = _read(bulletin)
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "— 1 —"
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side


def test_tables_repeat_their_header_and_fit_the_page(ranking: RankingView) -> None:
    document = _read(ranking)
    table = document.tables[0]
    section = document.sections[0]
    assert section.page_width > section.page_height  # type: ignore[operator]
    repeated = [
        row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows
    ]
    assert repeated == [True, True, False, False, False, False, False]
    widths = [int(col.get(qn("w:w"))) for col in table._tbl.tblGrid.findall(qn("w:gridCol"))]
    assert 0.99 * 225 < sum(widths) * 25.4 / 1440 <= 225
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(0, 4)._tc is table.cell(0, 10)._tc


def test_table_text_is_what_the_view_says(ranking: RankingView) -> None:
    cells = [cell.text for cell in _read(ranking).tables[0].rows[3].cells]
    assert cells[:4] == ["2", "华士镇", "程庄社区网格2", "阿依古丽·买买提"]
    assert cells[6] == "14.82"


def test_closing_rows_join_columns(payout: PayoutView) -> None:
    table = _read(payout).tables[0]
    assert table.cell(4, 0)._tc is table.cell(4, 3)._tc
    assert table.cell(5, 2).text == "壹仟陆佰肆拾元玖角"


def test_signs_xml_cannot_hold_are_left_out(publicity: PublicityView) -> None:
    first, *rest = publicity.rows
    view = publicity.model_copy(
        update={"rows": (first.model_copy(update={"reason": "a\x00b<&>\x0b"}), *rest)}
    )
    assert _read(view).tables[0].cell(1, 4).text == "ab<&>"


def test_a_long_title_breaks_where_its_words_do(publicity: PublicityView) -> None:
    title = next(p for p in _read(publicity).paragraphs if p.style and p.style.name == "Title")
    assert title.text.split("\n")[1].startswith("of ")
    short = publicity.model_copy(update={"list_name": "名单"})
    title = next(p for p in _read(short).paragraphs if p.style and p.style.name == "Title")
    assert "\n" not in title.text
