"""Departments and towns compared by the tickets they closed on time."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from gridctl.domain.periods import Period
from gridctl.domain.rates import percent
from gridctl.domain.scoring.canonical import figures_from
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.results import SubjectFacts, SubjectScore
from gridctl.domain.scoring.scheme import Scheme
from gridctl.foundation.i18n import N_, translator
from gridctl.handlers.queries.awards import scheme_of
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.schemes import find_scheme
from gridctl.handlers.queries.ticket_stats import stats_page
from gridctl.operations.queries.reports import FailingItem, ScoreGroup, UnitScore, WeakUnit
from gridctl.operations.queries.tickets import ShowStats
from gridctl.storage.queries import assessments as sql
from gridctl.storage.queries import reports, scored_subjects

Kind = Literal["unit", "town"]

SCHEME = "unit_on_time"
_ITEM = "close_on_time"
#: A score counted as good, and how many of the lowest are named (domain.md 14, 月通报).
_HIGH_MARK = Decimal(99)
_NAMED = 3
_DEPARTMENTS, _TOWNS = N_("Departments and units"), N_("Towns and subdistricts")
_NOTHING = {"reported": 0, "due_to_close": 0, "closed": 0, "closed_on_time": 0}


class _Home(NamedTuple):
    """The row a unit counts in: a department's own, or its town's."""

    group: str
    code: str
    name: str


class _Member(NamedTuple):
    """One row of a group before its score."""

    subject: SubjectFacts
    score: SubjectScore | None

    @property
    def total(self) -> Decimal | None:
        """The score, of those who are ranked."""
        return self.score.total if self.score and self.score.rank is not None else None


def score_groups(context: QueryContext, period: Period, language: str) -> tuple[ScoreGroup, ...]:
    """Return the groups of a bulletin: departments, and towns with the units in them.

    A unit counts in one row only, so that the groups add up to the tickets that units have. An
    office without units compares its towns by the place of the ticket. The facts are those
    frozen under the scheme ``unit_on_time``; where the period was not frozen, the ticket figures
    as they are now, under the same scheme.
    """
    for kind in ("unit", "town"):
        scheme, subjects = _facts(context, period, kind)
        if subjects:
            homes = _homes(context, period) if kind == "unit" else {}
            rows = _rows(subjects, homes)
            return tuple(
                _group(title, list(rows[title].values()), scheme, language)
                for title in (_DEPARTMENTS, _TOWNS)
                if rows[title]
            )
    return ()


def closed_of_due(context: QueryContext, period: Period, kind: Kind) -> dict[str | None, int]:
    """Return how many of the tickets due are closed, by code; those nobody owns under None."""
    params = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return dict(context.read.rows(reports.CLOSED_OF_DUE, params, parts={"owner": kind}))


def _facts(context: QueryContext, period: Period, kind: Kind) -> tuple[Scheme, list[SubjectFacts]]:
    """Return what is compared and by which scheme: as frozen, else as it is now."""
    params = {"period": period.name, "scheme": SCHEME, "subject": kind}
    head = context.read.record(sql.NEWEST, params)
    if head and head["state"] == "frozen":
        stored = context.read.records(sql.ALL_ROWS, {"id": head["id"]})
        return scheme_of(context, head["id"]), [_stored(row) for row in stored]
    return find_scheme(context, SCHEME).scheme, _counted(context, period, kind)


def _stored(row: dict[str, Any]) -> SubjectFacts:
    attrs, facts = json.loads(row["attrs"]), figures_from(row["facts"])
    return SubjectFacts(row["key"], name=row["name"], attrs=attrs, facts=_NOTHING | facts)


def _counted(context: QueryContext, period: Period, kind: Kind) -> list[SubjectFacts]:
    params = {
        "levels": ("town",),
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
    }
    statement = scored_subjects.UNITS if kind == "unit" else scored_subjects.PLACES
    names = {row["code"]: row["name"] for row in context.read.records(statement, params)}
    facts = {code: dict(_NOTHING) for code in names}
    closed = closed_of_due(context, period, kind)
    wanted = ShowStats(by=kind, since=period.first, until=period.last)
    for row in stats_page(wanted, context).items:
        # Tickets without a unit or town are nobody's; a withdrawn unit still answers for its own.
        if row.key:
            names.setdefault(row.key, row.name)
            facts[row.key] = {
                "reported": row.count, "due_to_close": row.due_to_close,
                "closed": closed.get(row.key, 0), "closed_on_time": row.closed_on_time,
            }  # fmt: skip
    return [SubjectFacts(code, name=name, facts=facts[code]) for code, name in names.items()]


def _homes(context: QueryContext, period: Period) -> dict[str, _Home]:
    """Return the row of every unit, by its code; towns as they were at the period's end."""
    index, day = place_index(context), period.last.isoformat()
    homes = {}
    for unit in context.read.records(reports.UNIT_HOMES):
        below = unit["level"] in ("town", "village")
        place = unit["grid_id"] if below else None
        town = None if place is None else index.lineage(place, day).town
        if town is not None:
            version = index.on(town, day)
            homes[unit["code"]] = _Home(_TOWNS, version.code, version.name)
        else:
            group = _TOWNS if below else _DEPARTMENTS
            homes[unit["code"]] = _Home(group, unit["code"], unit["name"])
    return homes


