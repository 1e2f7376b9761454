"""Figures of ticket statistics that no sum gives: what is carried over, and how long it took."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from gridctl.domain.periods import parse_period
from gridctl.domain.rates import hours, middle
from gridctl.foundation.clock import OFFICE_ZONE, to_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.handling_times import handling_seconds
from gridctl.operations.queries.tickets import GroupBy
from gridctl.storage.queries import ticket_stats as sql
from gridctl.storage.queries.compose import Params

Label = tuple[str, str]
Labeller = Callable[[Any], Label]

#: Figures of tickets that were open at the beginning and at the end of a span.
CARRIED = ("carried_in", "carried_on")


@dataclass
class Further:
    """The further figures of one group.

    Attributes:
        carried: figure -> tickets; None where the group is a day, of which nobody asks that.
        seconds: how long each ticket of the average took.
    """

    carried: Counter[str] | None = field(default_factory=Counter)
    seconds: list[int] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Return the fields of the indicators; hours with two places."""
        total, number = middle(self.seconds)
        carried = self.carried
        return {
            **{name: None if carried is None else carried[name] for name in CARRIED},
            "avg_handle": hours(sum(self.seconds), len(self.seconds)),
            "median_handle": hours(total, number),
        }


def further_figures(
    context: QueryContext, by: GroupBy, params: Params, label: Labeller, groups: Iterable[Label]
) -> tuple[dict[Label, Further], Further]:
    """Return the further figures of every group, and of all together.

    Args:
        context: where to look.
        by: what the statistics are grouped by.
        params: of the statistics, ``from_day`` and ``to_day`` among them.
        label: turns a grouping key into code and name.
        groups: the groups known so far; more may come of what was carried over.
    """
    found: dict[Label, Further] = defaultdict(Further)
    total = Further()
    key = "category" if by == "class" else by
    span = str(params["from_day"]), str(params["to_day"])
    if by in ("month", "day"):
        total.carried = _carried(context, params, *span)
        for group in groups:
            found[group].carried = (
                _within(context, params, group[0], span) if by == "month" else None
            )
    else:
        for name, carried in _carried_by(context, params, key, label, *span):
            found[name].carried = carried + (found[name].carried or Counter())
            total.carried = carried + (total.carried or Counter())
    rows = context.read.records(sql.TIMED_OF_DUE, params, parts={"due_key": key})
    for row, seconds in handling_seconds(context, rows):
        found[label(row["grouping_key"])].seconds.append(seconds)
        total.seconds.append(seconds)
    return dict(found), total


def carried_over(context: QueryContext, first: date, last: date) -> Counter[str]:
    """Return how many tickets of the office were open when days began, and when they ended."""
    return _carried(context, {}, first.isoformat(), last.isoformat())


def _within(
    context: QueryContext, params: Params, month: str, span: tuple[str, str]
) -> Counter[str]:
    """Return what was carried into and out of a month, as far as it lies in the span."""
    if not month:
        return Counter()
    period = parse_period(month)
    first, last = max(period.first.isoformat(), span[0]), min(period.last.isoformat(), span[1])
    return _carried(context, params, first, last)


def _carried(context: QueryContext, params: Params, first: str, last: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for _name, carried in _carried_by(context, params, "none", lambda _key: ("", ""), first, last):
        found += carried
    return found


def _carried_by(
    context: QueryContext, params: Params, key: str, label: Labeller, first: str, last: str
) -> Iterable[tuple[Label, Counter[str]]]:
    bounds = {"begin": _begin(first), "end": _begin(last, after=1) - 1}
    rows = context.read.records(sql.CARRIED, {**params, **bounds}, parts={"reported_key": key})
    for row in rows:
        yield label(row["grouping_key"]), Counter({name: row[name] for name in CARRIED})


def _begin(day: str, after: int = 0) -> int:
    """Return when a day begins, or one so many days later, in UTC seconds; ends reach far."""
    known = date.fromisoformat(day)
    if known == date.max:
        return 2**53
    if known == date.min:
        return 0
    return to_epoch(datetime.combine(known + timedelta(days=after), time(), OFFICE_ZONE))
