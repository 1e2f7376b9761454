"""The table of rights is what roles and operations say today, and what the program tells."""

from __future__ import annotations

import runpy

import pytest

from gridctl.domain.rights import Rights, allows
from gridctl.domain.roles import shipped_roles
from gridctl.gateway.local import LocalGateway
from gridctl.operations.queries.roles import ShowRole
from gridctl.operations.registry import all_permissions
from tests.conftest import ROOT
from tests.docs.pages import text_of

RIGHTS = runpy.run_path(str(ROOT / ".ci" / "rights.py"))


@pytest.mark.parametrize("language", sorted(RIGHTS["PAGES"]))
def test_the_table_is_current(language: str) -> None:
    written = RIGHTS["PAGES"][language].read_text(encoding="utf-8")
    assert RIGHTS["page"](language) == written, "run: uv run python .ci/rights.py"


def _marked(page: str) -> dict[str, dict[str, str]]:
    """Return the table of a page: permission -> role in English -> sign."""
    lines = [line.strip("| ").split("|") for line in text_of(page).splitlines() if "|" in line]
    rows = [[cell.strip() for cell in line] for line in lines]
    headers = next(row for row in rows if row[0] == "Permission")
    width = len(headers)
    return {
        row[0].strip("`"): dict(zip(headers[1:], [*row[1:], *[""] * width], strict=False))
        for row in rows
        if row[0].startswith("`")
    }


@pytest.mark.parametrize("code", list(shipped_roles().roles))
def test_the_table_agrees_with_what_is_checked_and_shown(code: str, office) -> None:
    gateway = LocalGateway(office)
    shown = gateway.send(ShowRole(role=code))
    gateway.close()
    rights = Rights("x", code, frozenset(shown.permissions), shown.scope, 1, "town", 1)
    table = _marked("docs/rights.md")
    assert set(table) == all_permissions(), "run: uv run python .ci/rights.py"
    for permission, cells in table.items():
        assert bool(cells[shown.name["en"]]) == rights.may(permission), permission


def test_every_permission_is_held_by_a_role() -> None:
    held = [role.permissions for role in shipped_roles().roles.values()]
    assert [p for p in sorted(all_permissions()) if not any(allows(h, p) for h in held)] == []
