"""Lamp, stage clocks and cards (domain.md 6.4, 6.6)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gridctl.domain.clocks import cards_due, lamp, overruns
from gridctl.domain.clocks.stages import STAGES
from gridctl.domain.workflow.errors import WorkflowMalformed
from gridctl.domain.workflow.policy_tables import (
    load_card_rules,
    load_stage_limits,
    parse_card_rules,
    parse_stage_limits,
)
from tests.domain.clocks.courses import CALENDAR, at, course, read, shown

GIVEN = ("06-08 09:00 report", "06-08 09:10 file", "06-08 09:20 dispatch U1", "06-08 09:30 sign")


@pytest.mark.parametrize(
    ("now", "colour"),
    [
        ("06-08 10:00", "green"),
        ("06-09 17:20", "yellow"),
        ("06-09 09:20", "green"),
        ("06-10 09:20", "yellow"),
        ("06-10 09:21", "red"),
    ],
)
def test_the_lamp_of_two_working_days(now: str, colour: str) -> None:
    assert lamp(read(course(*GIVEN), "2工作日", now)) == colour


@pytest.mark.parametrize(("now", "colour"), [("06-08 17:00", "green"), ("06-08 17:01", "yellow")])
def test_the_lamp_turns_above_80_percent(now: str, colour: str) -> None:
    events = course("06-08 11:00 dispatch U1")
    assert lamp(read(events, "5小时", now)) == colour


def test_the_lamp_of_what_is_paused_closed_or_without_limit() -> None:
    paused = course(*GIVEN, "06-08 11:00 suspend")
    assert lamp(read(paused, "2工作日", "08-08 11:00")) == "green"
    closed = course(*GIVEN, "06-15 11:00 feedback", "06-15 12:00 close")
    assert lamp(read(closed, "2工作日", "06-30 11:00")) == "red"
    assert lamp(read(course(*GIVEN), None, "08-08 11:00")) == "green"


def test_after_the_last_slot_a_ticket_is_overdue_though_no_working_time_passed() -> None:
    events = course("06-08 18:00 dispatch U1")
    evening = read(events, "1工作日", "06-09 20:00")
    assert (shown(evening.deadline), evening.left, lamp(evening)) == ("06-09 18:00", 0, "red")


def late(events, limit, now, stages=(*STAGES, "handle")):
    reading = read(events, limit, now)
    return overruns(reading, load_stage_limits(), CALENDAR, at(now), stages)


def test_each_stay_in_a_stage_has_its_own_limit() -> None:
    events = course(
        "06-08 09:00 report", "06-08 09:10 send_verify", "06-08 10:00 verify_done",
        "06-08 10:20 file", "06-08 10:30 dispatch U1",
    )  # fmt: skip
    found = late(events, "2工作日", "06-10 11:00")
    assert [(stay.stage, shown(stay.deadline), stay.over) for stay in found] == [
        ("task", "06-08 09:40", 20 * 60),
        ("accept", "06-08 10:15", 5 * 60),
        ("handle", "06-10 10:30", 30 * 60),
        ("sign", "06-10 10:30", 30 * 60),
    ]
    assert late(events, "2工作日", "06-10 11:00", {"accept", "check"}) == (found[1],)


@pytest.mark.parametrize(("filed", "stages"), [("06-08 09:15", []), ("06-08 09:16", ["accept"])])
def test_a_stay_may_last_as_long_as_its_limit(filed: str, stages: list[str]) -> None:
    found = late(course("06-08 09:00 report", f"{filed} file"), "2工作日", "06-08 09:20")
    assert [stay.stage for stay in found] == stages


def test_handling_is_late_by_what_counted() -> None:
    events = course(*GIVEN, "06-10 11:20 suspend", "06-12 09:00 resume")
    (found,) = late(events, "2工作日", "06-12 10:00", {"handle"})
    assert (found.holder, found.over) == ("U1", 3 * 3600)


def due(events, now, **facts):
    found = cards_due(late(events, "1工作日", now), load_card_rules(), CALENDAR, **facts)
    return [(card.stage, card.colour, card.holder, card.overrun_days) for card in found]


@pytest.mark.parametrize(
    ("now", "cards"),
    [
        ("06-09 09:14", []),
        ("06-09 09:15", [("accept", "yellow", "", Decimal("1.0"))]),
        ("06-10 09:14", [("accept", "yellow", "", Decimal("1.9"))]),
        ("06-10 09:15", [("accept", "red", "", Decimal("2.0"))]),
    ],
)
def test_cards_for_acceptance(now: str, cards: list[tuple[str, str, str, Decimal]]) -> None:
    assert due(course("06-08 09:00 report"), now) == cards


@pytest.mark.parametrize(
    ("now", "colours"),
    [("06-16 09:19", []), ("06-16 09:20", ["yellow"]), ("06-24 09:20", ["red"])],
)
def test_cards_for_handling_skip_weekends_and_holidays(now: str, colours: list[str]) -> None:
    """Five working days after Tuesday are Tuesday; ten pass the holiday from 19 to 21 June."""
    assert [card[1] for card in due(course(*GIVEN), now)] == colours


def test_a_card_is_issued_once_and_red_replaces_yellow() -> None:
    events = course(*GIVEN)
    assert due(events, "06-16 12:00", issued={("handle", "yellow")}) == []
    again = due(events, "06-30 12:00", issued={("handle", "yellow")})
    assert [card[1] for card in again] == ["red"]
    assert due(events, "06-30 12:00", issued={("handle", "red")}) == []
    # Time granted afterwards leaves less of an overrun: the red card is not followed by a yellow.
    assert due(events, "06-16 12:00", issued={("handle", "red")}) == []


def test_a_card_is_due_though_the_sweep_came_late() -> None:
    events = course("06-08 09:00 report", "06-11 09:00 file", "06-11 09:01 dispatch U1")
    assert due(events, "06-11 10:00") == [("accept", "red", "", Decimal("2.9"))]


def test_the_rule_that_fits_most_closely_holds() -> None:
    rules = parse_card_rules(
        """
        [[cards]]
        stage = "handle"
        yellow = 5
        red = 10
        [[cards]]
        stage = "handle"
        category = "市容环境"
        yellow = 0.5
        red = 1
        [[cards]]
        stage = "handle"
        level = "village"
        yellow = 20
        red = 30
        """
    )
    found = late(course(*GIVEN), "1工作日", "06-16 12:00")

    def colours(**place):
        return [card.colour for card in cards_due(found, rules, CALENDAR, **place)]

    assert colours() == ["yellow"]
    assert colours(category="市容环境/暴露垃圾", level="village") == ["red"]
    assert colours(category="市容环境卫生", level="town") == ["yellow"]
    assert colours(level="village") == []


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ("[limits", ("", ""), 1),
        ("version = 1", ("limits", "limits"), None),
        ('[limits]\nhandle = "2天"', ("limits", "handle"), 2),
        ('[limits]\n# words\naccept = "soon"', ("limits", "accept"), 3),
    ],
)
def test_stage_limits_that_say_nothing_clear_are_refused(
    text: str, place: tuple[str, str], line: int | None
) -> None:
    with pytest.raises(WorkflowMalformed) as caught:
        parse_stage_limits(text)
    told = caught.value.params
    assert ((told["table"], told["key"]), told["line"]) == (place, line)


_HANDLE = '[[cards]]\nstage = "handle"\nyellow = 5\nred = 10\n'


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ('stage = "handle"\nred = 2', "yellow", 5),
        ('stage = "handle"\nyellow = "x"\nred = 2', "yellow", 7),
        ('stage = "handle"\nyellow = 3\nred = 2', "yellow", 7),
        ('stage = "nothing"\nyellow = 1\nred = 2', "stage", 6),
        ('stage = "handle"\nyellow = 1\nred = 2\nlevel = "x"', "level", 9),
        ('stage = "handle"\nyellow = 1\nred = 2\ncolor = "x"', "color", 9),
    ],
)
def test_card_rules_that_say_nothing_clear_are_refused(text: str, key: str, line: int) -> None:
    with pytest.raises(WorkflowMalformed) as caught:
        parse_card_rules(f"{_HANDLE}[[cards]]\n{text}")
    told = caught.value.params
    assert (told["table"], told["key"], told["line"]) == ("cards.2", key, line)
