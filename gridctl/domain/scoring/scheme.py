"""A scoring scheme: data with an id, a version and a digest (domain.md section 9)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from gridctl.domain.scoring.counting import NO_CAPS, Counting
from gridctl.domain.scoring.expression import Condition, Expression, NamedRate
from gridctl.domain.scoring.facts import VOCABULARY, Fact, SubjectType
from gridctl.domain.scoring.labels import Label
from gridctl.domain.scoring.rules import Band, Measure, Rule, WeightedSum


class Period(StrEnum):
    """How often a scheme is run."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Within(StrEnum):
    """Among whom subjects are ranked."""

    COUNTY = "county"
    TOWN = "town"


class Treatment(StrEnum):
    """What an item gives where its figure cannot be used.

    ``full`` and ``zero`` are the item's highest and lowest mark. ``group_median`` is the median
    of the item's points over the subject's group, else over all, else full marks. ``exclude``
    leaves the item out and scales the others up to the scheme's maximum. ``no_score`` puts the
    subject in a category of its own: it has no total and no rank (domain.md 1, finding 7).
    """

    FULL = "full"
    ZERO = "zero"
    GROUP_MEDIAN = "group_median"
    EXCLUDE = "exclude"
    NO_SCORE = "no_score"


class Section(StrEnum):
    """Where an item stands: it counts towards the maximum, adds to it or takes from it."""

    ITEM = "item"
    PART = "part"
    BONUS = "bonus"
    PENALTY = "penalty"


class VetoEffect(StrEnum):
    """What a veto does."""

    EXCLUDE = "exclude"
    ZERO = "zero"
    DOWNGRADE = "downgrade"


@dataclass(frozen=True, slots=True)
class Policies:
    """What to do where a figure cannot be used; None means not stated (then ``no_score``).

    Attributes:
        on_zero: the denominator is zero; unstated, ``on_small`` covers it.
        min_n: the smallest sample that counts.
        on_small: the sample is smaller than ``min_n``.
        on_missing: a fact was not delivered at all; it is never taken for zero.
        sample: what ``min_n`` counts; the rate's denominator unless stated.
    """

    on_zero: Treatment | None = None
    min_n: int | None = None
    on_small: Treatment | None = None
    on_missing: Treatment | None = None
    sample: Expression | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a scheme.

    Attributes:
        highest: most points it can give; None where a bonus has no cap of its own.
        lowest: fewest points it can give; None in an open ledger.
        places: decimals of its points, where they differ from the scheme's.
    """

    id: str
    label: Label
    section: Section
    rule: Rule
    highest: Decimal | None
    lowest: Decimal | None
    policies: Policies = Policies()
    places: int | None = None

    def clamp(self, points: Decimal) -> Decimal:
        """Keep points within the item's bounds."""
        if self.highest is not None and points > self.highest:
            return self.highest
        if self.lowest is not None and points < self.lowest:
            return self.lowest
        return points


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is scored: the types it may be run for, and the attributes they must have."""

    types: tuple[SubjectType, ...]
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition of eligibility."""

    id: str
    label: Label
    condition: Condition


@dataclass(frozen=True, slots=True)
class Veto:
    """A condition that overrides the score."""

    id: str
    label: Label
    condition: Condition
    effect: VetoEffect


@dataclass(frozen=True, slots=True)
class Supplement:
    """The bonus or the penalty items and the cap on their sum (a positive number)."""

    items: tuple[Item, ...] = ()
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MoneyRule:
    """Money per unit beside the score, in fen; negative amounts are deductions.

    ``cap_fen`` bounds the size of the line's amount.
    """

    id: str
    label: Label
    measure: Measure
    fen_each: int
    cap_fen: int | None


@dataclass(frozen=True, slots=True)
class AttributeTable:
    """A fact that the scheme states by an attribute of the subject, such as a target by kind."""

    fact: str
    attribute: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Rounding:
    """Decimals of a rate (in percent) and of a score; always half up."""

    rate: int = 2
    score: int = 2


@dataclass(frozen=True, slots=True)
class Ranking:
    """Among whom to rank and which items decide between equal totals; then the rank is shared."""

    within: Within = Within.COUNTY
    tie_break: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Award:
    """How many are honoured, from where, and how long the list is public."""

    top: int
    per_town_max: int | None
    runner_up: int
    publicity_working_days: int
    payout_fen: int | None


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the totals that earn it."""

    id: str
    label: Label
    band: Band


@dataclass(frozen=True)
class Scheme:
    """A whole scheme, as parsed.

    Attributes:
        max: the sum of the items' maxima; None is an open ledger without maximum or floor.
        own_facts: facts the scheme declares beside the vocabulary.
        tables: facts the scheme itself states.
        grades: best first.
    """

    id: str
    version: int
    title: Label
    period: Period
    subject: Subject
    items: tuple[Item, ...]
    max: Decimal | None = None
    eligibility: tuple[Requirement, ...] = ()
    bonus: Supplement = Supplement()
    penalty: Supplement = Supplement()
    veto: tuple[Veto, ...] = ()
    money: tuple[MoneyRule, ...] = ()
    grades: tuple[Grade, ...] = ()
    own_facts: tuple[Fact, ...] = ()
    rates: tuple[NamedRate, ...] = ()
    tables: tuple[AttributeTable, ...] = ()
    counting: Counting = NO_CAPS
    round: Rounding = Rounding()
    rank: Ranking = Ranking()
    award: Award | None = None

    def fact(self, name: str) -> Fact | None:
        """Return a fact of the vocabulary or of the scheme's own; None for an entered figure."""
        own = {fact.name: fact for fact in self.own_facts}
        return VOCABULARY.get(name) or own.get(name)

    def item(self, item_id: str) -> Item:
        """Return the scored item with this id, whichever section it stands in.

        Raises:
            KeyError: there is none.
        """
        return {item.id: item for item in self.lines}[item_id]

    @property
    def lines(self) -> tuple[Item, ...]:
        """Items, bonus and penalty items in the order of the file."""
        return (*self.items, *self.bonus.items, *self.penalty.items)

    @property
    def leaves(self) -> tuple[Item, ...]:
        """The lines, each followed by its parts."""
        return tuple(_with_parts(self.lines))

    @cached_property
    def digest(self) -> str:
        """sha256 of the canonical form: the same rules have the same digest, whatever the words."""
        from gridctl.domain.scoring.canonical import scheme_bytes

        return hashlib.sha256(scheme_bytes(self)).hexdigest()


def _with_parts(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item.rule, WeightedSum):
            yield from _with_parts(part.item for part in item.rule.parts)
