"""Workbooks read back: merged title, two-level header, printing, real numbers."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl  # type: ignore[import-untyped]
from openpyxl.workbook import Workbook  # type: ignore[import-untyped]

from gridctl.operations.queries.reports import (
    BulletinView,
    PayoutView,
    PublicityView,
    RankingView,
    ReportView,
)
from gridctl.reports.documents import render


def _read(view: ReportView) -> Workbook:
    return openpyxl.load_workbook(BytesIO(render(view, "xlsx", "en")))


def test_a_ranking_has_title_line_and_header_in_sight(ranking: RankingView) -> None:
    sheet = _read(ranking).worksheets[0]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:P1", "A3:A4", "E3:K3", "P3:P4"} <= merged
    assert sheet["A1"].value == "专职网格员月度考核得分: ranking of 江阴市, June 2026"
    assert sheet["A2"].value == "Reporting unit: 江阴市网格化服务管理中心"
    assert sheet["E3"].value == "Points by item (full mark)"
    assert sheet.freeze_panes == "A5"


def test_a_ranking_prints_on_pages_one_sheet_wide(ranking: RankingView) -> None:
    sheet = _read(ranking).worksheets[0]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    # One page wide is what the format assumes where nothing is said.
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$4"
    assert str(sheet.print_area).endswith("!$A$1:$P$10")


def test_scores_are_numbers_with_two_places(ranking: RankingView) -> None:
    cell = _read(ranking).worksheets[0]["G6"]
    assert Decimal(str(cell.value)) == Decimal("14.82")
    assert cell.number_format == "0.00"
    assert cell.data_type == "n"


def test_absent_figures_are_not_zero(ranking: RankingView) -> None:
    sheet = _read(ranking).worksheets[0]
    assert (sheet["N9"].value, sheet["O9"].value) == ("—", "—")


def test_the_sheet_ends_with_places_to_sign(ranking: RankingView) -> None:
    sheet = _read(ranking).worksheets[0]
    texts = [cell.value for cell in sheet[10] if cell.value]
    assert texts == ["Prepared by:", "Reviewed by:", "Issued by:"]


def test_each_table_of_a_bulletin_has_a_sheet(bulletin: BulletinView) -> None:
    book = _read(bulletin)
    assert [name.split(" ", 1)[0] for name in book.sheetnames[1:]] == ["1", "2", "3", "4", "5"]
    text = "\n".join(str(row[0].value) for row in book.worksheets[0].iter_rows(max_col=1))
    assert "an on-time closing rate of 89.62%" in text
    change = book.worksheets[4]["E3"]
    assert (change.value, change.number_format) == (5, "+0.00;-0.00;0.00")


def test_money_and_capitals_close_the_payment_sheet(payout: PayoutView) -> None:
    sheet = _read(payout).worksheets[0]
    assert (sheet["A7"].value, sheet["E7"].value) == ("Total", 1640.9)
    assert sheet["C8"].value == "壹仟陆佰肆拾元玖角"
    assert sheet.row_dimensions[4].height >= 28


def test_no_text_becomes_a_formula(publicity: PublicityView) -> None:
    first, *rest = publicity.rows
    dangerous = first.model_copy(update={"unit": '=HYPERLINK("http://a.example")'})
    sheet = _read(publicity.model_copy(update={"rows": (dangerous, *rest)})).worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if "HYPER" in str(cell.value))
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://a.example")')
