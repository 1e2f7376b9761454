"""What a check finds: where a whole table was altered, nobody reads every row of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

F = TypeVar("F")
K = TypeVar("K", bound=Hashable)

#: Of each kind so many are listed; all are counted.
LISTED = 1_000


class Findings(Generic[F, K]):
    """The first findings of each kind, and how many there are, in bounded memory.

    Attributes:
        items: those that are listed, in the order they were found.
        counts: how many there are of each kind.
    """

    def __init__(self, found: Iterable[F], kind: Callable[[F], K]) -> None:
        """Take in what was found.

        Args:
            found: is read to its end.
            kind: tells what a finding has in common with those it is counted with.
        """
        self.items: list[F] = []
        self.counts: Counter[K] = Counter()
        for each in found:
            its = kind(each)
            self.counts[its] += 1
            if self.counts[its] <= LISTED:
                self.items.append(each)
