"""Facts about how long units had tickets in hand, counted where a scheme asks for them."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from gridctl.domain.rates import middle, whole
from gridctl.domain.scoring.provenance import Behind, numbers_as_attributes
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.handling_times import handling_seconds
from gridctl.storage.queries import ledger
from gridctl.storage.queries.compose import Params

#: All of them; the median is absent where no time is known.
TIMED = ("handle_minutes", "handle_timed", "handle_median")
_MINUTE = 60


class Times(NamedTuple):
    """The tickets of one subject whose time of handling is known, and that time in seconds."""

    serials: list[str]
    seconds: list[int]

    @property
    def facts(self) -> dict[str, int]:
        """Minutes in all and in the middle, and of how many tickets."""
        total, number = middle(self.seconds)
        median = whole(total, number * _MINUTE)
        found = {
            "handle_minutes": whole(sum(self.seconds), _MINUTE) or 0,
            "handle_timed": len(self.serials),
        }
        return found if median is None else {**found, "handle_median": median}

    @property
    def attributes(self) -> dict[str, str]:
        """The tickets, as they are kept with the subject."""
        found = {"handle_timed": self.serials} if self.serials else {}
        return numbers_as_attributes(Behind.TICKETS, found)


def handling_times(context: CommandContext, params: Params) -> dict[int, Times]:
    """Return how long the handled tickets of each subject in the ledger took."""
    found: dict[int, Times] = defaultdict(lambda: Times([], []))
    rows = context.read.records(ledger.HANDLED, params)
    for row, seconds in handling_seconds(context, rows):
        times = found[row["subject_id"]]
        times.serials.append(row["serial_no"])
        times.seconds.append(seconds)
    return found
