"""``gridctl profile promote`` to a real server, as its administrator."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridctl.gateway.connect import create_office
from tests.cli.conftest import Run
from tests.server.serving import Served, Serving

PASSWORD = "银杏树黄了的时候见面"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    create_office(tmp_path / "server.db")
    with Serving(tmp_path / "server.db", tmp_path) as serving:
        yield serving.start("--no-periodic", sign_in=True)


@pytest.fixture
def city(run: Run, served: Served, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command line whose profile ``city`` is signed in to the server."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    code = re.search(r"Set-up code: (\S+),", served.said())
    assert code is not None
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{code[1]}\n{PASSWORD}\n"))
    assert run("profile", "add", "city", "--url", served.url).code == 0
    assert run("--profile", "city", "login", "--setup", "chen", "--password-stdin").code == 0
    return run


def test_an_office_moves_to_a_server(city: Run, office: Path) -> None:
    assert city("--db", str(office), "init", "--name", "江阴", "--operator", "李敏").code in (0, 6)
    assert city("--db", str(office), "unit", "create", "--name", "档案馆").code == 0
    assert city("profile", "add", "county", "--path", str(office)).code == 0
    assert city("profile", "use", "county").code == 0
    moved = city("profile", "promote", "county", "--to", "city", "-y")
    assert moved.code == 0, moved.err
    assert "had no accounts" in moved.err
    digest = re.search(r"[0-9a-f]{64}\s*$", moved.out)
    assert digest is not None
    # One goes on working there; the file is only read.
    assert city("profile", "show", "-o", "json").json["items"][0]["name"] == "city"
    assert [each["name"] for each in city("unit", "list", "-o", "json").json["items"]] == ["档案馆"]
    assert city("whoami", "-o", "json").json["items"][0]["login"] == "chen"
    assert city("unit", "create", "--name", "水务局", "--profile", "county").code == 2
    for proof in (("db", "check"), ("db", "verify"), ("audit", "verify")):
        assert city(*proof).code == 0
    # Once more is the same; another office does not get there any more.
    again = city("profile", "promote", "county", "--to", "city", "-y")
    assert (again.code, again.out) == (0, moved.out)
    assert city("--db", str(office), "unit", "create", "--name", "水务局").code == 0
    refused = city("profile", "promote", "county", "--to", "city", "-y")
    assert (refused.code, "not empty" in refused.err) == (6, True)


def test_only_an_administrator_moves_an_office_there(
    city: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = city("--profile", "city", "user", "create", "limin", "--name", "李敏",
                "--role", "auditor", "--tokens-only", "-o", "json")  # fmt: skip
    assert made.code == 0, made.err
    token = city("--profile", "city", "token", "create", "--account", "limin", "--label", "x",
                 "-o", "json")  # fmt: skip
    city("profile", "add", "county", "--path", str(office))
    monkeypatch.setenv("GRIDCTL_TOKEN", token.json["items"][0]["token"])
    refused = city("profile", "promote", "county", "--to", "city", "-y")
    assert (refused.code, "office.move" in refused.err) == (4, True)
    assert city("profile", "show", "county", "-o", "json").json["items"][0]["readonly"] is False
