"""The command line on an office in a PostgreSQL database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gridctl.foundation.settings import Target, load
from tests.cli.conftest import Run

if TYPE_CHECKING:
    from tests.postgresql import Server


def test_a_password_is_never_shown() -> None:
    for address, shown in (
        ("postgresql://li:secret@db.example.cn/county", "postgresql://li@db.example.cn/county"),
        ("postgresql://li@db/county?password=secret&host=x", "postgresql://li@db/county&host=x"),
        ("postgresql:///county", "postgresql:///county"),
        ("/data/li/a:b@c.db", "/data/li/a:b@c.db"),
    ):
        assert Target("postgresql", address, "county").shown == shown


def test_a_profile_may_name_a_database(tmp_path: Path, run: Run) -> None:
    (tmp_path / ".gridctl.toml").write_text(
        '[profile.county]\nurl = "postgresql://li:secret@db.example.cn/county"\n'
    )
    target = load({"profile": "county"}, cwd=tmp_path).target()
    assert (target.kind, target.name) == ("postgresql", "county")
    told = load({"db": "postgresql://db/jiangyin?host=/tmp"}, cwd=tmp_path).target()
    assert (told.kind, told.name) == ("postgresql", "jiangyin")


@pytest.mark.needs_program
@pytest.mark.usefixtures("now")
def test_an_office_is_made_and_used_there(postgresql: Server, run: Run) -> None:
    with postgresql.database("template0") as name:
        there = ("--db", postgresql.address(name))
        missing = run(*there, "unit", "list")
        assert missing.code == 7
        made = run(*there, "init", "--name", "江阴市社会治理中心", "--operator", "王芳")
        assert made.code == 0, made.err
        assert run(*there, "init").code == 6
        assert run(*there, "unit", "create", "--name", "档案馆").code == 0
        listed = json.loads(run(*there, "unit", "list", "-o", "json").out)
        assert [row["name"] for row in listed["items"]] == ["档案馆"]
        for verb in ("check", "verify", "upgrade", "show"):
            assert run(*there, "db", verb).code == 0
        assert run(*there, "undo").code == 0
        assert run(*there, "audit", "verify").code == 0
        assert run(*there, "doctor").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_database_that_does_not_answer_is_told(lang: str, run: Run, tmp_path: Path) -> None:
    found = run(
        "--lang", lang, "--db", f"postgresql://li:secret@/x?host={tmp_path}", "unit", "list"
    )
    assert found.code == 3
    assert "secret" not in found.out + found.err
    assert "Traceback" not in found.err
