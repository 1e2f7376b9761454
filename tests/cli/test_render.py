"""Formats, fields, queries, widths."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from gridctl.cli.render import Column, Listing, Style, show
from gridctl.presentation.columns import cell_text
from gridctl.presentation.width import clip, fit, fold, pad, width


def test_json_is_an_envelope_with_raw_codes(run: Any) -> None:
    envelope = run("thing", "list", "--count", "2", "-o", "json").json
    assert (envelope["schema"], envelope["meta"]["total"]) == ("gridctl/v1", 2)
    assert envelope["items"][1] == {
        "code": "320281001",
        "name": "渔沟镇兴隆社区第一网格",
        "state": "open",
        "score": "93.17",
        "fund": 123456,
        "since": "2026-06-05T08:30:00+08:00",
        "day": "2026-06-05",
        "grid": {"code": "320281"},
    }


def test_json_keeps_chinese_readable_and_the_formats_agree(run: Any) -> None:
    line = ("thing", "list", "--count", "2", "-o")
    envelope = run(*line, "json")
    assert "渔沟镇" in envelope.out
    assert yaml.safe_load(run(*line, "yaml").out)["items"] == envelope.json["items"]
    lines = run(*line, "jsonl").out.splitlines()
    assert [json.loads(each) for each in lines] == envelope.json["items"]


def test_tables_show_words_and_hide_wide_columns(run: Any) -> None:
    table = run("thing", "list", "-o", "table").out
    assert "still open" in table
    assert "93.17%" in table
    assert "1,234.56" not in table
    wide = run("thing", "list", "-o", "wide").out
    assert "1,234.56" in wide
    assert "2026-06-05 08:30" in wide
    assert run("thing", "list", "-o", "md").out.splitlines()[1] == "| --- | --- | --- | ---: |"


def test_one_record_is_shown_down_the_page(run: Any) -> None:
    lines = run("thing", "show", "第一网格", "-o", "table").out.splitlines()
    assert lines[1].split() == ["Name", "第一网格"]


def test_an_empty_list_is_no_error(run: Any) -> None:
    ran = run("thing", "list", "--count", "0", "-o", "table")
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing found.\n")
    assert run("thing", "list", "--count", "0", "-o", "json").json["items"] == []
    assert run("thing", "list", "--count", "0", "-o", "csv", "--fields", "name").out == "name\r\n"


@pytest.mark.parametrize("output", ["csv", "tsv", "json", "jsonl", "table", "md", "yaml"])
def test_fields_choose_and_order_in_every_format(run: Any, output: str) -> None:
    out = run("thing", "list", "--count", "1", "-o", output, "--fields", "day, grid.code").out
    assert out.index("day") < out.index("grid.code")
    assert "2026-06-05" in out
    assert "320281" in out
    assert "渔沟镇" not in out


def test_an_unknown_field_is_told_with_the_nearest(run: Any) -> None:
    ran = run("thing", "list", "--fields", "nmae")
    assert ran.code == 2
    assert "Nearest is name" in ran.err


@pytest.mark.parametrize("word", ["?", "help"])
def test_fields_can_be_listed(run: Any, word: str) -> None:
    fields = run("thing", "list", "-o", "json", "--fields", word).out.split()
    assert fields[:2] == ["code", "name"]
    assert "grid.code" in fields


def test_query_reaches_the_envelope(run: Any) -> None:
    line = ("thing", "list", "--query")
    assert run(*line, "items[].code").json == ["320281000", "320281001", "320281002"]
    assert run(*line, "meta.total", "-o", "tsv").out == "3\n"
    assert run(*line, "items[?state=='open'].{c: code}", "-o", "csv").out == "c\r\n320281001\r\n"
    assert run(*line, "items[").code == 2


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+2", "'=1+2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+86 138", "'+86 138"),
        ("-cmd", "'-cmd"),
        ("-12.5", "-12.5"),
        ("+3", "+3"),
        ("-1,234", "-1,234"),
        ("-5%", "-5%"),
        ("\t=1", "'\t=1"),
        ("第一网格", "第一网格"),
    ],
)
def test_csv_disarms_formulas_and_leaves_numbers(capsys: Any, cell: str, written: str) -> None:
    show(Listing([{"a": cell}]), [Column("a", "A")], Style(format="csv"))
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
    assert rows[1] == [written]


def test_tsv_keeps_one_line_per_row(capsys: Any) -> None:
    show(Listing([{"a": "x\ty\n\\z"}]), [Column("a", "A")], Style(format="tsv"))
    assert capsys.readouterr().out == "a\nx\\ty\\n\\\\z\n"


def test_markdown_cells_cannot_break_the_table(capsys: Any) -> None:
    show(Listing([{"a": "x|y\nz"}]), [Column("a", "A")], Style(format="md"))
    assert capsys.readouterr().out.splitlines()[2] == "| x\\|y<br>z |"


def test_a_table_cell_cannot_steer_the_terminal(capsys: Any) -> None:
    show(Listing([{"a": "x\x1b[2Jy"}]), [Column("a", "A")], Style(format="table"))
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [
        ("json", b"{"),
        ("jsonl", b'{"code"'),
        ("csv", b"code,"),
        ("tsv", b"code\t"),
        ("yml", b"schema:"),
        ("md", b"| Code"),
        ("txt", b"Code "),
    ],
)
def test_a_file_has_the_format_of_its_ending(
    run: Any, tmp_path: Path, suffix: str, begins: bytes
) -> None:
    ran = run("thing", "list", "--to", f"out.{suffix}")
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / f"out.{suffix}").read_bytes().startswith(begins)


def test_the_ending_beats_a_standing_preference_but_not_the_option(
    run: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("GRIDCTL_OUTPUT", "md")
    run("thing", "list", "--to", "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"code,")
    run("thing", "list", "--to", "out.csv", "-o", "json")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"{")
    assert run("thing", "list", "--to", "-").out.startswith("| Code")


def test_an_unknown_ending_needs_the_option(run: Any, tmp_path: Path) -> None:
    assert run("thing", "list", "--to", "out.pdf").code == 2
    assert run("thing", "list", "--to", "out.pdf", "-o", "csv").code == 0
    assert run("thing", "list", "--to", "no/such/folder.csv").code == 1


def test_a_failed_write_leaves_the_old_file_and_no_other(run: Any, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    assert run("thing", "list", "--to", "out.csv", "--fields", "nmae").code == 2
    assert (tmp_path / "out.csv").read_text() == "old"

    def rows() -> Any:
        yield {"a": 1}
        raise RuntimeError("the data ended early")

    with pytest.raises(RuntimeError):
        show(Listing(rows()), [Column("a", "A")], Style(format="csv", to="out.csv"))
    assert (tmp_path / "out.csv").read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize(
    ("encoding", "begins"),
    [("utf-8", b"code"), ("utf-8-sig", b"\xef\xbb\xbfcode"), ("gb18030", b"code")],
)
def test_csv_has_the_encoding_asked_for(
    run: Any, tmp_path: Path, encoding: str, begins: bytes
) -> None:
    run("thing", "list", "--to", "out.csv", "--csv-encoding", encoding)
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(begins)
    assert content.count(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert "渔沟镇兴隆社区第一网格" in content.decode(encoding)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("money", 390_000_00, "390,000.00"),
        ("money", -5, "-0.05"),
        ("int", 11484, "11,484"),
        ("text", True, "yes"),
        ("text", None, ""),
        ("text", ("a", "b"), "a; b"),
    ],
)
def test_cells_read_as_people_write(kind: Any, value: Any, text: str) -> None:
    assert cell_text(Column("a", "A", kind=kind), value) == text


def test_widths_are_those_of_the_terminal() -> None:
    assert width("网格A·①") == 7
    assert width("网格A·①", ambiguous=2) == 9
    assert width("e\u0301") == 1
    assert pad("网格", 6) == "网格  "
    assert clip("渔沟镇兴隆社区", 9) == "渔沟镇.."
    assert clip("渔沟镇", 6) == "渔沟镇"


def test_folding_keeps_words_and_never_begins_with_a_closing_sign() -> None:
    assert fold("按期办结，逾期办结。", 8) == ["按期办", "结，逾期", "办结。"]
    assert fold("the monthly top ten", 9) == ["the", "monthly", "top ten"]
    assert fold("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert fold("", 10) == [""]


def test_columns_give_way_by_class() -> None:
    assert fit([10, 40, 20], ["narrow", "wide", "normal"], 50) == [10, 20, 20]
    assert fit([10, 40, 20], ["narrow", "wide", "normal"], 30) == [10, 10, 10]
    assert fit([10, 40, 20], ["narrow", "wide", "normal"], None) == [10, 40, 20]


@pytest.mark.parametrize("ambiguous", [1, 2])
def test_table_columns_line_up_in_cells(capsys: Any, ambiguous: int) -> None:
    names = ["渔沟镇·兴隆社区①第一网格", "East gate ■", "程庄社区网格2" * 4]
    rows = [{"name": name, "code": "X"} for name in names]
    columns = [Column("name", "Name", width="wide"), Column("code", "Code", width="narrow")]
    show(Listing(rows), columns, Style(format="table", cells=30, ambiguous=ambiguous))
    lines = capsys.readouterr().out.splitlines()
    ends = {width(line[: line.rindex("X")], ambiguous) for line in lines[1:]}
    assert len(ends) == 1
    assert all(width(line, ambiguous) <= 30 for line in lines)


@pytest.mark.real_data
def test_division_names_of_a_county_line_up(capsys: Any, real_data: Path) -> None:
    file = next(iter(sorted((real_data / "divisions").glob("*.csv"))))
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    columns = [Column("name", "Name", width="wide"), Column("code12", "Code", width="narrow")]
    show(Listing(rows), columns, Style(format="table", cells=40))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(rows) + 1
    starts = {width(line[: -len(row["code12"])]) for line, row in zip(lines[1:], rows, strict=True)}
    assert len(starts) == 1
    assert all(line.endswith(row["code12"]) for line, row in zip(lines[1:], rows, strict=True))


def test_numbers_stand_to_the_right(run: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("GRIDCTL_OUTPUT", "table")
    head, *rows = run("thing", "list", "--count", "2", "--fields", "score,code").out.splitlines()
    assert head.startswith(" Score  ")
    assert rows[0].startswith("93.17%  ")


def test_a_sparse_column_is_shown_where_a_row_has_it(capsys: Any) -> None:
    columns = (Column("a", "A"), Column("b", "B", sparse=True))
    show(Listing([{"a": "1", "b": None}]), columns, Style("table"))
    assert capsys.readouterr().out == "A\n1\n"
    show(Listing([{"a": "1", "b": None}, {"a": "2", "b": "x"}]), columns, Style("table"))
    assert capsys.readouterr().out == "A  B\n1\n2  x\n"
    show(Listing([{"a": "1", "b": None}]), columns, Style("tsv"))
    assert capsys.readouterr().out == "a\tb\n1\t\n"


def test_a_workbook_has_words_and_numbers_and_only_goes_to_a_file(run: Any, tmp_path: Path) -> None:
    import openpyxl

    file = tmp_path / "things.xlsx"
    assert run("thing", "list", "--count", "2", "--to", str(file)).code == 0
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(file).active.iter_rows()]
    assert rows[2][rows[0].index("State")] == "still open"
    assert rows[1][rows[0].index("Fund")] == 1234.56
    query = ("--query", "items[].{code: code, since: since}", "-o", "xlsx", "--to", str(file))
    assert run("thing", "list", "--count", "2", *query).code == 0
    assert openpyxl.load_workbook(file).active["A1"].value == "code"
