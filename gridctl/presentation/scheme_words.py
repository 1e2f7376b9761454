"""The words a scheme carries: of its items, requirements and vetoes, and why points came out so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from gridctl.domain.awards import REASONS
from gridctl.domain.errors import Param, word
from gridctl.domain.scoring.expression import plain
from gridctl.domain.scoring.facts import VOCABULARY, manual_fact, mark_prefix
from gridctl.domain.scoring.messages import NOTES
from gridctl.domain.scoring.rules import Manual, Panel
from gridctl.foundation.i18n import N_, _, language

if TYPE_CHECKING:
    from gridctl.domain.scoring.scheme import Item, Scheme
    from gridctl.operations.base import Finding
    from gridctl.operations.queries.assessments import (
        FailedRequirement,
        ScoreLine,
        ScoreRow,
    )

#: What an item gives where its figure cannot be used (domain.scoring.scheme.Treatment).
TREATMENTS: Mapping[str, str] = {
    "full": N_("full marks are given"),
    "zero": N_("no marks are given"),
    "group_median": N_("the median of the group is given"),
    "exclude": N_("the item is left out and the others count for more"),
    "no_score": N_("no score can be given"),
}


class SchemeWords:
    """Words of one scheme in the language in use; a code without words stands for itself."""

    def __init__(self, scheme: Scheme) -> None:
        self.title = scheme.title.text(language())
        self.rules: Mapping[str, Item] = {item.id: item for item in scheme.lines}
        labels = {fact.name: fact.label for fact in scheme.own_facts}
        labels |= {item.id: item.label for item in scheme.leaves}
        labels |= {rule.id: rule.label for rule in scheme.eligibility}
        labels |= {veto.id: veto.label for veto in scheme.veto}
        self._labels = {code: label.text(language()) for code, label in labels.items()}
        self._labels |= {
            manual_fact(item.id): self._labels[item.id]
            for item in scheme.leaves
            if isinstance(item.rule, Manual)
        }
        self._raters = {
            mark_prefix(item.id, rater.id): rater.called.text(language())
            for item in scheme.leaves
            if isinstance(item.rule, Panel)
            for rater in item.rule.raters
        }

    def label(self, code: str) -> str:
        """Return what an item, requirement, veto or fact is called."""
        if code in self._labels:
            return self._labels[code]
        group, _dot, last = code.rpartition(".")
        if rater := self._raters.get(f"{group}."):
            return word(_("{rater}, seat {seat}"), {"rater": rater, "seat": last})
        return fact_label(last)

    def figure(self, code: str) -> str:
        """Return what a fact is called, whatever else bears its code."""
        return fact_label(code) if code in VOCABULARY else self.label(code)

    def note(self, note: Finding) -> str:
        """Return why an item has its points, or "" where nothing needs saying."""
        if note.code not in NOTES:
            return ""
        params: dict[str, Param] = dict(note.params)
        for name, called in (("fact", self.figure), ("item", self.label)):
            if isinstance(code := params.get(name), str):
                params[name] = called(code)
        return word(_(NOTES[note.code]), params)

    def treated(self, line: ScoreLine) -> str:
        """Return why a line has points its figure did not decide, or ""."""
        said = [self.note(line.note), _(TREATMENTS.get(line.treatment or "", ""))]
        return _("; ").join(text for text in said if text)

    def why_apart(self, row: ScoreRow) -> str:
        """Return why a subject is not among the ranked."""
        return _("; ").join(self._reasons(row))

    def _reasons(self, row: ScoreRow) -> Iterator[str]:
        for veto in row.vetoes:
            yield word(_(REASONS["vetoed"]), {"veto": self.label(veto)})
        for failed in row.failed:
            yield self._failure(failed)
        for note in row.unscored:
            item = note.params.get("item")
            places = {"item": self.label(str(item)), "reason": self.note(note)}
            yield word(_("no score, {item}: {reason}"), places) if item else self.note(note)

    def _failure(self, failed: FailedRequirement) -> str:
        code = "not_eligible_unknown" if failed.value is None else "not_eligible"
        return word(
            _(REASONS[code]),
            {
                "condition": self.label(failed.condition),
                "value": _number(failed.value),
                "comparator": failed.comparator,
                "bound": _number(failed.bound),
            },
        )


def fact_label(code: str) -> str:
    """Return what the vocabulary calls a fact; the code itself where it is not one."""
    fact = VOCABULARY.get(code)
    return fact.label.text(language()) if fact else code


def words_for(text: str) -> SchemeWords:
    """Return the words of the scheme an assessment was made by, from its stored text."""
    from gridctl.domain.scoring.parse import parse_scheme

    return SchemeWords(parse_scheme(text))


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
