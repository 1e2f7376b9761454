"""``gridctl db``: facts, checks, upgrade."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest


def damage(path: Path, *statements: str) -> None:
    """Change a file behind the program's back."""
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def found(run: Any) -> list[tuple[str, str]]:
    ran = run("db", "check", "-o", "json")
    assert ran.code == (8 if ran.json["items"] else 0)
    return [(item["check"], item["text"]) for item in ran.json["items"]]


def test_a_sound_office_passes(county: Any, screen: None) -> None:
    ran = county("db", "check")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "The database is sound; 6 journal entries.\n"


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (
            "UPDATE journal SET actor = 'nobody' WHERE seq = 2",
            "journal entry 2 (grids.CreateGrid) was altered",
        ),
        (
            "UPDATE journal SET result = '{}' WHERE seq = 5",
            "journal entry 5 (grids.CreateGrid) was altered",
        ),
        ("DELETE FROM journal WHERE seq IN (2, 3)", "journal entries 2 to 3 are missing"),
    ],
)
def test_a_changed_journal_is_found(county: Any, office: Path, statement: str, text: str) -> None:
    damage(office, statement)
    assert ("journal", text) in found(county)


def test_an_entry_forged_with_its_hash_breaks_the_next(county: Any, office: Path) -> None:
    damage(office, "UPDATE journal SET hash = 'forged' WHERE seq = 2")
    assert [text for _check, text in found(county)] == [
        "journal entry 2 (grids.CreateGrid) was altered",
        "journal entry 3 (grids.CreateGrid) does not follow from the one before",
    ]


def test_a_row_that_hangs_on_nothing_is_found(county: Any, office: Path) -> None:
    damage(office, "DELETE FROM grid WHERE code = '320281000000'")
    assert {check for check, _text in found(county)} == {"references"}
    assert "grid_version" in found(county)[0][1]


def overwrite(path: Path, first: int, last: int | None = None) -> None:
    """Overwrite the heads of some pages."""
    damage(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    content, size = bytearray(path.read_bytes()), 4096
    for page in range(first, last or len(content) // size):
        content[page * size : page * size + 64] = b"\xff" * 64
    path.write_bytes(content)


def test_a_damaged_page_is_found(county: Any, office: Path) -> None:
    connection = sqlite3.connect(office)
    (root,) = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'evidence'"
    ).fetchone()
    connection.close()
    overwrite(office, root - 1, root)
    assert {check for check, _text in found(county)} == {"file"}


def test_a_file_that_cannot_be_read_is_told_in_words(county: Any, office: Path) -> None:
    overwrite(office, 1)
    for words in (("grid", "list"), ("db", "check"), ("grid", "create", "--name", "x")):
        ran = county(*words)
        assert ran.code == 1
        assert "is damaged: database disk image is malformed." in ran.err
        assert "Go back to the last good copy." in ran.err


def test_what_is_no_office_is_left_alone(run: Any, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    damage(other, "CREATE TABLE mine (x)")
    noise = tmp_path / "noise.db"
    noise.write_bytes(b"\x00noise" * 2000)
    for path in (other, noise):
        before = path.read_bytes()
        ran = run("--db", str(path), "db", "upgrade")
        assert ran.code == 2
        assert "is not a gridctl office." in ran.err
        assert path.read_bytes() == before
    assert run("--db", "none.db", "db", "upgrade").code == 7
    assert not (tmp_path / "none.db").exists()


def test_an_older_office_says_how_and_is_brought_up_to_date(
    run: Any, tmp_path: Path, office: Path
) -> None:
    from gridctl.storage import migrate, sqlite

    old = tmp_path / "old.db"
    old.touch()
    migrate._run(old, 0, 1)
    refused = run("--db", str(old), "db", "show")
    assert refused.code == 2
    assert f"'gridctl --db {old} db upgrade'" in refused.err
    assert f"format 1 is now {sqlite.FORMAT}." in run("--db", str(old), "db", "upgrade").err
    assert run("--db", str(old), "db", "show").code == 0
    again = run("--db", str(office), "db", "upgrade")
    assert "has the newest format already" in again.err


def test_edit_changes_what_is_named_only(at_work: Any) -> None:
    at_work("db", "edit", "--name", "中心", "--operator", "王芳")
    office = at_work("db", "edit", "--county", "320281", "-o", "json").json["items"][0]
    assert (office["name"], office["county_code"], office["operator"]) == ("中心", "320281", "王芳")
