"""Everything that is drawn for one demonstration month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gridctl.cli.demo.county import County, draw_county
from gridctl.cli.demo.evidence import Collection, Evidence
from gridctl.cli.demo.months import Month
from gridctl.cli.demo.people import People, draw_people
from gridctl.cli.demo.recipe import Recipe
from gridctl.cli.demo.tickets import Desk, Reporting, Ticket


@dataclass(frozen=True, slots=True)
class World:
    """Everything drawn for one month; ``tickets`` stand under the month whose file holds them."""

    recipe: Recipe
    month: Month
    county: County
    people: People
    tickets: dict[Month, list[Ticket]]
    evidence: Evidence


def draw_world(recipe: Recipe, month: Month, seed: int) -> World:
    """Draw a county and its month; the same recipe, month and seed give the same world."""
    county = draw_county(recipe, seed)
    people = draw_people(recipe, county, month, seed)
    tickets = _tickets(recipe, county, people, month, seed)
    evidence = Collection(recipe, people, month, seed).evidence(tickets[month])
    return World(recipe, month, county, people, tickets, evidence)


def _tickets(
    recipe: Recipe, county: County, people: People, month: Month, seed: int
) -> dict[Month, list[Ticket]]:
    """Draw two months of tickets; what the earlier leaves open goes into the later's file."""
    reporting = Reporting(recipe, county, people, seed)
    desk = Desk(recipe, county, recipe.clock_at(month).replace(tzinfo=None), seed)
    total = recipe.published.tickets
    fewer = total * recipe.rates.previous_month // 10_000
    before = desk.tickets(reporting.month(month.previous, fewer, cast=False))
    tickets = desk.tickets(reporting.month(month, total, cast=True))
    carried = [ticket for ticket in before if not _done_before(ticket, month)]
    done = [ticket for ticket in before if _done_before(ticket, month)]
    return {month.previous: done, month: carried + tickets}


def _done_before(ticket: Ticket, month: Month) -> bool:
    closed = ticket.course.closed_at
    start = datetime.combine(month.first, datetime.min.time())
    return ticket.course.state == "rejected" or (closed is not None and closed < start)
