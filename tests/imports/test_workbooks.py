from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from gridctl.domain.imports import (
    ColumnMissing,
    FileEmpty,
    HeaderMissing,
    NotATable,
    PartInflated,
    SheetMissing,
    SheetTooLarge,
    TooManyRows,
    UnsupportedFormat,
    WorkbookDamaged,
    WorkbookLocked,
    WorkbookTooLarge,
)
from gridctl.imports import inspect, load_kind, rows, survey
from gridctl.imports import package as package_module
from gridctl.imports.package import read_package
from gridctl.imports.tables import MAX_ROWS
from tests.imports.conftest import MakeBook, MakeText

TICKETS = [["工单编号", "上报时间", "标题"], ["1", "2026-06-05 08:30", "占道"]]
ROSTER = [["姓名*", "所属网格", "联系电话"], ["张 三", "第一网格", 13812345678]]
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_cells_of_every_sort(make_book: MakeBook) -> None:
    sheet = [
        ["工单编号", "上报时间", "立案时间", "结案时间", "涉及人数", "涉及金额", "是否紧急"],
        [
            "007",
            datetime.fromisoformat("2026-06-05T08:29:59.999600"),
            date(2026, 6, 6),
            46178.5,
            3.0,
            12.1,
            True,
        ],
    ]
    (row,) = rows(inspect(make_book({"S": sheet}), load_kind("ticket")))
    assert row.values == {
        "external_no": "007",
        "reported_at": "2026-06-05T08:30:00",
        "filed_at": "2026-06-06T00:00:00",
        "closed_at": "2026-06-05T12:00:00",
        "people_involved": 3,
        "amount": 1210,
        "urgent": True,
    }


def test_a_workbook_is_known_by_its_content(make_book: MakeBook) -> None:
    plan = inspect(make_book({"S": TICKETS}, name="导出.csv"), load_kind("ticket"))
    assert (plan.format, plan.sheet, plan.encoding) == ("xlsx", "S", "")


def test_the_visible_sheet_that_fits_best_is_taken(make_book: MakeBook) -> None:
    path = make_book(
        {"说明": [["本表由各镇街填报"]], "旧": TICKETS, "花名册": ROSTER, "另": ROSTER},
        hidden=["旧"],
    )
    plan = inspect(path, load_kind("staff"))
    assert plan.sheet == "花名册"
    assert [(n.code, n.value) for n in plan.notices] == [("other_sheet", "另")]
    with pytest.raises(ColumnMissing):
        inspect(path, load_kind("ticket"))
    assert inspect(path, load_kind("ticket"), sheet="旧").sheet == "旧"
    with pytest.raises(SheetMissing) as refused:
        inspect(path, load_kind("ticket"), sheet="无此表")
    assert refused.value.params["sheets"] == ("说明", "花名册", "另")


def test_a_missing_column_names_what_was_seen(make_book: MakeBook) -> None:
    with pytest.raises(ColumnMissing) as refused:
        inspect(make_book({"S": ROSTER}), load_kind("ticket"))
    params = refused.value.params
    assert (params["file"], params["sheet"], params["row"]) == ("book.xlsx", "S", 1)
    assert params["headers"] == ("姓名*", "所属网格", "联系电话")
    assert params["field"] == ("reported_at", "external_no/serial_no")


