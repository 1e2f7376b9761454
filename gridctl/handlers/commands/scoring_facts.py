"""Gathering the facts a scheme reads, by SQL, for every subject of a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from gridctl.domain.intervals import EVER
from gridctl.domain.ledger import MARKS, SAME_AS
from gridctl.domain.periods import Period, whole_months
from gridctl.domain.scoring.results import SubjectFacts
from gridctl.domain.scoring.scheme import Scheme
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.places import place_index
from gridctl.storage.queries import ledger
from gridctl.storage.repositories.assessments import Assessments

#: Months in post of someone whose post has no first day.
SINCE_EVER = 999
_NO_CAP = 1_000_000_000
_LEVELS = {"town": ("town",), "community": ("village",), "grid": ("grid", "micro")}
#: Facts that are zero where nothing was found: they are counted, and there was nothing to count.
_COUNTED = (
    "missed", "need_verify", "verified_on_time", "need_check", "checked_on_time", "revisited",
    "satisfied", "basically_satisfied", "dissatisfied", "unreachable", "resolved",
    "random_checked", "passed",
)  # fmt: skip
_OF_WORKERS = (
    "merit_town", "merit_county", "merit_city", "merit_province", "major_hazard",
    "penalty_points", "open_discipline", "fabricated_report", "discipline_decision",
    "serious_accident",
)  # fmt: skip


class Subject(NamedTuple):
    """A subject before its facts: key, record id, name, group and attributes."""

    key: str
    id: int
    name: str
    group_code: str
    group_name: str
    attrs: dict[str, str]
    facts: dict[str, int]


def gather(
    context: CommandContext, scheme: Scheme, kind: str, period: Period, number: int
) -> tuple[list[Subject], list[SubjectFacts]]:
    """Write the ledger of a run and return its subjects with all their facts."""
    params: dict[str, Any] = {
        "run": number,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "now": context.now(),
        "per_day": scheme.counting.per_day_cap or _NO_CAP,
        "per_subclass": scheme.counting.per_subclass_cap or _NO_CAP,
    }
    worker = kind == "gridworker"
    parts = {"subject": kind, "responsible": kind, "posts": "post" if worker else "none"}
    Assessments(context.uow).fill_ledger(params, parts)
    counts = {row.pop("subject_id"): row for row in context.read.records(ledger.COUNTS, params)}
    evidence = _evidence(context, kind, params)
    subjects = _workers(context, period) if worker else _others(context, kind, period)
    if worker:
        _open_discipline(context, params, evidence)
    zero = dict.fromkeys((*MARKS, *_COUNTED, *(_OF_WORKERS if worker else ())), 0)
    complete = []
    for subject in subjects:
        found = zero | counts.get(subject.id, {}) | evidence.get(subject.id, {}) | subject.facts
        found |= {fact: found[same] for fact, same in SAME_AS.items()}
        complete.append(
            SubjectFacts(subject.key, subject.group_code, subject.name, subject.attrs, found)
        )
    return subjects, complete


def _workers(context: CommandContext, period: Period) -> list[Subject]:
    """Return everyone who held a gridworker's post in the period, in the post held last."""
    rows = context.read.records(ledger.WORKERS, {"last": period.last.isoformat()})
    posts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        posts[row["staff_no"]].append(row)
    first = period.first.isoformat()
    return [
        _worker(context, held, period)
        for held in posts.values()
        if any(post["valid_to"] > first for post in held)
    ]


def _worker(context: CommandContext, held: list[dict[str, Any]], period: Period) -> Subject:
    last = held[0]
    index = place_index(context)
    town = index.lineage(last["grid_id"], period.last.isoformat()).town
    version = index.on(town, period.last.isoformat()) if town is not None else None
    since = min(post["valid_from"] for post in held)
    months = SINCE_EVER if since == EVER else whole_months(date.fromisoformat(since), period.last)
    attrs = {"employment": last["employment"]}
    if last["grid_kind"]:
        attrs["grid_kind"] = last["grid_kind"]
    return Subject(
        key=last["staff_no"], id=last["id"], name=last["name"],
        group_code=version.code if version else "", group_name=version.name if version else "",
        attrs=attrs, facts={"months_in_post": months},
    )  # fmt: skip


def _others(context: CommandContext, kind: str, period: Period) -> list[Subject]:
    if kind == "unit":
        return [
            Subject(row["code"], row["id"], row["name"], "", "", {"level": row["level"] or ""}, {})
            for row in context.read.records(ledger.UNITS)
        ]
    params = {
        "levels": _LEVELS[kind],
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
    }
    return [_place(context, row, period) for row in context.read.records(ledger.PLACES, params)]


def _place(context: CommandContext, row: dict[str, Any], period: Period) -> Subject:
    index, day = place_index(context), period.last.isoformat()
    town = index.lineage(row["id"], day).town
    group = index.on(town, day) if town not in (None, row["id"]) and town is not None else None
    return Subject(
        key=row["code"], id=row["id"], name=row["name"],
        group_code=group.code if group else "", group_name=group.name if group else "",
        attrs={"grid_kind": row["kind"]} if row["kind"] else {},
        facts={"households": row["households"]} if row["households"] is not None else {},
    )  # fmt: skip


def _evidence(
    context: CommandContext, kind: str, params: dict[str, Any]
) -> dict[int, dict[str, int]]:
    """Return the facts that evidence gives each subject."""
    parts = {"subject": kind, "join": "none" if kind == "gridworker" else "ticket"}
    facts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in context.read.records(ledger.EVIDENCE, params, parts=parts):
        found = facts[row["subject_id"]]
        for name, value in _facts_of(row):
            found[name] += value
    return {subject: dict(found) for subject, found in facts.items()}


def _facts_of(row: dict[str, Any]) -> Iterable[tuple[str, int]]:
    """Yield the facts one group of evidence adds to."""
    number, outcome = row["number"], row["outcome"]
    match row["kind"]:
        case "check" if outcome != "na":
            yield "random_checked", number
            yield "passed", number if outcome == "pass" else 0
        case "revisit":
            yield "resolved", row["resolved"]
            if outcome == "unreachable":
                yield "unreachable", number
            else:
                yield "revisited", number
                yield _ANSWERS[outcome], number
        case "task":
            yield f"need_{row['task']}", number
            on_time = "verified_on_time" if row["task"] == "verify" else "checked_on_time"
            yield on_time, number if outcome == "on_time" else 0
        case "missed":
            yield "missed", number
        case "merit":
            yield from _merits(row)
        case "duty":
            yield "duty_days", row["quantity"]
            if row["expected_known"] == number:
                yield "required_days", row["expected"]


_ANSWERS = {
    "satisfied": "satisfied", "basically": "basically_satisfied", "dissatisfied": "dissatisfied",
}  # fmt: skip


def _merits(row: dict[str, Any]) -> Iterable[tuple[str, int]]:
    outcome = row["outcome"]
    if outcome == "merit":
        yield f"merit_{row['level']}", row["number"]
    elif outcome == "penalty":
        yield "penalty_points", row["points"]
    elif outcome != "open_discipline":
        yield outcome, row["number"]


def _open_discipline(
    context: CommandContext, params: dict[str, Any], evidence: dict[int, dict[str, int]]
) -> None:
    for staff_id, number in context.read.rows(ledger.OPEN_DISCIPLINE, params):
        evidence.setdefault(staff_id, {})["open_discipline"] = number
