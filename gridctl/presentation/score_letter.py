"""A score explained as a letter: what a gridworker can be shown, down to the ticket numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from gridctl.domain.errors import Param, word
from gridctl.domain.ledger import DUE_MARKS, SAME_AS
from gridctl.domain.scoring.expression import plain
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.objections import outcome_line
from gridctl.presentation.rule_words import rule_in_words
from gridctl.presentation.scheme_words import SchemeWords
from gridctl.presentation.scores import (
    evidence_of,
    evidence_words,
    facts_behind,
    figures_of,
    ground_of,
    replaced_words,
    standing,
    tells,
    who,
)
from gridctl.presentation.width import fold

if TYPE_CHECKING:
    from gridctl.operations.queries.assessments import Explanation, ScoreLine

#: Tickets told of each fact unless all are asked for.
FEW = 10
_WIDTH = 80
#: Facts that visits of tickets add to, since the second rule of counting.
_VISITED = frozenset({"need_verify", "verified_on_time", "need_check", "checked_on_time"})
_STATED = "verdicts_stated"
#: Facts that depend on a verdict, and so may rest on one its source stated.
_JUDGED = frozenset(DUE_MARKS) | frozenset(SAME_AS)
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
            if tells(line):
                yield "\n"
                yield from self._item(line)
        if self._found.objections:
            yield "\n"
            for each in self._found.objections:
                yield from self._text(outcome_line(each))
        yield "\n"
        yield from self._foot()

    def _head(self) -> Iterator[str]:
        head = self._found.assessment
        yield from self._text(who(self._found))
        places: dict[str, Param] = {
            "title": self._words.title or head.scheme, "period": head.period,
            "assessment": head.assessment, "scheme": head.scheme, "version": head.scheme_version,
        }  # fmt: skip
        title = _("{title}, {period} ({assessment}, scheme {scheme} version {version})")
        yield from self._text(word(title, places))
        yield from self._text(standing(self._found, self._words))
        if head.frozen_at is None:
            yield from self._text(_("This is a draft; the result is not final."))
        else:
            day = f"{head.frozen_at.astimezone(OFFICE_ZONE):%Y-%m-%d}"
            yield from self._text(word(_("Final since {day}."), {"day": day}))

    def _item(self, line: ScoreLine) -> Iterator[str]:
        yield from self._text(self._title(line))
        yield from self._text(figures_of(line, self._words), 2)
        if line.item in self._words.rules:
            rule = rule_in_words(self._words.rules[line.item], self._words.label)
            yield from self._text(word(_("Rule: {rule}"), {"rule": rule}), 2)
        if why := self._words.treated(line):
            yield from self._text(word(_("Why: {why}"), {"why": why}), 2)
        for fact in facts_behind(line):
            yield from self._tickets(fact)
            yield from self._calls(fact)
            yield from self._replaced(fact)
        yield from self._evidence(line)
        if self._found.assessment.counting == 1 and _VISITED.intersection(line.inputs):
            told = _("Counted from evidence alone, as before tickets' own visits counted.")
            yield from self._text(told, 2)
        if _JUDGED.intersection(line.inputs):
            yield from self._stated()
        for fact in line.inputs:
            if source := self._found.sources.get(fact):
                yield from self._text(ground_of(fact, source, self._words), 2)

    def _title(self, line: ScoreLine) -> str:
        full = self._full.get(line.item)
        places = {"label": self._words.label(line.item), "points": str(line.points)}
        if line.section == "item" and full is not None:
            return word(_("{label}: {points} of {full} points"), {**places, "full": plain(full)})
        return word(_(_SECTIONS.get(line.section, N_("{label}: {points} points"))), places)

    def _tickets(self, fact: str) -> Iterator[str]:
        if serials := self._found.tickets.get(fact, ()):
            places = {"fact": self._words.label(fact), "tickets": self._numbers(serials)}
            yield from self._text(word(_("Tickets, {fact}: {tickets}"), places), 2)

    def _replaced(self, fact: str) -> Iterator[str]:
        if serials := self._found.replaced.get(fact, ()):
            yield from self._text(replaced_words(fact, self._numbers(serials), self._words), 2)

    def _calls(self, fact: str) -> Iterator[str]:
        if numbers := self._found.calls.get(fact, ()):
            places = {"fact": self._words.label(fact), "calls": self._numbers(numbers)}
            yield from self._text(word(_("Whistle calls, {fact}: {calls}"), places), 2)

    def _evidence(self, line: ScoreLine) -> Iterator[str]:
        behind = list(evidence_of(line, self._found))
        for number, (fact, each) in enumerate(behind):
            if self._few is not None and number == self._few:
                more = {"more": len(behind) - number}
                yield from self._text(word(_("and {more} more< (--all)|>"), more), 4)
                return
            places: dict[str, Param] = {
                "fact": self._words.label(fact), "number": each.id, "words": evidence_words(each),
            }  # fmt: skip
            yield from self._text(word(_("Evidence {number}, {fact}: {words}"), places), 2)

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
            return word(_("{tickets} and {more} more< (--all)|>"), {"tickets": text, "more": more})
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
                "Figures without ticket numbers come from evidence: <evidence list"
                " --staff {key} --period {period}>"
            )
            yield from self._text(word(text, {"key": score.key, "period": head.period}))

    def _text(self, text: str, indent: int = 0) -> Iterator[str]:
        for number, line in enumerate(fold(text, self._cells - indent - 2)):
            yield f"{' ' * (indent + (2 if number else 0))}{line}\n" if line else ""
