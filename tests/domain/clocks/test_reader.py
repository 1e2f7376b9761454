from __future__ import annotations

from itertools import pairwise

import pytest

from gridctl.domain.calendar import CalendarMissing
from gridctl.domain.clocks import ClockRules, Happening, read_clock
from gridctl.domain.limits import parse_limit
from tests.domain.clocks.courses import CALENDAR, at, course, cycles, read, shown

HOUR = 3600
#: domain.md 6.3, slots 08-12 and 14-18.
GOLDEN = [
    ("02-13 16:00", "02-14 10:00", "02-24 16:00", "02-24 18:00", "02-27 18:00"),
    ("05-08 17:00", "05-09 11:00", "05-11 17:00", "05-11 18:00", "05-14 18:00"),
    ("06-05 12:30", "06-05 18:00", "06-09 12:00", "06-09 18:00", "06-12 18:00"),
    ("06-18 17:30", "06-22 11:30", "06-23 17:30", "06-23 18:00", "06-26 18:00"),
    ("09-19 09:00", "09-20 12:00", "09-21 18:00", "09-21 18:00", "09-24 18:00"),
    ("09-24 15:00", "09-28 09:00", "09-29 15:00", "09-29 18:00", "10-09 18:00"),
    ("09-30 10:00", "09-30 16:00", "10-09 10:00", "10-09 18:00", "10-13 18:00"),
]
LIMITS = ("4工作时", "2工作日", "次日起2个工作日", "次日起5个工作日")
INTAKE = ("06-08 08:30 report", "06-08 08:40 file")
GIVEN = (*INTAKE, "06-08 09:00 dispatch U1", "06-08 10:00 sign")


@pytest.mark.parametrize("row", GOLDEN, ids=[row[0] for row in GOLDEN])
@pytest.mark.parametrize("column", range(4), ids=LIMITS)
def test_golden_deadlines(row: tuple[str, ...], column: int) -> None:
    events = course(f"{row[0]} dispatch U1")
    assert shown(read(events, LIMITS[column], row[0]).deadline) == row[column + 1]


@pytest.mark.parametrize("text", ["2工作日", "2天", "2个工作日"])
def test_a_working_day_is_not_24_hours(text: str) -> None:
    """Domain.md 15.2 no 1: over a weekend the wall clock ends on Sunday, working days do not."""
    reading = read(course("06-12 16:00 dispatch U1"), text, "06-14 17:00")
    assert shown(reading.deadline) == "06-16 16:00"
    assert not reading.late
    assert reading.used == 2 * HOUR
    assert shown(read(course("06-12 16:00 dispatch U1"), "2自然日", "06-14 17:00").deadline) == (
        "06-14 16:00"
    )


def test_whose_time_it_was() -> None:
    events = course(
        *GIVEN, "06-08 16:00 feedback", "06-08 17:00 send_check", "06-09 09:00 check_done",
        "06-09 10:00 revisit", "06-09 11:00 close",
    )  # fmt: skip
    reading = read(events, "1工作日", "06-30 00:00")
    assert [(s.stage, s.holder, s.counts, s.working) for s in reading.segments] == [
        ("accept", "", False, 600),
        ("dispatch", "", False, 1200),
        ("sign", "U1", True, HOUR),
        ("handle", "U1", True, 4 * HOUR),
        ("check", "", False, HOUR),
        ("task", "", False, 2 * HOUR),
        ("check", "", False, HOUR),
        ("revisit", "", False, HOUR),
    ]
    assert (reading.used, reading.left, reading.total) == (5 * HOUR, 3 * HOUR, 8 * HOUR)
    assert (shown(reading.decided_at), reading.met) == ("06-08 16:00", True)
    assert (reading.standing, reading.late, reading.cycle) == ("stopped", False, 1)


