"""What a scheme asks people to enter: the points of a clerk and the marks of a panel."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from gridctl.domain.scoring.arithmetic import ZERO
from gridctl.domain.scoring.facts import SubjectType
from gridctl.domain.scoring.labels import Label
from gridctl.domain.scoring.rules import Manual, Panel, Rater
from gridctl.domain.scoring.scheme import Item, Period, Scheme, Section


class Bounds(NamedTuple):
    """The fewest and the most points that may be entered; None is without bound."""

    low: Decimal | None
    high: Decimal | None

    def hold(self, points: Decimal) -> bool:
        """Tell whether the points lie within."""
        return (self.low is None or points >= self.low) and (
            self.high is None or points <= self.high
        )

    def texts(self) -> dict[str, str]:
        """Return both as a message writes them."""
        return {
            "low": "-∞" if self.low is None else str(self.low),
            "high": "∞" if self.high is None else str(self.high),
        }


class Asked(NamedTuple):
    """A figure one scheme asks for.

    Attributes:
        item: id of the item, or ``<item>.<part>``.
        label: what people call it.
        subjects: whom or what it may be about.
        period: how often it is asked for.
        raters: groups of raters; none where a clerk enters the points.
        bounds: of each entry.
    """

    item: str
    label: Label
    subjects: tuple[SubjectType, ...]
    period: Period
    raters: tuple[Rater, ...]
    bounds: Bounds


def asked(scheme: Scheme) -> Iterator[Asked]:
    """Yield every figure a scheme cannot count and so asks for."""
    types, period = scheme.subject.types, scheme.period
    for item in scheme.leaves:
        match item.rule:
            case Panel(raters, scale):
                bounds = Bounds(ZERO, scale)
                yield Asked(item.id, item.label, types, period, raters, bounds)
            case Manual():
                yield Asked(item.id, item.label, types, period, (), entry_bounds(item))


def entry_bounds(item: Item) -> Bounds:
    """Return the bounds of a clerk's entry.

    Points lost are entered above zero. Below zero goes only what an open ledger states no floor
    for.
    """
    if item.section is Section.PENALTY:
        return Bounds(ZERO, None if item.lowest is None else -item.lowest)
    return Bounds(None if item.lowest is None else ZERO, item.highest)
