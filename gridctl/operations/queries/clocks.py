"""Asking about clocks: what a ticket's says and why, and what other rules would make of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridctl.domain.calendar.adoption import DayKind
from gridctl.domain.clocks import Lamp, Standing
from gridctl.domain.limits import ClockKind
from gridctl.operations.base import AfterNumber, Limit, Page, Query, Slug, View


class LimitView(View):
    """An amount of time on a clock (``domain.limits``)."""

    kind: ClockKind
    amount: Decimal


class SegmentView(View):
    """A stretch in which one clock ran; ``holder`` is null for the centre.

    ``minutes`` are working minutes, or minutes of the wall clock where the limit it counts
    against runs on that; ``why`` is a key of ``domain.clocks.explaining.MESSAGES``.
    """

    stage: str
    holder: str | None
    begin: datetime
    end: datetime | None
    counts: bool
    minutes: int | None
    why: str


class DayLine(View):
    """A day of the calendar within a stretch: what counts of it, as ``08:00-12:00``.

    ``so_far`` are the minutes of the limit used by its end.
    """

    day: date
    kind: DayKind | None
    occasion: dict[str, str] | None
    slots: tuple[str, ...]
    minutes: int
    so_far: int


class ExplainedSegment(SegmentView):
    """A stretch with the days it is made of; none where nothing counts.

    ``so_far`` are the minutes of the limit used by its end, null where nothing counts: whole
    minutes of the sum, so that lines add up to the minute.
    """

    days: tuple[DayLine, ...]
    so_far: int | None


class CalendarSource(View):
    """What a year of the calendar rests on: the notice, by number and subject."""

    year: int
    status: Literal["official", "provisional", "missing"]
    number: str
    subject: dict[str, str]


class AssistClock(View):
    """The clock of a unit that helps."""

    unit: str
    since: datetime
    limit: LimitView | None
    deadline_at: datetime | None
    used_minutes: int
    left_minutes: int | None
    standing: Standing
    late: bool
    done: bool


class ClockView(View):
    """What the clock of a ticket says at an instant, and how it came to that.

    ``given`` is true where the deadline came with the ticket and nobody fixed a limit.
    ``met`` is null while it is not decided. ``explained`` and
    ``sources`` are empty unless asked for.
    """

    serial_no: str
    state: str
    at: datetime
    cycle: int
    cycles: int
    limit: LimitView | None
    deadline_at: datetime | None
    given: bool
    lamp: Lamp
    standing: Standing
    late: bool
    met: bool | None
    decided_at: datetime | None
    used_minutes: int
    left_minutes: int | None
    total_minutes: int
    provisional_years: tuple[int, ...]
    segments: tuple[SegmentView, ...]
    explained: tuple[ExplainedSegment, ...]
    assists: tuple[AssistClock, ...]
    sources: tuple[CalendarSource, ...]


class ShowClock(Query[ClockView], route="GET /tickets/{ticket}/clock", permission="ticket.read"):
    """Show what the clock of a ticket says.

    Attributes:
        ticket: serial or external number.
        explain: with the days of the calendar each stretch is made of.
        cycle: an earlier handling of a ticket that was reopened; the latest without.
    """

    ticket: Slug
    explain: bool = False
    cycle: int | None = Field(default=None, ge=1)


class ProvisionalRow(View):
    """An open ticket whose deadline rests on years that are not official."""

    serial_no: str
    title: str
    state: str
    lead_unit: str | None
    deadline_at: datetime | None
    years: tuple[int, ...]


class ProvisionalPage(Page):
    """One page of such tickets."""

    items: tuple[ProvisionalRow, ...]


class ListProvisional(
    Query[ProvisionalPage], route="GET /clock/provisional", permission="ticket.read"
):
    """List open tickets whose deadline crosses a year that is provisional or missing."""

    limit: Limit = 200
    after: AfterNumber | None = None
