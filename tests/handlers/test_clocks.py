"""The clock through the gateway: what it says, what a sweep does, what other rules would do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from gridctl.domain.calendar.hours import WorkingHours, hours_text, read_slots
from gridctl.domain.clocks.errors import CycleUnknown
from gridctl.domain.reviews import ReviewMissing
from gridctl.domain.workflow import shipped_text
from gridctl.domain.workflow.errors import WorkflowUnsound
from gridctl.domain.workflow.policy import shipped_policy_text
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.commands.calendars import SetHours
from gridctl.operations.commands.clocks import PreviewRules, RuleText, SweepClock
from gridctl.operations.commands.policies import AdoptPolicy, AdoptWorkflow
from gridctl.operations.commands.ticket_reviews import ReviewTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.clocks import ListProvisional, ShowClock
from gridctl.operations.queries.policies import ShowPolicy
from gridctl.operations.queries.signals import ListCards, ListDigests, ListReviews
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from gridctl.operations.queries.today import ShowToday
from tests.beginnings import Beginning
from tests.handlers.clock_desk import As, at, clock_setter, handled, reported, set_up, suspended


@pytest.fixture
def beginning() -> Beginning:
    return set_up


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def at_instant(gateway: Gateway) -> Callable[[datetime], None]:
    return clock_setter(gateway)


def test_a_sweep_does_nothing_twice(county: Gateway, acting: As) -> None:
    handled(county, acting)
    first = county.send(SweepClock())
    # 12 October 10:00 to 3 November 10:00 are 16 working days: a red card, and none in yellow.
    assert (first.tickets, first.yellow_cards, first.red_cards, first.digests) == (1, 0, 1, 1)
    again = county.send(SweepClock())
    assert (again.tickets, again.red_cards, again.digests, again.moved) == (1, 0, 0, 0)
    (card,) = county.send(ListCards(unit="城管局")).items
    assert (card.stage, card.colour, card.overrun_days) == ("handle", "red", "16.0")


def test_a_red_card_replaces_the_yellow_one(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None]
) -> None:
    handled(county, acting)
    at_instant(at(19, 11))
    assert county.send(SweepClock()).yellow_cards == 1
    at_instant(at(27, 11))
    assert county.send(SweepClock()).red_cards == 1
    cards = county.send(ListCards()).items
    assert [(card.colour, card.replaced) for card in cards] == [("red", False), ("yellow", True)]
    assert [card.colour for card in county.send(ListCards(standing=True)).items] == ["red"]
    assert county.send(ListCards(since=date(2026, 10, 20))).items == cards[:1]


def test_a_suspension_ends_on_its_day_by_the_clock(county: Gateway, acting: As) -> None:
    ticket = suspended(county, acting, date(2026, 10, 20))
    preview = county.send(SweepClock(), dry_run=True)
    assert county.send(ShowTicket(ticket=ticket)).state == "suspended"
    assert county.send(SweepClock()) == preview
    assert preview.resumed == 1
    shown = county.send(ShowTicket(ticket=ticket))
    last = shown.events[-1]
    assert (shown.state, shown.deadline_at) == ("handling", at(20, 18))
    assert (last.verb, last.actor, last.at) == ("resume", "timer", at(20, 0))
    assert county.send(SweepClock()).resumed == 0


def test_the_centre_has_the_card_of_what_nobody_accepted(county: Gateway) -> None:
    reported(county, at(29, month=10))
    assert county.send(SweepClock()).red_cards == 1
    (card,) = county.send(ListCards()).items
    assert (card.stage, card.unit, card.colour) == ("accept", None, "red")


def test_a_sweep_stops_at_its_limit_and_goes_on(county: Gateway) -> None:
    for _ in range(3):
        reported(county, at(29, month=10))
    first = county.send(SweepClock(limit=2))
    assert (first.tickets, first.digests) == (2, 0)
    assert first.next is not None
    rest = county.send(SweepClock(limit=2, after=first.next))
    assert (rest.tickets, rest.next) == (1, None)
    assert len(county.send(ListCards()).items) == 3


def test_units_are_told_once_a_day_while_the_office_works(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None]
) -> None:
    late = handled(county, acting)
    at_instant(at(13, 21))
    assert county.send(SweepClock()).digests == 0
    at_instant(at(14, 9))
    assert county.send(SweepClock()).digests == 1
    at_instant(at(14, 10))
    assert county.send(SweepClock()).digests == 0
    (digest,) = county.send(ListDigests(unit="城管局")).items
    assert (digest.on, digest.late, digest.late_tickets, digest.due) == (
        date(2026, 10, 14), 1, (late,), 0,
    )  # fmt: skip


def test_an_urgent_ticket_is_reviewed_by_its_class(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None]
) -> None:
    ticket = handled(county, acting, "30工作日")
    county.send(signals.UrgeTicket(ticket=ticket, urgency="red", opinion="重点", at=at(29, 10)))
    # Thursday the 29th to Tuesday 3 November: four working days to check off, two weeks to note.
    assert county.send(SweepClock()).reviews == 6
    assert county.send(SweepClock()).reviews == 0
    missed = county.send(ListReviews(state="missed")).items
    assert [(row.kind, row.due_on) for row in missed] == [
        ("check", date(2026, 10, 29)), ("check", date(2026, 10, 30)),
        ("progress", date(2026, 10, 30)), ("check", date(2026, 11, 2)),
    ]  # fmt: skip
    unit = acting("城管局")
    unit.send(ReviewTicket(ticket=ticket, kind="check", opinion="已现场查看"))
    with pytest.raises(ReviewMissing):
        unit.send(ReviewTicket(ticket=ticket, kind="check", opinion="再看"))
    (done,) = county.send(ListReviews(state="done", level="county", under="澄江街道")).items
    assert (done.kind, done.done_by, done.note) == ("check", "城市管理局", "已现场查看")
    (still,) = county.send(ListReviews(state="open")).items
    assert (still.kind, still.due_on) == ("progress", date(2026, 11, 6))
    assert county.send(ShowTicket(ticket=ticket)).events[-1].opinion == "已现场查看"


def test_a_clock_is_explained_day_by_day(county: Gateway, acting: As) -> None:
    ticket = handled(county, acting)
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(12, 9)))
    clock = county.send(ShowClock(ticket=ticket, explain=True))
    assert (clock.deadline_at, clock.met, clock.standing) == (at(12, 10), True, "waiting")
    assert (clock.used_minutes, clock.left_minutes, clock.total_minutes) == (900, 60, 960)
    counted = [line for line in clock.explained if line.counts]
    assert [line.holder for line in counted] == ["城市管理局"] * 2
    days = {day.day: day for line in counted for day in line.days}
    # Saturday the 10th is a working day made up for; Sunday the 11th is none.
    assert days[date(2026, 10, 10)].kind == "makeup"
    assert days[date(2026, 10, 10)].slots == ("08:00-12:00", "14:00-18:00")
    assert sum(line.minutes or 0 for line in counted) == clock.used_minutes
    assert counted[-1].so_far == clock.used_minutes
    (source,) = clock.sources
    assert (source.year, source.status, source.number) == (
        2026, "official", "国办发明电〔2025〕7号",
    )  # fmt: skip
    assert not county.send(ShowClock(ticket=ticket)).explained


def test_the_lines_add_up_to_the_minute(county: Gateway, acting: As) -> None:
    """Two stretches of half minutes: cut one by one they would lose a minute."""
    ticket = reported(county)
    at_second = at(9, 10).replace(second=20)
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    county.send(handling.DispatchTicket(ticket=ticket, unit="城管局", limit="4小时", at=at_second))
    unit = acting("城管局")
    unit.send(handling.SignTicket(ticket=ticket, at=at(9, 10, 30).replace(second=50)))
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(9, 17).replace(second=30)))
    clock = county.send(ShowClock(ticket=ticket, explain=True))
    counted = [line for line in clock.explained if line.counts]
    # 30:30 and 209:30 up to the deadline at 16:00:20, then 60:10.
    assert [(line.why, line.minutes, line.so_far) for line in counted] == [
        ("dispatched", 30, 30), ("handled", 210, 240), ("overdue", 60, 300),
    ]  # fmt: skip
    assert sum(day.minutes for line in counted for day in line.days) == clock.used_minutes == 300


def test_an_earlier_cycle_keeps_its_clock(county: Gateway, acting: As) -> None:
    ticket = handled(county, acting)
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(12, 9)))
    county.send(closing.CloseTicket(ticket=ticket, at=at(12, 17)))
    county.send(closing.ReopenTicket(ticket=ticket, opinion="复发", limit="2工作日", at=at(21, 9)))
    second = county.send(ShowClock(ticket=ticket))
    assert (second.cycle, second.cycles, second.late) == (2, 2, True)
    first = county.send(ShowClock(ticket=ticket, cycle=1))
    assert (first.deadline_at, first.met) == (at(12, 10), True)
    with pytest.raises(CycleUnknown):
        county.send(ShowClock(ticket=ticket, cycle=3))


def test_other_hours_move_deadlines_and_the_next_sweep_stores_them(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None]
) -> None:
    at_instant(at(12, 9))
    ticket = handled(county, acting)
    # With four hours a day from the 10th on, the two days of eight begin to last longer.
    shorter = hours_text(WorkingHours(read_slots("08:00-12:00")))
    hours = RuleText(kind="calendar.hours", body=shorter)
    effect = county.send(PreviewRules(rules=(hours,), valid_from=date(2026, 10, 10)))
    assert (effect.tickets, effect.moved, effect.turning_overdue) == (1, 1, 0)
    (shift,) = effect.items
    assert (shift.serial_no, shift.before, shift.after) == (ticket, at(12, 10), at(13, 10))
    county.send(SetHours(slots="08:00-12:00", valid_from=date(2026, 10, 10)))
    assert county.send(SweepClock()).moved == 1
    assert county.send(ShowTicket(ticket=ticket)).deadline_at == at(13, 10)
    assert county.send(SweepClock()).moved == 0


def test_a_policy_is_previewed_and_adopted(county: Gateway, acting: As) -> None:
    ticket = handled(county, acting)
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(12, 9)))
    county.send(closing.ReworkTicket(ticket=ticket, opinion="仍有残留", at=at(3, 9, month=11)))
    text = shipped_policy_text().replace('rework = "continue"', 'rework = "restart"')
    effect = county.send(PreviewRules(rules=(RuleText(kind="policy", body=text),)))
    assert (effect.moved, effect.no_longer_overdue, effect.turning_overdue) == (1, 0, 0)
    assert effect.items[0].after == at(5, 9, month=11)
    adopted = county.send(AdoptPolicy(text=text))
    assert (adopted.rework, county.send(ShowPolicy()).origin) == ("restart", "adopted")
    assert county.send(SweepClock()).moved == 1
    assert county.send(ShowClock(ticket=ticket)).deadline_at == at(5, 9, month=11)


def test_an_unsound_workflow_is_not_adopted(county: Gateway) -> None:
    text = shipped_text().replace('moves = ["suspended -> handling"]', 'moves = ["handling"]')
    with pytest.raises(WorkflowUnsound):
        county.send(AdoptWorkflow(text=text))
    assert county.send(AdoptWorkflow(text=shipped_text())).origin == "adopted"


def test_a_deadline_on_a_year_not_official_is_listed(county: Gateway, acting: As) -> None:
    assert not county.send(ListProvisional()).items
    ticket = reported(county)
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="城管局", limit="60工作日", at=at(9, 10))
    )
    (row,) = county.send(ListProvisional()).items
    assert (row.serial_no, row.years, row.lead_unit) == (ticket, (2027,), "城市管理局")


def test_rules_adopted_later_leave_a_closed_ticket_as_it_is(county: Gateway, acting: As) -> None:
    """The clock a dispute is settled by says what was recorded."""
    ticket = handled(county, acting)
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(12, 9)))
    county.send(closing.CloseTicket(ticket=ticket, at=at(12, 17)))
    before = county.send(ShowTicket(ticket=ticket)).deadline_at
    text = shipped_policy_text().replace("_to_sign_counts = true", "_to_sign_counts = false")
    county.send(AdoptPolicy(text=text, valid_from=date(2026, 10, 1)))
    county.send(SetHours(slots="08:00-12:00", valid_from=date(2026, 10, 10)))
    other = handled(county, acting, limit="4工作日")
    county.send(SweepClock())
    assert county.send(ShowTicket(ticket=ticket)).deadline_at == before
    assert county.send(ShowClock(ticket=ticket)).deadline_at == before == at(12, 10)
    assert county.send(ShowClock(ticket=other)).deadline_at != at(14, 10)


def test_what_was_suspended_in_time_is_not_overdue(county: Gateway, acting: As) -> None:
    """Neither with a limit nor with a deadline that came with the ticket."""
    suspended(county, acting, date(2026, 12, 1))
    given = county.send(
        CreateTicket(
            title="井盖缺失", place="文定社区", category="市容环境", reported_at=at(9),
            deadline_at=at(29), state="suspended",
        )
    ).serial_no  # fmt: skip
    assert not county.send(ListTickets(filter="overdue")).items
    assert not [row for row in county.send(ShowToday()).items if row.band == "late"]
    assert county.send(ShowClock(ticket=given)).lamp == "green"
