"""Gathering the facts a scheme reads, by SQL, for every subject of a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from gridctl.domain.ledger import MARKS, SAME_AS, tally
from gridctl.domain.periods import Period
from gridctl.domain.scoring.provenance import Behind, as_attributes, numbers_as_attributes
from gridctl.domain.scoring.results import SubjectFacts
from gridctl.domain.scoring.scheme import Scheme
from gridctl.foundation.clock import OFFICE_ZONE, to_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.scoring_entries import Entered, entered_figures
from gridctl.handlers.commands.scoring_evidence import (
    COUNTED,
    OF_WORKERS,
    Found,
    evidence_facts,
)
from gridctl.handlers.commands.scoring_subjects import Subject, subjects_of
from gridctl.handlers.commands.scoring_visits import nothing_visited, site_visits
from gridctl.handlers.commands.scoring_whistles import WHISTLED, whistle_calls, whistle_facts
from gridctl.storage.queries import ledger
from gridctl.storage.repositories.assessments import Assessments

_NO_CAP = 1_000_000_000


def gather(
    context: CommandContext, scheme: Scheme, kind: str, period: Period, number: int
) -> tuple[list[Subject], list[SubjectFacts]]:
    """Write the ledger of a run and return its subjects with all their facts.

    What is counted is zero where there was nothing to count; what nobody delivered is absent.

    Raises:
        MarkTwice: one figure was entered twice for the period.
    """
    params = _params(context, scheme, period, number)
    counts = _counts(context, kind, params)
    evidence = evidence_facts(context, kind, params)
    whistles = whistle_facts(context, kind, params)
    calls = whistle_calls(context, kind, params)
    visits = site_visits(context, kind, params)
    entered = entered_figures(context, scheme, kind, period, params)
    own = OF_WORKERS if kind == "gridworker" else WHISTLED.get(kind, ())
    names = (*MARKS, "rework_times", *COUNTED, *own)
    zero, nothing, unvisited = dict.fromkeys(names, 0), Entered({}, {}), nothing_visited()
    subjects, complete = [], []
    for each in subjects_of(context, kind, period):
        figures, sources = entered.get(each.id, nothing)
        visited = visits.get(each.id, unvisited)
        grounds = as_attributes(sources) | visited.attributes
        grounds |= numbers_as_attributes(Behind.CALLS, calls.get(each.id, {}))
        subject = each._replace(attrs=each.attrs | grounds)
        counted = _sum(counts.get(each.id, {}), evidence.get(each.id, {}), visited.facts)
        counted |= whistles.get(each.id, {})
        found = zero | counted | each.facts | figures
        found |= {fact: found[same] for fact, same in SAME_AS.items()}
        subjects.append(subject)
        complete.append(
            SubjectFacts(subject.key, subject.group_code, subject.name, subject.attrs, found)
        )
    return subjects, complete


def _sum(*sources: Mapping[str, int]) -> dict[str, int]:
    """Return the facts of all sources; call-backs and site visits are told by several."""
    found: Counter[str] = Counter()
    for facts in sources:
        found.update(facts)
    return dict(found)


def _params(context: CommandContext, scheme: Scheme, period: Period, number: int) -> dict[str, Any]:
    begin = datetime.combine(period.first, time(), OFFICE_ZONE)
    after = datetime.combine(period.last + timedelta(days=1), time(), OFFICE_ZONE)
    return {
        "run": number,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "since": to_epoch(begin),
        "until": to_epoch(after),
        "now": context.now(),
        "asof": min(context.now(), to_epoch(after)),
        "per_day": scheme.counting.per_day_cap or _NO_CAP,
        "per_subclass": scheme.counting.per_subclass_cap or _NO_CAP,
    }


def _counts(context: CommandContext, kind: str, params: dict[str, Any]) -> Found:
    """Fill the ledger and return what its marks add up to, by subject."""
    posts = "post" if kind == "gridworker" else "none"
    dispatches = "unit" if kind == "unit" else "others"
    parts = {"subject": kind, "responsible": kind, "posts": posts}
    parts |= {"returned": dispatches, "turns": dispatches}
    Assessments(context.uow).fill_ledger(params, parts)
    counts: Found = tally(context.read.rows(ledger.COUNTS, params))
    for subject_id, times in context.read.rows(ledger.REWORK_TIMES, params):
        counts[subject_id]["rework_times"] = times
    return counts
