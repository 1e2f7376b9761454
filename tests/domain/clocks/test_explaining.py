from __future__ import annotations

from gridctl.domain.clocks import explain
from tests.domain.clocks.courses import CALENDAR, at, course, read, shown

HOUR = 3600
OVER_HOLIDAY = ("09-30 10:00 dispatch U1", "09-30 17:00 sign")


def lines(events, limit, now):
    return explain(read(events, limit, now), CALENDAR, at(now))


def test_each_day_says_what_counted() -> None:
    dispatched, handled, left = lines(course(*OVER_HOLIDAY), "2工作日", "10-08 12:00")
    assert (dispatched.why, dispatched.seconds, shown(dispatched.end)) == (
        "dispatched", 5 * HOUR, "09-30 17:00",
    )  # fmt: skip
    assert [(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in dispatched.days[0].slots] == [
        ("10:00", "12:00"), ("14:00", "17:00"),
    ]  # fmt: skip
    assert [day.seconds // HOUR for day in handled.days] == [1, 0, 0, 0, 0, 0, 0, 0, 4]
    assert {day.occasion["en"] for day in handled.days[1:8] if day.occasion} == {"National Day"}
    assert (left.why, left.counts, shown(left.end), left.seconds) == (
        "left", True, "10-09 10:00", 6 * HOUR,
    )  # fmt: skip


def test_the_wall_clock_is_explained_by_whole_days() -> None:
    events = course("06-12 23:00 dispatch U1")
    dispatched, left = lines(events, "3紧急工作时", "06-13 00:30")
    assert [day.seconds for day in dispatched.days] == [HOUR, HOUR // 2]
    assert [day.seconds for day in left.days] == [3 * HOUR // 2]


def test_what_does_not_count_has_no_days() -> None:
    events = course(*OVER_HOLIDAY, "09-30 17:30 suspend")
    found = lines(events, "2工作日", "10-08 12:00")
    assert [(line.stage, bool(line.days)) for line in found] == [
        ("sign", True), ("handle", True), ("paused", False),
    ]  # fmt: skip


def test_what_is_left_of_a_suspended_ticket_begins_where_the_suspension_ends() -> None:
    events = course(*OVER_HOLIDAY, "09-30 17:30 suspend", suspend={"until": at("10-12 09:00")})
    *_, standing, ahead = lines(events, "2工作日", "10-08 12:00")
    assert (standing.why, ahead.why, shown(ahead.begin)) == (
        "suspended", "left_resumed", "10-12 09:00",
    )  # fmt: skip
    assert ahead.seconds == sum(day.seconds for day in ahead.days) == (16 * 2 - 11) * HOUR // 2
    assert shown(ahead.end) == shown(read(events, "2工作日", "10-08 12:00").deadline)


def test_an_overdue_ticket_has_nothing_left() -> None:
    """What ran past the deadline is a line of its own."""
    found = lines(course("06-08 09:00 dispatch U1"), "1小时", "06-08 11:30")
    assert [(line.why, line.seconds, shown(line.end or at("06-08 11:30"))) for line in found] == [
        ("dispatched", HOUR, "06-08 10:00"), ("overdue", 3 * HOUR // 2, "06-08 11:30"),
    ]  # fmt: skip


def test_the_wall_clock_is_cut_at_the_deadline_too() -> None:
    found = lines(course("06-12 23:00 dispatch U1"), "1紧急工作时", "06-13 00:30")
    assert [(line.why, line.seconds) for line in found] == [
        ("dispatched", HOUR), ("overdue", HOUR // 2),
    ]  # fmt: skip


def test_what_happened_at_one_instant_is_explained_by_nothing() -> None:
    steps = (
        "10-08 09:00 dispatch U1",
        "10-08 09:00 sign",
        "10-08 09:00 feedback",
        "10-08 09:00 close",
    )
    assert list(lines(course(*steps), "2工作日", "10-08 09:00")) == []
