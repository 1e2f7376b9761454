"""The rows of each file, flattened to named values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any

from gridctl.cli.demo.county import short_name
from gridctl.cli.demo.evidence import Evidence
from gridctl.cli.demo.layout import Row, RowSource, Value
from gridctl.cli.demo.months import Month
from gridctl.cli.demo.people import Person
from gridctl.cli.demo.tickets import Ticket
from gridctl.cli.demo.world import World


def rows(world: World, source: RowSource, month: Month) -> Iterator[Row]:
    """Yield the rows of a file about a month, in the order the clerk keeps them."""
    return iter(_SOURCES[source](world, month))


def _flat(record: Any) -> dict[str, Value]:
    """Return a record's fields by name."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _grids(world: World, _: Month) -> Iterator[Row]:
    leaders = world.people.leaders
    for grid in world.county.grids:
        yield {**_flat(grid), "leader": leaders[grid.code].name}


def _grid_tickets(world: World, month: Month) -> Iterator[Row]:
    for ticket in world.tickets[month]:
        if not ticket.report.hotline:
            person = ticket.staff
            reporter = {"reporter_no": person.staff_no, "reporter": person.name}
            yield {**_ticket(ticket), **reporter, "grid_code": ticket.report.grid.code}


def _hotline_tickets(world: World, month: Month) -> Iterator[Row]:
    for ticket in world.tickets[month]:
        if ticket.report.hotline:
            answer = {"satisfied": True, "basically": True, "dissatisfied": False}
            resolved = answer.get(ticket.satisfaction)
            yield {**_ticket(ticket), "stated": _stated(ticket), "resolved": resolved}


def _stated(ticket: Ticket) -> str:
    return "rejected" if ticket.course.state == "rejected" else ticket.course.stated


def _ticket(ticket: Ticket) -> dict[str, Value]:
    """Return what both ticket files show, place names as used in daily work."""
    grid, category = ticket.report.grid, ticket.report.category
    return {
        **_flat(ticket),
        **_flat(ticket.course),
        "category1": category.level1,
        "category2": category.level2,
        "category3": category.level3,
        "town": grid.town,
        "village": short_name(grid.village),
        "grid": grid.aliases or grid.name,
    }


def _about(person: Person) -> dict[str, Value]:
    return {
        "staff_no": person.staff_no,
        "staff": person.name,
        "town": person.town,
        "village": short_name(person.village),
        "grid": person.grid,
    }


def _numbered(prefix: str, pick: Callable[[Evidence], list[Any]]) -> _Source:
    """Return the source of a kind of evidence, its records numbered within the month."""

    def source(world: World, month: Month) -> Iterator[Row]:
        for number, record in enumerate(pick(world.evidence), 1):
            no = f"{prefix}{month.year}{month.number:02d}{number:04d}"
            yield {**_flat(record), **_about(record.person), "no": no}

    return source


def _checks(world: World, month: Month) -> list[Row]:
    """Return the spot checks town by town, as the inspectors hand them in."""
    towns = {place.name: place.code for place in world.county.towns}
    found = _numbered("CC", lambda evidence: evidence.checks)(world, month)
    return sorted(found, key=lambda row: towns[str(row["town"])])


def _merits(world: World, month: Month) -> Iterator[Row]:
    for row in _numbered("JF", lambda evidence: evidence.merits)(world, month):
        yield {**row, "approver": world.recipe.evidence.approver}


def _duty(world: World, month: Month) -> Iterator[Row]:
    for number, duty in enumerate(world.evidence.duty):
        period = str(month) if number % 40 else month.words
        yield {**_flat(duty), **_about(duty.person), "period": period}


_Source = Callable[[World, Month], Iterable[Row]]

_SOURCES: dict[RowSource, _Source] = {
    "divisions": lambda world, _: map(_flat, world.county.places),
    "grids": _grids,
    "roster": lambda world, _: map(_flat, world.people.roster()),
    "units": lambda world, _: map(_flat, world.county.units),
    "categories": lambda world, _: map(_flat, world.county.categories),
    "grid_tickets": _grid_tickets,
    "hotline_tickets": _hotline_tickets,
    "checks": _checks,
    "revisits": _numbered("HF", lambda evidence: evidence.revisits),
    "tasks": _numbered("HC", lambda evidence: evidence.tasks),
    "missed": _numbered("LB", lambda evidence: evidence.missed),
    "merits": _merits,
    "duty": _duty,
}
