"""Files nobody here wrote: every one gives rows or an error that says what is missing."""

from __future__ import annotations

import csv
import lzma
from collections import Counter
from pathlib import Path

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.domain.imports import (
    ColumnMissing,
    HeaderMissing,
    NotATable,
    SideBySide,
    WorkbookDamaged,
)
from gridctl.imports import Plan, Row, inspect, kind_names, load_kind, rows
from gridctl.imports.open311 import RECORDED, records

pytestmark = pytest.mark.real_data


def read(path: Path, kind: str) -> tuple[Plan, list[Row]]:
    plan = inspect(path, load_kind(kind))
    return plan, list(rows(plan))


def unpacked(path: Path, folder: Path) -> Path:
    target = folder / path.stem
    target.write_bytes(lzma.decompress(path.read_bytes()))
    return target


def test_district_events(real_data: Path) -> None:
    """3,981 events of 2018-02 to 09; 3,487 closed on time and 494 late."""
    plan, read_rows = read(next(real_data.glob("pingshan/events*.csv")), "ticket")
    assert len(read_rows) == 3_981
    assert not [row for row in read_rows if row.problems or row.skipped]
    assert {row.values["state"] for row in read_rows} == {"closed"}
    assert Counter(row.values["on_time_stated"] for row in read_rows) == {
        "on_time": 3_487,
        "overdue": 494,
    }
    assert sum("town" not in row.values for row in read_rows) == 5
    assert {row.values["county"] for row in read_rows} == {"坪山区"}
    assert plan.dropped == ("STREET_ID", "COMMUNITY_ID", "EVENT_SRC_ID", "EVENT_PROPERTY_ID")


def test_the_state_alone_says_what_was_on_time(real_data: Path, tmp_path: Path) -> None:
    source = next(real_data.glob("pingshan/events*.csv"))
    with source.open(encoding="utf-8") as handle:
        lines = [line[:-1] for line in csv.reader(handle)]
    path = tmp_path / "without_flag.csv"
    with path.open("w", encoding="gb18030", newline="") as handle:
        csv.writer(handle).writerows(lines)
    plan, read_rows = read(path, "ticket")
    assert plan.encoding == "gb18030"
    stated = Counter(str(row.values["on_time_stated"]) for row in read_rows)
    assert stated == {"on_time": 3_487, "overdue": 494}


def test_district_lookups(real_data: Path) -> None:
    _, categories = read(real_data / "pingshan/categories.csv", "category")
    assert {len(row.values) for row in categories} == {6}
    _, units = read(real_data / "pingshan/dispose_units.csv", "unit")
    assert not [row for row in units if row.problems]


def test_division_codes(real_data: Path) -> None:
    files = sorted(real_data.glob("divisions/*.csv"))
    assert files
    for path in files:
        _, read_rows = read(path, "division")
        lines = path.read_text("utf-8").splitlines()
        assert len(read_rows) == len(lines) - 1
        assert not [row for row in read_rows if row.problems or row.skipped]
        assert all(len(str(row.values["code"])) == 12 for row in read_rows)
        assert Counter(row.values["level"] for row in read_rows)["county"] == 1


@pytest.mark.parametrize(
    ("pattern", "count"), [("*495rows*", 495), ("*附件3_30*", 30), ("*附件4_120*", 120)]
)
def test_citizen_messages(real_data: Path, pattern: str, count: int) -> None:
    _, read_rows = read(next(real_data.glob(f"citizen_messages/{pattern}.xlsx")), "ticket")
    assert len(read_rows) == count
    assert not [row for row in read_rows if row.problems or row.skipped]
    assert all({"title", "description", "reported_at"} <= set(row.values) for row in read_rows)


def test_the_table_of_three_levels(real_data: Path) -> None:
    _, read_rows = read(next(real_data.glob("citizen_messages/*分类体系*.xlsx")), "category")
    assert len(read_rows) == 517
    assert all({"level1", "level2", "level3"} == set(row.values) for row in read_rows)


