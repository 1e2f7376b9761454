"""Figures by day, of which only what may have changed since is counted again.

A screen asks for twelve months whenever the office has changed, and a change touches few days of
them. So the figures of a day are kept until a ticket that counts in it, or did, is changed, and
as long as time alone cannot change them: a day on which a ticket is due whose deadline is to
come, or which is suspended, is counted every time.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic_core import from_json

from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.queries.tickets import GroupBy
from gridctl.storage.queries import counted_days as sql
from gridctl.storage.queries.offices import FOLLOWED
from gridctl.storage.queries.ticket_stats import STATS

#: What is counted of a day; the last tells how many tickets wait for a time to come.
FIGURES = (
    "count", "due_to_close", "closed", "closed_on_time", "overdue", "exempt", "stated", "waits",
)  # fmt: skip
#: Grouping -> days of the longest span that is kept. A month is read by its days; a town is one of
#: some twenty, while grids by the day would be too many to hold.
_LONGEST = {"day": 400, "month": 400, "town": 31}
#: Spans kept for each part of the office.
_SPANS = 8
#: After so many changed rows all is counted again.
_MOST = 1_000
_DAY = timedelta(days=1)
#: The key of a group on a day, and its figures; a group may have several.
_Row = tuple[Any, ...]


class _Span(NamedTuple):
    """The settled days of a span, as of an entry of the journal and an instant."""

    seq: int
    now: int
    days: Mapping[str, Sequence[_Row]]


def keeps(by: GroupBy, first: date, last: date) -> bool:
    """Tell whether the days of a span are kept under a grouping."""
    return timedelta(0) <= last - first < _LONGEST.get(by, 0) * _DAY


def figures_by_day(
    context: QueryContext, by: GroupBy, params: Mapping[str, Any], first: date, last: date
) -> list[dict[str, Any]]:
    """Return rows of figures for the days of a span, with the ``grouping_key`` they are for.

    Args:
        context: where the tickets are.
        by: the grouping, of which spans so long are kept.
        params: of the statement, without the days; no word of a filter, which rests on more than
            tickets.
        first: the first day.
        last: the last day.
    """
    spans: OrderedDict[str, _Span] = context.remembered("tickets.counted_days", OrderedDict)
    rests = {name: value for name, value in params.items() if name != "now"}
    key = f"{by} {first} {last} {sorted(rests.items())}"
    seq, now = int(context.read.value(FOLLOWED) or 0), int(params["now"])
    days = dict(_settled(context, spans.get(key), seq, now))
    whole = {**params, "first_day": first.isoformat(), "last_day": last.isoformat()}
    for run in _runs(first, last, days):
        days |= _counted(context, by, whole, *run)
    settled = {day: rows for day, rows in days.items() if not any(row[-1] for row in rows)}
    # Others count at the same time: each step holds whatever they have put in or out before it.
    spans.pop(key, None)
    spans[key] = _Span(seq, now, settled)
    while len(spans) > _SPANS:
        spans.popitem(last=False)
    names = ("grouping_key", *FIGURES)
    return [dict(zip(names, row, strict=True)) for rows in days.values() for row in rows]


def _settled(
    context: QueryContext, known: _Span | None, seq: int, now: int
) -> Mapping[str, Sequence[_Row]]:
    """Return the days of a span that still are as they were counted."""
    if known is None or known.seq > seq or known.now > now:
        return {}
    if known.seq == seq:
        return known.days
    touched = _touched(context, known.seq)
    if touched is None:
        return {}
    return {day: rows for day, rows in known.days.items() if day not in touched}


def _touched(context: QueryContext, seq: int) -> set[str] | None:
    """Return the days that changed after an entry; None where those are too many to tell."""
    since = {"seq": seq, "most": _MOST}
    if context.read.value(sql.LOADED, since):
        return None
    changes = context.read.rows(sql.CHANGED, since)
    if len(changes) == _MOST:
        return None
    ids: dict[str, list[int]] = defaultdict(list)
    days: set[str] = set()
    for table, row_id, before in changes:
        ids[table].append(row_id)
        if before is not None:
            was = from_json(before)
            days |= {was[day] for day in ("reported_on", "due_on") if day in was}
    found = context.read.rows(sql.DAYS, {"tickets": ids["ticket"], "events": ids["ticket_event"]})
    return days | {day for (day,) in found}


def _runs(first: date, last: date, known: Mapping[str, object]) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each run of days of a span that are not known."""
    missing = [day for day in _each(first, last) if day.isoformat() not in known]
    ends = [day for day, after in pairwise(missing) if after - day > _DAY]
    begins = [after for day, after in pairwise(missing) if after - day > _DAY]
    yield from zip([*missing[:1], *begins], [*ends, *missing[-1:]], strict=True)


def _counted(
    context: QueryContext, by: GroupBy, whole: Mapping[str, Any], first: date, last: date
) -> dict[str, list[_Row]]:
    """Return the figures of each day of a run within the whole span."""
    days: dict[str, list[_Row]] = {day.isoformat(): [] for day in _each(first, last)}
    if by == "town":
        for day, rows in days.items():
            rows += _groups(context, by, whole, day, day)
    else:
        for row in _groups(context, "day", whole, *map(str, (first, last))):
            days[row[0]].append(row)
    return days


def _groups(
    context: QueryContext, by: GroupBy, whole: Mapping[str, Any], first: str, last: str
) -> Iterator[_Row]:
    params = {**whole, "from_day": first, "to_day": last}
    for row in context.read.records(STATS, params, parts=dict.fromkeys(STATS.parts, by)):
        yield (row["grouping_key"], *(row[name] for name in FIGURES))


def _each(first: date, last: date) -> Iterator[date]:
    """Yield the days of a span."""
    yield from (first + number * _DAY for number in range((last - first).days + 1))
