"""The tickets of two months: who reports what, when, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from gridctl.cli.demo.county import Category, County, Grid, short_name
from gridctl.cli.demo.course import Course, Fate, Timekeeper
from gridctl.cli.demo.draws import Draws, Wheel
from gridctl.cli.demo.months import Month
from gridctl.cli.demo.people import People, Person
from gridctl.cli.demo.recipe import Rates, Recipe
from gridctl.domain.calendar import load_calendar


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody brought up, before anything was done about it."""

    at: datetime
    grid: Grid
    category: Category
    reporter: Person | None
    steady: bool = False

    @property
    def hotline(self) -> bool:
        """Tell whether a resident rang the hotline."""
        return self.reporter is None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket with what each of the two ticket files shows of it."""

    report: Report
    course: Course
    external_no: str
    title: str
    description: str
    source: str
    nature: str
    address: str
    lead_unit: str
    urgent: bool
    confidential: bool
    contact_name: str
    contact_phone: str
    public_reply: str
    satisfaction: str

    @property
    def staff(self) -> Person:
        """Return the worker who reported it.

        Raises:
            LookupError: it came through the hotline.
        """
        if self.report.reporter is None:
            raise LookupError(self.external_no)
        return self.report.reporter


class Reporting:
    """Draws the reports of a month."""

    def __init__(self, recipe: Recipe, county: County, people: People, seed: int) -> None:
        self._recipe = recipe
        self._seed = seed
        self._people = people
        self._grids = {grid.code: grid for grid in county.grids}
        cast = {player.person.grid_code for player in people.cast}
        self._calm = [grid for grid in county.grids if grid.code not in cast]
        self._categories = Wheel((category, category.weight) for category in county.categories)
        self._hours = Wheel(enumerate(recipe.tickets.hours))

    def month(self, month: Month, total: int, *, cast: bool) -> list[Report]:
        """Return ``total`` reports of a month by time, those of the cast among them if asked."""
        draws = Draws(self._seed, f"reports {month}")
        days = self._days(month)
        reports = list(self._of_cast(draws, month)) if cast else []
        hotline = total * self._recipe.rates.hotline // 10_000
        reports += [self._call(draws, days) for _ in range(hotline)]
        workers = self._workers(month, cast=cast)
        reports += [self._walk(draws, days, workers) for _ in range(total - len(reports))]
        return sorted(reports, key=lambda report: (report.at, report.grid.code))

    def _days(self, month: Month) -> Wheel[date]:
        words, calendar = self._recipe.tickets, load_calendar()
        return Wheel(
            (day, words.workday if calendar.is_workday(day) else words.restday)
            for day in month.days()
        )

    def _workers(self, month: Month, *, cast: bool) -> Wheel[Person]:
        players = {player.person.staff_no for player in self._people.cast}
        return Wheel(
            (person, person.weight)
            for person in self._people.workers
            if person.served(month) and not (cast and person.staff_no in players)
        )

    def _of_cast(self, draws: Draws, month: Month) -> Iterator[Report]:
        """Spread the reports of each of the cast over days and categories."""
        calendar = load_calendar()
        days = [day for day in month.days() if calendar.is_workday(day)]
        for player in self._people.cast:
            grid = self._grids[player.person.grid_code]
            first = draws.below(len(self._categories.things))
            for turn in range(self._recipe.cast.tickets):
                category = self._categories.things[(first + turn) % len(self._categories.things)]
                at = self._moment(draws, days[turn % len(days)])
                yield Report(at, grid, category, player.person, steady=True)

    def _call(self, draws: Draws, days: Wheel[date]) -> Report:
        at = self._moment(draws, draws.spin(days))
        return Report(at, draws.pick(self._calm), draws.spin(self._categories), None)

    def _walk(self, draws: Draws, days: Wheel[date], workers: Wheel[Person]) -> Report:
        person = draws.spin(workers)
        at = self._moment(draws, draws.spin(days))
        return Report(at, self._grids[person.grid_code], draws.spin(self._categories), person)

    def _moment(self, draws: Draws, day: date) -> datetime:
        return datetime.combine(day, time(draws.spin(self._hours), draws.below(60)))


class Desk:
    """Turns reports into tickets: numbers, words, units, and the course each takes."""

    def __init__(self, recipe: Recipe, county: County, as_of: datetime, seed: int) -> None:
        self._recipe = recipe
        self._stations = county.stations
        self._draws = Draws(seed, "desk")
        self._keeper = Timekeeper(recipe.rates, Draws(seed, "courses"), as_of)
        self._sources = {kind: Wheel(them.items()) for kind, them in recipe.sources.items()}
        self._natures = Wheel(recipe.natures.items())
        self._verdicts = verdicts(recipe.rates)
        self._fates = _fates(recipe.rates)

    def tickets(self, reports: list[Report]) -> list[Ticket]:
        """Return a month's tickets; the published share is led by towns and villages."""
        ordinary = [place for place, report in enumerate(reports) if not report.steady]
        far = len(reports) * (10_000 - self._recipe.published.solved_near) // 10_000
        departments = set(self._draws.sample(ordinary, far))
        numbers: Counter[tuple[bool, date]] = Counter()
        tickets = []
        for place, report in enumerate(reports):
            numbers[report.hotline, report.at.date()] += 1
            number = numbers[report.hotline, report.at.date()]
            tickets.append(self._ticket(report, number, far=place in departments))
        return tickets

    def _ticket(self, report: Report, number: int, *, far: bool) -> Ticket:
        words, rates, draws = self._recipe.tickets, self._recipe.rates, self._draws
        kind, matter = report.category.kind, report.category.level3
        spot, village = draws.pick(words.spots), short_name(report.grid.village)
        unit = self._lead(report, far=far)
        course = self._keeper.course(report.at, report.category.limit_text, self._fate(report))
        pattern = words.hotline_no if report.hotline else words.external_no
        name, phone = self._contact(report)
        answered = report.hotline and course.state == "closed"
        return Ticket(
            report=report,
            course=course,
            external_no=pattern.format(day=report.at, number=number),
            title=words.title[kind].format(spot=spot, village=village, matter=matter),
            description=words.description[kind].format(spot=spot, detail=report.category.detail),
            source=words.hotline_source if report.hotline else draws.spin(self._sources[kind]),
            nature=draws.spin(self._natures) if report.hotline else "",
            address=words.address[kind].format(village=village, spot=spot),
            lead_unit=unit,
            urgent=draws.chance(rates.urgent),
            confidential=report.hotline and draws.chance(rates.confidential),
            contact_name=name,
            contact_phone=phone,
            public_reply=words.reply.format(matter=matter, unit=unit) if answered else "",
            satisfaction=draws.spin(self._verdicts) if answered else "",
        )

    def _lead(self, report: Report, *, far: bool) -> str:
        """Return the unit in the lead: a department where far, else the station or centre."""
        if far:
            return report.category.lead_unit
        near = self._draws.chance(self._recipe.rates.village_lead)
        code = report.grid.village_code if near else report.grid.town_code
        return self._stations[code].name

    def _fate(self, report: Report) -> Fate:
        share = self._recipe.rates.self_handled[report.category.kind]
        if not report.hotline and self._draws.chance(share):
            return "self_handled"
        return "on_time" if report.steady else self._draws.spin(self._fates)

    def _contact(self, report: Report) -> tuple[str, str]:
        """Return the name and telephone of a resident, both empty where there is none."""
        words, draws = self._recipe.tickets, self._draws
        if not report.hotline and not draws.chance(self._recipe.rates.contact):
            return "", ""
        name = draws.pick(self._recipe.names.common_surnames) + draws.pick(words.contact_titles)
        return name, words.contact_mobile.format(number=draws.below(10_000))


def verdicts(rates: Rates) -> Wheel[str]:
    """Return what residents say when they are called back, by weight."""
    named = rates.satisfied + rates.basically + rates.unreachable
    return Wheel(
        [
            ("satisfied", rates.satisfied),
            ("basically", rates.basically),
            ("unreachable", rates.unreachable),
            ("dissatisfied", 10_000 - named),
        ]
    )


def _fates(rates: Rates) -> Wheel[Fate]:
    fates: list[tuple[Fate, int]] = [
        ("late", rates.late),
        ("stuck", rates.stuck),
        ("rejected", rates.rejected),
        ("on_time", 10_000 - rates.late - rates.stuck - rates.rejected),
    ]
    return Wheel(fates)
