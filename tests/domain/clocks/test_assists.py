from __future__ import annotations

from gridctl.domain.clocks import Assist, assist_readings, explain, lamp
from gridctl.domain.limits import parse_limit
from tests.domain.clocks.courses import CALENDAR, at, course, read, shown

HOUR = 3600
GIVEN = ("06-08 09:00 dispatch U1", "06-08 10:00 sign")


def assisted(events, now, *assists, limit="2工作日"):
    return assist_readings(assists, read(events, limit, now), CALENDAR, at(now))


def test_each_assisting_unit_has_its_own_clock() -> None:
    quick = Assist("U2", at("06-08 11:00"), parse_limit("4小时"), done_at=at("06-08 15:00"))
    slow = Assist("U3", at("06-08 15:00"), parse_limit("4小时"))
    first, second = assisted(course(*GIVEN), "06-09 12:00", quick, slow)
    assert (first.used, shown(first.deadline), first.met) == (2 * HOUR, "06-08 17:00", True)
    assert (first.standing, shown(first.decided_at)) == ("stopped", "06-08 15:00")
    assert (second.standing, shown(second.deadline), second.late) == (
        "running",
        "06-09 09:00",
        True,
    )
    assert {s.holder for s in second.segments} == {"U3"}
    assert lamp(second) == "red"


def test_without_a_limit_of_its_own_it_has_the_lead_unit_s() -> None:
    (reading,) = assisted(course(*GIVEN), "06-09 12:00", Assist("U2", at("06-08 11:00")))
    assert shown(reading.deadline) == "06-10 11:00"
    (free,) = assisted(course(*GIVEN), "06-09 12:00", Assist("U2", at("06-08 11:00")), limit=None)
    assert (free.deadline, free.segments[-1].why) == (None, "no_limit")


def test_it_stands_while_the_ticket_is_suspended_or_fed_back() -> None:
    events = course(
        *GIVEN, "06-08 16:00 suspend", "06-10 09:00 resume", "06-10 11:00 feedback",
        "06-12 09:00 rework",
    )  # fmt: skip
    helper = Assist("U2", at("06-08 15:00"), parse_limit("4小时"))
    assert [
        assisted(events, now, helper)[0].standing
        for now in ("06-09 09:00", "06-10 10:00", "06-11 09:00", "06-12 10:00")
    ] == ["paused", "running", "waiting", "running"]
    (reading,) = assisted(events, "06-12 09:30", helper)
    assert (reading.used, shown(reading.deadline)) == (7 * HOUR // 2, "06-12 10:00")
    assert (
        sum(line.seconds for line in explain(reading, CALENDAR, at("06-12 09:30")) if line.counts)
        == 4 * HOUR
    )


def test_it_ends_with_the_ticket() -> None:
    events = course(*GIVEN, "06-08 16:00 force_close")
    (reading,) = assisted(
        events, "06-30 09:00", Assist("U2", at("06-08 15:00"), parse_limit("4小时"))
    )
    assert (reading.standing, reading.used, reading.late, reading.met) == (
        "stopped", HOUR, False, None,
    )  # fmt: skip
