"""Counting whistle calls by the units called and by the towns that call."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal

from gridctl.domain.periods import Period, parse_period, period_of
from gridctl.domain.rates import percent, share
from gridctl.domain.scoring.arithmetic import exact, half_up, points_from_units
from gridctl.domain.whistles import UNIT_HEADS
from gridctl.domain.whistles.rules import WhistleRules
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.whistle_rules import whistle_rules
from gridctl.operations.queries.whistles import (
    TownWhistles,
    TownWhistlesPage,
    UnitWhistles,
    UnitWhistlesPage,
)
from gridctl.storage.queries import scored_subjects
from gridctl.storage.queries import whistles as sql

_PLACES = 2


def unit_page(context: QueryContext, name: str | None) -> UnitWhistlesPage:
    """Return the figures of every unit that was called in a period."""
    period = _period(context, name)
    rows = context.read.records(sql.BY_UNIT, _days(period) | {"now": context.now()})
    items = tuple(
        UnitWhistles(**row | {head: _mean(row[head], row[f"{head}_count"]) for head in UNIT_HEADS})
        for row in rows
    )
    return UnitWhistlesPage(period=period.name, items=items, total=len(items))


def town_page(context: QueryContext, name: str | None) -> TownWhistlesPage:
    """Return the figures of every town, those that never call among them."""
    period = _period(context, name)
    figures = calls_by_town(context, period.first.isoformat(), period.last.isoformat())
    tickets: dict[int, int] = dict(context.read.rows(sql.TICKETS_BY_TOWN, _days(period)))
    last, index = period.last.isoformat(), place_index(context)
    towns = {
        row["id"]
        for row in context.read.records(
            scored_subjects.PLACES, {"levels": ("town",), **_days(period)}
        )
    }
    rules = whistle_rules(context, index.only_county())
    named = (index.on(town, last) for town in towns | figures.keys())
    items = tuple(
        _town(town.code, town.name, figures[town.id], tickets.get(town.id, 0), rules)
        for town in sorted(named, key=attrgetter("code"))
    )
    return TownWhistlesPage(period=period.name, items=items, total=len(items))


def calls_by_town(context: QueryContext, first: str, last: str) -> dict[int, Counter[str]]:
    """Return the counts and sums of points of the calls in a span of ISO days, by town.

    A call belongs to the town its place lay in on the day of the call.
    """
    index = place_index(context)
    figures: dict[int, Counter[str]] = defaultdict(Counter)
    for row in context.read.records(sql.BY_PLACE, {"first": first, "last": last}):
        town = index.lineage(row.pop("place_id"), row.pop("called_on")).town
        if town is not None:
            figures[town].update(row)
    return figures


def _town(
    code: str, name: str, figures: Counter[str], tickets: int, rules: WhistleRules
) -> TownWhistles:
    calls, rejected = figures["calls"], figures["rejected"]
    return TownWhistles(
        code=code, name=name, calls=calls, rejected=rejected,
        rejected_share=share(rejected, calls), tickets=tickets, rate=percent(calls, tickets),
        look=_look(calls, tickets, rules),
        necessity=_mean(figures["necessity"], figures["necessity_count"]),
        cooperation=_mean(figures["cooperation"], figures["cooperation_count"]),
    )  # fmt: skip


def _look(calls: int, tickets: int, rules: WhistleRules) -> Literal["low", "high"] | None:
    """Tell whether a town calls hardly ever or very often, measured by its tickets."""
    if calls * 100 > tickets * rules.high_percent:
        return "high"
    return "low" if calls * 100 < tickets * rules.low_percent else None


def _mean(units: int | None, count: int) -> Decimal | None:
    if not units and not count:
        return None
    with exact():
        return half_up(points_from_units(units or 0) / count, _PLACES)


def _period(context: QueryContext, name: str | None) -> Period:
    return parse_period(name) if name else period_of("quarter", context.today())


def _days(period: Period) -> dict[str, Any]:
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}
