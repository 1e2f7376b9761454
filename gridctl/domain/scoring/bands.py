"""Bands checked for values they leave open, as Liujiao's tiers leave 60 to 69 (domain.md 9.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from gridctl.domain.scoring.rules import Band


def _bounds(band: Band) -> list[Decimal]:
    sides = (band.at_least, band.above, band.at_most, band.below)
    return [side for side in sides if side is not None]


def _cuts(bands: Sequence[Band], low: Decimal, high: Decimal) -> list[Decimal]:
    """Return the values at which something changes, from low to high."""
    inside = {bound for band in bands for bound in _bounds(band) if low < bound < high}
    return [low, *sorted(inside), high]


def gaps(
    bands: Sequence[Band], low: Decimal, high: Decimal, step: Decimal
) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield the stretches of ``low..high`` that no band holds.

    ``step`` is the distance between values that can occur, zero where any can; a stretch in
    which none can lie is no gap. The ends of a stretch are its neighbours or itself.
    """
    cuts = _cuts(bands, low, high)
    for before, after in pairwise(cuts):
        if not _held(bands, before):
            yield before, before
        open_stretch = after - before > step
        if open_stretch and not _held(bands, (before + after) / 2):
            yield before, after
    if not _held(bands, high):
        yield high, high


def _held(bands: Sequence[Band], value: Decimal) -> bool:
    return any(band.holds(value) for band in bands)


def unreachable(bands: Sequence[Band]) -> Iterator[int]:
    """Yield the positions (from 1) of bands that earlier bands always anticipate."""
    every = [bound for band in bands for bound in _bounds(band)]
    cuts = _cuts(bands, min(every) - 1, max(every) + 1) if every else []
    probes = [*cuts, *((before + after) / 2 for before, after in pairwise(cuts))]
    for position, band in enumerate(bands):
        if not any(band.holds(p) and not _held(bands[:position], p) for p in probes):
            yield position + 1


def slope(bands: Sequence[Band], otherwise: Decimal) -> int:
    """Return 1 where large values earn more than small ones, -1 where less, else 0."""
    every = [bound for band in bands for bound in _bounds(band)]
    least, most = (
        next((band.earns for band in bands if band.holds(value)), otherwise)
        for value in (min(every) - 1, max(every) + 1)
    )
    return (most > least) - (most < least)
