"""A conflict on the screen: three sides of every field, and exit code 6."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_conflict_is_told_with_its_three_sides(run: Run, office: Path) -> None:
    db = ("--db", str(office))
    run(*db, "grid", "create", "--name", "江阴市", "--code", "320281000000")
    made = run(
        *db, "ticket", "create", "--title", "路面坍塌", "--place", "320281000000", "-o", "json"
    )
    assert made.code == 0, made.err
    serial, seen = (made.json["items"][0][name] for name in ("serial_no", "revision"))
    assert run(*db, "ticket", "edit", serial, "--title", "路面塌陷 二").code == 0
    late = ("ticket", "edit", serial, "--title", "路面沉降", "--if-match", str(seen))
    ran = run(*db, *late, "--json-errors")
    assert ran.code == 6
    _told, heads, title = ran.err.splitlines()[:3]
    assert "You saw" in heads
    assert "It is now" in heads
    assert title.split() == ["Title", "路面坍塌", "路面沉降", "路面塌陷", "二"]
    assert heads.index("You want") - heads.index("You saw") == 21
    told = json.loads(ran.err.splitlines()[-1])
    assert json.loads(told["params"]["differences"])[0]["mine"] == "路面沉降"
