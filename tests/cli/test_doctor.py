"""``gridctl doctor`` on sound, missing and broken surroundings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gridctl.storage.leases.file import FileLease


def results(ran: Any) -> dict[str, tuple[str, str]]:
    return {item["check"]: (item["status"], item["detail"]) for item in ran.json["items"]}


def test_a_sound_office(county: Any, office: Path) -> None:
    ran = county("doctor", "-o", "json")
    assert ran.code == 0
    found = results(ran)
    assert found["office"][0] == "ok"
    assert f"5 places, 0 staff, 0 tickets ({office})" in found["office"][1]
    assert {"program", "python", "sqlite", "settings", "space", "terminal"} <= set(found)


def test_the_calendar_of_this_year_and_the_next(at_work: Any) -> None:
    ran = at_work("doctor", "-o", "json")
    years = [(i["status"], i["detail"]) for i in ran.json["items"] if i["check"] == "calendar"]
    assert years == [("ok", "2026: after the official notice"), ("warn", "2027: no table")]


def test_upkeep_is_told_with_what_to_do(office: Path, run: Any, tmp_path: Path) -> None:
    at = ("--db", str(office))
    found = results(run(*at, "doctor", "-o", "json"))
    assert (found["periodic"][0], found["contacts"][0], found["backup"][0]) == ("ok", "ok", "ok")
    assert "webhooks" not in found
    lease = FileLease(str(office))
    assert lease.take()
    assert results(run(*at, "doctor", "-o", "json"))["periodic"][1] == "a server does it"
    lease.release()
    run(*at, "webhook", "create", "大屏", "--url", "https://hook.example/in")
    found = results(run(*at, "doctor", "-o", "json"))
    assert found["webhooks"] == ("ok", "1 webhooks: 0 deliveries on their way, 0 given up")


def test_a_backup_is_remembered_until_it_is_gone(office: Path, run: Any, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    assert run("--db", str(office), "db", "backup", str(kept)).code == 0
    status, detail = results(run("--db", str(office), "doctor", "-o", "json"))["backup"]
    assert (status, str(kept) in detail, "0 journal entries since" in detail) == ("ok", True, True)
    kept.unlink()
    assert results(run("--db", str(office), "doctor", "-o", "json"))["backup"][0] == "warn"


@pytest.mark.usefixtures("now")
def test_no_office_is_a_warning_with_the_way_out(run: Any) -> None:
    ran = run("--db", "none.db", "doctor", "-o", "json")
    assert ran.code == 0
    assert results(ran)["office"][0] == "warn"
    assert "init'" in next(i["hint"] for i in ran.json["items"] if i["check"] == "office")
    assert not Path("none.db").exists()


@pytest.mark.parametrize("content", [b"", b"\x00noise" * 2000, b"SQLite format 3\x00" + b"x" * 99])
def test_a_broken_office_is_a_failure(run: Any, content: bytes) -> None:
    Path("broken.db").write_bytes(content)
    ran = run("--db", "broken.db", "doctor", "-o", "json")
    assert ran.code == 8
    assert results(ran)["office"] == (
        "fail",
        f"{Path.cwd()}/broken.db is not a gridctl office.",
    )


def test_broken_settings_are_told_and_the_rest_is_checked(run: Any, office: Path) -> None:
    Path(".gridctl.toml").write_text("lnag = 'zh'\n")
    ran = run("--db", str(office), "doctor", "-o", "json")
    assert ran.code == 8
    found = results(ran)
    assert found["settings"][0] == "fail"
    assert "there is no setting lnag" in found["settings"][1]
    assert found["office"][0] == "ok"


def test_a_server_that_does_not_answer(run: Any) -> None:
    run("profile", "add", "city", "--url", "http://127.0.0.1:9")
    ran = run("--profile", "city", "doctor", "-o", "json")
    assert ran.code == 8
    assert results(ran)["line"] == ("fail", "http://127.0.0.1:9 takes no connections.")
    assert "office" not in results(ran)
    assert "space" not in results(ran)


def test_an_old_sqlite_is_named(run: Any, office: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("gridctl.storage.sqlite.sqlite3.sqlite_version_info", (3, 34, 1))
    ran = run("--db", str(office), "doctor", "-o", "json")
    assert ran.code == 8
    assert "needs 3.39.0" in results(ran)["sqlite"][1]


@pytest.mark.usefixtures("office")
def test_a_full_disk_and_a_narrow_screen(at_work: Any, monkeypatch: Any, screen: None) -> None:
    class Usage:
        free = 40 * 2**20

    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)
    ran = at_work("doctor")
    assert ran.code == 8
    assert "FAILURE" in ran.out
    assert "Make room before the next import." in ran.out
    assert ran.err.endswith(" 1 failures.\n")
