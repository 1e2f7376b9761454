"""Duplicates: reports that may be about the same matter.

Which tickets are compared, by place and time, stands in the policy (domain.md 5.6).
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from gridctl.domain.names import unit_key
from gridctl.domain.rates import percent

#: So like in words (per cent) a report of the same class nearby looks like the same matter.
ALIKE = Decimal(30)


def likeness(one: str, other: str) -> Decimal:
    """Return how like two texts are, in per cent with two places.

    Dice's coefficient over pairs of adjacent signs, which needs no word list and so serves
    Chinese; width, case and blanks do not count. Texts without a pair are not like any.
    """
    first, second = _pairs(one), _pairs(other)
    return percent(2 * len(first & second), len(first) + len(second)) or Decimal("0.00")


def is_similar(like: Decimal, *, same_category: bool, same_place: bool) -> bool:
    """Tell whether a report nearby in time is suggested as a duplicate.

    One of the same subclass in the same grid is, whatever its words; others by their words.
    """
    return (same_category and same_place) or like >= ALIKE


# Of a neighbourhood some hundred reports are compared with each new one.
@lru_cache(maxsize=512)
def _pairs(text: str) -> frozenset[tuple[str, int]]:
    """Return the pairs of a text, each with how often it has come before."""
    before: Counter[str] = Counter()
    found = set()
    for pair in map("".join, pairwise(unit_key(text))):
        found.add((pair, before[pair]))
        before[pair] += 1
    return frozenset(found)
