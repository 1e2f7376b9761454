"""The office at work: tickets of the days after the month, taken through the loop for real."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from gridctl.cli.demo.county import Category, Grid, short_name
from gridctl.cli.demo.draws import Draws, Wheel
from gridctl.cli.demo.people import Person
from gridctl.cli.demo.stories import Act, Story, Turn, Week
from gridctl.cli.demo.world import World
from gridctl.domain.calendar import load_calendar
from gridctl.domain.limits import add_working_seconds, deadline, parse_limit
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.operations.base import Command, Gateway
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.registry import operation_class

#: Seconds of office hours in a day, as the shipped calendar has them.
_DAY = 8 * 3600
#: Seconds after which the same matter is reported again, so that it comes behind the first report.
_REPEATED_AFTER = 3 * 3600
#: A category's own limit is used where it ends within so many days.
_SHORT = timedelta(days=9)
#: Opens the way to the office: for an operator, for whom that one acts, by a clock.
Opening = Callable[[str, str | None, "Hands"], Gateway]


@dataclass
class Hands:
    """A clock that shows the instant of the step that is being taken, local time."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant."""
        return self.at.replace(tzinfo=OFFICE_ZONE)


@dataclass(frozen=True)
class Matter:
    """What a ticket is about and who has to do with it."""

    grid: Grid
    category: Category
    worker: Person
    title: str
    description: str
    address: str
    source: str
    unit: str
    assistant: str
    town: str


@dataclass
class Course:
    """A ticket on its way: its story, its matter, and the numbers it was given."""

    number: int
    story: Story
    matter: Matter
    parent: Course | None
    known: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, str]:
        """What stands in braces in what a step says."""
        matter = self.matter
        parent = self.parent.known.get("ticket", "") if self.parent else ""
        named = {"unit": matter.unit, "assistant": matter.assistant, "parent": parent}
        return {"matter": matter.category.level3, **named}

    def learn(self, answer: Any) -> None:
        """Keep the number of a whistle call, and who has the ticket now."""
        if number := getattr(answer, "whistle_no", ""):
            self.known["whistle"] = number
        if unit := getattr(answer, "lead_unit", ""):
            self.known["holder"] = unit


class Matters:
    """Draws what the tickets of the week are about."""

    def __init__(self, world: World, draws: Draws, begin: datetime) -> None:
        self._world, self._draws = world, draws
        cast = {player.person.grid_code for player in world.people.cast}
        day = begin.date()
        self._workers = [
            person
            for person in world.people.workers
            if person.grid_code not in cast and person.in_post(day)
        ]
        self._grids = {grid.code: grid for grid in world.county.grids}
        self._categories = Wheel(
            (category, category.weight) for category in _plain(world.county.categories, begin)
        )
        self._sources = {kind: Wheel(them.items()) for kind, them in world.recipe.sources.items()}

    def draw(self, story: Story) -> Matter:
        """Return a matter for a story; its worker and its place are nobody's of the cast."""
        draws, words = self._draws, self._world.recipe.tickets
        worker = draws.pick(self._workers)
        grid = self._grids[worker.grid_code]
        category = draws.spin(self._categories)
        kind, matter = category.kind, category.level3
        spot, village = draws.pick(words.spots), short_name(grid.village)
        stations = self._world.county.stations
        units = {
            "village": stations[grid.village_code].name,
            "town": stations[grid.town_code].name,
            "department": category.lead_unit,
        }
        return Matter(
            grid=grid,
            category=category,
            worker=worker,
            title=words.title[kind].format(spot=spot, village=village, matter=matter),
            description=words.description[kind].format(spot=spot, detail=category.detail),
            address=words.address[kind].format(village=village, spot=spot),
            source=draws.spin(self._sources[kind]),
            unit=units[story.by],
            assistant=self._assistant(category, story),
            town=units["town"],
        )

    def _assistant(self, category: Category, story: Story) -> str:
        """Return the department whose matter it is; another one where that one has the lead."""
        if story.by != "department":
            return category.lead_unit
        others = [each.name for each in self._world.recipe.departments]
        return self._draws.pick([name for name in others if name != category.lead_unit])


