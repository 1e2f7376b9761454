"""Rates and averages as they are published: exact, rounded half up, once.

Whole-number arithmetic throughout: a binary float or banker's rounding misses published
figures (domain.md 1.3 and 7.2). A zero denominator is no rate at all (domain.md 1.7).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

_HUNDREDTHS = 2


def percent(numerator: int, denominator: int) -> Decimal | None:
    """Return a rate in percent with two places, or None for a zero denominator.

    It may lie above 100, as when more is closed than fell due.
    """
    if denominator == 0:
        return None
    hundredths = _half_up(numerator * 100 * 10**_HUNDREDTHS, denominator)
    return Decimal(hundredths).scaleb(-_HUNDREDTHS)


def share(part: int, total: int) -> Decimal | None:
    """Return what part of a total something is, in percent with two places.

    None for an empty total.

    Raises:
        ValueError: the part is not within the total, so the two were not counted alike.
    """
    if not 0 <= part <= total:
        raise ValueError(part, total)
    return percent(part, total)


def whole(total: int, count: int) -> int | None:
    """Return an average as a whole number, or None for a zero count (domain.md 7.2)."""
    return None if count == 0 else _half_up(total, count)


def hours(seconds: int, count: int = 1) -> Decimal | None:
    """Return an average time in hours with two places, or None for a zero count.

    Args:
        seconds: in all.
        count: among how many.
    """
    if count == 0:
        return None
    return Decimal(_half_up(seconds * 10**_HUNDREDTHS, count * 3600)).scaleb(-_HUNDREDTHS)


def middle(values: Iterable[int]) -> tuple[int, int]:
    """Return the one or two values in the middle, as their sum and their number; 0, 0 of none."""
    ordered = sorted(values)
    half = len(ordered) // 2
    found = ordered[half - (len(ordered) % 2 == 0) : half + 1] if ordered else []
    return sum(found), len(found)


def _half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest whole number, a half away from zero."""
    quotient = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    return quotient if (numerator < 0) == (denominator < 0) else -quotient
