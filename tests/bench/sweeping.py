"""Deriving the deadlines of open tickets against plain datetime arithmetic.

Floor: the same instants moved by whole days with ``datetime + timedelta`` and compared with now,
which is what a system without a working calendar does. Every start and limit differs from the one
before, so nothing is answered from memory. Run: ``python -m tests.bench.sweeping``.

With a number of tickets, as ``python -m tests.bench.sweeping 1000000``, whole sweeps of an office
file too: the first, which moves every deadline and issues every card, and one with nothing left
to do. Their floor reads the same tickets from the same file and does the plain arithmetic.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from gridctl.domain.calendar import load_calendar
from gridctl.domain.calendar.scale import office_seconds
from gridctl.domain.clocks import ClockRules, Happening, read_clock
from gridctl.domain.limits import deadline_at, parse_limit
from gridctl.foundation.clock import FixedClock
from gridctl.gateway.local import LocalGateway
from gridctl.operations.commands.clocks import SweepClock
from tests.bench import open_tickets
from tests.bench.measure import busy_s, heading, once_s, peak_mb, report

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


def rows(path: Path) -> int:
    """Count late tickets of a file by days of 24 hours."""
    allowed, late = cycle([timedelta(days=n) for n in (1, 1, 2, 5, 1)]), 0
    now = open_tickets.NOW
    with sqlite3.connect(path) as connection:
        for (at,) in connection.execute("SELECT dispatched_at FROM ticket ORDER BY id"):
            late += datetime.fromtimestamp(at, UTC) + next(allowed) < now
    connection.close()
    return late


def sweep(path: Path) -> None:
    """Sweep a file in parts, as the command does."""
    gateway = LocalGateway(path, actor="bench", clock=FixedClock(open_tickets.NOW))
    after: int | None = 0
    while after is not None:
        after = gateway.send(SweepClock(after=after)).next
    gateway.close()


def whole(tickets: int) -> None:
    """Measure whole sweeps of an office file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        open_tickets.build(path, tickets)
        plain = busy_s(lambda: rows(path))
        heading(f"sweeps of {tickets:,} open tickets, processor time")
        report("first: all deadlines move, cards", busy_s(lambda: sweep(path)), plain)
        report("nothing to do", busy_s(lambda: sweep(path)), plain)
        print(f"# peak memory {peak_mb():.0f} MB")


def main() -> None:
    """Measure."""
    heading(f"deadlines of {TICKETS:,} open tickets")
    plain = once_s(floor)
    report("dispatched once, deadline", once_s(deadlines), plain)
    report("two events each, whole reading", once_s(readings) * 10, plain)
    if len(sys.argv) > 1:
        whole(int(sys.argv[1]))


if __name__ == "__main__":
    main()
