"""Which way a fact moves the points of an item: the sign analysis behind the lint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gridctl.domain.scoring import rules
from gridctl.domain.scoring.arithmetic import ZERO
from gridctl.domain.scoring.bands import slope
from gridctl.domain.scoring.expression import Binary, Expression, Name, NamedRate, Negation
from gridctl.domain.scoring.rules import Measure, Rule


class Effect(NamedTuple):
    """More of ``fact`` earns more (1) or less (-1); ``share`` tells that it is one of a whole."""

    fact: str
    sign: int
    share: bool


def effects(rule: Rule) -> Iterator[Effect]:
    """Yield the effect of every fact that is counted; a denominator only sets the scale."""
    for measure, direction in _directions(rule):
        yield from _signs(measure.expression, direction, measure.percent)


def _directions(rule: Rule) -> Iterator[tuple[Measure, int]]:
    match rule:
        case rules.LinearGap():
            yield rule.measure, 1 if rule.better == "high" else -1
        case rules.Ratio() | rules.PerUnitAdd():
            yield rule.measure, 1
        case rules.RatioCapped():
            yield Measure(rule.measure.expression, percent=True), 1
        case rules.Steps():
            yield rule.measure, slope(rule.bands, rule.otherwise or ZERO)
        case rules.PerUnitDeduct() | rules.RankBandCoefficient():
            yield rule.measure, -1
        case rules.CountBeyond():
            yield rule.measure, 1 if rule.points > 0 else -1
        case rules.Levels():
            yield from ((level.measure, 1) for level in rule.levels)
        case _:
            return


def _signs(tree: Expression, sign: int, share: bool) -> Iterator[Effect]:
    match tree:
        case Name(name):
            yield Effect(name, sign, share)
        case NamedRate(_, inner):
            yield from _signs(inner, sign, True)
        case Negation(operand):
            yield from _signs(operand, -sign, share)
        case Binary("/", left, _):
            yield from _signs(left, sign, True)
        case Binary(operator, left, right):
            yield from _signs(left, sign, share)
            yield from _signs(right, -sign if operator == "-" else sign, share)
