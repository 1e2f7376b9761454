"""Caps on what is counted, so that volume alone cannot win (domain.md 9.13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counting:
    """How many valid reports count for one subject; None is no cap.

    Attributes:
        per_day_cap: of one day.
        per_subclass_cap: of one category subclass in the period.
    """

    per_day_cap: int | None = None
    per_subclass_cap: int | None = None


NO_CAPS = Counting()


def count_within_caps(reports: Iterable[tuple[str, str]], counting: Counting) -> int:
    """Count one subject's valid reports within a scheme's caps: the fact ``valid_weighted``.

    Takes (office-local date, subclass code) pairs in any order. Both caps hold for the reports
    that count, and as many count as can: a bipartite flow from subclasses to days.
    """
    pairs = Counter(reports)
    if counting.per_day_cap is None:
        return _capped(pairs, 1, counting.per_subclass_cap)
    if counting.per_subclass_cap is None:
        return _capped(pairs, 0, counting.per_day_cap)
    return _Flow(pairs, counting.per_day_cap, counting.per_subclass_cap).largest()


def _capped(pairs: Counter[tuple[str, str]], side: int, cap: int | None) -> int:
    sums: Counter[str] = Counter()
    for pair, count in pairs.items():
        sums[pair[side]] += count
    return sum(sums.values()) if cap is None else sum(min(n, cap) for n in sums.values())


class _Flow:
    """Largest selection under both caps, by augmenting paths.

    Taking reports in order of arrival would make the count depend on that order.
    """

    def __init__(self, pairs: Counter[tuple[str, str]], day_cap: int, subclass_cap: int) -> None:
        self._room = dict(sorted(pairs.items()))
        self._used = dict.fromkeys(self._room, 0)
        self._days = {day: day_cap for day, _ in self._room}
        self._subclasses = {subclass: subclass_cap for _, subclass in self._room}

    def largest(self) -> int:
        count = 0
        for subclass in self._subclasses:
            while self._subclasses[subclass] and self._place(subclass, set()):
                self._subclasses[subclass] -= 1
                count += 1
        return count

    def _place(self, subclass: str, seen: set[str]) -> bool:
        """Count one more report of a subclass, moving others to free a day where needed."""
        for (day, kind), room in self._room.items():
            if kind != subclass or day in seen or self._used[day, kind] >= room:
                continue
            seen.add(day)
            if self._days[day]:
                self._days[day] -= 1
                self._used[day, kind] += 1
                return True
            for (other_day, other), used in self._used.items():
                if other_day == day and used and other != subclass and self._place(other, seen):
                    self._used[day, other] -= 1
                    self._used[day, kind] += 1
                    return True
        return False
