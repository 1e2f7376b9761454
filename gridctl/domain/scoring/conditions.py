"""Conditions of eligibility and veto, applied to facts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from gridctl.domain.scoring.arithmetic import SHOWN_PLACES, half_up
from gridctl.domain.scoring.expression import (
    Condition,
    Facts,
    Figure,
    ZeroDenominator,
    compile_expression,
    names,
)
from gridctl.domain.scoring.scheme import Rounding


class Verdict(NamedTuple):
    """A condition applied: it holds, or not, or cannot be told (None).

    ``value`` and ``bound`` are rounded for display; ``missing`` names a fact that is absent.
    """

    holds: bool | None
    value: Decimal | None
    bound: Decimal | None
    missing: str


def compile_condition(condition: Condition, rounding: Rounding) -> Callable[[Facts], Verdict]:
    """Return the function that applies a condition; the same inputs are judged once."""
    left = compile_expression(condition.left, rounding.rate)
    right = compile_expression(condition.right, rounding.rate)
    read = names(condition.left, condition.right)
    known: dict[tuple[Figure | None, ...], Verdict] = {}

    def judge(facts: Facts) -> Verdict:
        missing = next((name for name in read if name not in facts), "")
        if missing:
            return Verdict(None, None, None, missing)
        try:
            value, bound = left(facts), right(facts)
        except ZeroDenominator:
            return Verdict(None, None, None, "")
        shown = half_up(value, SHOWN_PLACES), half_up(bound, SHOWN_PLACES)
        return Verdict(condition.holds(value, bound), *shown, "")

    def remembered(facts: Facts) -> Verdict:
        inputs = tuple(map(facts.get, read))
        if inputs not in known:
            known[inputs] = judge(facts)
        return known[inputs]

    return remembered
