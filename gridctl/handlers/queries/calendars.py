"""The calendar in force: shipped, with the office's and the county's own rules laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.shipped import CalendarRule, RuleKind, layered
from gridctl.domain.intervals import EVER
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.handlers.queries.shape import instant
from gridctl.operations.queries.calendars import CalendarRules, CalendarRuleView, ShowCalendar
from gridctl.storage.queries import rules as sql

KINDS: tuple[RuleKind, ...] = ("calendar.year", "calendar.hours")


class Held(NamedTuple):
    """A rule as it is stored, in the order of :func:`held_rules`."""

    id: int
    kind: RuleKind
    name: str
    place_id: int | None
    valid_from: str
    version: int
    body: str
    digest: str
    adopted_at: int
    adopted_by: str
    entry: int


def office_calendar(
    context: QueryContext,
    place_id: int | None = None,
    known: int | None = None,
) -> Calendar:
    """Return the calendar in force for a place, kept until the data change.

    Args:
        context: the operation at work.
        place_id: the place meant; by default the county where there is only one.
        known: id of an entry of the journal; what was adopted after it is left out.
    """
    rules = place_rules(context, place_id)
    if known is not None:
        rules = [rule for rule in rules if rule.entry <= known]
    name = ",".join(str(rule.id) for rule in rules)
    return context.remembered(f"calendar:{name}", lambda: calendar_of(rules))


def calendar_of(rules: Iterable[Held]) -> Calendar:
    """Return the shipped calendar with stored rules laid over it, lowest first."""
    return layered(
        CalendarRule(rule.kind, date.fromisoformat(rule.valid_from), rule.body) for rule in rules
    )


def place_rules(
    context: QueryContext,
    place_id: int | None = None,
    on: date | None = None,
    new: Iterable[Held] = (),
) -> list[Held]:
    """Return the rules that hold for a place, the office's first, each place's oldest first.

    ``new`` rules are laid among them as they would lie once adopted.
    """
    held = [*context.remembered("calendar.rules", lambda: _load(context)), *new]
    if not held:
        return []
    depth = _depths(context, place_id, on)
    rules = (rule for rule in held if rule.place_id in depth)
    return sorted(rules, key=lambda rule: (depth[rule.place_id], rule.valid_from, rule.version))


def show_calendar(operation: ShowCalendar, context: QueryContext) -> CalendarRules:
    """Return the rules that hold for a place."""
    index, today = place_index(context), context.today().isoformat()
    place_id = find_place(context, operation.place) if operation.place else index.only_county()
    return CalendarRules(
        place_name=None if place_id is None else index.on(place_id, today).name,
        items=tuple(_view(context, rule) for rule in place_rules(context, place_id)),
    )


def _depths(context: QueryContext, place_id: int | None, on: date | None) -> dict[int | None, int]:
    """Return the places whose rules hold, by depth; the office itself is at 0."""
    index = place_index(context)
    depths: dict[int | None, int] = {None: 0}
    lowest = index.only_county() if place_id is None else place_id
    if lowest is not None:
        chain = index.above(lowest, (on or context.today()).isoformat())
        depths |= {place.id: n for n, place in enumerate(reversed(chain), 1)}
    return depths


def _load(context: QueryContext) -> list[Held]:
    rows = (row for kind in KINDS for row in context.read.rows(sql.LIVING, {"kind": kind}))
    return [Held._make(row) for row in rows]


def _view(context: QueryContext, rule: Held) -> CalendarRuleView:
    place = None
    if rule.place_id is not None:
        place = place_index(context).on(rule.place_id, context.today().isoformat())
    return CalendarRuleView.model_validate(
        {
            "kind": rule.kind,
            "name": rule.name,
            "place_code": place and place.code,
            "place_name": place and place.name,
            "valid_from": None if rule.valid_from == EVER else rule.valid_from,
            "version": rule.version,
            "body": rule.body,
            "adopted_at": instant(rule.adopted_at),
            "adopted_by": rule.adopted_by,
        }
    )
