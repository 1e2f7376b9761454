"""Facts that site visits give: verifications and checks as the steps of tickets record them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from gridctl.domain.clocks.stages import stage_deadline
from gridctl.domain.scoring.evidence import facts_of
from gridctl.domain.scoring.provenance import Behind, numbers_as_attributes
from gridctl.domain.site_visits import SiteVisit
from gridctl.foundation.clock import from_epoch, local_date
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.calendars import office_calendar
from gridctl.handlers.queries.workflows import office_policy
from gridctl.storage.queries import scored_evidence
from gridctl.storage.queries.compose import Params

#: Fact -> serial numbers, one for each visit.
Serials = Mapping[str, list[str]]


class Visited(NamedTuple):
    """The visits of one subject: those counted, and those evidence was counted instead of."""

    tickets: Serials
    replaced: Serials

    @property
    def facts(self) -> dict[str, int]:
        """How many visits count in each fact."""
        return {fact: len(serials) for fact, serials in self.tickets.items()}

    @property
    def attributes(self) -> dict[str, str]:
        """The tickets behind the facts, as they are kept with the subject."""
        return numbers_as_attributes(Behind.TICKETS, self.tickets) | numbers_as_attributes(
            Behind.REPLACED, self.replaced
        )


def nothing_visited() -> Visited:
    """Return what a subject has before anything was found."""
    return Visited(defaultdict(list), defaultdict(list))


def site_visits(context: CommandContext, kind: str, params: Params) -> dict[int, Visited]:
    """Return the visits that were ordered in a period, by subject.

    For a place or unit they count by their ticket. A gridworker answers for those they were sent
    on; where nobody was named, who reported back does, and where nobody did, who holds the grid.
    """
    worker = kind == "gridworker"
    parts = {"subject": kind, "posts": "post" if worker else "none"}
    rows = context.read.records(scored_evidence.VISITS, params, parts=parts)
    found: dict[int, Visited] = defaultdict(nothing_visited)
    for _visit, held in groupby(rows, key=itemgetter("id")):
        holders = list(held)
        row = holders[0]
        for fact in _counted(context, row):
            for subject in _subjects(holders) if worker else _held(holders):
                visited = found[subject]
                into = visited.replaced if row["replaced"] else visited.tickets
                into[fact].append(row["serial_no"])
    return found


def _counted(context: CommandContext, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the facts a visit counts in: what evidence of the same outcome would."""
    visit = SiteVisit(row["order"], row["given_at"], row["ended_at"], row["ended_by"])
    outcome = visit.outcome(_due(context, row), context.now())
    if outcome:
        told = {"kind": "task", "task": visit.task, "outcome": outcome, "number": 1}
        yield from (fact for fact, number in facts_of(told) if number)


def _due(context: CommandContext, row: Mapping[str, Any]) -> int | None:
    """Return when a visit had to be over, by the limits that held on its day."""
    day = local_date(from_epoch(row["given_at"])).isoformat()
    limits = office_policy(context, row["county_id"], day).stage_limits
    calendar = office_calendar(context, row["county_id"])
    return stage_deadline("task", row["given_at"], limits, calendar)


def _subjects(holders: list[dict[str, Any]]) -> list[int]:
    given, told = (json.loads(holders[0][name] or "{}") for name in ("given", "told"))
    named = given.get("staff") or told.get("by")
    return _held(holders) if named is None else [named]


def _held(holders: list[dict[str, Any]]) -> list[int]:
    return [row["subject_id"] for row in holders if row["subject_id"] is not None]