def test_nothing_runs_before_a_dispatch() -> None:
    reading = read(course(*INTAKE), "1工作日", "06-08 10:00")
    assert (reading.standing, reading.limit, reading.deadline) == ("none", None, None)
    assert read([], "1工作日", "06-08 10:00").segments == ()


def test_what_is_later_has_not_happened() -> None:
    reading = read(course(*GIVEN, "06-08 16:00 feedback"), "1工作日", "06-08 11:00")
    assert (reading.standing, reading.used) == ("running", 2 * HOUR)


def test_a_unit_that_does_not_sign_does_not_stop_time() -> None:
    reading = read(course(*INTAKE, "06-08 09:00 dispatch U1"), "1工作日", "06-09 11:00")
    assert (reading.late, reading.left, shown(reading.deadline)) == (True, -2 * HOUR, "06-09 09:00")


def test_a_policy_may_let_time_begin_with_the_signature() -> None:
    rules = ClockRules(dispatch_to_sign_counts=False)
    waiting = read(course(*INTAKE, "06-08 09:00 dispatch U1"), "1工作日", "06-09 11:00", rules)
    assert (waiting.standing, waiting.deadline, waiting.left) == ("none", None, None)
    assert waiting.segments[-1].why == "unsigned_not_counted"
    signed = read(course(*GIVEN), "1工作日", "06-08 12:00", rules)
    assert (shown(signed.deadline), signed.used) == ("06-09 10:00", 2 * HOUR)


def test_another_unit_has_its_whole_limit() -> None:
    events = course(*GIVEN, "06-08 16:00 return", "06-09 15:00 dispatch U2")
    back = read(events, "1工作日", "06-09 14:30")
    assert (back.standing, back.deadline, back.used) == ("stopped", None, 0)
    assert back.segments[-1].why == "returned"
    again = read(events, "1工作日", "06-09 16:00")
    assert (shown(again.deadline), again.used) == ("06-10 15:00", HOUR)
    assert [s.holder for s in again.segments if s.counts] == ["U1", "U1", "U2"]
    assert (again.allowance, again.segments[-1].why) == (2, "redispatched_fresh")


def test_a_policy_may_leave_another_unit_the_rest() -> None:
    events = course(*GIVEN, "06-08 16:00 return", "06-09 15:00 dispatch U2")
    rules = ClockRules(return_restarts=False)
    back = read(events, "1工作日", "06-09 14:30", rules)
    assert (back.standing, back.left) == ("stopped", 3 * HOUR)
    again = read(events, "1工作日", "06-09 16:00", rules)
    assert (shown(again.deadline), again.used) == ("06-09 18:00", 6 * HOUR)
    assert again.segments[-1].holder == "U2"


def test_a_dispatch_may_fix_a_limit_of_its_own() -> None:
    events = course(*GIVEN, dispatch={"limit": parse_limit("2紧急工作时")})
    reading = read(events, "5工作日", "06-08 12:30")
    assert (shown(reading.deadline), reading.late) == ("06-08 11:00", True)
    assert (reading.used, reading.left) == (12600, -5400)


def test_a_suspension_leaves_the_time_left() -> None:
    events = course(*GIVEN, "06-08 16:00 suspend", "06-15 10:00 resume")
    paused = read(events, "1工作日", "06-10 10:00")
    assert (paused.standing, paused.left, paused.late) == ("paused", 3 * HOUR, False)
    assert paused.deadline is None
    assert (paused.segments[-1].stage, paused.segments[-1].holder) == ("paused", "U1")
    resumed = read(events, "1工作日", "06-15 11:00")
    assert (shown(resumed.deadline), resumed.left) == ("06-15 15:00", 2 * HOUR)


