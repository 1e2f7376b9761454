"""Signing in to a real server, from the first account to the last sign-out."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.server.serving import Served, Serving

PASSWORD, OTHER = "银杏树黄了的时候见面", "桥下第二个路口有井盖"


@pytest.fixture
def served(office: Path, tmp_path: Path) -> Iterator[Served]:
    with Serving(office, tmp_path) as serving:
        yield serving.start("--no-periodic", sign_in=True)


def test_a_clerk_signs_in_works_and_signs_out(
    run: Run, served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def types(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    assert run("profile", "add", "city", "--url", served.url).code == 0
    assert run("profile", "use", "city").code == 0
    ran = run("ticket", "list")
    assert (ran.code, "gridctl --profile city login" in ran.err) == (4, True)

    assert f"gridctl profile add server --url {served.url}\n" in served.said()
    assert "gridctl --profile server login --setup\n" in served.said()
    code = re.search(r"Set-up code: (\S+),", served.said())
    assert code is not None
    types(code[1], PASSWORD)
    ran = run("login", "--setup", "chen", "--password-stdin")
    assert (ran.code, "as chen (administrator)" in ran.err) == (0, True)
    made = run("user", "create", "limin", "--name", "李敏", "--role", "auditor", "-o", "json")
    first = made.json["items"][0]["password"]

    types(first)
    ran = run("login", "limin", "--password-stdin")
    assert (ran.code, "gridctl password" in ran.err) == (0, True)
    ran = run("ticket", "list")
    assert (ran.code, "gridctl password" in ran.err) == (4, True)
    types(first, OTHER)
    assert run("password", "--password-stdin").code == 0
    assert run("ticket", "list").code == 0
    assert run("whoami", "-o", "json").json["items"][0]["login"] == "limin"
    ran = run("user", "list", "--debug")
    assert ran.code == 0
    assert run("user", "block", "chen", "-y").code == 4

    kept = [file for file in (tmp_path / "user").rglob("*") if file.is_file()]
    tokens = [file.read_text().strip() for file in kept if file.parent.name == "tokens"]
    assert len(tokens) == 1
    assert run("logout").code == 0
    assert not [file for file in kept if file.parent.name == "tokens" and file.exists()]
    assert "not signed in" in run("logout").err
    types("不对不对不对不对")
    assert run("login", "limin", "--password-stdin").code == 4
    for secret in (PASSWORD, OTHER, first, *tokens):
        assert secret not in served.said()