def _rows(
    subjects: list[SubjectFacts], homes: Mapping[str, _Home]
) -> dict[str, dict[str, SubjectFacts]]:
    """Return the rows of each group by code, the facts of a town's units added up."""
    rows: dict[str, dict[str, SubjectFacts]] = defaultdict(dict)
    for subject in subjects:
        home = homes.get(subject.key) or _Home(_TOWNS, subject.key, subject.name)
        known = rows[home.group].get(home.code)
        facts = Counter(known.facts if known else {})
        facts.update(subject.facts)
        attrs = subject.attrs if home.code == subject.key else {}
        rows[home.group][home.code] = SubjectFacts(
            home.code, name=home.name, attrs=attrs, facts=dict(facts)
        )
    return rows


def _group(title: str, rows: list[SubjectFacts], scheme: Scheme, language: str) -> ScoreGroup:
    scores = {score.key: score for score in evaluate(scheme, rows).scores}
    members = [_Member(row, scores.get(row.key)) for row in rows]
    name = _distinct(rows)
    shown = tuple(_shown(member, name(member.subject)) for member in members)
    return ScoreGroup(
        name=translator(language)(title),
        high_mark=_HIGH_MARK,
        at_high_mark=sum(row.score is not None and row.score >= _HIGH_MARK for row in shown),
        without_tickets=sum(row.tickets == 0 for row in shown),
        none_due=sum(row.tickets > 0 and row.due_to_close == 0 for row in shown),
        rows=shown,
        weakest=tuple(_weakest(members, name, scheme, language)),
    )


def _distinct(rows: list[SubjectFacts]) -> Callable[[SubjectFacts], str]:
    """Return the function that names a row, with its code where others share the name."""
    sharing = Counter(row.name for row in rows)
    return lambda row: row.name if sharing[row.name] == 1 else f"{row.name} ({row.key})"


def _shown(member: _Member, name: str) -> UnitScore:
    facts = member.subject.facts
    return UnitScore(
        unit=name,
        tickets=int(facts["reported"]),
        due_to_close=int(facts["due_to_close"]),
        closed=int(facts["closed"]),
        closed_on_time=int(facts["closed_on_time"]),
        on_time_rate=percent(int(facts["closed_on_time"]), int(facts["due_to_close"])),
        score=member.total,
        rank=member.score.rank if member.score else None,
    )


def _weakest(
    members: list[_Member], name: Callable[[SubjectFacts], str], scheme: Scheme, language: str
) -> Iterator[WeakUnit]:
    """Yield the lowest few that lost points; of equals either all are named or none."""
    ranked = sorted(
        (member for member in members if member.total is not None),
        key=lambda member: member.total or 0,
    )
    if len(ranked) <= _NAMED:
        return
    bound = ranked[_NAMED].total
    for member in ranked[:_NAMED]:
        failing = tuple(_failing(member, scheme, language))
        if failing and member.total != bound:
            yield WeakUnit(unit=name(member.subject), failing=failing)


def _failing(member: _Member, scheme: Scheme, language: str) -> Iterator[FailingItem]:
    facts = member.subject.facts
    for line in member.score.items if member.score else ():
        item = scheme.item(line.item_id)
        if item.id == _ITEM and item.highest is not None and line.points < item.highest:
            on_time, due = int(facts["closed_on_time"]), int(facts["due_to_close"])
            yield FailingItem(
                label=item.label.text(language), numerator=on_time, denominator=due,
                rate=percent(on_time, due), points=line.points, max=item.highest,
            )  # fmt: skip
