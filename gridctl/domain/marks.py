"""Marks: points that a clerk or a panel enters for an item of a scheme (domain.md 9.1).

An entry names the item by its id or by what people call it; the schemes of the office say
whether it is asked for, of whom, by which raters and between which bounds.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from gridctl.domain.errors import Conflict, Invalid
from gridctl.domain.problems import Problem
from gridctl.domain.scoring.facts import SubjectType
from gridctl.domain.scoring.labels import Label
from gridctl.domain.scoring.marks import Asked, Bounds
from gridctl.domain.scoring.scheme import Period
from gridctl.foundation.i18n import N_
from gridctl.foundation.nearest import nearest


class MarkUnknown(Invalid):
    """No scheme of the office asks for such a mark."""

    message = N_("No scheme asks for a mark of {value}; the nearest is {nearest}.")
    hint = N_("A mark is for an item by the rule manual or panel: '<assess schemes>'.")


class MarkAmbiguous(Invalid):
    """Items of several schemes are called the same."""

    message = N_("Several items are called {value}: {choices}.")
    hint = N_("Give the id of the one that is meant.")


class MarkSubject(Invalid):
    """The item is not asked for of such a subject."""

    message = N_("A mark of {value} is given to: {choices}.")
    hint = N_(
        "Give <--staff, --place or --unit|the member of staff, the place or the unit> accordingly."
    )


class RaterUnknown(Invalid):
    """The item has no such group of raters."""

    message = N_("{value} does not rate this item; its raters are {choices}.")


class MarkOutOfRange(Invalid):
    """The points lie outside the item's bounds."""

    message = N_("{value} points cannot be given; they lie between {low} and {high}.")


class MarkTwice(Conflict):
    """One figure was entered twice for one period."""

    message = N_("{fact} was entered twice for {period}: evidence {first} and {second}.")
    hint = N_("Withdraw one of them with '<evidence withdraw ID --reason TEXT>'.")


class Mark(NamedTuple):
    """An entry as it is kept: ids instead of words, and how often it is asked for."""

    item: str
    rater: str
    period: Period


class MarkIndex:
    """All that the schemes of an office ask for, by id and by what people call it."""

    def __init__(self, asked: Iterable[Asked]) -> None:
        self._by_id: dict[str, list[Asked]] = defaultdict(list)
        self._by_label: dict[str, set[str]] = defaultdict(set)
        for each in asked:
            self._by_id[each.item].append(each)
            for text in each.label:
                self._by_label[plain(text)].add(each.item)

    def recognise(
        self, item: str, rater: str, subject: SubjectType | None, points: Decimal | None
    ) -> Mark | Problem:
        """Return the mark an entry means, or the problem with it.

        Args:
            item: id or label.
            rater: id or label of a group; empty for a clerk's entry.
            subject: whom or what it is about; None where nothing of the kind is scored.
            points: as entered; None is told as missing elsewhere.

        Codes: ``mark_unknown``, ``mark_ambiguous``, ``mark_subject``, ``rater_unknown``,
        ``mark_out_of_range``, ``required``, ``foreign_fact``.
        """
        ids = [item] if item in self._by_id else sorted(self._by_label.get(plain(item), ()))
        if not ids:
            return Problem("mark_unknown", "item", item, (("nearest", self._nearest(item)),))
        if len(ids) > 1:
            return Problem("mark_ambiguous", "item", item, (("choices", tuple(ids)),))
        asked = self._by_id[ids[0]]
        fitting = [each for each in asked if subject in each.subjects]
        if not fitting:
            kinds = tuple(dict.fromkeys(kind for each in asked for kind in each.subjects))
            return Problem("mark_subject", "item", item, (("choices", kinds),))
        # Where schemes share an item, the one that asks most often says for how long it holds.
        return _entry(min(fitting, key=lambda each: _OFTEN.index(each.period)), rater, points)

    def bounds(self, item: str) -> Bounds | None:
        """Return the bounds of the entries of an item by its id, where its schemes agree."""
        found = {each.bounds for each in self._by_id.get(item, ())}
        return found.pop() if len(found) == 1 else None

    def _nearest(self, text: str) -> str:
        known = {plain(name): name for name in self._by_id}
        known |= {label: min(ids) for label, ids in self._by_label.items()}
        close = nearest(plain(text), known, 0.3)
        return known[close] if close else "-"


_OFTEN = tuple(Period)


def _entry(asked: Asked, rater: str, points: Decimal | None) -> Mark | Problem:
    groups = {each.id: each.called for each in asked.raters}
    found = _group(rater, groups) if rater else ""
    if points is not None and not asked.bounds.hold(points):
        bounds = tuple(asked.bounds.texts().items())
        return Problem("mark_out_of_range", "points", str(points), bounds)
    if rater and not groups:
        return Problem("foreign_fact", "rater", rater)
    if groups and not rater:
        return Problem("required", "rater")
    if found is None:
        return Problem("rater_unknown", "rater", rater, (("choices", tuple(groups)),))
    return Mark(asked.item, found, asked.period)


def _group(text: str, groups: Mapping[str, Label]) -> str | None:
    """Return the id of the group of raters a text stands for, or None."""
    wanted = plain(text)
    for name, label in groups.items():
        if wanted in {plain(each) for each in (name, *label)}:
            return name
    return None


def plain(text: str) -> str:
    """Return the name of an item as it is compared: one width and case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
