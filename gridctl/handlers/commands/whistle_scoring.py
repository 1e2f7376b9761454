"""Scores of a whistle call: which side gives them, to whom, and which are still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from gridctl.domain.whistles import CALLER_HEADS, UNIT_HEADS
from gridctl.domain.whistles.errors import (
    HeadsMixed,
    HeadsUnfit,
    NotOneself,
    PointsOutOfRange,
    ScoredOneself,
)
from gridctl.domain.whistles.rules import WhistleRules
from gridctl.handlers.commands.whistle_case import WhistleCase
from gridctl.operations.commands.whistles import ScoreWhistle
from gridctl.storage.tables.whistles import WhistleUnit


class Side(NamedTuple):
    """The points one side gives; ``of_unit`` if it is the caller that scores the unit."""

    of_unit: bool
    points: Mapping[str, Decimal]


def scored_side(operation: ScoreWhistle, rules: WhistleRules) -> Side:
    """Return the points given, which are all heads of exactly one side and within their range.

    Raises:
        HeadsMixed, HeadsUnfit, PointsOutOfRange: they are not.
    """
    unit, caller = _given(operation, UNIT_HEADS), _given(operation, CALLER_HEADS)
    if bool(unit) == bool(caller):
        raise HeadsMixed(unit_heads=tuple(UNIT_HEADS), caller_heads=tuple(CALLER_HEADS))
    points, highest = (unit, rules.unit_heads) if unit else (caller, rules.caller_heads)
    if points.keys() != highest.keys():
        raise HeadsUnfit(heads=tuple(highest))
    for head, each in points.items():
        if each > highest[head]:
            raise PointsOutOfRange(points=str(each), head=head, most=highest[head])
    return Side(bool(unit), points)


def check_side(case: WhistleCase, side: Side, unit: WhistleUnit) -> None:
    """Refuse points from anybody but the other side.

    Raises:
        ScoredOneself: the side that is scored gives them.
        NotOneself: a third party gives them.
    """
    is_unit = case.party.unit_id == unit.unit_id
    if case.is_caller if not side.of_unit else is_unit:
        raise ScoredOneself(party=case.party.name)
    if not (case.is_office or (case.is_caller if side.of_unit else is_unit)):
        giver = case.whistle.caller_id or 0 if side.of_unit else unit.unit_id
        raise NotOneself(party=case.party.name, unit=case.name(giver))


def outstanding(units: Sequence[WhistleUnit]) -> int:
    """Return how many scores of both sides were not given."""
    sides = (UNIT_HEADS, CALLER_HEADS)
    return sum(
        all(getattr(unit, head) is None for head in heads) for unit in units for heads in sides
    )


def _given(operation: ScoreWhistle, heads: Mapping[str, str]) -> Mapping[str, Decimal]:
    found = {head: getattr(operation, head) for head in heads}
    return {head: points for head, points in found.items() if points is not None}
