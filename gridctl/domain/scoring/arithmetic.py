"""Exact arithmetic of scores: decimal, half up, the same whatever the caller's context is."""

from __future__ import annotations

from contextlib import AbstractContextManager
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cache

#: Scores, marks and entered points are stored as integers of 1/10,000 point.
UNITS_PER_POINT = 10_000

#: Decimals of a value that is only shown; a rate has fewer.
SHOWN_PLACES = 4

ZERO = Decimal(0)
HUNDRED = Decimal(100)

_CONTEXT = Context(prec=34, rounding=ROUND_HALF_UP)


def exact() -> AbstractContextManager[Context]:
    """Return the decimal context every score is computed in (34 digits, half up)."""
    return localcontext(_CONTEXT)


@cache
def _quantum(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def half_up(value: Decimal, places: int) -> Decimal:
    """Round to ``places`` decimals, half away from zero (domain.md section 1, finding 3)."""
    return value.quantize(_quantum(places), ROUND_HALF_UP)


def points_from_units(units: int | Decimal) -> Decimal:
    """Turn stored 1/10,000 points into points."""
    return Decimal(units) / UNITS_PER_POINT
