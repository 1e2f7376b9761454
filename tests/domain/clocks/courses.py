"""Courses of tickets for the tests: a log written down in one line per event."""

from __future__ import annotations

from datetime import datetime

from gridctl.domain.calendar import load_calendar
from gridctl.domain.calendar.scale import office_seconds, office_time
from gridctl.domain.clocks import ClockRules, Happening, Reading, read_clock, read_cycles
from gridctl.domain.limits import Limit, parse_limit

CALENDAR = load_calendar()

#: State -> clock, from the table of states (domain.md 5.2).
STAGES = {
    "draft": "none",
    "reported": "accept",
    "verifying": "task",
    "rejected": "none",
    "filed": "dispatch",
    "dispatched": "handle",
    "handling": "handle",
    "returned": "dispatch",
    "suspended": "paused",
    "fed_back": "check",
    "checking": "task",
    "rework": "handle",
    "revisiting": "revisit",
    "closed": "none",
    "archived": "none",
    "merged": "none",
    "self_closed": "none",
}
#: Verb -> the state it leads to (domain.md 5.3).
TARGETS = {
    "report": "reported",
    "send_verify": "verifying",
    "verify_done": "reported",
    "file": "filed",
    "void": "rejected",
    "dispatch": "dispatched",
    "sign": "handling",
    "return": "returned",
    "escalate": "filed",
    "suspend": "suspended",
    "resume": "handling",
    "feedback": "fed_back",
    "send_check": "checking",
    "check_done": "fed_back",
    "rework": "rework",
    "revisit": "revisiting",
    "close": "closed",
    "force_close": "closed",
    "reopen": "rework",
    "archive": "archived",
}


def at(local: str) -> int:
    """Return the UTC seconds of an instant of 2026, such as ``06-08 09:00``."""
    return office_seconds(datetime.fromisoformat(f"2026-{local}"))


def shown(seconds: int | None) -> str | None:
    """Return UTC seconds as :func:`at` reads them."""
    return None if seconds is None else f"{office_time(seconds):%m-%d %H:%M}"


def course(*lines: str, **facts: dict[str, object]) -> list[Happening]:
    """Return a log from lines such as ``06-08 09:00 dispatch U1``.

    Args:
        lines: instant, verb and, where one follows, the unit.
        facts: by verb, further fields of its events.
    """
    state, events = "draft", []
    for seq, line in enumerate(lines, 1):
        day, time, verb, *unit = line.split()
        to_state = TARGETS.get(verb, state)
        known: dict[str, object] = dict(facts.get(verb, {}))
        events.append(
            Happening(at(f"{day} {time}"), seq, verb, state, to_state, *unit)._replace(**known)
        )
        state = to_state
    return events


def read(
    events: list[Happening],
    limit: str | Limit | None,
    now: str | int,
    rules: ClockRules | None = None,
) -> Reading:
    """Return the reading of a log by the shipped calendar."""
    return read_clock(*_arguments(events, limit, now, rules))


def cycles(
    events: list[Happening], limit: str | None, now: str, rules: ClockRules | None = None
) -> tuple[Reading, ...]:
    """Return the readings of all cycles by the shipped calendar."""
    return read_cycles(*_arguments(events, limit, now, rules))


def _arguments(events, limit, now, rules):
    allowed = parse_limit(limit) if isinstance(limit, str) else limit
    instant = at(now) if isinstance(now, str) else now
    return events, STAGES, allowed, rules or ClockRules(), CALENDAR, instant
