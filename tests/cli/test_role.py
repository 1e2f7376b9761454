"""``gridctl role``: roles of the office's own from a file to an account."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridctl.domain.roles.parse import shipped_text
from gridctl.foundation.i18n import use_language
from gridctl.presentation.wording import worded
from tests.cli.conftest import Run
from tests.domain.test_roles import DESK, HEAD, role

pytestmark = pytest.mark.usefixtures("cheap_passwords")


def test_roles_are_checked_adopted_and_given(county: Run, tmp_path: Path) -> None:
    file = tmp_path / "roles.toml"
    file.write_text(HEAD + DESK, "utf-8")
    checked = county("role", "lint", str(file))
    assert (checked.code, "hotline" in checked.out) == (0, True)
    assert county("role", "adopt", str(file), "-n").code == 0
    assert county("role", "history", "-o", "json").json["items"] == []
    assert county("role", "adopt", str(file), "-y").code == 0
    made = county("user", "create", "zhou", "--name", "周", "--role", "hotline", "-o", "json")
    assert made.json["items"][0]["role"] == "hotline"
    assert "热线话务员" in county("user", "list", "--lang", "zh", "-o", "table").out
    assert county("role", "file").out == HEAD + DESK
    copy = tmp_path / "copy.toml"
    assert county("role", "file", "--to", str(copy)).code == 0
    assert copy.read_text("utf-8") == HEAD + DESK
    assert [row["number"] for row in county("role", "history", "-o", "json").json["items"]] == [1]


def test_the_file_of_an_office_without_its_own_is_the_shipped_one(county: Run) -> None:
    assert county("role", "file").out == shipped_text()
    assert county("role", "lint").code == 0


def test_unsound_roles_are_told_and_refused(county: Run, tmp_path: Path) -> None:
    file = tmp_path / "roles.toml"
    file.write_text(HEAD + role("x1", '"ticket.fly"'), "utf-8")
    checked = county("role", "lint", str(file), "-o", "json")
    found = checked.json["items"][0]
    assert (checked.code, found["code"], found["role"]) == (8, "permission_unknown", "x1")
    refused = county("role", "adopt", str(file), "-y")
    assert (refused.code, "role lint" in refused.err) == (1, True)


def test_an_unknown_role_is_told_with_those_there_are(county: Run) -> None:
    ran = county("user", "create", "zhou", "--name", "周", "--role", "king")
    assert (ran.code, "town_office" in ran.err) == (7, True)


def test_the_code_of_a_role_of_ones_own_is_no_word_of_the_program() -> None:
    """'hotline' is a word of the catalogue, too."""
    use_language("zh_CN")
    assert worded({"role": "hotline"}) == {"role": "hotline", "role_name": "hotline"}
    assert worded({"role": "gridworker"})["role_name"] == "网格员"