def test_the_roster_of_the_vendor(make_book: MakeBook) -> None:
    """domain.md 13.1: version mark, title, instructions, regions, a header two rows deep."""
    path = make_book(
        {
            "网格员": [
                ["1.0", "网格员信息登记表"],
                ["", "填写说明：带*为必填项，请勿改动表头"],
                ["", "某某省", "省*", "某某市", "市*", "某某县", "县*"],
                [],
                ["", "姓名*", "所属网格", "身份证号码*", "联系电话", "专兼职情况*", "备注"],
                [],
                ["", "张 三", "第一网格", "110105199001011234", "13812345678", "专职", ""],
                ["", "李四", "第二网格", "110105199001011235", 13987654321.0, "兼职", "无"],
                [],
                ["", "填表人：王五", "", "审核：赵六"],
            ],
            "bean": [["name", "ORG"], ["mobile", "STRING"]],
        },
        merged=["B1:G1", "B2:G2", *(f"{letter}5:{letter}6" for letter in "BCDEFG")],
    )
    plan = inspect(path, load_kind("staff"))
    assert (plan.sheet, plan.header_rows, plan.first_row) == ("网格员", (5, 6), 7)
    assert plan.dropped == ("身份证号码*",)
    assert [each.letter for each in plan.columns if "employment" in each.fields] == ["F"]
    first, second, note = rows(plan)
    assert first.values == {
        "name": "张三", "grid": "第一网格", "phone": "13812345678", "employment": "full",
    }  # fmt: skip
    assert "110105199001011234" not in str(first)
    assert second.values["phone"] == "13987654321"
    assert note.skipped is not None
    assert note.skipped.code == "note_row"


def test_headers_of_three_levels(make_book: MakeBook) -> None:
    path = make_book(
        {
            "S": [
                ["六月考勤表"],
                ["单位：天", "", "", "", ""],
                ["人员", "", "考勤", "", ""],
                ["姓名", "工号", "月份", "出勤情况", ""],
                ["", "", "", "应出勤天数", "出勤天数"],
                ["张三", "A1", "2026年6月", 22, 21],
            ]
        },
        merged=["A1:E1", "A3:B3", "C3:E3", "D4:E4", "A4:A5", "B4:B5", "C4:C5"],
    )
    plan = inspect(path, load_kind("duty"))
    assert plan.first_row == 6
    assert plan.columns[-1].header.endswith("出勤情况 / 出勤天数")
    assert [row.values for row in rows(plan)] == [
        {
            "staff": "张三",
            "staff_no": "A1",
            "period": "2026-06",
            "required_days": 22,
            "duty_days": 21,
        }
    ]


def test_the_event_register_with_hour_and_minute_apart(make_book: MakeBook) -> None:
    sheet = [
        ["*事件编号", "*事件名称 ", "*发生时间", "时", "分"],
        ["1", "占道", date(2026, 6, 5), 8, 30],
        ["2", "噪音", date(2026, 6, 6), "", ""],
    ]
    read = list(rows(inspect(make_book({"S": sheet}), load_kind("ticket"))))
    assert [row.values["occurred_at"] for row in read] == [
        "2026-06-05T08:30:00",
        "2026-06-06T00:00:00",
    ]


def test_merged_cells_fill_their_rows_but_never_figures(make_book: MakeBook) -> None:
    path = make_book(
        {
            "S": [
                ["县", "镇街", "网格名称", "户数"],
                ["甲县", "东镇", "一网格", 300],
                ["", "", "二网格", ""],
                [],
                ["", "", "三网格", ""],
                ["", "西镇", "四网格", 280],
            ]
        },
        merged=["A2:A6", "B2:B5", "D2:D5"],
    )
    read = [row.values for row in rows(inspect(path, load_kind("grid")))]
    assert [values.get("town") for values in read] == ["东镇", "东镇", "东镇", "西镇"]
    assert [values.get("county") for values in read] == ["甲县"] * 4
    assert [values.get("households") for values in read] == [300, None, None, 280]


def test_a_blank_that_is_neither_merged_nor_declared_stays_blank(make_book: MakeBook) -> None:
    sheet = [["镇街", "网格名称"], ["东镇", "一网格"], ["", "二网格"]]
    read = [row.values for row in rows(inspect(make_book({"S": sheet}), load_kind("grid")))]
    assert "town" not in read[1]


