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
from gridctl.domain.scoring.scheme import Item, Scheme, VetoEffect, Within
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
    highest = None if item.highest is None else half_up(item.highest * factor, 2)
    other = _with_maximum(scheme, item, None if item.highest is None else item.highest * factor)
    places = scheme.round.score if item.places is None else item.places
    tables: dict[str, list[SubjectScore]] = defaultdict(list)
    for score in ranked:
        changed = _changed(other, score, item.id, factor, places)
        tables[score.group if scheme.rank.within is Within.TOWN else ""].append(changed)
    found: dict[str, int] = {}
    for table in tables.values():
        found |= _top_places(table, scheme.rank.tie_break, top)
    return Weighing(item, highest, found)


def _with_maximum(scheme: Scheme, item: Item, highest: Decimal | None) -> Scheme:
    """Return the scheme with another maximum of one item, by which excluded ones are made up."""
    items = tuple(replace(each, highest=highest) if each is item else each for each in scheme.items)
    return replace(scheme, items=items)


def _changed(
    scheme: Scheme, score: SubjectScore, item_id: str, factor: Decimal, places: int
) -> SubjectScore:
    """Return a score with one item's points taken times a factor, and its new total."""

    def weighed(lines: tuple[ItemScore, ...]) -> tuple[ItemScore, ...]:
        return tuple(
            line._replace(points=half_up(line.points * factor, places))
            if line.item_id == item_id
            else line
            for line in lines
        )

    items, bonus, penalties = weighed(score.items), weighed(score.bonus), weighed(score.penalties)
    decimals = scheme.round.score
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


def _top_places(
    table: Sequence[SubjectScore], tie_break: Sequence[str], top: int
) -> Iterator[tuple[str, int]]:
    """Yield key and rank of those at the top of one table; who cannot get there is not ranked."""
    totals = sorted((score.total or ZERO for score in table), reverse=True)
    cut = totals[min(top, len(totals)) - 1]
    contenders = [score for score in table if (score.total or ZERO) >= cut]
    for score in placed(contenders, tie_break):
        if score.rank is not None and score.rank <= top:
            yield score.key, score.rank
