"""Walking through a ticket's log: every stretch of time gets the clock that ran in it.

The shapes of the moves decide, not the names of verbs and states: from a stage before handling
to the unit is a dispatch, back is a return, on is a feedback, from there back to the unit is
rework, and from a stage without a clock on again is a reopening. So a county's own workflow is
read by the same rules (domain.md 5.2, 6.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gridctl.domain.calendar import Calendar
from gridctl.domain.clocks.allowance import Allowance
from gridctl.domain.clocks.happenings import ClockRules, Happening, in_order
from gridctl.domain.clocks.readings import Reading, Segment, Standing, limited, unlimited, worked
from gridctl.domain.limits import Limit

#: The stages in which a unit has the ticket.
WITH_UNIT = ("sign", "handle")
_BEFORE = ("accept", "dispatch")

#: Why a stage that no unit has time in does not count.
_NOT_COUNTED: Mapping[str, str] = {
    "accept": "waits_for_acceptance",
    "dispatch": "waits_for_dispatch",
    "check": "fed_back_waiting",
    "revisit": "revisit_waiting",
    "task": "task_waiting",
    "paused": "suspended",
}


def read_clock(
    happenings: Iterable[Happening],
    stages: Mapping[str, str],
    limit: Limit | None,
    rules: ClockRules,
    calendar: Calendar,
    now: int,
) -> Reading:
    """Return the clock of a ticket's latest cycle as it stands at an instant (domain.md 6.5).

    Args:
        happenings: the log, in any order.
        stages: state -> the clock that runs in it: accept, dispatch, handle, check, revisit,
            task, paused, none.
        limit: of the category, where a dispatch fixed none.
        rules: when time counts.
        calendar: working days and hours.
        now: UTC seconds; what is later has not happened.

    Raises:
        CalendarMissing: time that counts lies in a year without a table.
    """
    return read_cycles(happenings, stages, limit, rules, calendar, now)[-1]


def read_cycles(
    happenings: Iterable[Happening],
    stages: Mapping[str, str],
    limit: Limit | None,
    rules: ClockRules,
    calendar: Calendar,
    now: int,
) -> tuple[Reading, ...]:
    """Return the clock of each cycle; reopening leaves what the earlier ones came to.

    Arguments and errors as in :func:`read_clock`.
    """
    reader = _Reader(stages, limit, rules, calendar)
    for each in in_order(happenings, now):
        reader.take(each)
    return reader.finish(now)


class _Reader:
    """One way through a log."""

    def __init__(
        self, stages: Mapping[str, str], limit: Limit | None, rules: ClockRules, calendar: Calendar
    ) -> None:
        self._stages = stages
        self._rules = rules
        self._calendar = calendar
        self._limit = limit
        self._readings: list[Reading] = []
        self._allowances = 0
        self._holder = ""
        self._state, self._stage = "", "none"
        self._begin, self._why = 0, ""
        self._until: int | None = None
        self._suspended_from = ""
        self._begin_cycle()

    def take(self, event: Happening) -> None:
        """Follow one event; one that leaves the state as it is may only grant time."""
        if self._stage == "paused":
            self._resume_by(event.at)
        if event.granted is not None:
            self._extend(event.at, event.granted)
        # A word written down while nobody had yet noted the end of a suspension still names the
        # suspended state; it does not suspend anew.
        moves = event.to_state != event.from_state or not self._state
        if moves and event.to_state != self._state:
            self._move(event)

    def finish(self, now: int) -> tuple[Reading, ...]:
        """Return the readings of all cycles at an instant."""
        if self._stage == "paused":
            self._resume_by(now)
        if self._stage != "none":
            self._segments.append(self._segment(now, None))
        return (*self._readings, self._reading(now))

    def _begin_cycle(self) -> None:
        self._segments: list[Segment] = []
        self._allowance: Allowance | None = None
        #: Whether anybody has had to act, a unit has the matter, and one has given it back.
        self._opened = self._given = self._returned = False
        self._decided_at: int | None = None

    def _resume_by(self, at: int) -> None:
        """End the suspension if it was over by an instant, whether anybody wrote it down or not."""
        if self._until is not None and self._until <= at:
            ended = max(self._until, self._begin)
            self._move(Happening(ended, 0, "resume", self._state, self._suspended_from))
            if self._why == "resumed":
                self._why = "resumed_by_itself"

    def _extend(self, at: int, granted: Limit) -> None:
        """Add time to the limit; what the unit worked before stays a stretch of its own."""
        if self._allowance is None or not self._given:
            return
        self._cut(at)
        self._allowance.extend(granted)
        if self._counts:
            self._why = "extended"

    def _move(self, event: Happening) -> None:
        self._cut(event.at)
        stage = self._stage_of(event.to_state)
        if stage != "none" and self._stage == "none" and self._opened:
            self._reopen(event, stage)
        elif stage == "none":
            self._end(event.at)
        elif stage in WITH_UNIT:
            self._give(event, stage)
        else:
            self._take_away(event, stage)
        self._opened = self._opened or stage != "none"
        self._state, self._stage = event.to_state, stage

    def _stage_of(self, state: str) -> str:
        stage = self._stages.get(state, "none")
        return "sign" if stage == "handle" and state in self._rules.unsigned else stage

    def _end(self, at: int) -> None:
        if not self._given:
            return
        if self._allowance is not None:
            if self._stage == "paused":
                # What stood still until now has lost nothing of its time.
                self._allowance.run(at)
            self._allowance.stop(at)
        if self._decided_at is None:
            self._decided_at = at

    def _reopen(self, event: Happening, stage: str) -> None:
        limit = event.limit or (self._allowance.limit if self._allowance else self._limit)
        self._readings.append(self._reading(event.at))
        self._begin_cycle()
        if stage in WITH_UNIT:
            self._hand_over(event.unit, limit)
            self._run(stage, event.at, "reopened")
        else:
            self._take_away(event, stage)

    def _give(self, event: Happening, stage: str) -> None:
        """Let the unit's time run; by which rule depends on where the ticket comes from."""
        if self._stage in WITH_UNIT:
            why = "handled"
        elif not self._given:
            why = self._dispatch(event)
        elif self._decided_at is None:
            why = "resumed"
        else:
            why = self._rework(event)
        self._run(stage, event.at, why)

    def _dispatch(self, event: Happening) -> str:
        again = self._returned
        if again and not self._rules.return_restarts and self._allowance is not None:
            self._given, self._returned = True, False
            self._holder = event.unit or self._holder
            return "redispatched_continue"
        self._hand_over(event.unit, event.limit or self._limit)
        return "redispatched_fresh" if again else "dispatched"

    def _rework(self, event: Happening) -> str:
        self._decided_at = None
        self._holder = event.unit or self._holder
        if self._rules.rework == "restart":
            limit = self._allowance.limit if self._allowance else None
            self._hand_over(event.unit, event.limit or limit)
        return f"rework_{self._rules.rework}"

    def _hand_over(self, unit: str, limit: Limit | None) -> None:
        """Give a unit a limit of its own."""
        self._given, self._returned = True, False
        self._holder = unit or self._holder
        self._allowance = None
        if limit is not None:
            self._allowances += 1
            self._allowance = Allowance(limit, self._calendar, self._allowances)

    def _run(self, stage: str, at: int, why: str) -> None:
        """Let the limit run from an instant on, unless the stage leaves it standing."""
        if self._allowance is None:
            self._why = "no_limit"
        elif stage == "sign" and not self._rules.dispatch_to_sign_counts:
            self._why = "unsigned_not_counted"
            self._allowance.stop(at)
        else:
            self._why = why
            self._allowance.run(at)

    def _take_away(self, event: Happening, stage: str) -> None:
        """Stop the unit's time: suspended, fed back or returned."""
        self._why = _NOT_COUNTED[stage]
        if self._allowance is not None:
            self._allowance.stop(event.at)
        if stage == "paused":
            self._until, self._suspended_from = event.until, self._state
        elif stage in _BEFORE:
            self._take_back()
        elif self._given and self._decided_at is None:
            self._decided_at = event.at

    def _take_back(self) -> None:
        """Leave the ticket with the centre: no unit has it."""
        self._returned = self._returned or self._given
        self._given, self._decided_at = False, None
        if self._returned:
            self._why = "returned"

    @property
    def _counts(self) -> bool:
        return self._allowance is not None and self._allowance.running

    def _cut(self, at: int) -> None:
        """End the present stretch; one without length leaves no trace."""
        if self._stage != "none" and at > self._begin:
            self._segments.append(self._segment(at, at))
        self._begin = at

    def _segment(self, at: int, end: int | None) -> Segment:
        stage, begin, cycle = self._stage, self._begin, len(self._readings) + 1
        holder = self._holder if stage in WITH_UNIT or stage == "paused" else ""
        allowance = self._allowance
        if allowance is None or not allowance.running:
            seconds = worked(begin, at, self._calendar)
            return Segment(stage, holder, begin, end, False, seconds, cycle, self._why)
        return Segment(
            stage, holder, begin, end, True, allowance.count(begin, at), cycle, self._why,
            allowance.number, allowance.limit.kind,
        )  # fmt: skip

    def _reading(self, now: int) -> Reading:
        given_up = self._returned and self._rules.return_restarts
        allowance = None if given_up else self._allowance
        segments, cycle = tuple(self._segments), len(self._readings) + 1
        if allowance is None:
            return unlimited(segments, self._standing, self._decided_at, cycle)
        return limited(
            allowance, segments, self._standing, self._decided_at,
            until=self._until, cycle=cycle, calendar=self._calendar, now=now,
        )  # fmt: skip

    @property
    def _standing(self) -> Standing:
        if self._returned or (self._given and self._stage == "none"):
            return "stopped"
        if self._stage == "paused":
            return "paused"
        if self._decided_at is not None:
            return "waiting"
        return "running" if self._counts else "none"
