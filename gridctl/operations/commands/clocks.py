"""Carrying out what the clock asks for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from gridctl.operations.base import Command, View

RuleKind = Literal["calendar.year", "calendar.hours", "policy", "workflow"]


class SweepView(View):
    """What a sweep has done.

    ``unread`` are tickets whose deadline runs into a year without a table. Where the sweep
    stopped at its limit, ``remaining`` open tickets were not looked at, and ``next`` is where to
    go on; null where it has looked at all.
    """

    tickets: int
    resumed: int
    moved: int
    yellow_cards: int
    red_cards: int
    reviews: int
    digests: int
    unread: int
    remaining: int
    next: int | None


class SweepClock(
    Command[SweepView], route="POST /clock/sweep", permission="clock.sweep", quiet=True
):
    """Do what has come due: resume, issue cards, open reviews, set deadlines right, tell units.

    Sweeping twice, or two at the same time, does nothing twice (domain.md 6.6).

    Attributes:
        limit: open tickets looked at, at most.
        after: go on behind this ticket; the ``next`` of the sweep before.
    """

    limit: int = Field(default=50_000, ge=1, le=1_000_000)
    after: int = Field(default=0, ge=0)


class RuleText(View):
    """A rule as it would be adopted: its kind, its name within the kind, its TOML text."""

    kind: RuleKind
    name: str = ""
    body: str


#: A deadline; where the limit begins with the signature and nobody has signed, that; or none.
Due = datetime | Literal["signature"] | None


class Shift(View):
    """A ticket whose deadline would move, or that would turn late or in time."""

    serial_no: str
    before: Due
    after: Due
    late_before: bool
    late_after: bool


class RuleEffect(View):
    """What rules would do to open tickets.

    ``unread`` are tickets whose deadline would run into a year without a table; ``items`` are
    those that would change: first what would turn overdue, then what would stop being so.
    """

    tickets: int
    moved: int
    turning_overdue: int
    no_longer_overdue: int
    unread: int
    items: tuple[Shift, ...]


class PreviewRules(
    Command[RuleEffect], route="POST /clock/preview", permission="clock.read", journaled=False
):
    """Tell what rules would do to the open tickets, if they held now; nothing is changed.

    Attributes:
        rules: of one or several kinds, as they would be adopted.
        place: the county or town they are for; the whole office without.
        valid_from: the first day they would hold; ever without.
        examples: how many tickets to name at most.
    """

    rules: tuple[RuleText, ...] = Field(min_length=1, max_length=50)
    place: str | None = None
    valid_from: date | None = None
    examples: int = Field(default=20, ge=0, le=100_000)
