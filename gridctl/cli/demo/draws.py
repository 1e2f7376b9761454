"""Chance that repeats: one stream of draws per purpose, all from one seed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Wheel(Generic[T]):
    """Things with whole weights, prepared for many draws."""

    def __init__(self, weighted: Iterable[tuple[T, int]]) -> None:
        pairs = [(thing, weight) for thing, weight in weighted if weight > 0]
        self.things = [thing for thing, _ in pairs]
        self.bounds = list(accumulate(weight for _, weight in pairs))


class Draws:
    """A stream of draws that depends on the seed and its own name only.

    Every draw goes through ``Random.random``, the one method whose sequence Python promises to
    keep, so the same seed gives the same county on every version and machine.
    """

    def __init__(self, seed: int, name: str) -> None:
        digest = sha256(f"{seed}:{name}".encode()).digest()
        self._random = Random(int.from_bytes(digest[:8]))  # noqa: S311 - a demonstration, no secret

    def below(self, bound: int) -> int:
        """Return a whole number from 0 up to, not including, ``bound``."""
        return int(self._random.random() * bound)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def chance(self, share: int) -> bool:
        """Return true in ``share`` of 10,000 cases."""
        return self.below(10_000) < share

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things, all equally likely."""
        return things[self.below(len(things))]

    def spin(self, wheel: Wheel[T]) -> T:
        """Return one of the wheel's things by weight."""
        return wheel.things[bisect_right(wheel.bounds, self.below(wheel.bounds[-1]))]

    def sample(self, things: Iterable[T], count: int) -> list[T]:
        """Return ``count`` different things, or all of them where there are fewer."""
        pool = list(things)
        count = min(count, len(pool))
        for place in range(count):
            other = place + self.below(len(pool) - place)
            pool[place], pool[other] = pool[other], pool[place]
        return pool[:count]
