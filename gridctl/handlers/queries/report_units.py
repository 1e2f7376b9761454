"""Units and towns compared by the tickets they closed on time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from gridctl.domain.periods import Period
from gridctl.domain.rates import percent
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.results import SubjectFacts
from gridctl.domain.scoring.scheme import Scheme
from gridctl.foundation.i18n import N_, translator
from gridctl.handlers.queries.awards import scheme_of
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.schemes import find_scheme
from gridctl.handlers.queries.ticket_stats import stats_page
from gridctl.operations.queries.reports import FailingItem, ScoreGroup, UnitScore, WeakUnit
from gridctl.operations.queries.tickets import ShowStats
from gridctl.storage.queries import assessments as sql
from gridctl.storage.queries import ledger

Kind = Literal["unit", "town"]

SCHEME = "unit_on_time"
_ITEM = "close_on_time"
#: A score counted as good, and how many of the lowest are named (domain.md 14, 月通报).
_HIGH_MARK = Decimal(99)
_NAMED = 3
_TITLES: Mapping[Kind, str] = {
    "unit": N_("Departments and units"),
    "town": N_("Towns and subdistricts"),
}
_NOTHING = {"reported": 0, "due_to_close": 0, "closed": 0, "closed_on_time": 0}


class _Scored(NamedTuple):
    """One unit or town; ``total`` is None where it is not ranked, ``points`` is its one item's."""

    code: str
    name: str
    facts: Mapping[str, int]
    points: Decimal
    total: Decimal | None
    rank: int | None


def score_groups(context: QueryContext, period: Period, language: str) -> tuple[ScoreGroup, ...]:
    """Return the group of a bulletin: the units, or the towns of an office without units.

    One or the other, for a ticket has both and would be counted twice in their sums. They stand
    as frozen under the scheme ``unit_on_time``. Where the period was not frozen, the same scheme
    is applied to the ticket figures as they are now.
    """
    for kind in _TITLES:
        if group := _group(context, period, kind, language):
            return (group,)
    return ()


def _group(context: QueryContext, period: Period, kind: Kind, language: str) -> ScoreGroup | None:
    params = {"period": period.name, "scheme": SCHEME, "subject": kind}
    head = context.read.record(sql.NEWEST, params)
    if head and head["state"] == "frozen":
        scheme = scheme_of(context, head["id"])
        scored = list(_frozen(context, head))
    else:
        scheme = find_scheme(context, SCHEME).scheme
        scored = list(_computed(context, period, kind, scheme))
    if not scored:
        return None
    name = _distinct(scored)
    rows = tuple(_row(each, name(each)) for each in scored)
    return ScoreGroup(
        name=translator(language)(_TITLES[kind]),
        high_mark=_HIGH_MARK,
        at_high_mark=sum(row.score is not None and row.score >= _HIGH_MARK for row in rows),
        without_tickets=sum(row.tickets == 0 for row in rows),
        none_due=sum(row.tickets > 0 and row.due_to_close == 0 for row in rows),
        rows=rows,
        weakest=tuple(_weakest(scored, name, scheme, language)),
    )


def _frozen(context: QueryContext, head: dict[str, Any]) -> Iterator[_Scored]:
    params = {"id": head["id"], "limit": head["subjects"]}
    for row in context.read.records(sql.ROWS, params):
        form = json.loads(row["score"])
        points = {line["item"]: Decimal(line["points"]) for line in form["items"]}
        total = None if row["rank"] is None else Decimal(form["total"])
        yield _Scored(
            row["key"], row["name"], _NOTHING | json.loads(row["facts"]),
            points.get(_ITEM, Decimal(0)), total, row["rank"],
        )  # fmt: skip


def _computed(
    context: QueryContext, period: Period, kind: Kind, scheme: Scheme
) -> Iterator[_Scored]:
    wanted = ShowStats(by=kind, since=period.first, until=period.last)
    members = _members(context, period, kind)
    facts = {code: dict(_NOTHING) for code in members}
    for row in stats_page(wanted, context).items:
        # Tickets without a unit or town are nobody's; a withdrawn unit still answers for its own.
        if row.key:
            members.setdefault(row.key, row.name)
            facts[row.key] = {
                "reported": row.count, "due_to_close": row.due_to_close,
                "closed": row.closed, "closed_on_time": row.closed_on_time,
            }  # fmt: skip
    subjects = [SubjectFacts(code, name=members[code], facts=facts[code]) for code in members]
    for score in evaluate(scheme, subjects).scores:
        points = {line.item_id: line.points for line in score.items}
        yield _Scored(
            score.key, score.name, facts[score.key], points.get(_ITEM, Decimal(0)),
            None if score.rank is None else score.total, score.rank,
        )  # fmt: skip


def _members(context: QueryContext, period: Period, kind: Kind) -> dict[str, str]:
    """Return code and name of everyone who is compared, with tickets or without."""
    params = {"levels": ("town",), "last": period.last.isoformat()}
    statement = ledger.UNITS if kind == "unit" else ledger.PLACES
    return {row["code"]: row["name"] for row in context.read.records(statement, params)}


def _distinct(scored: Sequence[_Scored]) -> Callable[[_Scored], str]:
    """Return the function that names a unit, with its code where others share the name."""
    shared = Counter(each.name for each in scored)
    return lambda each: each.name if shared[each.name] == 1 else f"{each.name} ({each.code})"


def _row(scored: _Scored, name: str) -> UnitScore:
    facts = scored.facts
    return UnitScore(
        unit=name,
        tickets=facts["reported"],
        due_to_close=facts["due_to_close"],
        closed=facts["closed"],
        closed_on_time=facts["closed_on_time"],
        on_time_rate=percent(facts["closed_on_time"], facts["due_to_close"]),
        score=scored.total,
        rank=scored.rank,
    )


def _weakest(
    scored: Sequence[_Scored], name: Callable[[_Scored], str], scheme: Scheme, language: str
) -> Iterator[WeakUnit]:
    """Yield the lowest few that lost points; of equals either all are named or none."""
    ranked = sorted(
        (each for each in scored if each.total is not None), key=lambda each: each.total or 0
    )
    if len(ranked) <= _NAMED:
        return
    bound = ranked[_NAMED].total
    for each in ranked[:_NAMED]:
        failing = tuple(_failing(each, scheme, language))
        if failing and each.total != bound:
            yield WeakUnit(unit=name(each), failing=failing)


def _failing(scored: _Scored, scheme: Scheme, language: str) -> Iterator[FailingItem]:
    for item in scheme.items:
        if item.id == _ITEM and item.highest is not None and scored.points < item.highest:
            on_time, due = scored.facts["closed_on_time"], scored.facts["due_to_close"]
            yield FailingItem(
                label=item.label.text(language), numerator=on_time, denominator=due,
                rate=percent(on_time, due), points=scored.points, max=item.highest,
            )  # fmt: skip
