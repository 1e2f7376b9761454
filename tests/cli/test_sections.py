"""Records on a screen: sections, what is left out, and other formats untouched."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gridctl.cli.render import Column, Listing, Style
from gridctl.cli.render.sections import Section, show_sections
from gridctl.presentation.columns import pick

HEAD = (Column("name", "Name"), Column("note", "Note"), Column("count", "Count", kind="int"))
MARKS = (Column("urgent", "Urgent"), Column("returned", "Returned", kind="int"))
POSTS = (Column("role", "Role"), Column("until", "Until"))
SECTIONS = (
    Section("", HEAD),
    Section("Marks", MARKS, sparse=True),
    Section("Posts", POSTS, "posts"),
)
RECORD = {
    "name": "第一网格",
    "note": "",
    "count": 0,
    "urgent": False,
    "returned": 0,
    "posts": [{"role": "a", "until": None}, {"role": "b", "until": None}],
}


def shown(capsys: Any, *records: Any, style: str = "table") -> str:
    show_sections(Listing(records), HEAD, SECTIONS, Style(style))
    return str(capsys.readouterr().out)


def test_empty_fields_columns_and_sections_are_left_out(capsys: Any) -> None:
    assert shown(capsys, RECORD) == "Name   第一网格\nCount  0\n\nPosts\nRole\na\nb\n"


def test_marks_are_shown_where_they_are_set(capsys: Any) -> None:
    out = shown(capsys, {**RECORD, "urgent": True, "posts": []})
    assert out == "Name   第一网格\nCount  0\n\nMarks\nUrgent  yes\n"


def test_several_records_stand_apart(capsys: Any) -> None:
    record = {"name": "a", "posts": []}
    assert shown(capsys, record, record) == "Name  a\n\nName  a\n"


def test_other_formats_know_no_sections(capsys: Any) -> None:
    assert shown(capsys, RECORD, style="csv").splitlines() == ["name,note,count", "第一网格,,0"]
    assert json.loads(shown(capsys, RECORD, style="json"))["items"] == [RECORD]


@pytest.mark.parametrize(
    ("key", "value"),
    [("posts.role", ["a", "b"]), ("posts.until", [None, None]), ("name.x", None), ("none.x", None)],
)
def test_a_dotted_key_reaches_through_lists(key: str, value: Any) -> None:
    assert pick(RECORD, key) == value


def test_a_column_of_several_tells_each_once_behind_its_header(capsys: Any) -> None:
    said = (Column("unit", ""), Column("actor", ""), Column("limit", "Limit"), Column("why", ""))
    columns = (Column("verb", "What"), Column("said", "Said", parts=said))
    log = [
        {"verb": "give", "unit": "甲", "actor": "甲", "limit": "2工作日", "why": "请办"},
        {"verb": "sign", "unit": "", "actor": None, "limit": "", "why": ""},
    ]
    show_sections(Listing([{"log": log}]), (), (Section("Log", columns, "log"),), Style("table"))
    out = str(capsys.readouterr().out)
    assert out == "\nLog\nWhat  Said\ngive  甲; Limit 2工作日; 请办\nsign\n".lstrip("\n")


def test_lines_with_nothing_beside_whom_they_are_about_are_left_out(capsys: Any) -> None:
    section = Section("Posts", POSTS, "posts", about="role")
    show_sections(Listing([RECORD]), HEAD, (section,), Style("table"))
    assert capsys.readouterr().out == ""
    ended = {"posts": [*RECORD["posts"], {"role": "c", "until": "2026-10-31"}]}  # type: ignore[misc]
    show_sections(Listing([ended]), HEAD, (section,), Style("table"))
    assert capsys.readouterr().out == "Posts\nRole  Until\nc     2026-10-31\n"
