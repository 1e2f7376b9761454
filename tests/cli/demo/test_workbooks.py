"""The written files: the same bytes every time, and all the dirt clerks' files have."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from python_calamine import CalamineWorkbook

from gridctl.cli.demo.recipe import Recipe
from gridctl.cli.demo.workbooks import WorkbookFile
from gridctl.imports.kinds import kind_names
from tests.conftest import PATIENCE_S

pytestmark = pytest.mark.lengthy

WRITE = """
import sys
from pathlib import Path
from gridctl.cli.demo.recipe import load_recipe
from gridctl.cli.demo.workbooks import write_workbooks

recipe = load_recipe("jiangyin")
write_workbooks(recipe, recipe.month, recipe.seed, Path(sys.argv[1]))
"""


def named(files: list[WorkbookFile], start: str) -> Path:
    (path,) = (file.path for file in files if file.path.name.startswith(start))
    return path


def lines(path: Path) -> list[list[object]]:
    """Return all rows of the first sheet, numbers as floats."""
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]


def test_the_order_is_that_of_the_import(files: list[WorkbookFile]) -> None:
    kinds = [file.kind for file in files]
    assert kinds[:7] == ["division", "grid", "staff", "unit", "category", "ticket", "ticket"]
    # The county's schemes have no item that is marked by hand, and it keeps no list of duties.
    assert set(kind_names()) - set(kinds) <= {"mark", "duty_item"}
    assert set(kinds) <= set(kind_names())
    assert [file.path.name for file in files] == sorted(file.path.name for file in files)
    assert all(set(file.label) == {"zh", "en"} for file in files)


def test_another_process_writes_the_same_bytes(files: list[WorkbookFile], tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "America/New_York"}
    subprocess.run(
        [sys.executable, "-c", WRITE, str(tmp_path)],
        check=True,
        env=environment,
        timeout=PATIENCE_S,
    )
    written = {path.name: sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()}
    expected = {file.path.name: sha256(file.path.read_bytes()).hexdigest() for file in files}
    assert written == expected


def test_the_csv_files_are_in_three_encodings(files: list[WorkbookFile], recipe: Recipe) -> None:
    assert named(files, "01_").read_bytes().startswith(b"\xef\xbb\xbf")
    hotline = named(files, f"07_12345工单_{recipe.month}").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        hotline.decode("utf-8")
    assert hotline.decode("gb18030").startswith("服务单号,")
    tasks = named(files, "10_").read_text("utf-8").splitlines()
    assert tasks[0] == "2026年10月核实、核查任务清单"


def test_the_roster_has_title_notes_region_and_merged_headers(files: list[WorkbookFile]) -> None:
    path = named(files, "03_")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:N1", "A2:N2", "A4:A5", "N4:N5"} <= merged
    assert sheet["B3"].value == "省*"
    assert sheet["B4"].value == "姓 名*"
    values = lines(path)[5:]
    assert {row[7] for row in values if row[0]} == {"（略）"}
    assert any(re.fullmatch(r"\S \S", str(row[1])) for row in values)
    kinds = {type(row[11]).__name__ for row in values if row[0]}
    assert kinds == {"str", "date"}
    assert sheet.max_row == 5 + 3190 + 40


def test_places_are_merged_and_totals_and_signatures_follow(files: list[WorkbookFile]) -> None:
    path = named(files, "02_")
    rows = lines(path)
    assert [row[0] for row in rows[-3:-2]] == ["合计"]
    assert str(rows[-2][0]).startswith("备注：")
    assert str(rows[-1][0]).startswith("填表人：")
    towns = [row[0] for row in rows[3:-3]]
    assert len([town for town in towns if town]) == 21
    assert len(towns) == 1557
    assert rows[-3][6] == sum(float(str(row[6] or 0)) for row in rows[3:-3])


def test_the_ticket_book_has_headers_on_two_levels(
    files: list[WorkbookFile], recipe: Recipe
) -> None:
    rows = lines(named(files, f"06_网格事件_{recipe.month}"))
    assert rows[3][0] == "基本信息"
    assert rows[4][0] == "*事件编号"
    phones = {type(row[31]).__name__ for row in rows[5:] if row[31]}
    assert phones == {"float", "str"}


def test_all_telephone_numbers_are_invented(files: list[WorkbookFile]) -> None:
    for file in files:
        if file.path.suffix == ".xlsx":
            text = " ".join(str(cell) for row in lines(file.path) for cell in row if cell)
        else:
            encoding = "gb18030" if file.path.name.startswith("07_") else "utf-8-sig"
            text = file.path.read_text(encoding)
        numbers = set(re.findall(r"(?<![\dA-Z])1[3-9]\d{9}(?!\d)", text))
        assert all(number.startswith(("1380000", "1390000")) for number in numbers)
        assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", text)
