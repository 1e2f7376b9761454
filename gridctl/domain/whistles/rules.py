"""The rules of whistle calls: limits, classes, heads of the scores (domain.md 8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from gridctl.domain.whistles.words import CALLER_HEADS, GRADE_NAMES, UNIT_HEADS
from gridctl.domain.workflow.reader import Table, read_rules
from gridctl.foundation.resources import config_path


@dataclass(frozen=True, slots=True)
class WhistleRules:
    """The rules of one office or county.

    Attributes:
        approval_required: whether a call names who approved it.
        arrival: wording of the limit from the review to being on site.
        grades: class -> wording of the limit from the review to being resolved.
        unit_heads: what the caller scores a unit on -> highest points.
        caller_heads: what a unit scores the caller on -> highest points.
        low_percent, high_percent: calls per 100 tickets outside these deserve a look.
    """

    approval_required: bool
    arrival: str
    grades: Mapping[str, str]
    unit_heads: Mapping[str, int]
    caller_heads: Mapping[str, int]
    low_percent: int
    high_percent: int


def shipped_text() -> str:
    """Return the shipped rules as text."""
    return config_path("rules", "whistle.toml").read_text("utf-8")


@cache
def load_whistle_rules() -> WhistleRules:
    """Return the shipped rules."""
    return parse_whistle_rules(shipped_text())


def parse_whistle_rules(text: str) -> WhistleRules:
    """Parse rules of whistle calls.

    Raises:
        WorkflowMalformed: the first thing that is wrong, with its table and key.
    """
    file = read_rules(text, "whistle rules -o json", "grades")
    file.whole("version")
    tables = {name: file.table(name) for name in ("call", "arrival", "grades", "scores", "rate")}
    sides = {side: tables["scores"].table(side) for side in ("unit", "caller")}
    rules = WhistleRules(
        approval_required=tables["call"].flag("approval_required"),
        arrival=tables["arrival"].limit("limit"),
        grades={grade: tables["grades"].limit(grade) for grade in GRADE_NAMES},
        unit_heads=_heads(sides["unit"], UNIT_HEADS),
        caller_heads=_heads(sides["caller"], CALLER_HEADS),
        low_percent=tables["rate"].whole("low_percent"),
        high_percent=tables["rate"].whole("high_percent"),
    )
    for table in (*sides.values(), *tables.values(), file):
        table.close()
    return rules


def _heads(table: Table, known: Iterable[str]) -> Mapping[str, int]:
    """Return the heads a county scores, in their usual order; it may leave out some, not all."""
    heads = {head: table.whole(head, 0) for head in known}
    scored = {head: most for head, most in heads.items() if most}
    if not scored:
        raise table.missing(next(iter(heads)))
    return scored
