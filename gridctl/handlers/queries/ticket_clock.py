"""A ticket's clock: its log on the way into a reading, and the reading into words and columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from gridctl.domain.calendar import Calendar, CalendarMissing
from gridctl.domain.calendar.scale import office_day
from gridctl.domain.clocks import ClockRules, Happening, Reading, Segment, read_clock
from gridctl.domain.deadlines import due_day
from gridctl.domain.limits import Limit, deadline_at, parse_limit
from gridctl.domain.projection import UNMOVED
from gridctl.domain.workflow import Workflow
from gridctl.domain.workflow.policy import Policy
from gridctl.handlers.queries.calendars import office_calendar
from gridctl.handlers.queries.closed_months import closed_until
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.workflows import office_policy, office_workflow
from gridctl.storage.queries import loop as sql

#: Events of one ticket, oldest first, facts as a mapping; what was undone is left out.
Log = list[dict[str, Any]]

#: The verbs whose events name others that stand no more, or again.
TAKEN_BACK = ("undo", "redo")
#: Fact of a suspension: the deadline that came with the ticket, before and since.
GIVEN = "given"
#: What of an event moves a clock.
_MOVE = itemgetter("verb", "from_state", "to_state", "to_unit_id", "outcome", "until", "limit_text")


class ClockOfTicket(NamedTuple):
    """A reading with the ticket's own columns beside it.

    ``given`` is the deadline that came with a ticket nobody fixed a limit for.
    """

    reading: Reading
    ticket: Mapping[str, Any]
    given: int | None

    @property
    def deadline(self) -> int | None:
        """When the ticket is to be done."""
        return self.reading.deadline if self.reading.limit is not None else self.given

    def columns(self) -> dict[str, Any]:
        """Return the columns that follow from the clock: the deadline and the day it counts in."""
        deadline, held = self.deadline, self.ticket
        if deadline is None:
            return {"deadline_at": None, "due_on": office_day(held["reported_at"]).isoformat()}
        # A deadline that does not move stays in the month it counted in, whatever came with it.
        moves = deadline != held["deadline_at"]
        day = due_day(deadline).isoformat() if moves else held["due_on"]
        return {"deadline_at": deadline, "due_on": day}

    def seconds_before(self, at: int) -> int | None:
        """Return how long the state that was left at an instant had lasted, on its clock."""
        ended = [each for each in self.reading.segments if each.end == at]
        return ended[-1].working if ended else None

    def overdue(self, at: int) -> bool | None:
        """Tell whether an instant lies past the deadline; None without one.

        What has stood still since before the deadline is not overdue.
        """
        if self.deadline is None:
            return None
        paused = [s.begin for s in self.reading.segments[-1:] if s.stage == "paused"]
        return min([at, *paused]) > self.deadline


def read_log(context: QueryContext, ticket_id: int) -> Log:
    """Return a ticket's events that stand: those undone are left out with what undid them."""
    log = [
        {**event, "facts": json.loads(event["facts"])}
        for event in context.read.records(sql.EVENTS, {"ticket": ticket_id})
    ]
    return standing(log)


def standing(log: Log) -> Log:
    """Leave out what was taken back; an undoing that was itself taken back undoes nothing."""
    gone: set[int] = set()
    for event in reversed(log):
        if event["verb"] in TAKEN_BACK and event["id"] not in gone:
            gone.update(event["facts"].get("undoes", ()))
    return [each for each in log if each["id"] not in gone and each["verb"] not in TAKEN_BACK]


class Frame(NamedTuple):
    """What a ticket's log is read by: the stage of each state, policy and calendar of a place."""

    stages: Mapping[str, str]
    rules: ClockRules
    calendar: Calendar


def frame_of(context: QueryContext, ticket: Mapping[str, Any], log: Log) -> Frame:
    """Return what a ticket is read by: what holds today in its county.

    A ticket that was closed is read by what was in force and known when that was written down,
    one that fell due in a closed month by what held on its last day: rules adopted since rewrite
    neither.
    """
    if (ended := _ended(ticket, log)) is not None:
        day = office_day(ended["at"]).isoformat()
        return frame_on(context, ticket["county_id"], day, ended["journal_id"])
    closed = closed_until(context)
    held = closed.isoformat() if closed and ticket["due_on"] <= closed.isoformat() else None
    return frame_on(context, ticket["county_id"], held)


def _ended(ticket: Mapping[str, Any], log: Log) -> dict[str, Any] | None:
    """Return the event that closed a ticket, None while it is open."""
    closed = ticket["closed_at"]
    return None if closed is None else next((e for e in log if e["at"] >= closed), None)


def frame_on(
    context: QueryContext, place_id: int | None, on: str | None = None, known: int | None = None
) -> Frame:
    """Return what holds for a place, workflow and policy as on an ISO day; today without one.

    What was adopted after the entry of the journal with the id ``known`` is left out.
    """
    return framed(
        office_workflow(context, place_id, on, known),
        office_policy(context, place_id, on, known),
        office_calendar(context, place_id, known=known),
    )


def framed(workflow: Workflow, policy: Policy, calendar: Calendar) -> Frame:
    """Return the frame a workflow, a policy and a calendar make."""
    rules = ClockRules(policy.rework, policy.dispatch_to_sign_counts, policy.return_restarts)
    stages = {code: state.clock for code, state in workflow.states.items()}
    return Frame(stages, rules, calendar)


