"""``gridctl today`` in a pipe, as JSON, and for another."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def desk(county: Any) -> Any:
    county("unit", "create", "--name", "市城管局")
    for number in (1, 2):
        county(
            "ticket", "create", "--title", f"垃圾{number}", "--external-no", f"JY-{number}",
            "--place", "第一网格", "--reported-at", "2026-10-09T09:00",
        )  # fmt: skip
    return county


def test_in_a_pipe_it_is_text_for_a_mail(desk: Any) -> None:
    ran = desk("today")
    assert ran.code == 0, ran.err
    assert "\t" not in ran.out
    assert [line.split()[:2] for line in ran.out.splitlines() if "垃圾" in line] == [
        ["waiting", "accept"],
        ["waiting", "accept"],
    ]
    assert "things to do: 0 late, 0 due today, 0 urgent, 2 waiting" in ran.err


def test_programs_get_codes_and_counts(desk: Any) -> None:
    ran = desk("today", "-o", "json", "--limit", "1")
    assert [(row["band"], row["task"]) for row in ran.json["items"]] == [("waiting", "accept")]
    meta = ran.json["meta"]
    assert (meta["day"], meta["waiting"], meta["more"]) == ("2026-11-03", 2, True)
    assert desk("today", "-o", "tsv").out.splitlines()[1].startswith("waiting\taccept\t")


def test_another_has_another_list(desk: Any) -> None:
    ran = desk("today", "--as", "市城管局", "-o", "json")
    assert ran.json["items"] == []
    assert ran.json["meta"]["party"] == "市城管局"
    assert desk("today", "--as", "没有这个单位").code == 7
