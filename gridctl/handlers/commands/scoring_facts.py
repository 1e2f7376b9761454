"""Gathering the facts a scheme reads, by SQL, for every subject of a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any

from gridctl.domain.ledger import MARKED, ON_DEMAND, SAME_AS, tally
from gridctl.domain.periods import Period
from gridctl.domain.scoring.expression import Facts, Figure
from gridctl.domain.scoring.provenance import Behind, as_attributes, numbers_as_attributes
from gridctl.domain.scoring.reading import facts_read
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
from gridctl.handlers.commands.scoring_repeats import REPEAT, repeat_calls
from gridctl.handlers.commands.scoring_subjects import Subject, subjects_of
from gridctl.handlers.commands.scoring_times import TIMED, Times, handling_times
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
    read = facts_read(scheme)
    counts = _counts(context, kind, params, read)
    evidence = evidence_facts(context, kind, params)
    whistles = whistle_facts(context, kind, params)
    calls = whistle_calls(context, kind, params)
    visits = site_visits(context, kind, params)
    timed = not read.isdisjoint(TIMED)
    times = handling_times(context, params) if timed else {}
    repeated = repeat_calls(context, kind, params) if REPEAT in read else {}
    entered = entered_figures(context, scheme, kind, period, params)
    own = OF_WORKERS if kind == "gridworker" else WHISTLED.get(kind, ())
    names = (*_marked(read), "rework_times", *COUNTED, *own, *(TIMED[:2] if timed else ()))
    names += (REPEAT,) if REPEAT in read else ()
    zero, nothing, unvisited = dict.fromkeys(names, 0), Entered({}, {}), nothing_visited()
    subjects, complete = [], []
    for each in subjects_of(context, kind, period):
        figures, sources = entered.get(each.id, nothing)
        visited = visits.get(each.id, unvisited)
        took = times.get(each.id, Times([], []))
        grounds = as_attributes(sources) | visited.attributes | took.attributes
        grounds |= numbers_as_attributes(Behind.CALLS, calls.get(each.id, {}))
        again = repeated.get(each.id, [])
        grounds |= numbers_as_attributes(Behind.TICKETS, {REPEAT: again} if again else {})
        subject = each._replace(attrs=each.attrs | grounds)
        counted = _sum(counts.get(each.id, {}), evidence.get(each.id, {}), visited.facts)
        counted |= dict(whistles.get(each.id, {})) | (took.facts if timed else {})
        counted |= {REPEAT: len(again)} if again else {}
        found = zero | counted | each.facts | figures
        found |= {fact: found[same] for fact, same in SAME_AS.items()}
        subjects.append(subject)
        complete.append(
            SubjectFacts(subject.key, subject.group_code, subject.name, subject.attrs, found)
        )
    return subjects, complete


def _sum(*sources: Facts) -> dict[str, Figure]:
    """Return the facts of all sources; call-backs and site visits are told by several."""
    found: dict[str, Figure] = defaultdict(int)
    for facts in sources:
        for name, value in facts.items():
            found[name] += value
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


def _marked(read: Collection[str]) -> list[str]:
    """Return the facts that are counted from marks, for a scheme that reads some facts."""
    return [name for name in MARKED if name not in ON_DEMAND or name in read]


def _counts(
    context: CommandContext, kind: str, params: dict[str, Any], read: Collection[str]
) -> Found:
    """Fill the ledger and return what its marks add up to, by subject."""
    posts = "post" if kind == "gridworker" else "none"
    dispatches = "unit" if kind == "unit" else "others"
    parts = {"subject": kind, "responsible": kind, "posts": posts}
    parts |= {"returned": dispatches, "turns": dispatches}
    parts["public"] = "read" if "public_reported" in read else "unread"
    Assessments(context.uow).fill_ledger(params, parts)
    tallied = tally(context.read.rows(ledger.COUNTS, params))
    names = _marked(read)
    counts = {each: {name: found[name] for name in names} for each, found in tallied.items()}
    for subject_id, times in context.read.rows(ledger.REWORK_TIMES, params):
        counts[subject_id]["rework_times"] = times
    return counts