def reading_of(
    context: QueryContext, ticket: Mapping[str, Any], log: Log, now: int
) -> ClockOfTicket:
    """Return what a ticket's clock says once its last event has happened.

    A deadline that came with the ticket is moved by that event, so this is asked once, when the
    event is written; :func:`read_in` tells how it stands at any time.

    Args:
        context: where rules and calendar are found.
        ticket: its columns, the deadline as it was before.
        log: its standing events.
        now: UTC seconds.
    """
    frame = frame_of(context, ticket, log)
    clock = read_in(frame, ticket, log, now)
    return clock._replace(given=_given(ticket, log, clock.reading, frame))


def read_in(frame: Frame, ticket: Mapping[str, Any], log: Log, now: int) -> ClockOfTicket:
    """Return what a ticket's clock says at an instant, read by a frame.

    Raises:
        CalendarMissing: time that counts lies in a year without a table.
    """
    return read_by(frame, ticket, happenings(ticket, log), now)


def read_by(
    frame: Frame, ticket: Mapping[str, Any], course: Iterable[Happening], now: int
) -> ClockOfTicket:
    """Return what :func:`read_in` does, of a log that is already as the clock sees it."""
    found = read_clock(course, frame.stages, None, frame.rules, frame.calendar, now)
    return ClockOfTicket(found, ticket, ticket["deadline_at"])


def happenings(ticket: Mapping[str, Any], log: Log) -> Iterator[Happening]:
    """Yield a log as the clock sees it.

    The first event says in which state the ticket came; it counts from the day of its report,
    whenever it was written down.
    """
    for number, event in enumerate(log):
        at = event["at"] if number else ticket["reported_at"]
        yield happened(number, at, *_MOVE(event))


def happened(
    number: int, at: int, verb: str, before: str, after: str,
    unit: int | None, outcome: str, until: int | None, words: str,
) -> Happening:  # fmt: skip
    """Return an event of a log as the clock sees it, from its place there and its columns."""
    granted = fixed = None
    if words:
        granted, fixed = (_limit(words), None) if verb == "extend" else (None, _limit(words))
    holder = str(unit) if unit else ""
    return Happening(at, number, verb, before, after, holder, outcome, until, granted, fixed)


def _given(ticket: Mapping[str, Any], log: Log, reading: Reading, frame: Frame) -> int | None:
    """Return the deadline that came with a ticket, moved on by what its last event granted.

    There is no limit to derive it from: it is moved where a suspension begins, by what that takes
    until its day, where one ends on another day, or where an extension is granted, and stays as it
    is otherwise. The deadline of a unit that has given the ticket back
    binds nobody else: with the limit it followed from it is gone. Nor is it that of a later cycle.
    """
    deadline = ticket["deadline_at"]
    if deadline is None or any(e["limit_text"] and e["verb"] != "extend" for e in log):
        return None
    if not log or log[-1]["outcome"] in UNMOVED:
        return int(deadline)
    last = log[-1]
    if len(log) > 1 and last["cycle"] > log[-2]["cycle"]:
        return None
    if last["verb"] == "extend" and last["limit_text"]:
        return deadline_at(deadline, _limit(last["limit_text"]), frame.calendar)
    if pauses(last, frame.stages):
        with suppress(CalendarMissing):
            return _paused(int(deadline), last["at"], last["until"], frame.calendar)
        # The calendar does not reach so far yet: it moves when the suspension ends.
        return int(deadline)
    pause = _pause_ended(ticket, log, reading, frame.stages)
    if pause is None or pause.end is None:
        return int(deadline)
    begun = next((e for e in reversed(log) if pauses(e, frame.stages)), last)
    before, moved = begun["facts"].get(GIVEN, (None, None))
    if moved != deadline:
        return _paused(int(deadline), pause.begin, pause.end, frame.calendar)
    # It ended when it was known to end: what was shown since it began stands.
    as_known = pause.end == begun["until"]
    return int(moved if as_known else _paused(before, pause.begin, pause.end, frame.calendar))


def pauses(event: Mapping[str, Any], stages: Mapping[str, str]) -> bool:
    """Tell whether an event of a log suspends the ticket."""
    moves = event["to_state"] != event["from_state"] and event["outcome"] not in UNMOVED
    return moves and stages.get(event["to_state"]) == "paused"


def _paused(deadline: int, begin: int, end: int | None, calendar: Calendar) -> int:
    """Return a deadline moved by a pause: what was left when it began is left when it ends.

    What was over stays, and none comes nearer.
    """
    if end is None or deadline <= begin:
        return deadline
    left = calendar.scale.working_seconds(begin, deadline)
    return max(deadline, calendar.scale.add_working_seconds(end, left))


def _pause_ended(
    ticket: Mapping[str, Any], log: Log, reading: Reading, stages: Mapping[str, str]
) -> Segment | None:
    """Return the suspension the last event ends; it may have been over before by itself."""
    last = log[-1]
    if stages.get(last["from_state"]) != "paused" or last["to_state"] == last["from_state"]:
        return None
    moves = (n for n, e in enumerate(log[:-1]) if e["to_state"] != e["from_state"])
    begun = max(moves, default=0)
    at = log[begun]["at"] if begun else ticket["reported_at"]
    paused = (each for each in reading.segments if each.stage == "paused")
    return next((each for each in paused if each.begin == at), None)


@lru_cache(maxsize=4096)
def _limit(text: str) -> Limit:
    return parse_limit(text)


def limit_deadline(start: int, limit: Limit, calendar: Calendar) -> int:
    """Return the instant a limit that begins at an instant runs out, both in UTC seconds."""
    return deadline_at(start, limit, calendar)
