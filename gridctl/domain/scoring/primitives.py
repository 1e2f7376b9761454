"""The primitives of domain.md 9.1: each turns a subject's facts into points, exactly."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import singledispatch
from typing import NamedTuple

from gridctl.domain.scoring import rules
from gridctl.domain.scoring.arithmetic import (
    HUNDRED,
    SHOWN_PLACES,
    ZERO,
    half_up,
    points_from_units,
)
from gridctl.domain.scoring.expression import (
    Compute,
    Facts,
    Figure,
    compile_expression,
    divide,
    percent,
)
from gridctl.domain.scoring.facts import band_fact, manual_fact, mark_prefix, period_fact
from gridctl.domain.scoring.marks import Bounds, entry_bounds
from gridctl.domain.scoring.results import ItemScore, Note
from gridctl.domain.scoring.rules import Measure, Rule
from gridctl.domain.scoring.scheme import Item, Rounding, Section, Treatment


class Reading(NamedTuple):
    """What a rule makes of the facts, before the item's bounds and rounding."""

    raw: Decimal | None
    points: Decimal
    note: Note = Note("")
    parts: tuple[ItemScore, ...] = ()


class Unusable(Exception):
    """The figures are there but the rule gives no points for them."""

    def __init__(self, note: Note) -> None:
        self.note = note
        super().__init__(note)


class Missing(Exception):
    """A fact that only the rule knows to ask for is absent."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(fact)


class OutOfRange(Exception):
    """An entered mark lies outside its scale."""

    def __init__(self, value: Decimal, bounds: Bounds) -> None:
        self.value, self.bounds = value, bounds
        super().__init__(value, bounds)


Apply = Callable[[Facts], Reading]
#: Scores one part of a weighted sum.
ScorePart = Callable[[Item], Callable[[Facts], ItemScore]]


def compile_measure(measure: Measure, rounding: Rounding) -> Compute:
    """Return the function that reads a measure; a rate comes rounded, in percent."""
    compute = compile_expression(measure.expression, rounding.rate)
    return percent(compute, rounding.rate) if measure.percent else compute


class Bench(NamedTuple):
    """What every rule is compiled with: its item, the scheme's rounding, a scorer of parts."""

    item: Item
    rounding: Rounding
    score_part: ScorePart

    @property
    def full(self) -> Decimal:
        """The mark points are deducted from: zero where there is no maximum."""
        return ZERO if self.item.highest is None else self.item.highest

    def measure(self, measure: Measure) -> Compute:
        """Compile a measure of this scheme."""
        return compile_measure(measure, self.rounding)


def _shown(value: Decimal) -> Decimal:
    """Round what is only shown; a rate has no more places already."""
    rounded = half_up(value, SHOWN_PLACES)
    return value if rounded == value else rounded


def entered(units: Figure, bounds: Bounds) -> Decimal:
    """Turn an entry in 1/10,000 points into points.

    Raises:
        OutOfRange: it lies outside the bounds.
    """
    points = points_from_units(units)
    if not bounds.hold(points):
        raise OutOfRange(points, bounds)
    return points


@singledispatch
def compile_rule(rule: Rule, bench: Bench) -> Apply:
    """Return the function that applies a rule to facts that are all present.

    It raises ZeroDenominator, :class:`Missing`, :class:`Unusable` or :class:`OutOfRange`.
    """
    raise TypeError(rule, bench)


@compile_rule.register
def _(rule: rules.LinearGap, bench: Bench) -> Apply:
    measured, full, sign = (
        bench.measure(rule.measure),
        bench.full,
        1 if rule.better == "high" else -1,
    )

    def apply(facts: Facts) -> Reading:
        raw = measured(facts)
        gap = max(ZERO, (rule.full_at - raw) * sign)
        return Reading(_shown(raw), full - gap * rule.per_pp)

    return apply


@compile_rule.register
def _(rule: rules.Ratio, bench: Bench) -> Apply:
    measured, full = bench.measure(rule.measure), bench.full

    def apply(facts: Facts) -> Reading:
        raw = measured(facts)
        note = Note("above_100", (("value", str(_shown(raw))),)) if raw > HUNDRED else Note("")
        return Reading(_shown(raw), full * raw / HUNDRED, note)

    return apply


@compile_rule.register
def _(rule: rules.RatioCapped, bench: Bench) -> Apply:
    value, target, full = bench.measure(rule.measure), bench.measure(rule.target), bench.full
    share = percent(divide(value, target), bench.rounding.rate)

    def apply(facts: Facts) -> Reading:
        raw = share(facts)
        return Reading(raw, full * raw / HUNDRED)

    return apply


@compile_rule.register
def _(rule: rules.Steps, bench: Bench) -> Apply:
    measured = bench.measure(rule.measure)

    def apply(facts: Facts) -> Reading:
        raw = measured(facts)
        for band in rule.bands:
            if band.holds(raw):
                return Reading(_shown(raw), band.earns)
        if rule.otherwise is None:
            raise Unusable(Note("no_band", (("value", str(_shown(raw))),)))
        return Reading(_shown(raw), rule.otherwise)

    return apply


