"""Figures that are not counted: entered by hand, or taken from earlier frozen periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from gridctl.domain.marks import MarkTwice
from gridctl.domain.periods import Period, last_of
from gridctl.domain.scoring.facts import manual_fact, mark_fact, period_fact
from gridctl.domain.scoring.marks import asked
from gridctl.domain.scoring.provenance import Source
from gridctl.domain.scoring.rules import MultiPeriod
from gridctl.domain.scoring.scheme import Scheme
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.schemes import known_schemes
from gridctl.storage.queries import scored_evidence
from gridctl.storage.queries.compose import Params


class Figure(NamedTuple):
    """One figure of one subject, in 1/10,000 points, with its ground."""

    subject_id: int
    fact: str
    units: int
    source: Source


class Entered(NamedTuple):
    """Figures of one subject and their grounds, by fact."""

    facts: dict[str, int]
    sources: dict[str, Source]


def entered_figures(
    context: CommandContext, scheme: Scheme, kind: str, period: Period, params: Params
) -> dict[int, Entered]:
    """Return what was entered or frozen for each subject, as far as the scheme asks for it.

    Raises:
        MarkTwice: one figure was entered twice for the period.
    """
    found: dict[int, Entered] = defaultdict(lambda: Entered({}, {}))
    for figure in _marks(context, scheme, kind, params):
        facts, sources = found[figure.subject_id]
        if figure.fact in facts:
            first, second = sources[figure.fact].evidence, figure.source.evidence
            raise MarkTwice(fact=figure.fact, period=period.name, first=first, second=second)
        facts[figure.fact], sources[figure.fact] = figure.units, figure.source
    for figure in _earlier(context, scheme, kind, period):
        facts, sources = found[figure.subject_id]
        facts[figure.fact], sources[figure.fact] = figure.units, figure.source
    return found


def _marks(context: CommandContext, scheme: Scheme, kind: str, params: Params) -> Iterator[Figure]:
    wanted = {each.item: bool(each.raters) for each in asked(scheme)}
    if not wanted:
        return
    for row in context.read.records(scored_evidence.ENTRIES, params, parts={"subject": kind}):
        by_panel = bool(row["rater"])
        if wanted.get(row["item"]) is by_panel:
            source = Source(row["id"], row["document"], row["approver"])
            yield Figure(row["subject_id"], _fact(row, by_panel), row["points"], source)


def _fact(row: dict[str, Any], by_panel: bool) -> str:
    if by_panel:
        return mark_fact(row["item"], row["rater"], row["seat"])
    return manual_fact(row["item"])


def _earlier(
    context: CommandContext, scheme: Scheme, kind: str, period: Period
) -> Iterator[Figure]:
    """Yield the totals frozen for the periods an item names, under its scheme or this one."""
    for item in scheme.leaves:
        if not isinstance(item.rule, MultiPeriod):
            continue
        named = item.rule.scheme or scheme.id
        known = known_schemes(context).get(named)
        length = scheme.period if named == scheme.id or not known else known.scheme.period
        periods = last_of(length.value, period, len(item.rule.periods))
        facts = {
            each.name: period_fact(item.id, share.id)
            for each, share in zip(periods, item.rule.periods, strict=True)
        }
        params = {"scheme": named, "subject": kind, "periods": list(facts)}
        for row in context.read.records(scored_evidence.EARLIER, params):
            source = Source(
                assessment=f"A{row['id']}", period=row["period"], digest=row["result_digest"]
            )
            yield Figure(row["subject_id"], facts[row["period"]], row["total"], source)
