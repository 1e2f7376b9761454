"""Facts that evidence gives: checks, revisits, tasks, missed reports, merits, days on duty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gridctl.domain.duty import days_from_units
from gridctl.domain.scoring.evidence import facts_of, merits_of
from gridctl.domain.scoring.expression import Facts, Figure
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.scoring_subjects import home_of
from gridctl.handlers.queries.places import place_index
from gridctl.storage.queries import scored_evidence
from gridctl.storage.queries.compose import Params

#: Figures by subject and fact.
Found = Mapping[int, Facts]

#: Facts that are zero where nothing was found: they are counted, and there was nothing to count.
COUNTED = (
    "missed", "need_verify", "verified_on_time", "need_check", "checked_on_time", "revisited",
    "satisfied", "basically_satisfied", "dissatisfied", "unreachable", "resolved",
    "random_checked", "passed", "merit_town", "merit_county", "merit_city", "merit_province",
    "major_hazard", "penalty_points", "fabricated_report", "discipline_decision",
    "serious_accident",
)  # fmt: skip
#: The same, of gridworkers alone.
OF_WORKERS = ("open_discipline",)


def evidence_facts(context: CommandContext, kind: str, params: Params) -> Found:
    """Return the facts that the evidence of a period gives each subject of a kind.

    A person's merits and decisions count for the person. For a place they count where the person
    held a post in it that day, whatever the role (domain.md 9.7: a grid and all roles in it), for
    a unit where the person belongs to it; each counts once.
    """
    worker = kind == "gridworker"
    parts = {"subject": kind, "join": "none" if worker else "ticket"}
    facts: dict[int, dict[str, Figure]] = defaultdict(lambda: defaultdict(int))
    for row in context.read.records(scored_evidence.EVIDENCE, params, parts=parts):
        if worker or row["kind"] != "merit":
            days = {name: days_from_units(row[f"{name}_e4"]) for name in ("quantity", "expected")}
            _add(facts[row["subject_id"]], facts_of(row | days))
    if worker:
        for staff_id, number in context.read.rows(scored_evidence.OPEN_DISCIPLINE, params):
            facts[staff_id]["open_discipline"] = number
    else:
        for subject, row in _merits_of_others(context, kind, params):
            _add(facts[subject], merits_of(row))
    return {subject: dict(found) for subject, found in facts.items()}


def _add(found: dict[str, Figure], facts: Iterable[tuple[str, Figure]]) -> None:
    for name, value in facts:
        found[name] += value


def _merits_of_others(
    context: CommandContext, kind: str, params: Params
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each merit with each place or unit it counts for, once."""
    index, seen = place_index(context), set()
    for row in context.read.records(scored_evidence.MERITS, params):
        if kind == "unit":
            home = row["unit_id"]
        elif row["grid_id"] is None:
            continue
        else:
            home = home_of(index.lineage(row["grid_id"], row["on_date"]), kind)
        if home is not None and (row["id"], home) not in seen:
            seen.add((row["id"], home))
            yield home, row | {"number": 1}
