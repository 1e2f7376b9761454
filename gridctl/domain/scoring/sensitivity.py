"""What another weight of one item would change at the top of a ranking.

An item of more weight gives more points in the same proportion: its maximum and every subject's
points on it are taken times the same factor, all other items stay as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from gridctl.domain.errors import Usage
from gridctl.domain.scoring.arithmetic import HUNDRED, ZERO, exact, half_up
from gridctl.domain.scoring.assembly import base_of, capped_sum
from gridctl.domain.scoring.evaluation import placed
from gridctl.domain.scoring.results import Evaluation, ItemScore, Standing, SubjectScore
from gridctl.domain.scoring.scheme import Item, Scheme, Treatment, VetoEffect, Within
from gridctl.foundation.i18n import N_

_FORM = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,2})?)(%?)")


class WeightInvalid(Usage):
    """A text says no change of a weight."""

    message = N_("{text} is no change of a weight.")
    hint = N_("Write 10% or -10% of an item's points, or 1 or -1 for points.")


class Change(NamedTuple):
    """By how much an item is to weigh more: points, or per cent of its maximum."""

    amount: Decimal
    percent: bool

    def factor(self, highest: Decimal | None) -> Decimal | None:
        """Return what points are taken times; None where an item has no maximum to go by."""
        if self.percent:
            return max(ZERO, 1 + self.amount / HUNDRED)
        return max(ZERO, 1 + self.amount / highest) if highest else None


def parse_change(text: str) -> Change:
    """Return the change a text says: ``10%``, ``-1``.

    Raises:
        WeightInvalid: it says none.
    """
    match = _FORM.fullmatch(text.strip().replace("％", "%"))
    if not match:
        raise WeightInvalid(text=text)
    return Change(Decimal(match[1]), bool(match[2]))


class Weighing(NamedTuple):
    """One item under another weight.

    Attributes:
        item: the item as it is.
        highest: its maximum under the other weight; None where it has none.
        places: rank under the other weight of each who then stands at the top, by key.
    """

    item: Item
    highest: Decimal | None
    places: Mapping[str, int]


def weighings(
    scheme: Scheme, evaluation: Evaluation, change: Change, top: int
) -> Iterator[Weighing]:
    """Yield each item with who would stand at the top if it alone weighed otherwise.

    Items without a maximum are left out where the change is one of points.

    Args:
        scheme: what the scores were made by.
        evaluation: the scores.
        change: of the weight.
        top: ranks up to this one are the top, shared ones with them; of every town where towns
            are ranked for themselves.
    """
    ranked = [score for score in evaluation.scores if score.standing is Standing.RANKED]
    with exact():
        for item in scheme.lines:
            factor = change.factor(item.highest)
            if factor is not None:
                yield _weighed(scheme, ranked, item, factor, top)


def top_of(evaluation: Evaluation, top: int) -> dict[str, int]:
    """Return the rank of each who stands at the top, by key."""
    return {
        score.key: score.rank
        for score in evaluation.scores
        if score.rank is not None and score.rank <= top
    }


def _weighed(
    scheme: Scheme, ranked: Sequence[SubjectScore], item: Item, factor: Decimal, top: int
) -> Weighing:
    weigher = _Weigher(scheme, item, factor)
    tables: dict[str, list[SubjectScore]] = defaultdict(list)
    for score in ranked:
        tables[score.group if scheme.rank.within is Within.TOWN else ""].append(score)
    found: dict[str, int] = {}
    for table in tables.values():
        found |= _top_places(weigher, table, top)
    highest = None if item.highest is None else half_up(item.highest * factor, 2)
    return Weighing(item, highest, found)


class _Weigher:
    """Takes the points of one item times a factor."""

    def __init__(self, scheme: Scheme, item: Item, factor: Decimal) -> None:
        self._item, self._factor = item, factor
        self._places = scheme.round.score if item.places is None else item.places
        # What is left out is made up for by the others in proportion to their maxima.
        highest = None if item.highest is None else item.highest * factor
        items = (replace(e, highest=highest) if e is item else e for e in scheme.items)
        self.scheme = replace(scheme, items=tuple(items))
        self._at = next((n for n, each in enumerate(scheme.items) if each is item), None)
        # One sum less one term is enough unless items are left out or a veto says otherwise.
        policies = [each.policies for each in scheme.items]
        self._summed = scheme.max is not None and not any(
            Treatment.EXCLUDE in (each.on_zero, each.on_small, each.on_missing) for each in policies
        )

    def total(self, score: SubjectScore) -> Decimal:
        """Return a subject's new total."""
        if self._at is None or not self._summed or score.vetoes:
            return self.changed(score).total or ZERO
        line = score.items[self._at]
        total = score.base + self._points(line) - line.points + score.added + score.deducted
        return half_up(max(ZERO, total), self.scheme.round.score)

    def changed(self, score: SubjectScore) -> SubjectScore:
        """Return a score with the item's new points and the new total."""
        scheme, decimals = self.scheme, self.scheme.round.score
        items, bonus, penalties = map(self._lines, (score.items, score.bonus, score.penalties))
        total = base_of(scheme, items)[0]
        total += capped_sum(bonus, scheme.bonus, decimals)
        total += capped_sum(penalties, scheme.penalty, decimals)
        if scheme.max is not None:
            total = max(ZERO, total)
        if any(veto.effect is VetoEffect.ZERO and veto.id in score.vetoes for veto in scheme.veto):
            total = ZERO
        return score._replace(
            items=items, bonus=bonus, penalties=penalties, total=half_up(total, decimals)
        )

    def _lines(self, lines: tuple[ItemScore, ...]) -> tuple[ItemScore, ...]:
        return tuple(
            line._replace(points=self._points(line)) if line.item_id == self._item.id else line
            for line in lines
        )

    def _points(self, line: ItemScore) -> Decimal:
        return half_up(line.points * self._factor, self._places)


def _top_places(
    weigher: _Weigher, table: Sequence[SubjectScore], top: int
) -> Iterator[tuple[str, int]]:
    """Yield key and rank of those at the top of one table; who cannot get there is not ranked."""
    totals = list(map(weigher.total, table))
    cut = sorted(totals, reverse=True)[min(top, len(totals)) - 1]
    contenders = [
        weigher.changed(score) for score, total in zip(table, totals, strict=True) if total >= cut
    ]
    for score in placed(contenders, weigher.scheme.rank.tie_break):
        if score.rank is not None and score.rank <= top:
            yield score.key, score.rank