def test_a_suspension_ends_by_itself() -> None:
    until = {"until": at("06-11 14:00")}
    events = course(*GIVEN, "06-08 16:00 suspend", suspend=until)
    assert shown(read(events, "1工作日", "06-10 10:00").deadline) == "06-11 17:00"
    assert read(events, "1工作日", "06-11 14:00").standing == "running"
    over = read(events, "1工作日", "06-11 15:00")
    assert (over.standing, over.left, over.segments[-1].why) == (
        "running", 2 * HOUR, "resumed_by_itself",
    )  # fmt: skip
    late = course(*GIVEN, "06-08 16:00 suspend", "06-12 09:00 resume", suspend=until)
    assert read(late, "1工作日", "06-12 10:00").deadline == over.deadline
    early = course(*GIVEN, "06-08 16:00 suspend", "06-10 09:00 resume", suspend=until)
    assert shown(read(early, "1工作日", "06-10 10:00").deadline) == "06-10 12:00"


def test_a_word_after_its_end_does_not_suspend_anew() -> None:
    """The sweep comes late: whoever nudged before it still found the ticket suspended."""
    until = {"until": at("06-11 14:00")}
    events = course(*GIVEN, "06-08 16:00 suspend", suspend=until)
    nudged = [*events, Happening(at("06-11 14:30"), 9, "nudge", "suspended", "suspended")]
    swept = [*nudged, Happening(at("06-11 14:00"), 10, "resume", "suspended", "handling")]
    for log in (nudged, swept):
        reading = read(log, "1工作日", "06-11 15:00")
        assert (shown(reading.deadline), reading.standing) == ("06-11 17:00", "running")


def test_a_suspension_over_a_holiday_costs_nothing() -> None:
    events = course("09-30 10:00 dispatch U1", "09-30 12:00 suspend", "10-09 08:00 resume")
    assert shown(read(events, "1工作日", "10-09 09:00").deadline) == "10-09 16:00"


