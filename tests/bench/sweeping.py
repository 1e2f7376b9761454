"""Deriving the deadlines of open tickets against plain datetime arithmetic.

Floor: the same instants moved by whole days with ``datetime + timedelta`` and compared with now,
which is what a system without a working calendar does. Every start and limit differs from the one
before, so nothing is answered from memory. Run: ``python tests/bench/sweeping.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measure import heading, once_s, report

from gridctl.domain.calendar import load_calendar
from gridctl.domain.calendar.scale import office_seconds
from gridctl.domain.clocks import ClockRules, Happening, read_clock
from gridctl.domain.limits import deadline_at, parse_limit

TICKETS = 1_000_000
CALENDAR = load_calendar()
STAGES = {"filed": "dispatch", "dispatched": "handle", "handling": "handle", "suspended": "paused"}
LIMITS = [parse_limit(text) for text in ("4小时", "1天", "2工作日", "5工作日", "2紧急工作时")]
BEGIN, NOW = (
    office_seconds(datetime.fromisoformat(day)) for day in ("2026-01-05T08:00", "2026-11-03T10:00")
)


def starts() -> Iterator[int]:
    """Yield when each ticket was dispatched: over ten months, none at the same instant."""
    return (BEGIN + n * 25 for n in range(TICKETS))


def floor() -> int:
    """Count late tickets by days of 24 hours."""
    local, now = datetime.fromisoformat("2026-01-05T08:00"), datetime.fromisoformat("2026-11-03")
    step, allowed = timedelta(seconds=25), cycle([timedelta(days=n) for n in (1, 1, 2, 5, 1)])
    return sum(local + n * step + next(allowed) < now for n in range(TICKETS))


def deadlines() -> int:
    """Count late tickets that were dispatched once, by the working calendar."""
    limits = cycle(LIMITS)
    return sum(deadline_at(start, next(limits), CALENDAR) < NOW for start in starts())


def readings() -> int:
    """Count late tickets by reading the log of each: dispatched and signed."""
    limits, rules = cycle(LIMITS), ClockRules()
    return sum(
        read_clock(
            (
                Happening(start, 1, "dispatch", "filed", "dispatched", "U1"),
                Happening(start + 600, 2, "sign", "dispatched", "handling"),
            ),
            STAGES, next(limits), rules, CALENDAR, NOW,
        ).late
        for start in islice(starts(), TICKETS // 10)
    )  # fmt: skip


def main() -> None:
    """Measure."""
    heading(f"deadlines of {TICKETS:,} open tickets")
    plain = once_s(floor)
    report("dispatched once, deadline", once_s(deadlines), plain)
    report("two events each, whole reading", once_s(readings) * 10, plain)


if __name__ == "__main__":
    main()
