"""The facts of a score that evidence adds to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gridctl.domain.scoring.expression import Figure

_ANSWERS = {
    "satisfied": "satisfied", "basically": "basically_satisfied", "dissatisfied": "dissatisfied",
}  # fmt: skip


def facts_of(row: Mapping[str, Any]) -> Iterable[tuple[str, Figure]]:
    """Yield the facts some evidence of one kind and outcome adds to, and how much to each.

    Args:
        row: ``kind``, ``outcome``, ``task``, ``level``, their ``number``, how many are
            ``resolved``, the sum of ``points``, those of the days ``quantity`` and ``expected``,
            and of how many the last is known.
    """
    number, outcome = row["number"], row["outcome"]
    match row["kind"]:
        case "check" if outcome in ("pass", "fail"):
            yield "random_checked", number
            yield "passed", number if outcome == "pass" else 0
        case "revisit":
            yield "resolved", row["resolved"]
            if outcome == "unreachable":
                yield "unreachable", number
            else:
                yield "revisited", number
                yield _ANSWERS[outcome], number
        case "task":
            yield f"need_{row['task']}", number
            on_time = "verified_on_time" if row["task"] == "verify" else "checked_on_time"
            yield on_time, number if outcome == "on_time" else 0
        case "missed":
            yield "missed", number
        case "merit":
            yield from merits_of(row)
        case "duty":
            yield "duty_days", row["quantity"]
            if row["expected_known"] == number:
                yield "required_days", row["expected"]


def merits_of(row: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    """Yield the facts merits, penalties and decisions of one outcome add to."""
    outcome = row["outcome"]
    if outcome == "merit":
        yield f"merit_{row['level']}", row["number"]
    elif outcome == "penalty":
        yield "penalty_points", row["points"] or 0
    elif outcome != "open_discipline":
        yield outcome, row["number"]
