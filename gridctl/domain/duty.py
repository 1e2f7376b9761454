"""Days on duty: nearly always whole, sometimes with a half or a quarter, never inexact.

A whole number of days is kept and written as one; any other in 1/10,000 day, as a decimal.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

#: Days that are not whole are stored as integers of 1/10,000 day.
UNITS_PER_DAY = 10_000

Days: TypeAlias = int | Decimal


def days_from_units(units: int) -> Days:
    """Return days from 1/10,000 days: 210,000 are 21, and 215,000 are 21.5."""
    whole, rest = divmod(units, UNITS_PER_DAY)
    return (Decimal(units) / UNITS_PER_DAY).normalize() if rest else whole


def stored_days(days: Days) -> tuple[int | None, int | None]:
    """Return days as they are stored: whole days, or 1/10,000 days, and None for the other."""
    units = int(days * UNITS_PER_DAY)
    whole, rest = divmod(units, UNITS_PER_DAY)
    return (None, units) if rest else (whole, None)


def read_stored(whole: int | None, units: int | None) -> Days | None:
    """Return days that are stored as :func:`stored_days` has them; None where neither is."""
    return whole if units is None else days_from_units(units)
