"""Caps on what is counted, so that volume alone cannot win (domain.md 9.13)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counting:
    """How many valid reports count for one subject; None is no cap.

    The first of a day count, and of those the first of a subclass, in order of report: a fixed
    order names the very tickets that count, so anyone can follow them.

    Attributes:
        per_day_cap: of one day.
        per_subclass_cap: of one category subclass in the period.
    """

    per_day_cap: int | None = None
    per_subclass_cap: int | None = None


NO_CAPS = Counting()
