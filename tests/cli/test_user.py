"""``gridctl user``, ``token`` and ``role`` on a file of one's own."""

from __future__ import annotations

import io
import json
import sys

import pytest

from gridctl.domain.roles import ROLE_NAMES, shipped_roles
from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("cheap_passwords")
PASSWORD = "银杏树黄了的时候见面"


def _types(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_an_account_is_made_with_a_password_told_once(county: Run) -> None:
    create = ("user", "create", "limin", "--name", "李敏", "--role", "town_office",
              "--place", "澄江街道", "-o", "json")  # fmt: skip
    assert "unit create" in county(*create).err
    county("unit", "create", "--name", "街道分中心", "--level", "town", "--place", "澄江街道")
    ran = county(*create)
    made = ran.json["items"][0]
    assert len(made["password"]) == 14
    assert (made["place_name"], made["must_change"]) == ("澄江街道", True)
    assert "told this once" in ran.err
    shown = county("user", "show", "limin", "-o", "json")
    assert made["password"] not in shown.out
    assert county("audit", "list", "-o", "json").out.count(made["password"]) == 0


def test_a_password_comes_from_stdin_and_from_nowhere_else(
    county: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = ("user", "create", "chen", "--name", "陈洁", "--role", "administrator")
    assert county(*create, "--password", PASSWORD).code == 2
    _types(monkeypatch, PASSWORD)
    ran = county(*create, "--password-stdin", "-o", "json")
    assert ran.code == 0
    assert not ran.json["items"][0]["must_change"]
    assert PASSWORD not in ran.out + ran.err
    _types(monkeypatch)
    ran = county("user", "reset-password", "chen", "--password-stdin")
    assert (ran.code, "stdin holds no password" in ran.err) == (2, True)
    _types(monkeypatch, "short")
    assert county("user", "reset-password", "chen", "--password-stdin").code == 1


def test_the_last_administrator_is_not_blocked(county: Run) -> None:
    county("user", "create", "chen", "--name", "陈洁", "--role", "administrator")
    ran = county("user", "block", "chen", "-y")
    assert ran.code == 6
    assert "last account" in ran.err


def test_a_dry_run_makes_no_account(county: Run) -> None:
    county("user", "create", "chen", "--name", "陈洁", "--role", "auditor", "-n")
    assert county("user", "list", "-o", "json").json["items"] == []


def test_a_token_is_told_once_and_revoked(county: Run) -> None:
    county("user", "create", "app", "--name", "市民端", "--role", "citizen_app", "--tokens-only")
    ran = county("token", "create", "--label", "市民端")
    assert (ran.code, "--account" in ran.err) == (1, True)
    made = county("token", "create", "--account", "app", "--label", "市民端", "-o", "json")
    token = made.json["items"][0]["token"]
    listed = county("token", "list", "-o", "json")
    assert token.startswith("gridctl_")
    assert token not in listed.out
    assert county("token", "revoke", "1", "-y").code == 0
    assert county("token", "list", "-o", "json").json["items"] == []
    assert county("token", "revoke", "1", "-y").code == 6


def test_roles_are_called_as_in_their_file(at_work: Run) -> None:
    assert {code: each.name["en"] for code, each in shipped_roles().roles.items()} == ROLE_NAMES
    for language in ("zh", "en"):
        told = at_work("role", "show", "承办单位", "--lang", language, "-o", "json").out
        facts = json.loads(told)["items"][0]
        assert facts["called"] == shipped_roles().one("department").name[language]
        assert "ticket.handle" in facts["permissions"]
    assert at_work("role", "show", "king").code == 7


@pytest.mark.usefixtures("office")
def test_who_works_on_a_file_is_told_so(at_work: Run) -> None:
    ran = at_work("whoami", "-o", "json")
    assert ran.json["items"][0]["login"] == ""
    assert "Nobody signs in here" in ran.err
    for command in ("login", "logout", "password"):
        ran = at_work(command)
        assert (ran.code, "is no server" in ran.err) == (2, True)
