"""The clock through the gateway: what it says, what a sweep does, what other rules would do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from gridctl.domain.calendar.hours import WorkingHours, hours_text, read_slots
from gridctl.domain.clocks.errors import CycleUnknown
from gridctl.domain.reviews import ReviewMissing
from gridctl.domain.workflow import shipped_text
from gridctl.domain.workflow.errors import WorkflowUnsound
from gridctl.domain.workflow.policy import shipped_policy_text
from gridctl.foundation.clock import FixedClock
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.commands.calendars import SetHours
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.clocks import PreviewRules, RuleText, SweepClock
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.policies import AdoptPolicy, AdoptWorkflow
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.ticket_reviews import ReviewTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.clocks import ListProvisional, ShowClock
from gridctl.operations.queries.policies import ShowPolicy
from gridctl.operations.queries.signals import ListCards, ListDigests, ListReviews
from gridctl.operations.queries.tickets import ShowTicket

CHINA = timezone(timedelta(hours=8))
As = Callable[[str], Gateway]


def at(day: int, hour: int = 9, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateUnit(name="城市管理局", aliases=("城管局",)))
    gateway.send(CreateCategory(name="市容环境"))
    return gateway


def _ticket(county: Gateway, reported: datetime | None = None) -> str:
    return county.send(
        CreateTicket(
            title="垃圾未清", place="文定社区", category="市容环境", reported_at=reported or at(9)
        )
    ).serial_no


def _handled(county: Gateway, acting: As, limit: str = "2工作日") -> str:
    """A ticket of Friday 9 October 2026, due on Monday the 12th at 10:00."""
    ticket = _ticket(county)
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    county.send(handling.DispatchTicket(ticket=ticket, unit="城管局", limit=limit, at=at(9, 10)))
    acting("城管局").send(handling.SignTicket(ticket=ticket, at=at(9, 11)))
    return ticket


def _suspended(county: Gateway, acting: As, until: date) -> str:
    ticket = _handled(county, acting)
    acting("城管局").send(
        handling.SuspendTicket(ticket=ticket, until=until, opinion="等待材料", at=at(10, 10))
    )
    county.send(DecideRequest(ticket=ticket, grant=True, at=at(10, 10)))
    return ticket


@pytest.fixture
def at_instant(gateway: Gateway) -> Callable[[datetime], None]:
    """Set the clock of the gateway's handlers."""

    def set_clock(instant: datetime) -> None:
        local = getattr(gateway, "behind", gateway)
        local._clock = FixedClock(instant.astimezone(UTC))

    return set_clock


def test_a_sweep_does_nothing_twice(county: Gateway, acting: As) -> None:
    _handled(county, acting)
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
    _handled(county, acting)
    at_instant(at(19, 11))
    assert county.send(SweepClock()).yellow_cards == 1
    at_instant(at(27, 11))
    assert county.send(SweepClock()).red_cards == 1
    cards = county.send(ListCards()).items
    assert [(card.colour, card.replaced) for card in cards] == [("red", False), ("yellow", True)]
    assert [card.colour for card in county.send(ListCards(standing=True)).items] == ["red"]
    assert county.send(ListCards(since=date(2026, 10, 20))).items == cards[:1]


def test_a_suspension_ends_on_its_day_by_the_clock(county: Gateway, acting: As) -> None:
    ticket = _suspended(county, acting, date(2026, 10, 20))
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
    _ticket(county, at(29, month=10))
    assert county.send(SweepClock()).red_cards == 1
    (card,) = county.send(ListCards()).items
    assert (card.stage, card.unit, card.colour) == ("accept", None, "red")


def test_a_sweep_stops_at_its_limit_and_goes_on(county: Gateway) -> None:
    for _ in range(3):
        _ticket(county, at(29, month=10))
    first = county.send(SweepClock(limit=2))
    assert (first.tickets, first.digests) == (2, 0)
    assert first.next is not None
    rest = county.send(SweepClock(limit=2, after=first.next))
    assert (rest.tickets, rest.next) == (1, None)
    assert len(county.send(ListCards()).items) == 3


def test_units_are_told_once_a_day_while_the_office_works(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None]
) -> None:
    late = _handled(county, acting)
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
    ticket = _handled(county, acting, "30工作日")
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
    ticket = _handled(county, acting)
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(12, 9)))
    clock = county.send(ShowClock(ticket=ticket, explain=True))
    assert (clock.deadline_at, clock.met, clock.standing) == (at(12, 10), True, "waiting")
    assert (clock.used_minutes, clock.left_minutes, clock.total_minutes) == (900, 60, 960)
    handled = [line for line in clock.explained if line.counts]
    assert [line.holder for line in handled] == ["城市管理局"] * 2
    days = {day.day: day for line in handled for day in line.days}
    # Saturday the 10th is a working day made up for; Sunday the 11th is none.
    assert days[date(2026, 10, 10)].kind == "makeup"
    assert days[date(2026, 10, 10)].slots == ("08:00-12:00", "14:00-18:00")
    assert sum(line.minutes or 0 for line in handled) == clock.used_minutes
    assert not county.send(ShowClock(ticket=ticket)).explained


def test_an_earlier_cycle_keeps_its_clock(county: Gateway, acting: As) -> None:
    ticket = _handled(county, acting)
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
    ticket = _handled(county, acting)
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
    ticket = _handled(county, acting)
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
    ticket = _ticket(county)
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="城管局", limit="60工作日", at=at(9, 10))
    )
    (row,) = county.send(ListProvisional()).items
    assert (row.serial_no, row.years, row.lead_unit) == (ticket, (2027,), "城市管理局")
