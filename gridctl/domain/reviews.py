"""Reviews of urgent tickets: which are due when, and what became of them (domain.md 6.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from gridctl.domain.calendar import Calendar, CalendarMissing
from gridctl.domain.errors import Conflict, Forbidden
from gridctl.domain.periods import period_of
from gridctl.foundation.i18n import N_

ReviewKind = Literal["check", "progress"]
ReviewState = Literal["open", "done", "missed", "lapsed"]
Rhythm = Literal["day", "week", "month", "quarter"]

KIND_NAMES: Mapping[str, str] = {"check": N_("check-off"), "progress": N_("progress note")}
REVIEW_STATES: Mapping[str, str] = {
    "open": N_("to be done"),
    "done": N_("done"),
    "missed": N_("missed"),
    "lapsed": N_("lapsed with the ticket"),
}
#: Class -> how often it is checked off, and how often progress is noted: 日清周进, 周清月进,
#: 月清季进 (domain.md 6.6).
RHYTHMS: Mapping[str, Mapping[ReviewKind, Rhythm]] = {
    "red": {"check": "day", "progress": "week"},
    "orange": {"check": "week", "progress": "month"},
    "yellow": {"check": "month", "progress": "quarter"},
}
#: A sweep that did not run for a while makes up for so many days, not for more.
CATCH_UP = timedelta(days=31)

_DAY = timedelta(days=1)


class ReviewMissing(Conflict):
    """The ticket's class asks for no such review now, or it was done."""

    message = N_("No review of this kind is to be done on ticket {ticket} now.")
    hint = N_("'<clock reviews --ticket {ticket}>' lists them; '<ticket urge>' sets a class.")


class ReviewNotTheirs(Forbidden):
    """Whom a ticket does not concern does not review it."""

    message = N_("{party} has nothing to do with ticket {ticket} and does not review it.")
    hint = N_("Its unit does, those who work at its place, and the centres there.")


class ReviewDue(NamedTuple):
    """A review to be done from one day to another, both included."""

    kind: ReviewKind
    opens_on: date
    due_on: date


def reviews_due(
    urgency: str,
    since: date,
    today: date,
    calendar: Calendar,
    latest: Mapping[str, date] | None = None,
) -> Iterator[ReviewDue]:
    """Yield the reviews a class asks for up to the one a day lies in (domain.md 6.6).

    A span without a working day asks for none. The first span begins with the class; what it
    asked for before the latest one known is not asked for again.

    Args:
        urgency: the class; without one nothing is due.
        since: the day the ticket got its class.
        today: the last day looked at.
        calendar: tells the working days; where it has no table, the whole span counts.
        latest: kind -> last day of the latest review known.
    """
    for kind, rhythm in RHYTHMS.get(urgency, {}).items():
        begin = max(since, today - CATCH_UP)
        if latest and kind in latest:
            begin = max(begin, _span(rhythm, latest[kind])[1] + _DAY)
        while begin <= today:
            end = _span(rhythm, begin)[1]
            due = _last_working(begin, end, calendar)
            if due is not None:
                yield ReviewDue(kind, begin, due)
            begin = end + _DAY


def _span(rhythm: Rhythm, day: date) -> tuple[date, date]:
    """Return the first and last day of the span of a rhythm that a day lies in."""
    if rhythm == "day":
        return day, day
    if rhythm == "week":
        monday = day - day.weekday() * _DAY
        return monday, monday + 6 * _DAY
    period = period_of(rhythm, day)
    return period.first, period.last


def _last_working(first: date, last: date, calendar: Calendar) -> date | None:
    try:
        days = (last - n * _DAY for n in range((last - first).days + 1))
        return next((day for day in days if calendar.is_workday(day)), None)
    except CalendarMissing:
        return last