def test_a_category_table_fills_its_levels_down(make_book: MakeBook) -> None:
    """domain.md 13.1, muban.xlsx: blanks mean the class above, codes are text and numbers mixed."""
    sheet = [
        ["立结案标准", "", "", "", ""],
        ["大类编码", "大类", "小类编码", "小类", "立案条件"],
        ["01", "市容环境", 1, "私搭乱建\n", "有实体"],
        ["", "", "", "", "占用道路"],
        ["", "", 99, "其他", "其他情形"],
        ["02", "宣传广告", "", "", "总则"],
    ]
    read = [row.values for row in rows(inspect(make_book({"S": sheet}), load_kind("category")))]
    assert [(v["level1"], v.get("level2"), v.get("level2_code")) for v in read] == [
        ("市容环境", "私搭乱建", "1"),
        ("市容环境", "私搭乱建", "1"),
        ("市容环境", "其他", "99"),
        ("宣传广告", None, None),
    ]


def test_a_long_number_in_a_cell_is_refused(make_book: MakeBook) -> None:
    sheet = [["工单编号", "上报时间"], [110101199003072316, "2026-06-05"]]
    (row,) = rows(inspect(make_book({"S": sheet}), load_kind("ticket")))
    assert [(p.code, p.field) for p in row.problems] == [("precision_lost", "external_no")]


def test_failed_formulas_are_reported_not_taken_for_blanks(make_book: MakeBook) -> None:
    path = make_book(
        {"S": [["姓名", "所属网格"], ["张三", "#N/A"], ["#REF!", "第一网格"], ["李四", ""]]}
    )
    book = openpyxl.load_workbook(path)
    for cell in ("B2", "A3"):
        book["S"][cell].data_type = "e"
    book.save(path)
    read = list(rows(inspect(path, load_kind("staff"))))
    assert [[(p.code, p.field, p.value) for p in row.problems] for row in read] == [
        [("cell_error", "grid", "#N/A")],
        [("cell_error", "name", "#REF!")],
        [],
    ]


def test_numbers_of_days_in_a_workbook_that_counts_from_1904(make_book: MakeBook) -> None:
    path = make_book({"S": [["工单编号", "上报时间"], ["1", 44716]]})
    _rewrite(path, "xl/workbook.xml", b"<workbookPr", b'<workbookPr date1904="1"')
    plan = inspect(path, load_kind("ticket"))
    assert plan.epoch_1904
    assert [row.values["reported_at"] for row in rows(plan)] == ["2026-06-05T00:00:00"]


def test_a_time_of_day_alone_is_no_moment(make_book: MakeBook) -> None:
    sheet = [["工单编号", "上报时间"], ["1", time(8, 30)]]
    (row,) = rows(inspect(make_book({"S": sheet}), load_kind("ticket")))
    assert [(p.code, p.value) for p in row.problems] == [("not_a_date", "08:30:00")]


def test_formatted_blank_rows_and_columns_cost_nothing(make_book: MakeBook) -> None:
    path = make_book({"S": TICKETS})
    book = openpyxl.load_workbook(path)
    for row in (60_000, 65_203):
        book["S"].cell(row, 256).number_format = "0.00"
    book.save(path)
    assert len(list(rows(inspect(path, load_kind("ticket"))))) == 1


def test_a_sheet_that_would_unfold_beyond_all_bounds_is_refused(make_book: MakeBook) -> None:
    path = make_book({"S": TICKETS})
    book = openpyxl.load_workbook(path)
    book["S"]["XFD1048576"] = 1
    book.save(path)
    with pytest.raises(SheetTooLarge):
        inspect(path, load_kind("ticket"))


