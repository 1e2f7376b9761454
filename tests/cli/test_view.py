"""``gridctl view`` and lists through a saved view."""

from __future__ import annotations

from typing import Any


def test_a_list_through_a_view(county: Any) -> None:
    for number in (1, 2):
        county(
            "ticket", "create", "--title", f"垃圾{number}", "--external-no", f"JY-{number}",
            "--place", "第一网格", "--reported-at", "2026-10-09T09:00",
        )  # fmt: skip
    saved = county(
        "view", "save", "新单", "state:reported", "垃圾", "--columns", "external_no,title"
    )
    assert saved.code == 0, saved.err
    listed = county("ticket", "list", "--view", "新单", "-o", "tsv").out.splitlines()
    assert listed[0] == "external_no\ttitle"
    assert len(listed) == 3
    narrowed = county("ticket", "list", "no:JY-2", "--view", "新单", "-o", "json").json["items"]
    assert [row["title"] for row in narrowed] == ["垃圾2"]
    other = county("ticket", "list", "--view", "新单", "--fields", "title", "-o", "tsv")
    assert other.out.splitlines()[0] == "title"
    assert county("view", "list", "-o", "json").json["items"][0]["filter"] == "state:reported 垃圾"
    assert county("view", "show", "新单").code == 0
    assert county("view", "delete", "新单").code == 0
    assert county("ticket", "list", "--view", "新单").code == 7
    assert county("view", "save", "坏", "sate:x").code == 2
