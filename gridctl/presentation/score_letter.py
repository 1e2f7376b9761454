"""A score explained as a letter: what a gridworker can be shown, down to the ticket numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from gridctl.domain.errors import Param, word
from gridctl.domain.ledger import DUE_MARKS, SAME_AS
from gridctl.domain.scoring.arithmetic import points_from_units
from gridctl.domain.scoring.expression import plain
from gridctl.domain.scoring.facts import is_points
from gridctl.domain.scoring.rules import Ratio, RatioCapped, measures
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.rule_words import rule_in_words
from gridctl.presentation.scheme_words import SchemeWords
from gridctl.presentation.width import fold

if TYPE_CHECKING:
    from gridctl.operations.queries.assessments import Explanation, FigureSource, ScoreLine

#: Tickets told of each fact unless all are asked for.
FEW = 10
_WIDTH = 80
_STATED = "verdicts_stated"
#: Facts that depend on a verdict, and so may rest on one its source stated.
_JUDGED = frozenset(DUE_MARKS) | frozenset(SAME_AS)
#: Facts of tickets that cost the points of another fact; they are told first.
_AGAINST = {
    "closed_on_time": ("overdue_open", "closed_late"),
    "handled_on_time": ("overdue_open", "closed_late"),
    "valid": ("rejected",),
}
#: Rules whose value is a share in per cent, whatever they measure.
_SHARES = (Ratio.name, RatioCapped.name)
_SECTIONS = {
    "bonus": N_("{label}: {points} points of bonus"),
    "penalty": N_("{label}: {points} points of deduction"),
}


class Letter:
    """The explanation of one score, line by line."""

    def __init__(
        self, found: Explanation, words: SchemeWords, *, cells: int | None, few: int | None = FEW
    ) -> None:
        self._found = found
        self._words = words
        self._cells = cells or _WIDTH
        self._few = few
        self._full = {column.item: column.max for column in found.columns}

    def lines(self) -> Iterator[str]:
        """Yield the letter's lines, each with its line break."""
        yield from self._head()
        for line in self._found.lines:
            if line.section == "item" or self._tells(line):
                yield "\n"
                yield from self._item(line)
        yield "\n"
        yield from self._foot()

    def _head(self) -> Iterator[str]:
        score, head = self._found.score, self._found.assessment
        who = _(", ").join(text for text in (score.name, score.key, score.group_name) if text)
        yield from self._text(who)
        places: dict[str, Param] = {
            "title": self._words.title or head.scheme, "period": head.period,
            "assessment": head.assessment, "scheme": head.scheme, "version": head.scheme_version,
        }  # fmt: skip
        title = _("{title}, {period} ({assessment}, scheme {scheme} version {version})")
        yield from self._text(word(title, places))
        yield from self._text(self._standing())
        if head.frozen_at is None:
            yield from self._text(_("This is a draft; the result is not final."))
        else:
            day = f"{head.frozen_at.astimezone(OFFICE_ZONE):%Y-%m-%d}"
            yield from self._text(word(_("Final since {day}."), {"day": day}))

    def _standing(self) -> str:
        score = self._found.score
        if score.rank is None:
            return word(_("Not ranked: {why}"), {"why": self._words.why_apart(score)})
        template = _("{total} points, rank {rank}, shared with others")
        if not score.tied:
            template = _("{total} points, rank {rank}")
        return word(template, {"total": str(score.total), "rank": score.rank})

    def _tells(self, line: ScoreLine) -> bool:
        return bool(line.points or line.treatment or any(line.inputs.values()))

    def _item(self, line: ScoreLine) -> Iterator[str]:
        yield from self._text(self._title(line))
        yield from self._text(self._figures(line), 2)
        if line.item in self._words.rules:
            rule = rule_in_words(self._words.rules[line.item], self._words.label)
            yield from self._text(word(_("Rule: {rule}"), {"rule": rule}), 2)
        if why := self._words.treated(line):
            yield from self._text(word(_("Why: {why}"), {"why": why}), 2)
        against = (lost for fact in line.inputs for lost in _AGAINST.get(fact, ()))
        for fact in dict.fromkeys((*against, *line.inputs)):
            yield from self._tickets(fact)
            yield from self._calls(fact)
        if _JUDGED.intersection(line.inputs):
            yield from self._stated()
        for fact in line.inputs:
            if source := self._found.sources.get(fact):
                yield from self._ground(fact, source)

    def _title(self, line: ScoreLine) -> str:
        full = self._full.get(line.item)
        places = {"label": self._words.label(line.item), "points": str(line.points)}
        if line.section == "item" and full is not None:
            return word(_("{label}: {points} of {full} points"), {**places, "full": plain(full)})
        return word(_(_SECTIONS.get(line.section, N_("{label}: {points} points"))), places)

    def _figures(self, line: ScoreLine) -> str:
        figures = _(", ").join(
            f"{self._words.label(name)} {_amount(name, count)}"
            for name, count in line.inputs.items()
        )
        if line.raw is None:
            return figures
        raw = f"{line.raw}%" if self._is_rate(line) else plain(line.raw)
        return word(_("{raw} from: {figures}"), {"raw": raw, "figures": figures})

    def _is_rate(self, line: ScoreLine) -> bool:
        item = self._words.rules.get(line.item)
        percent = item is not None and any(each.percent for each in measures(item.rule)[:1])
        return percent or line.rule in _SHARES

    def _tickets(self, fact: str) -> Iterator[str]:
        if serials := self._found.tickets.get(fact, ()):
            places = {"fact": self._words.label(fact), "tickets": self._numbers(serials)}
            yield from self._text(word(_("Tickets, {fact}: {tickets}"), places), 2)

    def _calls(self, fact: str) -> Iterator[str]:
        if numbers := self._found.calls.get(fact, ()):
            places = {"fact": self._words.label(fact), "calls": self._numbers(numbers)}
            yield from self._text(word(_("Whistle calls, {fact}: {calls}"), places), 2)

    def _ground(self, fact: str, source: FigureSource) -> Iterator[str]:
        entered = N_("{figure}: evidence {number}, document {document}, approved by {approver}")
        earlier = N_("{figure}: as frozen for {period} in {assessment}, digest {digest}")
        places: dict[str, Param] = {
            **source.model_dump(), "figure": self._words.label(fact), "number": source.evidence,
        }  # fmt: skip
        yield from self._text(word(_(earlier if source.assessment else entered), places), 2)

    def _stated(self) -> Iterator[str]:
        if serials := self._found.tickets.get(_STATED, ()):
            text = _(
                "Whether on time was stated by the source, not computed from the time limit, "
                "for {count}: {tickets}"
            )
            places: dict[str, Param] = {"count": len(serials), "tickets": self._numbers(serials)}
            yield from self._text(word(text, places), 2)

    def _numbers(self, serials: Sequence[str]) -> str:
        shown = serials if self._few is None else serials[: self._few]
        text = " ".join(shown)
        if more := len(serials) - len(shown):
            return word(_("{tickets} and {more} more (--all)"), {"tickets": text, "more": more})
        return text

    def _foot(self) -> Iterator[str]:
        score, head = self._found.score, self._found.assessment
        items = sum(
            (line.points for line in self._found.lines if line.section == "item"), Decimal(0)
        )
        places = {"items": str(items), "added": str(score.added), "deducted": str(-score.deducted)}
        sums = _("Items {items}, bonus {added}, deductions {deducted}.")
        yield from self._text(word(sums, places))
        if head.subject == "gridworker":
            text = _(
                "Figures without ticket numbers come from evidence: "
                "gridctl evidence list --staff {key} --period {period}"
            )
            yield from self._text(word(text, {"key": score.key, "period": head.period}))

    def _text(self, text: str, indent: int = 0) -> Iterator[str]:
        for number, line in enumerate(fold(text, self._cells - indent - 2)):
            yield f"{' ' * (indent + (2 if number else 0))}{line}\n" if line else ""


def _amount(fact: str, count: int) -> str:
    return plain(points_from_units(count)) if is_points(fact) else str(count)
