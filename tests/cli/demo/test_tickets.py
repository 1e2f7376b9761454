"""The drawn month: published totals, lawful courses, and a cast that decides the award."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime

import pytest

from gridctl.cli.demo.evidence import Dated
from gridctl.cli.demo.months import Month
from gridctl.cli.demo.people import Person
from gridctl.cli.demo.recipe import Recipe
from gridctl.cli.demo.tickets import Ticket
from gridctl.cli.demo.world import World, draw_world
from gridctl.domain.calendar import CalendarMissing, load_calendar
from gridctl.domain.limits import deadline, parse_limit

STEPS = [
    "reported_at",
    "filed_at",
    "dispatched_at",
    "signed_at",
    "handled_at",
    "fed_back_at",
    "checked_at",
    "closed_at",
]


@pytest.fixture(scope="module")
def tickets(world: World) -> list[Ticket]:
    return [ticket for batch in world.tickets.values() for ticket in batch]


def of_month(tickets: list[Ticket], month: Month) -> list[Ticket]:
    return [t for t in tickets if (t.report.at.year, t.report.at.month) == month]


def test_the_month_has_the_published_number_and_the_one_before_fewer(
    tickets: list[Ticket], month: Month
) -> None:
    assert len(of_month(tickets, month)) == 6700
    assert 5000 < len(of_month(tickets, month.previous)) < 6700
    assert len({ticket.external_no for ticket in tickets}) == len(tickets)


def test_towns_and_villages_lead_the_published_share(
    world: World, tickets: list[Ticket], month: Month
) -> None:
    departments = {department.name for department in world.recipe.departments}
    far = sum(ticket.lead_unit in departments for ticket in of_month(tickets, month))
    assert far == 113  # 6,700 x 1.7 %, rounded down: 98.31 % near
    assert round((6700 - far) * 100 / 6700, 1) == 98.3


def test_what_is_open_at_the_end_of_a_month_is_carried_over(world: World, month: Month) -> None:
    carried = of_month(world.tickets[month], month.previous)
    start = datetime.combine(month.first, datetime.min.time())
    assert 100 < len(carried) < 500
    assert all(t.course.closed_at is None or t.course.closed_at >= start for t in carried)
    done = world.tickets[month.previous]
    finished = [t.course for t in done if t.course.state != "rejected"]
    assert all(course.closed_at and course.closed_at < start for course in finished)


def test_steps_follow_each_other_and_nothing_lies_ahead(
    world: World, tickets: list[Ticket], month: Month
) -> None:
    as_of = world.recipe.clock_at(month).replace(tzinfo=None)
    for ticket in tickets:
        taken = [at for step in STEPS if (at := getattr(ticket.course, step)) is not None]
        assert taken == sorted(taken)
        assert taken[-1] <= as_of
        assert ticket.course.occurred_at < ticket.course.reported_at


def test_states_agree_with_the_steps_taken(tickets: list[Ticket]) -> None:
    states = Counter(ticket.course.state for ticket in tickets)
    assert set(states) >= {
        "closed", "self_closed", "rejected", "handling", "suspended", "fed_back", "checking",
    }  # fmt: skip
    for ticket in tickets:
        course = ticket.course
        assert (course.closed_at is not None) == (course.state in {"closed", "self_closed"})
        assert (course.deadline_at is None) == (course.state in {"self_closed", "rejected"})


def test_deadlines_are_those_of_the_categories(tickets: list[Ticket]) -> None:
    calendar = load_calendar()
    checked = 0
    for ticket in tickets:
        course = ticket.course
        if course.dispatched_at and course.extension_count == 0:
            limit = parse_limit(ticket.report.category.limit_text)
            assert course.deadline_at == deadline(course.dispatched_at, limit, calendar)
            checked += 1
    assert checked > 8000


def test_most_are_closed_on_time_some_late_some_overdue_and_open(
    world: World, tickets: list[Ticket], month: Month
) -> None:
    as_of = world.recipe.clock_at(month).replace(tzinfo=None)
    due = [t.course for t in tickets if t.course.deadline_at and t.course.deadline_at <= as_of]
    on_time = sum(course.stated == "on_time" for course in due)
    assert 0.94 < on_time / len(due) < 0.99
    assert sum(course.stated == "overdue" for course in due) > 100
    assert sum(course.stated == "open" for course in due) > 20


def test_most_reports_come_in_working_hours(tickets: list[Ticket]) -> None:
    calendar = load_calendar()
    day = sum(8 <= t.report.at.hour < 18 for t in tickets)
    workday = sum(calendar.is_workday(t.report.at.date()) for t in tickets)
    assert day / len(tickets) > 0.8
    assert workday / len(tickets) > 0.75


def test_workers_report_in_their_own_grid_while_in_post(tickets: list[Ticket]) -> None:
    for ticket in tickets:
        if not ticket.report.hotline:
            assert ticket.staff.grid_code == ticket.report.grid.code
            assert ticket.staff.in_post(ticket.report.at.date())


def test_the_cast_reports_enough_on_time_and_alone_in_its_grids(
    world: World, tickets: list[Ticket], month: Month
) -> None:
    by_grid: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in of_month(tickets, month):
        by_grid[ticket.report.grid.code].append(ticket)
    for player in world.people.cast:
        mine = by_grid[player.person.grid_code]
        assert len(mine) == world.recipe.cast.tickets
        assert {ticket.report.reporter for ticket in mine} == {player.person}
        assert max(Counter(t.report.at.date() for t in mine).values()) <= 5
        assert max(Counter(t.report.category.level3 for t in mine).values()) <= 10
        assert "overdue" not in {ticket.course.stated for ticket in mine}


@pytest.mark.parametrize("late", [0, 1])
def test_two_of_the_cast_on_either_side_of_the_cut_have_the_same_evidence(
    world: World, late: int
) -> None:
    equal = [
        player.person
        for player in world.people.cast
        if (player.star.merits, player.star.late, player.star.failed) == (["town"], late, 0)
    ]
    assert len(equal) == 2
    evidence = (("pass",) * 10, late, ("satisfied",) * 8, ("town",), 0)
    assert [profile(world, person) for person in equal] == [evidence] * 2


def profile(world: World, person: Person) -> tuple[object, ...]:
    """Return all a score rests on besides tickets."""
    evidence = world.evidence
    tasks = [task for task in evidence.tasks if task.person == person]
    return (
        tuple(check.outcome for check in evidence.checks if check.person == person),
        sum(task.done_at is not None and task.done_at > task.due_at for task in tasks),
        tuple(revisit.outcome for revisit in evidence.revisits if revisit.person == person),
        tuple(merit.level for merit in evidence.merits if merit.person == person),
        sum(missed.person == person for missed in evidence.missed),
    )


def test_the_cast_has_a_veto_a_newcomer_an_absence_and_a_full_town(world: World) -> None:
    decisions = {m.outcome for m in world.evidence.merits}
    assert {"fabricated_report", "discipline_decision", "open_discipline"} <= decisions
    towns = Counter(player.person.town for player in world.people.cast)
    assert max(towns.values()) > 2
    new = [p.person for p in world.people.cast if p.star.months is not None]
    assert [person.post_from for person in new] == [date(2026, 9, 1)]
    absent = {p.person.staff_no for p in world.people.cast if p.star.lost}
    ratios = [
        d.duty_days / d.required_days for d in world.evidence.duty if d.person.staff_no in absent
    ]
    assert ratios == [15 / 18]


def test_no_inspector_checks_the_own_town(world: World) -> None:
    towns = {person.name: person.town for person in world.people.inspectors}
    assert all(towns[check.inspector] != check.person.town for check in world.evidence.checks)


def test_evidence_lies_in_the_month_and_calls_follow_the_closing(
    world: World, tickets: list[Ticket], month: Month
) -> None:
    evidence = world.evidence
    pieces: list[Dated] = [*evidence.checks, *evidence.revisits, *evidence.missed]
    for piece in [*pieces, *evidence.merits, *evidence.tasks]:
        assert month.first <= piece.on <= month.last
    closed = {ticket.external_no: ticket.course.closed_at for ticket in tickets}
    for revisit in evidence.revisits:
        at = closed[revisit.ticket_no]
        assert at is not None
        assert at.date() <= revisit.on
    assert len(evidence.revisits) == len({revisit.ticket_no for revisit in evidence.revisits})


def test_duty_counts_the_working_days_in_post(world: World) -> None:
    full = [duty for duty in world.evidence.duty if duty.required_days == 18]
    assert len(full) > 1500
    assert all(0 < duty.duty_days <= duty.required_days for duty in world.evidence.duty)
    partly = [duty for duty in world.evidence.duty if duty.required_days < 18]
    assert len(partly) >= 12


def test_another_month_is_drawn_alike(recipe: Recipe) -> None:
    world = draw_world(recipe, Month(2026, 3), 5)
    assert len(of_month(world.tickets[Month(2026, 3)], Month(2026, 3))) == 6700
    assert {duty.required_days for duty in world.evidence.duty if duty.required_days > 20} == {22}


def test_a_month_beyond_the_calendar_is_refused(recipe: Recipe) -> None:
    with pytest.raises(CalendarMissing):
        draw_world(recipe, Month(2026, 12), 5)
