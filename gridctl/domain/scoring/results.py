"""What goes into an evaluation and what comes out: figures and codes, never words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from gridctl.domain.errors import Param
from gridctl.domain.scoring.expression import Facts
from gridctl.domain.scoring.scheme import Treatment


class Note(NamedTuple):
    """Why something came out as it did: a code of ``messages.NOTES`` with its parameters."""

    code: str
    params: tuple[tuple[str, Param], ...] = ()


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class SubjectFacts(NamedTuple):
    """One subject with what was counted for it.

    Attributes:
        key: identifies the subject in the evaluation.
        group: town code, or "" where there is none; medians, bands and quotas go by it.
        name: carried along for display; no rule reads it and no digest covers it.
        attrs: attributes such as ``employment`` and ``grid_kind``.
        facts: figures by fact name, whole but for days; one that is absent is missing, not zero.
    """

    key: str
    group: str = ""
    name: str = ""
    attrs: Mapping[str, str] = _NOTHING
    facts: Facts = _NOTHING


class ItemScore(NamedTuple):
    """One line of a subject's score.

    Attributes:
        item_id: the scheme's item.
        rule: name of its primitive.
        inputs: the facts read, by name; a missing one is absent.
        raw: the rounded rate, or the value to 4 places; None where it could not be had.
        points: as awarded, rounded half up.
        policy: "" or the policy that decided: on_zero, on_small, on_missing, on_undefined.
        treatment: what that policy did.
        note: why.
        parts: the sub-scores of a weighted sum.
    """

    item_id: str
    rule: str
    inputs: Facts
    raw: Decimal | None
    points: Decimal
    policy: str = ""
    treatment: Treatment | None = None
    note: Note = Note("")
    parts: tuple[ItemScore, ...] = ()


class MoneyLine(NamedTuple):
    """Money beside the score: the units counted and the amount in fen."""

    rule_id: str
    units: Decimal
    fen: int


class FailedCondition(NamedTuple):
    """A requirement not met: the value found, the bound it missed, to 4 places.

    ``value`` and ``bound`` are None where a fact is missing or a denominator is zero; ``missing``
    names the fact.
    """

    id: str
    value: Decimal | None
    comparator: str
    bound: Decimal | None
    missing: str = ""


class Standing(StrEnum):
    """In which list a subject stands."""

    RANKED = "ranked"
    NOT_ELIGIBLE = "not_eligible"
    NO_SCORE = "no_score"
    VETOED = "vetoed"


class SubjectScore(NamedTuple):
    """One subject's score.

    Attributes:
        base: the items' sum, scaled where an item was excluded.
        added: the bonus items' sum, within its cap.
        deducted: the penalty items' sum (zero or less), within its cap.
        total: base + added + deducted, never below zero except in an open ledger; None where
            there is no score.
        money: lines of the money rules whose facts were all there.
        vetoes: the vetoes that hold.
        failed: the requirements not met.
        unscored: why there is no total.
        rank: place among the ranked; equal places are shared (1, 2, 2, 4).
        tied: whether someone shares the rank.
    """

    key: str
    group: str
    name: str
    items: tuple[ItemScore, ...]
    bonus: tuple[ItemScore, ...]
    penalties: tuple[ItemScore, ...]
    base: Decimal
    added: Decimal
    deducted: Decimal
    total: Decimal | None
    grade: str
    money: tuple[MoneyLine, ...]
    vetoes: tuple[str, ...]
    failed: tuple[FailedCondition, ...]
    unscored: tuple[Note, ...]
    standing: Standing
    rank: int | None = None
    tied: bool = False

    def line(self, item_id: str) -> ItemScore:
        """Return one line by its item.

        Raises:
            KeyError: the scheme has no such item.
        """
        for score in (*self.items, *self.bonus, *self.penalties):
            if score.item_id == item_id:
                return score
        raise KeyError(item_id)


@dataclass(frozen=True)
class Evaluation:
    """All subjects under one scheme.

    Attributes:
        scores: ranked subjects by rank and key, then the others by standing and key.
        out_of_scope: keys of subjects without the attributes the scheme asks for; they are
            neither scored nor counted in medians and bands.
    """

    scheme_id: str
    scheme_version: int
    scheme_digest: str
    scores: tuple[SubjectScore, ...]
    out_of_scope: tuple[str, ...] = ()

    def score(self, key: str) -> SubjectScore:
        """Return one subject's score.

        Raises:
            KeyError: it was not scored.
        """
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, SubjectScore]:
        return {score.key: score for score in self.scores}
