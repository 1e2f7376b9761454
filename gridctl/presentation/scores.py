"""Parts of a score in words, shared by the letter and the dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from gridctl.domain.errors import Param, word
from gridctl.domain.evidence import KINDS, MERIT_LEVEL_NAMES
from gridctl.domain.scoring.arithmetic import points_from_units
from gridctl.domain.scoring.expression import plain
from gridctl.domain.scoring.facts import is_points
from gridctl.domain.scoring.rules import Ratio, RatioCapped, measures
from gridctl.foundation.i18n import N_, _, listed

if TYPE_CHECKING:
    from gridctl.operations.queries.assessments import Explanation, FigureSource, ScoreLine
    from gridctl.operations.queries.evidence import ScoredEvidence
    from gridctl.presentation.scheme_words import SchemeWords

#: Facts of tickets that cost the points of another fact; they are told first.
_AGAINST = {
    "closed_on_time": ("overdue_open", "closed_late"),
    "handled_on_time": ("overdue_open", "closed_late"),
    "valid": ("rejected",),
    "accurately_filed": ("rejected",),
    "accurately_dispatched": ("returned", "rework"),
    "first_pass": ("rework",),
}
#: Rules whose value is a share in per cent, whatever they measure.
_SHARES = (Ratio.name, RatioCapped.name)


def who(found: Explanation) -> str:
    """Return whose score it is: name, number, town."""
    score = found.score
    return listed(text for text in (score.name, score.key, score.group_name) if text)


def standing(found: Explanation, words: SchemeWords) -> str:
    """Return total and rank, or why there is no rank."""
    score = found.score
    if score.rank is None:
        return word(_("Not ranked: {why}"), {"why": words.why_apart(score)})
    template = _("{total} points, rank {rank}, shared with others")
    if not score.tied:
        template = _("{total} points, rank {rank}")
    return word(template, {"total": str(score.total), "rank": score.rank})


def tells(line: ScoreLine) -> bool:
    """Tell whether a line has something to say: items always, others where anything is there."""
    told = line.points or line.treatment or any(line.inputs.values())
    return line.section == "item" or bool(told)


def value_of(line: ScoreLine, words: SchemeWords) -> str:
    """Return the figure the points were given for, a rate in per cent; "" where there is none."""
    if line.raw is None:
        return ""
    item = words.rules.get(line.item)
    percent = item is not None and any(each.percent for each in measures(item.rule)[:1])
    return f"{line.raw}%" if percent or line.rule in _SHARES else plain(line.raw)


def figures_of(line: ScoreLine, words: SchemeWords) -> str:
    """Return the value of a line with the figures it comes from."""
    figures = listed(
        f"{words.label(name)} {_amount(name, count)}" for name, count in line.inputs.items()
    )
    if line.raw is None:
        return figures
    places = {"raw": value_of(line, words), "figures": figures}
    return word(_("{raw} from: {figures}"), places)


def facts_behind(line: ScoreLine) -> Iterator[str]:
    """Yield the facts a line rests on, those that cost its points first."""
    against = (lost for fact in line.inputs for lost in _AGAINST.get(fact, ()))
    yield from dict.fromkeys((*against, *line.inputs))


#: What became of evidence after it was scored -> how it is told.
_SINCE = {
    "changed": N_("{evidence} (says otherwise by now)"),
    "gone": N_("{evidence} (counts no more by now)"),
    "added": N_("{evidence} (came later: not in this score)"),
}


def evidence_words(found: ScoredEvidence) -> str:
    """Return a piece of evidence in a few words: its day, kind, outcome, what it is about."""
    kind = KINDS[found.kind]
    outcome = _(kind.outcomes[found.outcome]) if found.outcome in kind.outcomes else ""
    level = _(MERIT_LEVEL_NAMES[found.level]) if found.level else ""
    days = "" if found.quantity is None else str(found.quantity)
    points = "" if found.points is None else plain(found.points)
    about = (found.item, found.ticket_no or "", found.no)
    told = (found.on.isoformat(), _(kind.label), outcome, level, days, points, *about)
    words = " ".join(filter(None, told))
    return word(_(_SINCE[found.since]), {"evidence": words}) if found.since else words


def evidence_of(line: ScoreLine, found: Explanation) -> Iterator[tuple[str, ScoredEvidence]]:
    """Yield each piece of evidence a line rests on, once, with the figure told first.

    What became another since then comes before all else: it is what is asked about.
    """
    facts = tuple(facts_behind(line))
    for each in sorted(found.evidence, key=lambda each: not each.since):
        fact = next((fact for fact in facts if fact in each.facts), None)
        if fact is not None:
            yield fact, each


def replaced_words(fact: str, tickets: str, words: SchemeWords) -> str:
    """Return which tickets count by the evidence that names them, not by their own steps."""
    told = N_("{fact}, by the evidence entered and not by the ticket's own steps: {tickets}")
    return word(_(told), {"fact": words.label(fact), "tickets": tickets})


def ground_of(fact: str, source: FigureSource, words: SchemeWords) -> str:
    """Return what a figure rests on that was entered or taken from an earlier period."""
    entered = N_("{figure}: evidence {number}, document {document}, approved by {approver}")
    earlier = N_("{figure}: as frozen for {period} in {assessment}, digest {digest}")
    places: dict[str, Param] = {
        **source.model_dump(), "figure": words.label(fact), "number": source.evidence,
    }  # fmt: skip
    return word(_(earlier if source.assessment else entered), places)


def _amount(fact: str, count: int | Decimal) -> str:
    return plain(points_from_units(count)) if is_points(fact) else str(count)