@compile_rule.register
def _(rule: rules.PerUnitAdd, bench: Bench) -> Apply:
    counted = bench.measure(rule.measure)

    def apply(facts: Facts) -> Reading:
        units = max(ZERO, counted(facts))
        return Reading(_shown(units), units * rule.points)

    return apply


@compile_rule.register
def _(rule: rules.PerUnitDeduct, bench: Bench) -> Apply:
    counted, full = bench.measure(rule.measure), bench.full

    def apply(facts: Facts) -> Reading:
        units = max(ZERO, counted(facts))
        return Reading(_shown(units), full - units * rule.points)

    return apply


@compile_rule.register
def _(rule: rules.CountBeyond, bench: Bench) -> Apply:
    counted = bench.measure(rule.measure)
    full = bench.full if rule.points < 0 else ZERO

    def apply(facts: Facts) -> Reading:
        raw = counted(facts)
        return Reading(_shown(raw), full + max(ZERO, raw - rule.beyond) * rule.points)

    return apply


@compile_rule.register
def _(rule: rules.Levels, bench: Bench) -> Apply:
    levels = [(bench.measure(level.measure), level.points) for level in rule.levels]

    def apply(facts: Facts) -> Reading:
        earned = [(max(ZERO, count(facts)), points) for count, points in levels]
        if rule.take == "sum":
            return Reading(None, sum((count * points for count, points in earned), ZERO))
        return Reading(None, max((points for count, points in earned if count), default=ZERO))

    return apply


@compile_rule.register
def _(rule: rules.WeightedSum, bench: Bench) -> Apply:
    parts = [(part, bench.score_part(part.item)) for part in rule.parts]
    total_weight = sum(part.weight for part in rule.parts)

    def apply(facts: Facts) -> Reading:
        scores = [(part, scorer(facts)) for part, scorer in parts]
        for _part, score in scores:
            if score.treatment is Treatment.NO_SCORE:
                raise Unusable(score.note)
        kept = [(p, s) for p, s in scores if s.treatment is not Treatment.EXCLUDE]
        weight = sum((part.weight for part, _score in kept), ZERO)
        if not weight:
            raise Unusable(Note("all_excluded"))
        shares = sum((p.weight * s.points / (p.item.highest or HUNDRED) for p, s in kept), ZERO)
        raw = shares * total_weight / weight
        all_scores = tuple(score for _part, score in scores)
        return Reading(_shown(raw), bench.full * raw / HUNDRED, parts=all_scores)

    return apply


@compile_rule.register
def _(rule: rules.RankBandCoefficient, bench: Bench) -> Apply:
    measured, band = bench.measure(rule.measure), band_fact(bench.item.id)
    overridden = _override(rule, bench)

    def apply(facts: Facts) -> Reading:
        coefficient = rule.coefficients[int(facts[band]) - 1]
        coefficient = rule.override if overridden(facts) else coefficient
        raw = measured(facts)
        note = Note("coefficient", (("band", int(facts[band])), ("value", str(coefficient))))
        return Reading(_shown(raw), bench.full - raw * coefficient * rule.scale, note)

    return apply


def _override(rule: rules.RankBandCoefficient, bench: Bench) -> Callable[[Facts], bool]:
    condition = rule.override_when
    if condition is None:
        return lambda _facts: False
    left = compile_expression(condition.left, bench.rounding.rate)
    right = compile_expression(condition.right, bench.rounding.rate)
    return lambda facts: condition.holds(left(facts), right(facts))


@compile_rule.register
def _(rule: rules.Panel, bench: Bench) -> Apply:
    prefixes = [(rater, mark_prefix(bench.item.id, rater.id)) for rater in rule.raters]
    bounds = Bounds(ZERO, rule.scale)

    def apply(facts: Facts) -> Reading:
        raw = ZERO
        for rater, prefix in prefixes:
            marks = [entered(v, bounds) for k, v in facts.items() if k.startswith(prefix)]
            raw += rater.weight * _trimmed_mean(sorted(marks), rater, prefix) / HUNDRED
        return Reading(_shown(raw), bench.full * raw / rule.scale)

    return apply


def _trimmed_mean(marks: list[Decimal], rater: rules.Rater, prefix: str) -> Decimal:
    kept = marks[rater.drop_low : len(marks) - rater.drop_high]
    if not kept:
        raise Missing(f"{prefix}{len(marks) + 1}")
    return sum(kept, ZERO) / len(kept)


@compile_rule.register
def _(rule: rules.MultiPeriod, bench: Bench) -> Apply:
    shares = [(period_fact(bench.item.id, p.id), p.weight) for p in rule.periods]

    def apply(facts: Facts) -> Reading:
        raw = sum((points_from_units(facts[f]) * w for f, w in shares), ZERO) / HUNDRED
        return Reading(_shown(raw), bench.full * raw / rule.scale)

    return apply


@compile_rule.register
def _(_rule: rules.Manual, bench: Bench) -> Apply:
    fact, lost = manual_fact(bench.item.id), bench.item.section is Section.PENALTY
    bounds = entry_bounds(bench.item)

    def apply(facts: Facts) -> Reading:
        points = entered(facts[fact], bounds)
        return Reading(points, -points if lost else points)

    return apply