def test_a_bomb_is_refused_before_it_goes_off(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_book({"S": TICKETS})
    monkeypatch.setattr(package_module, "MAX_BYTES", 1000)
    with pytest.raises(WorkbookTooLarge):
        read_package(path)


@pytest.mark.parametrize("rows_told", [MAX_ROWS, MAX_ROWS + 1])
def test_no_sheet_tells_more_rows_than_a_sheet_can_have(
    make_book: MakeBook, rows_told: int
) -> None:
    path = make_book({"S": TICKETS})
    # The rows of the header and of the ticket are there already.
    _rewrite(path, SHEET, b"</sheetData>", b'<row r="2"/>' * (rows_told - 2) + b"</sheetData>")
    if rows_told == MAX_ROWS:
        assert read_package(path).sheets[0].extent.told_rows == MAX_ROWS
    else:
        with pytest.raises(TooManyRows):
            read_package(path)


def test_a_part_too_much_like_itself_is_refused_unread(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_book({"S": TICKETS})
    _rewrite(path, SHEET, b"</sheetData>", b"</sheetData>" + b" " * 2_000_000)
    assert read_package(path).sheets[0].extent.rows == 2
    monkeypatch.setattr(package_module, "_LARGE", 1_000_000)
    with pytest.raises(PartInflated):
        read_package(path)


def test_cells_told_again_and_again_are_refused(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_book({"S": TICKETS})
    monkeypatch.setattr(package_module, "MAX_CELLS", 1000)
    _rewrite(path, SHEET, b"</row>", b'<c r="A1"/>' * 2000 + b"</row>")
    with pytest.raises(SheetTooLarge):
        read_package(path)


def test_damaged_and_locked_workbooks(make_book: MakeBook, make_text: MakeText) -> None:
    kind = load_kind("ticket")
    whole = make_book({"S": TICKETS}).read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:2000] + b"x" * 200 + whole[2200:]):
        with pytest.raises(WorkbookDamaged):
            inspect(make_text(damaged, name="d.xlsx"), kind)
    with pytest.raises(WorkbookLocked):
        inspect(make_text(OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le")), kind)
    with pytest.raises(NotATable):
        inspect(make_text(OLE + bytes(500)), kind)
    with pytest.raises(WorkbookDamaged):
        inspect(make_text(OLE + bytes(500) + "Workbook".encode("utf-16-le")), kind)


@pytest.mark.parametrize(
    ("member", "name"),
    [("xl/workbook.bin", "xlsb"), ("word/document.xml", "docx"), ("readme.txt", "zip")],
)
def test_other_packages_are_named(tmp_path: Path, member: str, name: str) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(UnsupportedFormat) as refused:
        inspect(path, load_kind("ticket"))
    assert refused.value.params["format"] == name


def test_empty_and_headless_sheets(make_book: MakeBook) -> None:
    with pytest.raises(FileEmpty):
        inspect(make_book({"S": [], "T": []}), load_kind("ticket"))
    with pytest.raises(HeaderMissing):
        inspect(make_book({"S": [[1, 2], [3, 4]]}), load_kind("ticket"))
    with pytest.raises(HeaderMissing):
        inspect(make_book({"S": TICKETS}), load_kind("ticket"), header_row=9)


def test_a_header_row_that_is_named_is_taken(make_book: MakeBook) -> None:
    sheet = [
        ["工单编号", "上报时间", "标题", "来源"],
        ["编号", "上报时间", "标题"],
        ["7", "2026-06-05", "占道"],
    ]
    plan = inspect(make_book({"S": sheet}), load_kind("ticket"), header_row=2)
    assert plan.header_rows == (2, 2)
    assert [row.values["external_no"] for row in rows(plan)] == ["7"]


def test_no_column_merged_beside_the_groups_is_lost_where_the_header_is_found_lower(
    make_book: MakeBook,
) -> None:
    sheet = [
        ["序号", "姓名", "走访", None, "备注", "说明"],
        [None, None, "入户（20分）", "重点（20分）", None, None],
        [1, "张伟", 18, 19, "请假2天", "无"],
    ]
    path = make_book({"S": sheet})
    book = openpyxl.load_workbook(path)
    for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2"):
        book["S"].merge_cells(cells)
    book.save(path)
    plan = survey(path, load_kind("mark"), header_row=2)
    told = {column.header for column in (*plan.columns, *plan.unread)}
    assert told == {"序号", "姓名", "入户（20分）", "重点（20分）", "备注", "说明"}
    assert {"staff", "note"} <= {field for column in plan.columns for field in column.fields}


def _rewrite(path: Path, member: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[member]
    parts[member] = parts[member].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
