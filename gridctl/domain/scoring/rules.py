"""The rules an item can follow (domain.md 9.1), as data; ``primitives`` computes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal

from gridctl.domain.scoring.expression import Condition, Expression, divisors
from gridctl.domain.scoring.labels import Label

if TYPE_CHECKING:
    from gridctl.domain.scoring.scheme import Item


@dataclass(frozen=True, slots=True)
class Measure:
    """What a rule reads: ``rate`` (percent, rounded first) or ``value`` (as it is)."""

    expression: Expression
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of numbers with what it earns; an open side is None.

    Attributes:
        at_least: lowest number, included.
        above: lowest number, not included.
        at_most: highest number, included.
        below: highest number, not included.
        earns: points of a step; zero in a grade.
    """

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    earns: Decimal = Decimal(0)

    def holds(self, value: Decimal) -> bool:
        """Tell whether the number lies in the band."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )


@dataclass(frozen=True, slots=True)
class LinearGap:
    """Full marks at ``full_at``, ``per_pp`` lost for each whole unit short of it, pro rata."""

    name: ClassVar[str] = "linear_gap"
    measure: Measure
    full_at: Decimal
    per_pp: Decimal
    better: Literal["high", "low"] = "high"


@dataclass(frozen=True, slots=True)
class Ratio:
    """The maximum times a percentage."""

    name: ClassVar[str] = "ratio"
    measure: Measure


@dataclass(frozen=True, slots=True)
class RatioCapped:
    """The maximum times value over target, at most the maximum."""

    name: ClassVar[str] = "ratio_capped"
    measure: Measure
    target: Measure


@dataclass(frozen=True, slots=True)
class Steps:
    """The points of the first band the value lies in."""

    name: ClassVar[str] = "steps"
    measure: Measure
    bands: tuple[Band, ...]
    otherwise: Decimal | None


@dataclass(frozen=True, slots=True)
class PerUnitAdd:
    """Points for each unit."""

    name: ClassVar[str] = "per_unit_add"
    measure: Measure
    points: Decimal


@dataclass(frozen=True, slots=True)
class PerUnitDeduct:
    """Points lost for each unit, from the maximum down to the floor (扣完为止)."""

    name: ClassVar[str] = "per_unit_deduct"
    measure: Measure
    points: Decimal


@dataclass(frozen=True, slots=True)
class CountBeyond:
    """``(N - k) * p`` for what goes beyond ``k``; ``p`` may be negative."""

    name: ClassVar[str] = "count_beyond"
    measure: Measure
    beyond: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Level:
    """One level of an enumeration: how often it was reached and what it is worth."""

    measure: Measure
    points: Decimal


@dataclass(frozen=True, slots=True)
class Levels:
    """Points by level reached: of every one (``sum``) or of the best one (``highest``)."""

    name: ClassVar[str] = "enum"
    levels: tuple[Level, ...]
    take: Literal["sum", "highest"]


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-score with its weight in percent."""

    weight: Decimal
    item: Item


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """Sub-scores, each as a share of its own maximum, times their weights."""

    name: ClassVar[str] = "weighted_sum"
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class RankBandCoefficient:
    """A deduction whose coefficient depends on the volume's place among the siblings.

    Siblings are the subjects of the same group, ordered by ``volume``, largest first, and cut
    by ``split`` (each size rounded up, the last takes the rest; with no more subjects than bands
    each has its own). Subjects of equal volume share the band of their first place, so that
    equal volumes never change the size of a band. Where ``override_when`` holds,
    ``override`` is the coefficient. Deduction = value * coefficient * scale (domain.md 9.3).
    """

    name: ClassVar[str] = "rank_band_coefficient"
    measure: Measure
    volume: Measure
    split: tuple[int, ...]
    coefficients: tuple[Decimal, ...]
    scale: Decimal
    override_when: Condition | None
    override: Decimal


@dataclass(frozen=True, slots=True)
class Rater:
    """One group of raters: its weight in percent and how many extreme marks are dropped."""

    id: str
    weight: Decimal
    drop_high: int
    drop_low: int
    label: Label | None = None

    @property
    def called(self) -> Label:
        """What people call the group; its id where the scheme has no words for it."""
        return self.label or Label(self.id, self.id)


@dataclass(frozen=True, slots=True)
class Panel:
    """Marks of raters, averaged by group after dropping extremes, weighted, out of ``scale``."""

    name: ClassVar[str] = "panel"
    raters: tuple[Rater, ...]
    scale: Decimal


@dataclass(frozen=True, slots=True)
class PeriodShare:
    """An earlier period with its weight in percent."""

    id: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class MultiPeriod:
    """Totals frozen for earlier periods, oldest first, weighted, out of ``scale``.

    ``scheme`` is the id of the scheme they were frozen under; None is the scheme itself.
    """

    name: ClassVar[str] = "multi_period"
    periods: tuple[PeriodShare, ...]
    scale: Decimal
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Manual:
    """A clerk's entry, kept as evidence with document and approver; here only its points."""

    name: ClassVar[str] = "manual"


Rule = (
    LinearGap
    | Ratio
    | RatioCapped
    | Steps
    | PerUnitAdd
    | PerUnitDeduct
    | CountBeyond
    | Levels
    | WeightedSum
    | RankBandCoefficient
    | Panel
    | MultiPeriod
    | Manual
)


def measures(rule: Rule) -> tuple[Measure, ...]:
    """Return everything a rule itself measures, its main figure first."""
    match rule:
        case RatioCapped():
            return rule.measure, rule.target
        case RankBandCoefficient():
            return rule.measure, rule.volume
        case Levels():
            return tuple(level.measure for level in rule.levels)
        case WeightedSum() | Panel() | MultiPeriod() | Manual():
            return ()
        case _:
            return (rule.measure,)


def sample(rule: Rule) -> Expression | None:
    """Return what a rate is a share of: its one divisor, or None where that is not clear."""
    found = {divisor for measure in measures(rule) for divisor in divisors(measure.expression)}
    return found.pop() if len(found) == 1 else None