class LivingOffice:
    """Works through the stories in the order of time, each step by whoever takes it.

    Every step has a key of its own, so that a second run repeats nothing and one that was
    interrupted goes on where it stopped.
    """

    def __init__(self, world: World, week: Week, seed: int, opening: Opening) -> None:
        self._world, self._week, self._seed = world, week, seed
        self._calendar = load_calendar()
        self._draws = Draws(seed, f"living {world.month.next}")
        self._begin = world.recipe.clock_at(world.month).replace(tzinfo=None)
        self._end = self._after(self._begin, week.office_hours * 3600)
        self._hands = Hands(self._begin)
        self._opening = opening
        self._doors: dict[tuple[str, str | None], Gateway] = {}

    def work(self) -> str:
        """Take every step that lies before the end, then look after the clock once.

        Returns:
            The number of the ticket whose story is the example.
        """
        courses = self._courses()
        try:
            self._work(courses)
        finally:
            for door in self._doors.values():
                door.close()
        return next(course.known["ticket"] for course in courses if course.story.example)

    def _work(self, courses: list[Course]) -> None:
        waiting: list[tuple[datetime, int, int, Course]] = []
        for course in courses:
            heappush(waiting, (self._start(course.story), course.number, 0, course))
        while waiting:
            at, number, turn, course = heappop(waiting)
            if at >= self._end:
                continue
            self._take(course, turn, at)
            if turn < len(course.story.steps):
                pause = course.story.steps[turn].minutes * self._draws.between(51, 69)
                heappush(waiting, (self._after(at, pause), number, turn + 1, course))
        self._hands.at = self._end
        self._send(self._door("office", None), SweepClock(), "sweep")

    def _courses(self) -> list[Course]:
        matters = Matters(self._world, self._draws, self._begin)
        courses: list[Course] = []
        for story in self._week.stories:
            for _ in range(story.tickets):
                before = courses[-1] if story.again else None
                matter = before.matter if before else matters.draw(story)
                courses.append(Course(len(courses) + 1, story, matter, before))
        return courses

    def _start(self, story: Story) -> datetime:
        """Return when a ticket comes in: some time into one of the story's days."""
        day, minute = self._draws.between(*story.days), self._draws.between(5, 150)
        late = _REPEATED_AFTER if story.again else 0
        return self._after(self._begin, day * _DAY + minute * 60 + late)

    def _after(self, at: datetime, seconds: int) -> datetime:
        return add_working_seconds(at, seconds, self._calendar).replace(second=0)

    def _take(self, course: Course, turn: int, at: datetime) -> None:
        """Enter a ticket, or take one of its steps."""
        self._hands.at = at
        key = f"{course.number}.{turn}"
        if turn == 0:
            entered = self._send(self._door("office", None), _entered(course.matter), key)
            course.known["ticket"] = entered.serial_no
            return
        step = course.story.steps[turn - 1]
        act = self._week.acts[step.act]
        answer = self._send(self._acting(act, course), self._said(step, course), key)
        course.learn(answer)

    def _said(self, step: Turn, course: Course) -> Command[Any]:
        """Return the operation of a step with its words filled in."""
        act = self._week.acts[step.act]
        operation = operation_class(act.operation)
        named = {key: course.known[key] for key in course.known.keys() & operation.model_fields}
        words = {**course.words, "leader": self._world.recipe.office.leader}
        said = {key: _filled(value, words) for key, value in act.says.items()}
        if act.until:
            said["until"] = (self._hands.at + timedelta(days=act.until)).date()
        if step.act == "dispatch" and course.story.limit:
            said["limit"] = course.story.limit
        filled: Command[Any] = operation.model_validate({**said, **named})  # type: ignore[assignment]
        return filled

    def _acting(self, act: Act, course: Course) -> Gateway:
        matter = course.matter
        holder = course.known.get("holder", matter.unit)
        behalf = {
            "unit": holder,
            "assistant": matter.assistant,
            "town": matter.town,
            "worker": matter.worker.staff_no,
        }.get(act.by)
        return self._door(act.by, behalf)

    def _door(self, who: str, behalf: str | None) -> Gateway:
        office = self._world.recipe.office
        actor = office.leader if who == "leader" else office.clerk
        if (actor, behalf) not in self._doors:
            self._doors[actor, behalf] = self._opening(actor, behalf, self._hands)
        return self._doors[actor, behalf]

    def _send(self, door: Gateway, operation: Command[Any], key: str) -> Any:
        return door.send(operation, key=f"demo:{self._world.month}:{self._seed}:{key}")


def _plain(categories: list[Category], begin: datetime) -> list[Category]:
    """Return the categories with one filing condition and a limit that ends within the days."""
    calendar = load_calendar()
    names = [category.level3_code for category in categories]
    return [
        category
        for category in categories
        if names.count(category.level3_code) == 1
        and deadline(begin, parse_limit(category.limit_text), calendar) - begin < _SHORT
    ]


def _entered(matter: Matter) -> CreateTicket:
    return CreateTicket(
        title=matter.title,
        description=matter.description,
        category=matter.category.level3_code,
        source=matter.source,
        place=matter.grid.code,
        address=matter.address,
        reporter=matter.worker.staff_no,
    )


def _filled(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_filled(each, words) for each in value]
    return value.format_map(words) if isinstance(value, str) else value
