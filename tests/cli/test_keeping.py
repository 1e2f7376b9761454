"""``gridctl db backup|restore|copy`` and ``gridctl profile promote``."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Run

if TYPE_CHECKING:
    from tests.postgresql import Server

#: What is kept here is a file: a server's database is kept where it runs.
pytestmark = pytest.mark.usefixtures("office")


def test_a_backup_is_made_tried_and_restored(county: Run, office: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    made = county("db", "backup", str(folder), "-o", "json")
    assert made.code == 0, made.err
    (record,) = made.json["items"]
    (file,) = folder.iterdir()
    assert record["target"] == str(file)
    assert file.name == "office-2026-11-03-1000.db"
    assert "gridctl db restore" in made.err
    county("unit", "create", "--name", "档案馆")
    tried = county("db", "restore", str(file), "--dry-run", "-o", "json")
    assert tried.code == 0, tried.err
    assert tried.json["items"][0]["digest"] == record["digest"]
    assert len(county("unit", "list", "-o", "json").json["items"]) == 1
    refused = county("db", "restore", str(file))
    assert refused.code == 2
    assert "--confirm office.db" in refused.err
    assert county("db", "restore", str(file), "--confirm", office.name).code == 0
    assert county("unit", "list", "-o", "json").json["items"] == []
    assert county("audit", "verify").code == county("db", "verify").code == 0


def test_an_office_its_copies_and_contacts_are_for_their_owner_alone(
    run: Run, tmp_path: Path
) -> None:
    office, there = tmp_path / "grid" / "city" / "county.db", tmp_path / "grid"
    caller = ("--contact-name", "李明", "--contact-phone", "13800138000")
    before = os.umask(0)
    try:
        assert run("--db", str(office), "init", "--name", "江阴", "--county", "320281").code == 0
        made = run("--db", str(office), "ticket", "create", "--title", "井盖缺失", *caller,
                   "-o", "json")  # fmt: skip
        number = made.json["items"][0]["serial_no"]
        for to in ("caller.csv", "caller.xlsx", "caller.txt"):
            shown = run("--db", str(office), "contact", "show", number, "--purpose", "核实",
                        "--to", str(there / to))  # fmt: skip
            assert shown.code == 0, shown.err
        assert run("--db", str(office), "db", "backup", str(there / "backup.db")).code == 0
        # What SQLite keeps beside a file has its rights.
        with closing(sqlite3.connect(office)) as connection:
            connection.execute("UPDATE office SET name = name")
            rights = {path: stat.S_IMODE(path.stat().st_mode) for path in there.rglob("*")}
    finally:
        os.umask(before)
    assert len(rights) == 8
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in rights.items()), rights


def test_a_folder_that_is_not_there_yet_is_made(county: Run, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    assert county("db", "backup", f"{folder}/").code == 0
    assert [file.name for file in folder.iterdir()] == ["office-2026-11-03-1000.db"]


def test_a_backup_with_rows_changed_past_gridctl_is_restored_only_on_purpose(
    county: Run, office: Path, tmp_path: Path
) -> None:
    county("unit", "create", "--name", "城管局")
    file = tmp_path / "backup.db"
    assert county("db", "backup", str(file)).code == 0
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE unit SET name = '住建局'")
        connection.commit()
    county("unit", "create", "--name", "档案馆")
    restore = ("db", "restore", str(file), "--confirm", office.name)
    for more in ((), ("--dry-run",)):
        refused = county(*restore, *more)
        assert refused.code == 8
        assert "unit U0001: the row was changed past gridctl (1 in all)" in refused.err
        assert f"gridctl --db {file} db verify" in refused.err
    assert len(county("unit", "list", "-o", "json").json["items"]) == 2
    assert county(*restore, "--altered").code == 0
    assert county("unit", "list", "-o", "json").json["items"][0]["name"] == "住建局"


def test_a_backup_never_takes_the_place_of_a_file(county: Run, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    assert county("db", "backup", str(file)).code == 0
    assert county("db", "backup", str(file)).code == 6
    assert county("db", "copy", str(file)).code == 6
    assert county("db", "copy", "https://grid.example.gov.cn").code == 2


@pytest.mark.parametrize(("lang", "said"), [("en", "was altered"), ("zh", "日志")])
def test_a_backup_with_a_broken_chain_is_not_restored(
    lang: str, said: str, county: Run, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    assert county("db", "backup", str(file)).code == 0
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE journal SET actor = 'nobody' WHERE seq = 2")
        connection.commit()
    for option in ("--dry-run", "--confirm=office.db"):
        refused = county("--lang", lang, "db", "restore", str(file), option)
        assert refused.code == 8
        assert said in refused.err


def test_a_readonly_profile_takes_no_backup_back(county: Run, tmp_path: Path) -> None:
    assert county("db", "backup", str(tmp_path / "backup.db")).code == 0
    county("profile", "add", "shown", "--path", str(tmp_path / "new.db"), "--readonly")
    refused = county("db", "restore", str(tmp_path / "backup.db"), "--profile", "shown")
    assert refused.code == 2
    assert "read-only" in refused.err
    county("profile", "add", "old", "--path", str(tmp_path / "backup.db"))
    assert county("profile", "promote", "old", "--to", "shown", "--yes").code == 2
    assert not (tmp_path / "new.db").exists()


def test_an_office_is_promoted_and_the_old_one_only_read(
    county: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GRIDCTL_DB")
    county("profile", "add", "old", "--path", str(office))
    county("profile", "add", "new", "--path", str(tmp_path / "new.db"))
    county("profile", "use", "old")
    assert county("profile", "promote", "old", "--to", "new").code == 2
    moved = county("profile", "promote", "old", "--to", "new", "--yes", "-o", "json")
    assert moved.code == 0, moved.err
    (record,) = moved.json["items"]
    assert (record["source"], record["target"]) == (str(office), str(tmp_path / "new.db"))
    assert (record["rows"] > 0, len(record["digest"])) == (True, 64)
    assert county("profile", "show", "-o", "json").json["items"][0]["name"] == "new"
    assert county("unit", "create", "--name", "档案馆").code == 0
    assert county("unit", "create", "--name", "档案馆", "--profile", "old").code == 2
    assert county("profile", "promote", "old", "--to", "new", "--yes").code == 6


@pytest.mark.needs_program
def test_an_office_moves_to_a_server_and_back(
    county: Run, office: Path, tmp_path: Path, postgresql: Server
) -> None:
    with postgresql.database("template0") as name:
        there = postgresql.address(name)
        assert county("db", "copy", there).code == 0
        for verb in (("audit", "verify"), ("db", "verify"), ("db", "check")):
            assert county("--db", there, *verb).code == 0
        file = tmp_path / "back.db"
        assert county("--db", there, "db", "backup", str(file)).code == 0
        county("--db", there, "unit", "create", "--name", "档案馆")
        assert county("--db", there, "db", "restore", str(file)).code == 2
        restored = county("--db", there, "db", "restore", str(file), "--confirm", name)
        assert restored.code == 0, restored.err
        assert county("--db", there, "unit", "list", "-o", "json").json["items"] == []
        assert county("--db", there, "db", "verify").code == 0
        assert office.exists()
