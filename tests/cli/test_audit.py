"""The journal on the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def ticket(county: Any) -> str:
    """A ticket that was entered, corrected, and the correction undone."""
    made = county("ticket", "create", "--title", "井盖缺失", "--place", "文定社区", "-o", "json")
    number: str = made.json["items"][0]["serial_no"]
    county("ticket", "edit", number, "--title", "井盖破损", "--contact-phone", "13800001234")
    county("ticket", "edit", number, "--address", "人民路1号")
    county("undo")
    return number


def test_a_sound_journal_says_so_and_names_its_head(county: Any, ticket: str) -> None:
    ran = county("audit", "verify", "-o", "json")
    head = ran.json["meta"]
    assert (ran.code, ran.json["items"], head["entries"]) == (0, [], head["head"])
    assert f"Entry {head['head']} has the hash {head['head_hash']}" in ran.err


def test_a_broken_link_is_named(county: Any, ticket: str, office: Path) -> None:
    with closing(sqlite3.connect(office)) as connection:
        connection.execute("UPDATE journal SET actor = 'x' WHERE seq = 3")
        connection.commit()
    ran = county("audit", "verify", "-o", "json")
    assert (ran.code, ran.json["items"][0]["seq"]) == (8, 3)
    assert "journal entry 3" in ran.json["items"][0]["text"]


def test_the_story_of_a_ticket_reads_as_it_happened(county: Any, ticket: str) -> None:
    ran = county("audit", "show", ticket, "-o", "json")
    lines = ran.json["items"][0]["lines"]
    assert [line["verb"] for line in lines] == ["report", "edit", "edit", "undo"]
    assert "Title: 井盖缺失 → 井盖破损" in lines[1]["told"]
    assert lines[2]["told"].endswith(f"undone by entry {lines[3]['entry']}")
    assert "13800001234" not in ran.out


def test_an_export_is_proved_without_an_office(county: Any, ticket: str, run: Any) -> None:
    ran = county("audit", "export", "--to", "journal.jsonl")
    assert "SHA-256" in ran.err
    told = run("audit", "verify", "--file", "journal.jsonl")
    assert (told.code, "The chain holds" in told.err) == (0, True)
    text = Path("journal.jsonl").read_text("utf-8")
    Path("journal.jsonl").write_text(text.replace('"reason":""', '"reason":"x"', 1), "utf-8")
    assert run("audit", "verify", "--file", "journal.jsonl").code == 8


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [(b"x\n", 1, "line 1"), (None, 7, "journal.jsonl"), (b"\xff\xfe", 1, "UTF-8")],
)
def test_what_is_no_journal_is_refused(
    run: Any, content: bytes | None, code: int, words: str
) -> None:
    if content is not None:
        Path("journal.jsonl").write_bytes(content)
    ran = run("audit", "verify", "--file", "journal.jsonl")
    assert ran.code == code
    assert words in ran.err


def test_a_workbook_needs_an_ending_that_tells(county: Any) -> None:
    assert county("audit", "export", "--to", "journal.xlsx").code == 0
    ran = county("audit", "export", "--to", "journal.docx")
    assert (ran.code, ".xlsx .jsonl" in ran.err) == (2, True)


def test_entries_are_listed_by_who_and_what(county: Any, ticket: str) -> None:
    listed = county("audit", "list", "--command", "ticket", "-o", "json").json["items"]
    assert {row["operation"] for row in listed} == {"tickets.CreateTicket", "tickets.EditTicket"}
    assert county("audit", "list", "--actor", "nobody", "-o", "json").json["items"] == []


def test_a_row_changed_past_gridctl_is_named(county: Any, ticket: str, office: Path) -> None:
    assert county("db", "verify").code == 0
    with closing(sqlite3.connect(office)) as connection:
        connection.execute("UPDATE grid_version SET name = 'x' WHERE grid_id = 2")
        connection.commit()
    ran = county("db", "verify")
    assert ran.code == 8
    assert "the row was changed past gridctl" in ran.out


def test_more_than_is_listed_is_counted(
    county: Any, ticket: str, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridctl.handlers.queries.findings.LISTED", 1)
    with closing(sqlite3.connect(office)) as connection:
        connection.execute("UPDATE grid_version SET name = 'x'")
        number = connection.execute("SELECT count(*) FROM grid_version").fetchone()[0]
        connection.commit()
    ran = county("db", "verify", "-o", "json")
    assert ran.code == 8
    assert ran.json["meta"]["total"] == ran.json["meta"]["altered"] == number > 1
    assert f"Listed are the first of each kind: 1 of {number}." in ran.err
