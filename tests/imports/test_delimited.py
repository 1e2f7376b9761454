from __future__ import annotations

from pathlib import Path

import pytest

from gridctl.domain.imports import (
    EncodingUnclear,
    EncodingWrong,
    FileEmpty,
    FileIsFolder,
    FileMissing,
    NotATable,
    SheetMissing,
    TextDamaged,
    UnknownEncoding,
    UnsupportedFormat,
)
from gridctl.imports import inspect, load_kind, rows
from gridctl.imports.delimited import detect_encoding
from tests.imports.conftest import MakeText

TEXT = "工单编号,上报时间,标题\n1,2026-06-05,占道经营\n2,2026-06-06,垃圾堆放\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found_and_reported(make_text: MakeText, encoding: str) -> None:
    plan = inspect(make_text(TEXT, encoding), load_kind("ticket"))
    assert plan.encoding == encoding
    assert [row.values["title"] for row in rows(plan)] == ["占道经营", "垃圾堆放"]


def test_an_encoding_that_is_none_of_the_three_must_be_named(make_text: MakeText) -> None:
    path = make_text(TEXT.replace("垃圾堆放", "café"), "utf-8")
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xe9\xff"))
    with pytest.raises(EncodingUnclear):
        inspect(path, load_kind("ticket"))


def test_a_named_encoding_must_fit(make_text: MakeText) -> None:
    path = make_text("編號,上報時間\n1,2026-06-05\n", "big5")
    assert detect_encoding(path, "big5") == "big5"
    with pytest.raises(EncodingWrong):
        detect_encoding(path, "utf-8")
    for name in ("no-such-encoding", "rot13", "zlib"):
        with pytest.raises(UnknownEncoding):
            detect_encoding(path, name)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_found(make_text: MakeText, delimiter: str) -> None:
    plan = inspect(make_text(TEXT.replace(",", delimiter)), load_kind("ticket"))
    assert plan.delimiter == delimiter
    assert len(list(rows(plan))) == 2


def test_commas_in_prose_do_not_outvote_the_tab(make_text: MakeText) -> None:
    text = "工单编号\t上报时间\t问题描述\n1\t2026-06-05\ta,b,c,d,e\n2\t2026-06-05\tf,g,h,i,j\n"
    assert inspect(make_text(text), load_kind("ticket")).delimiter == "\t"


def test_a_separator_line_is_obeyed(make_text: MakeText) -> None:
    plan = inspect(make_text("sep=;\n" + TEXT.replace(",", ";")), load_kind("ticket"))
    assert (plan.delimiter, plan.header_rows) == (";", (2, 2))


def test_text_under_the_name_of_a_workbook_is_read_as_text(make_text: MakeText) -> None:
    plan = inspect(make_text(TEXT, "gb18030", "导出.xls"), load_kind("ticket"))
    assert (plan.format, plan.encoding) == ("csv", "gb18030")


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(make_text: MakeText) -> None:
    text = '工单编号,上报时间,问题描述\n1,2026-06-05,"两\n行"\n\n2,2026-06-05,一行\n'
    assert [row.number for row in rows(inspect(make_text(text), load_kind("ticket")))] == [2, 4]


def test_an_open_quotation_mark_is_an_error_not_a_loss(make_text: MakeText) -> None:
    text = '工单编号,上报时间,标题\n1,2026-06-05,"占道\n2,2026-06-05,垃圾\n3,2026-06-05,噪音\n'
    with pytest.raises(TextDamaged) as refused:
        list(rows(inspect(make_text(text), load_kind("ticket"))))
    assert refused.value.params["row"] == 2


def test_an_endless_cell_is_an_error(make_text: MakeText) -> None:
    text = TEXT + '3,2026-06-05,"' + "长" * 200_000
    with pytest.raises(TextDamaged):
        list(rows(inspect(make_text(text), load_kind("ticket"))))


def test_an_inch_mark_is_no_open_quotation(make_text: MakeText) -> None:
    plan = inspect(make_text(TEXT + '3,2026-06-05,5" 管道\n'), load_kind("ticket"))
    assert [row.values["title"] for row in rows(plan)][-1] == '5" 管道'


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
def test_nothing_at_all(make_text: MakeText, content: bytes) -> None:
    with pytest.raises(FileEmpty):
        inspect(make_text(content), load_kind("ticket"))


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02" * 50, b"abc\x00def,ghi\n", b"a,b\n\x7f\x1b\x02"]
)
def test_binary_rubbish(make_text: MakeText, content: bytes) -> None:
    with pytest.raises(NotATable):
        inspect(make_text(content), load_kind("ticket"))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "xml"),
        (b"%PDF-1.7\n%", "pdf"),
        (b'[{"id": 1}]', "json"),
        (b"{\\rtf1\\ansi}", "rtf"),
    ],
)
def test_other_formats_are_named_whatever_the_file_is_called(
    make_text: MakeText, content: bytes, name: str
) -> None:
    with pytest.raises(UnsupportedFormat) as refused:
        inspect(make_text(content, name="报表.xls"), load_kind("ticket"))
    assert refused.value.params["format"] == name


def test_a_missing_file_a_folder_and_a_sheet_of_text(tmp_path: Path, make_text: MakeText) -> None:
    kind = load_kind("ticket")
    with pytest.raises(FileMissing):
        inspect(tmp_path / "nowhere.csv", kind)
    with pytest.raises(FileIsFolder):
        inspect(tmp_path, kind)
    with pytest.raises(SheetMissing):
        inspect(make_text(TEXT), kind, sheet="表1")
