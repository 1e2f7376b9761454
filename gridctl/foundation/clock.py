"""The one clock: every instant the program calls "now" comes from here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

#: Mainland China keeps one zone; +08:00 without daylight saving since 1991.
OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Anything that can tell the present instant."""

    def now(self) -> datetime:
        """Return the present instant, timezone-aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC, to the second."""
        return datetime.now(UTC).replace(microsecond=0)


class FixedClock:
    """A clock that stands still, or advances one second at each reading when ``ticking``."""

    def __init__(self, at: datetime, *, ticking: bool = False) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self._at = at.astimezone(UTC)
        self._step = timedelta(seconds=1 if ticking else 0)

    def now(self) -> datetime:
        """Return the fixed instant."""
        self._at += self._step
        return self._at


def to_epoch(at: datetime) -> int:
    """Return an aware instant as whole UTC seconds, the form in which instants are stored."""
    return int(at.timestamp())


def from_epoch(seconds: int, zone: ZoneInfo = OFFICE_ZONE) -> datetime:
    """Return stored UTC seconds as an aware instant in the office's zone."""
    return datetime.fromtimestamp(seconds, zone)


def instant_text(at: datetime) -> str:
    """Return an aware instant as people read it: day and minute in the office's zone."""
    return f"{at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"


def local_date(at: datetime) -> date:
    """Return the calendar day an instant falls on in the office's zone."""
    return at.astimezone(OFFICE_ZONE).date()
