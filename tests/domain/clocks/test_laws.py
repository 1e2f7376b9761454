"""What holds for every course a ticket can take."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.domain.clocks import ClockRules, Happening, explain
from gridctl.domain.clocks.explaining import MESSAGES
from gridctl.domain.clocks.stages import STAGE_NAMES
from gridctl.domain.limits import Limit, deadline_at, parse_limit
from tests.domain.clocks.courses import CALENDAR, STAGES, TARGETS, at, course, read
from tests.domain.clocks.courses import cycles as read_all

LIMITS = ("4小时", "1工作日", "5工作日", "次日起3个工作日", "2紧急工作时", "7自然日")
#: State -> verbs that may follow (domain.md 5.3).
VERBS = {
    "draft": ("report",),
    "reported": ("file", "send_verify", "nudge"),
    "verifying": ("verify_done",),
    "filed": ("dispatch",),
    "dispatched": ("sign", "return", "nudge"),
    "handling": ("feedback", "suspend", "return", "extend", "comment", "escalate"),
    "suspended": ("resume", "force_close"),
    "returned": ("dispatch",),
    "fed_back": ("rework", "close", "send_check", "revisit"),
    "checking": ("check_done", "rework"),
    "revisiting": ("rework", "close"),
    "rework": ("feedback", "comment"),
    "closed": ("reopen", "archive"),
    "archived": ("comment",),
}
HOUR = 3600
LATEST = at("11-30 00:00")

rules = st.builds(
    ClockRules,
    rework=st.sampled_from(["continue", "restart"]),
    dispatch_to_sign_counts=st.booleans(),
    return_restarts=st.booleans(),
)
limits = st.sampled_from(LIMITS)


@st.composite
def courses(draw) -> list[Happening]:
    state, now, events = "draft", at("01-05 08:00"), []
    for seq in range(draw(st.integers(3, 16))):
        now += draw(st.sampled_from([0, 0, 600, HOUR, 5 * HOUR, 30 * HOUR, 200 * HOUR]))
        verb = draw(st.sampled_from(VERBS[state]))
        extra = {}
        if verb == "extend":
            extra["granted"] = parse_limit(draw(limits))
        if verb == "suspend" and draw(st.booleans()):
            extra["until"] = now + draw(st.integers(0, 400)) * HOUR
        if verb in ("dispatch", "reopen"):
            extra["unit"] = draw(st.sampled_from(["U1", "U2"]))
        after = TARGETS.get(verb, state)
        events.append(Happening(now, seq, verb, state, after)._replace(**extra))
        state = after
    return events


@st.composite
def moments(draw, events: list[Happening]) -> int:
    return draw(st.integers(events[0].at, min(events[-1].at + 300 * HOUR, LATEST)))


@settings(deadline=None, max_examples=300)
@given(st.data(), courses(), limits, rules)
def test_what_counts_adds_up_to_what_is_used(data, events, limit, policy) -> None:
    now = data.draw(moments(events))
    for reading in read_all(events, parse_limit(limit), now, policy):
        counted = [s for s in reading.segments if s.counts and s.allowance == reading.allowance]
        assert sum(s.working for s in counted) == reading.used
        assert reading.left is None or reading.left + reading.used == reading.total
        assert all(s.begin < (now if s.end is None else s.end) or s.end is None
                   for s in reading.segments)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.data(), courses(), limits, rules)
def test_the_stretches_follow_each_other_without_gaps(data, events, limit, policy) -> None:
    now = data.draw(moments(events))
    for reading in read_all(events, parse_limit(limit), now, policy):
        ends = [s.end for s in reading.segments[:-1]]
        assert ends == [s.begin for s in reading.segments[1:]]


@settings(deadline=None, max_examples=200)
@given(st.data(), courses(), limits, rules, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(data, events, limit, policy, chance) -> None:
    now = data.draw(moments(events))
    shuffled = events.copy()
    chance.shuffle(shuffled)
    allowed = parse_limit(limit)
    assert read_all(shuffled, allowed, now, policy) == read_all(events, allowed, now, policy)


@settings(deadline=None, max_examples=200)
@given(st.data(), courses(), limits, rules)
def test_split_intervals_add_up(data, events, limit, policy) -> None:
    """Notes leave the clock alone wherever they stand, and the days explain every stretch."""
    now = data.draw(moments(events))
    reading = read_all(events, parse_limit(limit), now, policy)[-1]
    for line in explain(reading, CALENDAR, now):
        assert not line.days or sum(day.seconds for day in line.days) == line.seconds
    cut = data.draw(st.integers(events[0].at, now))
    state = next(e.to_state for e in reversed(events) if e.at <= cut)
    noted = [*events, Happening(cut, 99, "comment", state, state)]
    assert read_all(noted, parse_limit(limit), now, policy)[-1] == reading


@settings(deadline=None, max_examples=300)
@given(
    st.integers(at("01-05 00:00"), at("09-01 00:00")), limits,
    st.integers(0, 400), st.integers(0, 400), st.integers(0, 400),
)  # fmt: skip
def test_pausing_never_brings_a_deadline_nearer(start, limit, worked, paused, later) -> None:
    stop, resumed = start + worked * HOUR, start + (worked + paused) * HOUR
    granted = parse_limit("1自然日")
    given_out = [
        Happening(start, 1, "dispatch", "filed", "handling", "U1"),
        Happening(start, 2, "extend", "handling", "handling", granted=granted),
    ]
    pause = [
        Happening(stop, 3, "suspend", "handling", "suspended", until=resumed + later * HOUR),
        Happening(resumed, 4, "resume", "suspended", "handling"),
    ]
    now = resumed + HOUR
    plain = read(given_out, parse_limit(limit), now).deadline
    during = read([*given_out, *pause], parse_limit(limit), stop).deadline
    after = read([*given_out, *pause], parse_limit(limit), now).deadline
    assert plain <= after <= during


@settings(deadline=None, max_examples=200)
@given(st.data(), courses(), limits, rules, st.integers(1, 12))
def test_more_limit_is_never_earlier(data, events, limit, policy, more) -> None:
    now = data.draw(moments(events))
    small = parse_limit(limit)
    large = Limit(small.kind, small.amount + more)
    less, much = (read_all(events, each, now, policy)[-1] for each in (small, large))
    assert _far(less.deadline) <= _far(much.deadline)
    assert less.late or not much.late


@settings(deadline=None, max_examples=200)
@given(st.data(), courses(), limits, rules)
def test_what_comes_later_leaves_an_earlier_cycle_alone(data, events, limit, policy) -> None:
    allowed = parse_limit(limit)
    now = data.draw(moments(events))
    readings = read_all(events, allowed, now, policy)
    for n, event in enumerate(events):
        if event.verb == "reopen" and event.at <= now:
            before = read_all(events[:n], allowed, event.at, policy)
            assert readings[: len(before)] == before


@settings(deadline=None, max_examples=100)
@given(st.integers(at("01-05 00:00"), at("10-01 00:00")), limits)
def test_one_dispatch_is_plain_arithmetic(start, limit) -> None:
    """A sweep over tickets with nothing but a dispatch may leave the log unread."""
    allowed = parse_limit(limit)
    events = [Happening(start, 1, "dispatch", "filed", "dispatched", "U1")]
    assert read(events, allowed, start + HOUR).deadline == deadline_at(start, allowed, CALENDAR)


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("hour", ["09:00", "11:30", "12:00", "13:00", "17:59", "18:00"])
def test_extending_and_suspending_at_one_instant_commute(limit: str, hour: str) -> None:
    granted = {"granted": parse_limit("3小时")}
    steps = [f"06-08 {hour} suspend", f"06-08 {hour} extend"]
    ways = [
        read(
            course("06-08 08:55 dispatch U1", *way, "06-20 09:00 resume", extend=granted),
            limit,
            "06-20 10:00",
        )
        for way in (steps, steps[::-1])
    ]
    assert ways[0].deadline == ways[1].deadline
    assert (ways[0].used, ways[0].total) == (ways[1].used, ways[1].total)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu"])
def test_the_zone_of_the_machine_does_not_matter(zone: str) -> None:
    program = (
        "from tests.domain.clocks.courses import *\n"
        "log = course('10-30 10:00 dispatch U1', '10-30 11:00 sign', '10-30 17:00 suspend',"
        " '11-03 09:00 resume')\n"
        "print(read(log, '2工作日', '11-04 09:00'))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"TZ": each, "PYTHONPATH": "."},
            capture_output=True, text=True, check=True,
        ).stdout
        for each in (zone, "Asia/Shanghai")
    ]  # fmt: skip
    assert runs[0] == runs[1] != ""


@settings(deadline=None, max_examples=200)
@given(st.data(), courses(), limits, rules)
def test_every_rule_and_stage_has_words(data, events, limit, policy) -> None:
    reading = read_all(events, parse_limit(limit), data.draw(moments(events)), policy)[-1]
    assert {s.why for s in reading.segments} <= set(MESSAGES)
    assert {s.stage for s in reading.segments} <= set(STAGE_NAMES)


def test_every_state_of_a_course_has_a_clock() -> None:
    assert set(VERBS) <= set(STAGES)


def _far(deadline: int | None) -> float:
    """A deadline nobody knows yet lies beyond all others."""
    return math.inf if deadline is None else deadline