def test_boston(real_data: Path, tmp_path: Path) -> None:
    path = unpacked(next(real_data.glob("boston311/*.xz")), tmp_path)
    count = 0
    states: Counter[object] = Counter()
    stated: Counter[object] = Counter()
    for row in rows(inspect(path, load_kind("ticket"))):
        assert not row.problems
        assert row.skipped is None
        count += 1
        states[row.values["state"]] += 1
        stated[row.values.get("on_time_stated")] += 1
    assert count == 69_800
    assert states == {"closed": 47_539, "handling": 22_261}
    assert stated == {"on_time": 62_228, "overdue": 7_571, None: 1}


def test_los_angeles_the_same_requests_in_two_exports(real_data: Path, tmp_path: Path) -> None:
    """One of the exports keeps its times to the minute only."""
    exports = sorted(real_data.glob("la311/la_2020*.xz"))
    fields = ("external_no", "reported_at", "closed_at", "category", "state", "source")
    found = []
    for path in exports:
        _, read_rows = read(unpacked(path, tmp_path), "ticket")
        assert len(read_rows) == 10_000
        assert not [row for row in read_rows if row.problems or row.skipped]
        assert not any("town" in row.values for row in read_rows)
        found.append(
            {tuple(str(row.values.get(field))[:16] for field in fields) for row in read_rows}
        )
    assert found[0] == found[1]


def test_los_angeles_2017(real_data: Path, tmp_path: Path) -> None:
    _, read_rows = read(unpacked(next(real_data.glob("la311/la_2017*.xz")), tmp_path), "ticket")
    assert len(read_rows) == 9_999
    assert not [row for row in read_rows if row.problems]
    assert read_rows[0].values["reported_at"] == "2017-12-31T23:59:58"


@pytest.mark.parametrize("kind", kind_names())
def test_files_of_other_offices_give_an_error_or_rows(real_data: Path, kind: str) -> None:
    files = [
        path
        for folder in ("clerk_workbooks", "gbk_csv", "xlsx_edge", "names", "holidays")
        for path in sorted((real_data / folder).rglob("*"))
        if path.suffix in {".csv", ".xls", ".xlsx"}
    ]
    assert len(files) > 15
    for path in files:
        try:
            plan = inspect(path, load_kind(kind))
        except (ColumnMissing, HeaderMissing, SideBySide):
            continue
        read_rows = list(rows(plan))
        assert read_rows
        assert all(row.values or row.problems or row.skipped for row in read_rows)


def test_a_missing_column_shows_the_headers_of_the_real_header_row(real_data: Path) -> None:
    path = next(real_data.glob("gbk_csv/hiko*.csv"))
    with pytest.raises(ColumnMissing) as refused:
        inspect(path, load_kind("ticket"))
    seen = ("年度", "季度", "地区", "国家", "服务分类", "各国销售额", "各国利润")
    assert refused.value.params["headers"] == seen


def test_totals_notes_and_repeated_headers_of_clerks_are_no_records(real_data: Path) -> None:
    path = next(real_data.rglob("04.10长春市蔬菜进销存表.xlsx"))
    plan, read_rows = read(path, "unit")
    assert plan.header_rows == (4, 4)
    skipped = Counter(row.skipped.code for row in read_rows if row.skipped)
    assert skipped == {"header_row": 3, "total_row": 1, "note_row": 1}


def test_a_workbook_cut_short_is_refused_without_a_word_from_the_reader(
    real_data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = (real_data / "xlsx_edge/merge_cells.xls").read_bytes()
    path = tmp_path / "cut.xls"
    for length in range(600, len(whole) - 512, 500):
        path.write_bytes(whole[:length])
        with pytest.raises((WorkbookDamaged, NotATable)):
            inspect(path, load_kind("unit"))
    assert capfd.readouterr().err == ""


def test_nothing_that_is_no_table_gets_through(real_data: Path) -> None:
    for path in sorted(real_data.rglob("*")):
        if path.suffix in {".json", ".yaml", ".xml", ".xz"} and not _is_recording(path):
            with pytest.raises(GridctlError):
                inspect(path, load_kind("ticket"))


def _is_recording(path: Path) -> bool:
    """Tell whether a file records requests of another city, which import as tickets."""
    form = path.suffix.removeprefix(".")
    return form in RECORDED and bool(records(path, form))
