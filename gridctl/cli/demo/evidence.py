"""What the month's figures rest on besides tickets: checks, calls, tasks, merits, duty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Protocol, TypeVar

from gridctl.cli.demo.draws import Draws
from gridctl.cli.demo.months import Month
from gridctl.cli.demo.people import People, Person, Player
from gridctl.cli.demo.recipe import MeritLevel, Recipe
from gridctl.cli.demo.tickets import Ticket, verdicts
from gridctl.domain.calendar import load_calendar

#: Days after the closing within which residents are called back.
_CALL_WITHIN = 3


class Dated(Protocol):
    """Anything that happened on a day."""

    @property
    def on(self) -> date:
        """Return the day."""
        ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Check:
    """A spot check; ``outcome`` is ``pass``, ``fail`` or ``na``."""

    on: date
    person: Person
    outcome: str
    item: str
    inspector: str
    note: str


@dataclass(frozen=True, slots=True)
class Revisit:
    """A call-back about a ticket; ``resolved`` is None where nobody answered."""

    on: date
    person: Person
    ticket_no: str
    outcome: str
    resolved: bool | None
    note: str


@dataclass(frozen=True, slots=True)
class Task:
    """A verification or check given to a worker, local time."""

    on: date
    person: Person
    task: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A matter others found."""

    on: date
    person: Person
    found_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Merit:
    """A merit, hazard, penalty or decision; ``points`` as the clerk types them."""

    on: date
    person: Person
    outcome: str
    reason: str
    level: str = ""
    points: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """A worker's days of duty in the month."""

    person: Person
    required_days: int
    duty_days: int
    note: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All evidence of one month."""

    checks: list[Check]
    revisits: list[Revisit]
    tasks: list[Task]
    missed: list[Missed]
    merits: list[Merit]
    duty: list[Duty]


class Collection:
    """Draws a month's evidence: the cast as its parts say, everybody else by the rates."""

    def __init__(self, recipe: Recipe, people: People, month: Month, seed: int) -> None:
        self._recipe = recipe
        self._plan = recipe.evidence
        self._people = people
        self._month = month
        self._draws = Draws(seed, f"evidence {month}")
        self._visible = [
            item.name
            for group in recipe.categories.classes
            for item in group.items
            if group.kind != "service"
        ]
        calendar = load_calendar()
        self._days = [day for day in month.days() if calendar.is_workday(day)]
        cast = {player.person.staff_no for player in people.cast}
        self._others = [
            person
            for person in people.workers
            if person.served(month) and person.staff_no not in cast
        ]

    def evidence(self, tickets: list[Ticket]) -> Evidence:
        """Return all evidence of the month; revisits and tasks are about its tickets."""
        return Evidence(
            checks=self._gathered(self._checks_of, self._check, self._plan.checks),
            revisits=list(self._revisits(tickets)),
            tasks=self._gathered(self._tasks_of, self._task, self._plan.tasks),
            missed=_by_day([self._miss() for _ in range(self._plan.missed)]),
            merits=_by_day(list(self._merits())),
            duty=list(self._duty()),
        )

    def _gathered(
        self, of_player: Callable[[Player], Iterator[D]], other: Callable[[Person], D], total: int
    ) -> list[D]:
        """Return ``total`` pieces by day: those of the cast, the rest of anybody else."""
        pieces = [piece for player in self._people.cast for piece in of_player(player)]
        rest = total - len(pieces)
        return _by_day(pieces + [other(self._draws.pick(self._others)) for _ in range(rest)])

    def _checks_of(self, player: Player) -> Iterator[Check]:
        for turn in range(self._recipe.cast.checks):
            outcome = "fail" if turn < player.star.failed else "pass"
            yield self._checked(player.person, outcome)

    def _check(self, person: Person) -> Check:
        passed = self._draws.chance(self._plan.check_pass)
        missing = "na" if self._draws.chance(1500) else "fail"
        return self._checked(person, "pass" if passed else missing)

    def _checked(self, person: Person, outcome: str) -> Check:
        """Record a spot check by an inspector of another town (domain.md 11)."""
        strangers = [other for other in self._people.inspectors if other.town != person.town]
        return Check(
            on=self._draws.pick(self._days),
            person=person,
            outcome=outcome,
            item=self._draws.pick(self._plan.inspection_items),
            inspector=self._draws.pick(strangers).name,
            note=self._plan.check_notes[outcome],
        )

    def _revisits(self, tickets: list[Ticket]) -> Iterator[Revisit]:
        """Call residents back about tickets the month closed, in order of the tickets."""
        own: dict[str, list[Ticket]] = {}
        for ticket in tickets:
            if not ticket.report.hotline and self._called(ticket):
                own.setdefault(ticket.staff.staff_no, []).append(ticket)
        wanted = self._recipe.cast.revisits
        cast = {p.person.staff_no: own.pop(p.person.staff_no, []) for p in self._people.cast}
        chosen = [ticket for mine in cast.values() for ticket in mine[:wanted]]
        for ticket in chosen:
            yield self._revisit(ticket, "satisfied")
        rest = (ticket for mine in own.values() for ticket in mine)
        wheel = verdicts(self._recipe.rates)
        for ticket in self._draws.sample(rest, self._plan.revisits - len(chosen)):
            yield self._revisit(ticket, self._draws.spin(wheel))

    def _called(self, ticket: Ticket) -> bool:
        """Tell whether a ticket was closed early enough to be asked about in the month."""
        closed = ticket.course.closed_at
        last = self._month.last - timedelta(days=_CALL_WITHIN)
        return (
            ticket.course.state == "closed"
            and closed is not None
            and self._month.first <= closed.date() <= last
        )

    def _revisit(self, ticket: Ticket, outcome: str) -> Revisit:
        assert ticket.course.closed_at is not None
        return Revisit(
            on=ticket.course.closed_at.date() + timedelta(days=self._draws.below(_CALL_WITHIN + 1)),
            person=ticket.staff,
            ticket_no=ticket.external_no,
            outcome=outcome,
            resolved=None if outcome == "unreachable" else outcome != "dissatisfied",
            note=self._plan.revisit_notes[outcome],
        )

    def _tasks_of(self, player: Player) -> Iterator[Task]:
        for turn in range(self._recipe.cast.tasks):
            yield self._given(player.person, on_time=turn >= player.star.late)

    def _task(self, person: Person) -> Task:
        return self._given(person, on_time=self._draws.chance(self._plan.task_on_time))

    def _given(self, person: Person, *, on_time: bool) -> Task:
        """Record a task due within the working day it was given on."""
        draws, on = self._draws, self._draws.pick(self._days)
        hours = draws.between(2, 6)
        due = datetime.combine(on, time(9 + hours, draws.below(60)))
        if on_time:
            done = due - timedelta(minutes=draws.between(5, 110))
        else:
            done = due + timedelta(minutes=draws.between(10, 240))
        return Task(on, person, draws.pick(["verify", "check"]), due, done)

    def _miss(self) -> Missed:
        draws, plan = self._draws, self._plan
        note = plan.missed_note.format(
            spot=draws.pick(self._recipe.tickets.spots), matter=draws.pick(self._visible)
        )
        person = draws.pick(self._others)
        return Missed(draws.pick(self._days), person, draws.pick(plan.missed_by), note)

    def _merits(self) -> Iterator[Merit]:
        plan, draws = self._plan, self._draws
        for player in self._people.cast:
            for level in player.star.merits:
                yield self._honour(player.person, level)
            if decision := player.star.decision:
                yield self._noted(player.person, decision, plan.decision_reasons[decision])
        for person in draws.sample(self._others, plan.town_merits):
            yield self._honour(person, "town")
        for person in draws.sample(self._others, plan.hazards):
            yield self._noted(person, "major_hazard", plan.hazard_reason)
        for person in draws.sample(self._others, plan.penalties):
            merit = self._noted(person, "penalty", draws.pick(plan.penalty_reasons))
            yield replace(merit, points=draws.pick(plan.penalty_points))

    def _noted(self, person: Person, outcome: str, reason: str) -> Merit:
        return Merit(self._draws.pick(self._days), person, outcome, reason)

    def _honour(self, person: Person, level: MeritLevel) -> Merit:
        plan = self._plan
        number = self._draws.between(3, 180)
        document = plan.merit_evidence.format(year=self._month.year, number=number)
        merit = self._noted(person, "merit", plan.merit_reasons[level])
        return replace(merit, level=level, evidence=document)

    def _duty(self) -> Iterator[Duty]:
        """Count the days of duty of everybody who was in post in the month."""
        stars = {player.person.staff_no: player.star for player in self._people.cast}
        for person in self._people.workers:
            required = sum(person.in_post(day) for day in self._days)
            star = stars.get(person.staff_no)
            lost = star.lost if star else self._lost(required)
            if required:
                note = self._plan.duty_note if lost else ""
                yield Duty(person, required, required - lost, note)

    def _lost(self, required: int) -> int:
        if self._draws.chance(self._plan.absent_many):
            return self._draws.between(required // 8, required // 2)
        return int(required > 1 and self._draws.chance(self._plan.absent_one))


def _by_day(pieces: list[D]) -> list[D]:
    return sorted(pieces, key=attrgetter("on"))