def test_whole_working_days_go_on_to_the_second_after_a_pause() -> None:
    events = course("06-08 09:30 dispatch U1", "06-09 11:00 suspend", "06-11 16:00 resume")
    before = read(events, "次日起2个工作日", "06-09 10:00")
    assert (shown(before.deadline), before.total) == ("06-10 18:00", 22 * HOUR + HOUR // 2)
    after = read(events, "次日起2个工作日", "06-11 17:00")
    assert (shown(after.deadline), after.left) == ("06-15 11:00", 12 * HOUR)


def test_the_wall_clock_is_paused_on_the_wall_clock() -> None:
    events = course("06-12 17:00 dispatch U1", "06-12 18:00 suspend", "06-14 03:00 resume")
    reading = read(events, "2紧急工作时", "06-14 03:30")
    assert (shown(reading.deadline), reading.used) == ("06-14 04:00", 5400)


def test_what_was_overdue_stays_so_through_a_pause() -> None:
    events = course(*GIVEN, "06-09 10:00 suspend", "06-11 10:00 resume", "06-11 11:00 feedback")
    for now in ("06-10 10:00", "06-11 10:30", "06-12 10:00"):
        reading = read(events, "1工作日", now)
        assert (shown(reading.deadline), reading.late) == ("06-09 09:00", True)
    assert (reading.met, reading.left) == (False, -2 * HOUR)


def test_an_extension_is_added_to_the_deadline_in_force() -> None:
    events = course(
        *GIVEN, "06-08 15:00 extend", "06-08 16:00 extend", extend={"granted": parse_limit("1天")}
    )
    assert shown(read(events, "1工作日", "06-08 14:00").deadline) == "06-09 09:00"
    reading = read(events, "1工作日", "06-08 17:00")
    assert (shown(reading.deadline), reading.total) == ("06-11 09:00", 24 * HOUR)
    assert [s.why for s in reading.segments if s.counts] == [
        "dispatched", "handled", "extended", "extended",
    ]  # fmt: skip


@pytest.mark.parametrize("outcome", ["asked", "refused", "lapsed"])
def test_what_was_only_asked_for_moves_nothing(outcome: str) -> None:
    granted = {"granted": parse_limit("1天"), "outcome": outcome}
    reading = read(course(*GIVEN, "06-08 15:00 extend", extend=granted), "1工作日", "06-08 17:00")
    assert (shown(reading.deadline), len(reading.segments)) == ("06-09 09:00", 4)


def test_an_extension_granted_while_suspended() -> None:
    granted = {"granted": parse_limit("1天")}
    events = course(
        *GIVEN, "06-08 16:00 suspend", "06-09 09:00 extend", "06-10 14:00 resume", extend=granted
    )
    assert shown(read(events, "1工作日", "06-10 15:00").deadline) == "06-11 17:00"


def test_an_extension_granted_after_the_deadline_counts_from_it() -> None:
    granted = {"granted": parse_limit("1天")}
    events = course(*GIVEN, "06-09 16:00 extend", "06-09 17:00 feedback", extend=granted)
    assert read(events, "1工作日", "06-09 15:00").late
    reading = read(events, "1工作日", "06-10 15:00")
    assert (shown(reading.deadline), reading.met) == ("06-10 09:00", True)


def test_an_extension_without_a_limit_changes_nothing() -> None:
    events = course(*GIVEN, "06-08 15:00 extend", extend={"granted": parse_limit("1天")})
    reading = read(events, None, "06-08 17:00")
    assert (reading.deadline, reading.total, reading.segments[-1].why) == (None, 0, "no_limit")


@pytest.mark.parametrize(
    ("rules", "due", "met"),
    [
        (ClockRules(rework="continue"), "06-10 11:00", False),
        (ClockRules(rework="restart"), "06-10 18:00", True),
    ],
    ids=["continue", "restart"],
)
def test_rework_goes_on_or_begins_anew(rules: ClockRules, due: str, met: bool) -> None:
    events = course(
        *GIVEN, "06-08 16:00 feedback", "06-10 09:00 rework", "06-10 16:00 feedback",
        "06-20 09:00 close",
    )  # fmt: skip
    waiting = read(events, "7小时", "06-09 09:00", rules)
    assert (waiting.standing, waiting.met) == ("waiting", True)
    again = read(events, "7小时", "06-10 10:00", rules)
    assert (again.standing, again.met, again.decided_at) == ("running", None, None)
    reading = read(events, "7小时", "06-30 00:00", rules)
    assert (shown(reading.deadline), reading.met) == (due, met)
    assert shown(reading.decided_at) == "06-10 16:00"


def test_who_used_the_limit_to_the_last_second_had_not_missed_it() -> None:
    """What is sent back then is due at once, not in the past."""
    events = course(*GIVEN, "06-09 09:00 feedback", "06-09 11:00 rework")
    assert read(events, "1工作日", "06-09 10:00").met is True
    assert shown(read(events, "1工作日", "06-09 11:00").deadline) == "06-09 11:00"
    late = course(*GIVEN, "06-09 09:01 feedback", "06-09 11:00 rework")
    assert shown(read(late, "1工作日", "06-09 11:00").deadline) == "06-09 09:00"


def test_closing_without_feedback_decides() -> None:
    events = course(*GIVEN, "06-09 10:00 force_close")
    reading = read(events, "1工作日", "06-30 00:00")
    assert (shown(reading.decided_at), reading.met) == ("06-09 10:00", False)
    paused = course(*GIVEN, "06-08 16:00 suspend", "06-20 10:00 force_close")
    assert read(paused, "1工作日", "06-30 00:00").met is True


def test_what_no_unit_had_is_not_decided() -> None:
    returned = course(*GIVEN, "06-08 16:00 return", "06-20 10:00 force_close")
    for events in (returned, course(*INTAKE, "06-08 09:00 void")):
        reading = read(events, "1工作日", "06-30 00:00")
        assert (reading.met, reading.decided_at) == (None, None)


def test_a_reopened_ticket_keeps_what_its_first_cycle_came_to() -> None:
    first = (*GIVEN, "06-08 16:00 feedback", "06-09 09:00 close")
    again = (*first, "06-15 09:00 reopen U2", "06-17 09:00 feedback", "06-17 10:00 close")
    before = read(course(*first), "1工作日", "06-12 09:00")
    readings = cycles(course(*again), "1工作日", "06-30 00:00")
    assert readings[0] == before
    assert (before.met, readings[1].met) == (True, False)
    assert (readings[1].cycle, shown(readings[1].deadline)) == (2, "06-16 09:00")
    assert {s.holder for s in readings[1].segments if s.counts} == {"U2"}
    assert readings[1].segments[0].why == "reopened"


def test_a_ticket_archived_is_not_reopened_by_that() -> None:
    events = course(*GIVEN, "06-08 16:00 feedback", "06-09 09:00 close", "07-09 09:00 archive")
    assert len(cycles(events, "1工作日", "07-10 00:00")) == 1


def test_escalating_leaves_the_next_unit_its_whole_limit() -> None:
    events = course(*GIVEN, "06-09 11:00 escalate", "06-10 09:00 dispatch U9")
    reading = read(events, "1工作日", "06-10 10:00")
    assert (reading.late, shown(reading.deadline)) == (False, "06-11 09:00")


def test_events_that_leave_the_state_as_it_is_leave_the_clock_alone() -> None:
    plain = read(course(*GIVEN), "1工作日", "06-08 17:00")
    noted = course(*GIVEN, "06-08 11:00 nudge", "06-08 12:00 supervise", "06-08 15:00 comment")
    assert read(noted, "1工作日", "06-08 17:00") == plain


def test_events_of_one_instant_leave_no_stretch_between_them() -> None:
    events = course(
        "06-08 09:00 report", "06-08 09:00 file", "06-08 09:00 dispatch U1", "06-08 09:00 sign"
    )
    assert [s.stage for s in read(events, "1工作日", "06-08 10:00").segments] == ["handle"]


def test_a_county_with_other_states_is_read_by_the_same_rules() -> None:
    stages = {"new": "accept", "at_work": "handle", "looked_at": "check", "done": "none"}
    states = ["", "new", "at_work", "looked_at", "at_work", "looked_at", "done"]
    events = [
        Happening(at(f"06-0{day} 09:00"), day, "move", before, after, "U1")
        for day, (before, after) in enumerate(pairwise(states), 1)
    ]
    reading = read_clock(
        events, stages, parse_limit("5工作日"), ClockRules(), CALENDAR, at("06-20 09:00")
    )
    assert [s.stage for s in reading.segments] == ["accept", "handle", "check", "handle", "check"]
    assert (shown(reading.decided_at), reading.met) == ("06-05 09:00", True)


def test_a_deadline_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(CalendarMissing):
        read(course("12-30 09:00 dispatch U1"), "5工作日", "12-30 10:00")


def test_what_needs_no_calendar_is_read_without_one() -> None:
    later = at("12-31 09:00") + 20 * 86_400
    events = [
        Happening(later, 1, "report", "draft", "reported"),
        Happening(later + 600, 2, "dispatch", "filed", "dispatched", "U1"),
    ]
    reading = read(events, "2紧急工作时", later + 1200)
    assert [s.working for s in reading.segments] == [None, 600]
    assert reading.deadline == later + 600 + 2 * HOUR


def test_a_suspension_that_ends_beyond_the_calendar_marks_the_years() -> None:
    until = {"until": at("12-31 09:00") + 90 * 86_400}
    reading = read(course(*GIVEN, "06-08 16:00 suspend", suspend=until), "1工作日", "06-09 00:00")
    assert (reading.deadline, reading.provisional_years) == (None, (2027,))


def test_a_deadline_at_the_end_of_december_rests_on_the_next_notice() -> None:
    assert read(course("12-28 09:00 dispatch U1"), "2天", "12-28 10:00").provisional_years == (
        2027,
    )
    assert read(course("12-21 09:00 dispatch U1"), "2天", "12-28 10:00").provisional_years == ()
