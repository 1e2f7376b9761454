"""What other rules would do to open tickets: each read twice, by what holds and by what would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from gridctl.domain.calendar import Calendar, CalendarMissing
from gridctl.domain.intervals import EVER
from gridctl.domain.workflow import parse_workflow
from gridctl.domain.workflow.policy import parse_policy
from gridctl.handlers.queries.calendars import Held, calendar_of, office_calendar, place_rules
from gridctl.handlers.queries.clock_stream import Frames, OpenTicket, chunks, open_ids
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.ticket_clock import ClockOfTicket, Frame, framed, read_by
from gridctl.handlers.queries.workflows import office_policy, office_workflow
from gridctl.operations.commands.clocks import RuleText

#: A version above all there are.
_NEWEST = 2**31


class Change(NamedTuple):
    """An open ticket by the rules that hold and by others; ``after`` is None where unread."""

    serial_no: str
    before: ClockOfTicket
    after: ClockOfTicket | None


def changes(
    context: QueryContext, rules: tuple[RuleText, ...], place_id: int | None, since: date | None
) -> Iterator[Change]:
    """Yield every open ticket at a place, read by both.

    What fell due in a closed month stays, and nothing is moved into one.
    """
    now, today = context.now(), Frames(context)
    others: dict[int | None, Frame] = {}
    hypothetical = _hypothetical(context, rules, place_id, since)
    for chunk in chunks(context, open_ids(context, place=place_id)):
        for ticket in chunk:
            county = ticket.columns["county_id"]
            if county not in others:
                others[county] = hypothetical(county)
            before = _read(ticket, today.of(ticket), now)
            if before is None:
                continue
            after = before if today.holds(ticket) else _read(ticket, others[county], now)
            if after is not None and after.columns()["due_on"] <= today.closed:
                after = before
            yield Change(ticket.columns["serial_no"], before, after)


def _read(ticket: OpenTicket, frame: Frame, now: int) -> ClockOfTicket | None:
    try:
        return read_by(frame, ticket.columns, ticket.course, now)
    except CalendarMissing:
        return None


def _hypothetical(
    context: QueryContext, rules: tuple[RuleText, ...], place_id: int | None, since: date | None
) -> Callable[[int | None], Frame]:
    """Return what makes the frame of a county as it would be."""
    bodies = {rule.kind: rule.body for rule in rules}
    day = since.isoformat() if since else EVER
    held = [
        Held(0, rule.kind, rule.name, place_id, day, _NEWEST, rule.body, "", 0, "", 0)
        for rule in rules
        if rule.kind in ("calendar.year", "calendar.hours")
    ]

    def frame(county: int | None) -> Frame:
        workflow, policy = bodies.get("workflow"), bodies.get("policy")
        return framed(
            parse_workflow(workflow) if workflow else office_workflow(context, county),
            parse_policy(policy) if policy else office_policy(context, county),
            _calendar(context, county, held),
        )

    return frame


def _calendar(context: QueryContext, county: int | None, held: list[Held]) -> Calendar:
    if not held:
        return office_calendar(context, county)
    return calendar_of(place_rules(context, county, new=held))
