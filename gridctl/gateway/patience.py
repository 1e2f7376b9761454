"""How often, and after which rest, something is tried again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

_JITTER = random.SystemRandom()


@dataclass(frozen=True)
class Patience:
    """The rests between attempts: doubling, with chance in them, and bounded together.

    Attributes:
        first_s: the first rest; clients that were cut off together do not return together.
        longest_s: the longest one.
        budget_s: all rests together.
        stranger_s: the same before a server has answered at all: it may never have been there.
        silent_s: rests that nobody needs to hear of.
        sleep: rests.
    """

    first_s: float = 0.25
    longest_s: float = 5.0
    budget_s: float = 20.0
    stranger_s: float = 6.0
    silent_s: float = 1.5
    sleep: Callable[[float], None] = field(default=time.sleep)


class Rests:
    """The rests of one operation."""

    def __init__(
        self, patience: Patience, tell: Callable[[float], None], *, known: bool = True
    ) -> None:
        self._patience = patience
        self._budget_s = patience.budget_s if known else min(patience.stranger_s, patience.budget_s)
        self._tell = tell
        self._number = 0
        self._rested = 0.0

    def renew(self) -> None:
        """Begin anew: there is a server, and it is at work."""
        self._number, self._rested = 0, 0.0

    def meanwhile(self, wanted_s: float) -> None:
        """Rest while a server is at work, which is no failure, and begin anew after it."""
        self.renew()
        patience = self._patience
        patience.sleep(min(max(wanted_s, patience.first_s), patience.longest_s))

    def rest(self, wanted_s: float = 0.0) -> bool:
        """Rest before another attempt; False where the budget is spent.

        Args:
            wanted_s: what the server asked for (``Retry-After``); a longer one than the budget
                has left is not sat out.
        """
        patience = self._patience
        longest = min(patience.first_s * 2**self._number, patience.longest_s)
        pause = max(_JITTER.uniform(longest / 2, longest), wanted_s)
        if self._rested + pause > self._budget_s:
            return False
        self._number += 1
        self._rested += pause
        if self._rested > patience.silent_s:
            self._tell(pause)
        patience.sleep(pause)
        return True
