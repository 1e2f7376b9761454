"""Files as they should not be: a clear refusal in both languages, or the right rows; no change."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Run
from tests.imports.xls import xls

HEADER = ["工单编号", "事件标题", "上报时间", "社区", "承办单位"]
ROW = ["A1", "垃圾未清", "2026-10-05 08:30", "文定社区", "城管局"]
HEAD, LINE = ",".join(HEADER) + "\n", ",".join(ROW) + "\n"
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Make = Callable[[Path], object]


def text(content: str | bytes, encoding: str = "utf-8") -> Make:
    data = content if isinstance(content, bytes) else content.encode(encoding)
    return lambda path: path.write_bytes(data)


def book(*lines: list[object], merged: tuple[str, ...] = (), failed: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    for line in lines:
        sheet.append(line)
    for area in merged:
        sheet.merge_cells(area)
    for cell in failed:
        sheet[cell].data_type = "e"
    content = BytesIO()
    made.save(content)
    return content.getvalue()


GOOD = book(HEADER, ROW)


def part(name: str, change: Callable[[bytes], bytes] | None) -> Callable[[Path | BytesIO], object]:
    """Return what writes the good workbook with one part changed, or left out."""

    def make(path: Path | BytesIO) -> None:
        with zipfile.ZipFile(BytesIO(GOOD)) as archive:
            parts = {each: archive.read(each) for each in archive.namelist()}
        old = parts.pop(name)
        if change is not None:
            parts[name] = change(old)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for each, content in parts.items():
                archive.writestr(each, content)

    return make


@cache
def swollen() -> bytes:
    """Return the good workbook with a sheet of a gigabyte, which takes seconds to fold."""
    content = BytesIO()
    part(SHEET, lambda sheet: sheet + b" " * (1 << 30))(content)
    return content.getvalue()


def replaced(old: bytes, new: bytes) -> Make:
    return part(SHEET, lambda content: content.replace(old, new))


def pipe(path: Path) -> None:
    os.mkfifo(path)


def circle(path: Path) -> None:
    path.symlink_to(path)


#: What should never be told: our own mistakes, places left unfilled, signs that act.
OURS = re.compile(r"Traceback|Internal error|内部错误|\{\w+\}|\[\[|[\x00-\x08\x0b-\x1f]")
#: What no import can make sense of: how it is made, the exit code, and words in English.
REFUSED: dict[str, tuple[str, Make, int, str]] = {
    "nothing": ("t.csv", text(b""), 1, "t.csv is empty"),
    "nothing in a workbook": ("t.xlsx", text(b""), 1, "t.xlsx is empty"),
    "a folder": ("t.csv", Path.mkdir, 2, "is a folder"),
    "a pipe": ("t.csv", pipe, 2, "is a pipe"),
    "links in a circle": ("t.csv", circle, 1, "links lead in a circle"),
    "a link to nothing": ("t.csv", lambda p: p.symlink_to("gone"), 7, "There is no file"),
    "half a workbook": ("t.xlsx", text(GOOD[: len(GOOD) // 2]), 1, "damaged workbook"),
    "a workbook without its end": ("t.xlsx", text(GOOD[:-30]), 1, "damaged workbook"),
    "half a sheet": ("t.xlsx", part(SHEET, lambda c: c[:200]), 1, "damaged workbook"),
    "no sheet": ("t.xlsx", part(SHEET, None), 1, "damaged workbook"),
    "no list of parts": ("t.xlsx", part("xl/_rels/workbook.xml.rels", None), 1, "damaged"),
    "a bomb": (
        "t.xlsx", lambda path: path.write_bytes(swollen()), 1, "unfolds to more than 1024 MB",
    ),
    "a row far below": ("t.xlsx", replaced(b'row r="2"', b"row r='4294967290'"), 1, "more than"),
    "a cell far below": ("t.xlsx", replaced(b'"A2"', b'"A900000000"'), 1, "rows"),
    "a cell far right": ("t.xlsx", replaced(b'"E2"', b'"ZZZZZZ2"'), 1, "cells"),
    "an old workbook of endless extent": (
        "t.xls", text(xls([(0, 0, "工单编号")], (0, 0xFFFFFFFF, 0, 0xFFFF))), 1, "cells",
    ),
    "an old workbook cut short": ("t.xls", text(xls([], (0, 0, 0, 0))[:1600]), 1, "damaged"),
    "an old container of something else": ("t.xlsx", text(OLE + bytes(5000)), 1, "neither"),
    "a page of the web": ("t.xls", text("<table><tr><td>工单编号"), 1, "format html"),
    "an archived page": ("t.xls", text("MIME-Version: 1.0\r\nX: 1\r\n"), 1, "format mht"),
    "XML": ("t.xls", text('<?xml version="1.0"?><Workbook/>'), 1, "format xml"),
    "a NUL": ("t.csv", text(HEAD + LINE + "A2\0,b\n"), 1, "row 3 holds the sign U+0000"),
    "an endless cell": ("t.csv", text(HEAD + "A" * 10_000_000), 1, "t.csv, row 2"),
    "300,000 columns": ("t.csv", text("列," * 300_000 + "列\n" + HEAD), 1, "row 1: more than"),
    "two encodings": (
        "t.csv", text((HEAD + LINE).encode() + LINE.encode("gbk")), 1, "UTF-8 (wrong in row 3)",
    ),
    "UTF-16 cut short": ("t.csv", text((HEAD + LINE).encode("utf-16")[:-1]), 1, "in utf-16"),
    "half a sign": ("t.csv", text(HEAD.encode() + b"A1,\xed\xa0\x80,\xff\n"), 1, "neither UTF-8"),
    "days nobody means": (
        "t.csv", text(HEAD + "A1,x,9999-12-31,,\n"), 1, "row 2 C: 9999-12-31 lies outside",
    ),
    "a day that is none": ("t.csv", text(HEAD + "A1,x,1e308,,\n"), 1, "row 2 C: 1e308 is not a"),
    "failed formulas": (
        "t.xlsx", text(book(HEADER, ["A1", "#REF!", *ROW[2:]], failed=("B2",))), 1,
        "Sheet row 2 B: the cell holds the error #REF!",
    ),
    "formulas never worked out": (
        "t.xlsx", text(book(HEADER, ["A1", "x", "=TODAY()", *ROW[3:]])), 1,
        "Sheet row 2 C: =…: the cell holds a formula without its result",
    ),
}  # fmt: skip
#: What is odd and yet means one thing.
TAKEN: dict[str, tuple[str, Make]] = {
    "a workbook under another name": ("t.xls", text(GOOD)),
    "a false extent": ("t.xlsx", replaced(b"A1:E2", b"A1:XFD1048576")),
    "no types of its parts": ("t.xlsx", part("[Content_Types].xml", lambda _: b"<Types/>")),
    "no styles": ("t.xlsx", part("xl/styles.xml", None)),
    "cells without places": (
        "t.xlsx", part(SHEET, lambda c: re.sub(rb'<(c|row) r="\w+"', rb"<\1", c)),
    ),
    "heads merged over heads": (
        "t.xlsx",
        text(book(["台账", *[""] * 4], ["事项", "", "", "地点", "单位"], HEADER, ROW,
                  merged=("A1:E1", "A2:C2"))),
    ),
    "300 columns": (
        "t.xlsx", text(book(HEADER + [f"列{n}" for n in range(295)], ROW + ["x"] * 295)),
    ),
    "blanks around everything": ("t.xlsx", text(book(HEADER, [f"  {each} " for each in ROW]))),
    "a real date": (
        "t.xlsx",
        text(book(HEADER, [*ROW[:2], datetime.fromisoformat("2026-10-05T08:30"), *ROW[3:]])),
    ),
    "UTF-16": ("t.csv", text(HEAD + LINE, "utf-16")),
    "UTF-32": ("t.csv", text(HEAD + LINE, "utf-32")),
    "GB18030": ("t.csv", text(HEAD + LINE, "gb18030")),
    "line ends of old": ("t.csv", text((HEAD + LINE).replace("\n", "\r"))),
    "signs nobody sees": (
        "t.csv", text(HEAD + LINE.replace("垃", "\u202e\x1b垃").replace("A1", "\u200bA\u200b1")),
    ),
    "a blank row of ten million cells": ("t.csv", text(HEAD + LINE + "," * 10_000_000 + "\n")),
}  # fmt: skip


@pytest.fixture
def untouched(county: Run) -> Iterator[Run]:
    """An office that holds the same before and after."""

    def held() -> list[object]:
        return [county(noun, "list", "-o", "json").json["items"] for noun in NOUNS]

    before = held()
    yield county
    assert held() == before


#: What a refused file must leave alone; the attempt itself is listed.
NOUNS = ("ticket", "unit")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("sort", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(
    untouched: Run, tmp_path: Path, sort: str, lang: str
) -> None:
    name, make, code, words = REFUSED[sort]
    make(tmp_path / name)
    ran = untouched("--lang", lang, "import", "run", name, "--kind", "ticket", "-n")
    assert ran.code == code
    assert name in ran.err
    assert not OURS.search(ran.err)
    if lang == "en":
        assert words in ran.err


@pytest.mark.parametrize("sort", TAKEN)
def test_what_is_odd_is_read_right(county: Run, tmp_path: Path, sort: str) -> None:
    name, make = TAKEN[sort]
    make(tmp_path / name)
    ran = county("import", "run", name, "--kind", "ticket")
    assert ran.code == 0, ran.err
    (ticket,) = county("ticket", "list", "-o", "json").json["items"]
    read = [ticket["external_no"], ticket["title"], ticket["reported_at"], ticket["lead_unit"]]
    assert read == ["A1", "垃圾未清", "2026-10-05T08:30:00+08:00", "城管局"]


def test_nothing_of_a_file_reaches_the_terminal_as_a_command(county: Run, tmp_path: Path) -> None:
    bad = "\x1b[2J\r\u202e1e308"
    (tmp_path / "t.csv").write_text(HEAD + f"A1,x,{bad},,\n", "utf-8", newline="")
    ran = county("import", "run", "t.csv", "--kind", "ticket", "-n")
    assert ran.code == 1
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e]", ran.err + ran.out)


def test_a_file_that_may_not_be_read(untouched: Run, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEAD + LINE, "utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        # Root reads everything but what the system itself lets nobody read.
        path.unlink()
        path.symlink_to("/proc/sys/vm/drop_caches")
    if os.access(path, os.R_OK) or not path.exists():
        pytest.skip("nothing here is refused to whoever runs this")
    ran = untouched("import", "run", "t.csv", "--kind", "ticket", "-n")
    assert ran.code == 1
    assert "you may not read it" in ran.err


def test_a_file_that_grows_while_it_is_read(
    untouched: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gridctl.gateway import sending

    path = tmp_path / "t.csv"
    path.write_text(HEAD + LINE, "utf-8")
    rows = sending.rows

    def grown(plan: object) -> object:
        with path.open("a", encoding="utf-8") as handle:
            handle.write(LINE.replace("A1", "A2"))
        return rows(plan)

    monkeypatch.setattr(sending, "rows", grown)
    ran = untouched("import", "run", "t.csv", "--kind", "ticket", "-n")
    assert ran.code == 6
    assert "was changed after the plan" in ran.err
    (batch,) = untouched("import", "list", "--kind", "ticket", "-o", "json").json["items"]
    assert batch["state"] == "discarded"


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 1, 1)),  # noqa: DTZ001 - a cell has no zone
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
    st.sampled_from([*HEADER, *ROW, "#N/A", "=1/0", "合计", "2026年2月30日", "1.38E+10"]),
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(grid=st.lists(st.lists(CELLS, max_size=7), max_size=7))
def test_any_grid_of_cells_ends_in_rows_or_words(
    county: Run, tmp_path: Path, grid: list[list[object]]
) -> None:
    (tmp_path / "t.xlsx").write_bytes(book(HEADER, *grid))
    ran = county("import", "run", "t.xlsx", "--kind", "ticket", "-n")
    assert ran.code in (0, 1), ran.err
    assert "Internal error" not in ran.err
