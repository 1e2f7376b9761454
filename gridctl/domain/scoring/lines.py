"""One item over a whole population: points, policies and medians."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from gridctl.domain.scoring import rules
from gridctl.domain.scoring.arithmetic import ZERO, half_up
from gridctl.domain.scoring.errors import EntryOutOfRange
from gridctl.domain.scoring.expression import (
    Compute,
    Facts,
    Figure,
    ZeroDenominator,
    compile_expression,
    names,
)
from gridctl.domain.scoring.facts import band_fact, manual_fact, mark_prefix, period_fact
from gridctl.domain.scoring.primitives import Bench, Missing, OutOfRange, Unusable, compile_rule
from gridctl.domain.scoring.results import ItemScore, Note, SubjectFacts
from gridctl.domain.scoring.rules import Rule
from gridctl.domain.scoring.scheme import Item, Rounding, Treatment

Result = TypeVar("Result")


def inputs_of(item: Item) -> tuple[str, ...]:
    """Return the facts an item reads by name, in order; a panel's marks are found by prefix."""
    found = set(_rule_inputs(item.rule, item.id))
    if item.policies.sample is not None:
        found.update(names(item.policies.sample))
    return tuple(sorted(found))


def _rule_inputs(rule: Rule, item_id: str) -> tuple[str, ...]:
    read = names(*(measure.expression for measure in rules.measures(rule)))
    match rule:
        case rules.WeightedSum(parts):
            return tuple(name for part in parts for name in inputs_of(part.item))
        case rules.MultiPeriod(periods):
            return tuple(period_fact(item_id, period.id) for period in periods)
        case rules.Manual():
            return (manual_fact(item_id),)
        case rules.RankBandCoefficient():
            when = rule.override_when
            return (*read, band_fact(item_id), *(names(when.left, when.right) if when else ()))
    return read


def _prefixes(item: Item) -> tuple[str, ...]:
    match item.rule:
        case rules.Panel(raters):
            return tuple(mark_prefix(item.id, rater.id) for rater in raters)
        case rules.WeightedSum(parts):
            return tuple(prefix for part in parts for prefix in _prefixes(part.item))
    return ()


class ItemScorer:
    """Scores one item from facts; the same inputs are computed once."""

    def __init__(self, item: Item, rounding: Rounding) -> None:
        self._item = item
        self._places = rounding.score if item.places is None else item.places
        self._names = inputs_of(item)
        self._prefixes = _prefixes(item)
        self._apply = compile_rule(item.rule, Bench(item, rounding, self._part_scorer(rounding)))
        self._sample = self._compile_sample(rounding)
        self._known: dict[tuple[object, ...], ItemScore] = {}

    def __call__(self, facts: Facts) -> ItemScore:
        """Score one subject; where the median decides, its points are still open (zero)."""
        inputs: tuple[object, ...] = tuple(map(facts.get, self._names))
        if self._prefixes:
            inputs += tuple(sorted(self._marks(facts).items()))
        score = self._known.get(inputs)
        if score is None:
            score = self._known[inputs] = self._score(facts)
        return score

    @staticmethod
    def _part_scorer(rounding: Rounding) -> Callable[[Item], Callable[[Facts], ItemScore]]:
        # A part keeps 4 places: rounding belongs to the sum that is published.
        return lambda part: ItemScorer(part, Rounding(rounding.rate, 4))

    def _compile_sample(self, rounding: Rounding) -> Compute | None:
        counted = self._item.policies.sample or rules.sample(self._item.rule)
        return None if counted is None else compile_expression(counted, rounding.rate)

    def _marks(self, facts: Facts) -> dict[str, Figure]:
        return {name: v for name, v in facts.items() if name.startswith(self._prefixes)}

    def _score(self, facts: Facts) -> ItemScore:
        inputs = {name: facts[name] for name in self._names if name in facts}
        inputs |= self._marks(facts) if self._prefixes else {}
        blank = ItemScore(self._item.id, self._item.rule.name, inputs, None, ZERO)
        missing = next((name for name in self._names if name not in facts), None)
        if missing is not None:
            return self._lacking(blank, missing)
        try:
            return self._small(blank, facts) or self._computed(blank, facts)
        except ZeroDenominator:
            return self._empty(blank)
        except Missing as error:
            return self._lacking(blank, error.fact)
        except Unusable as error:
            return self._settle(blank, "on_undefined", Treatment.NO_SCORE, error.note)

    def _computed(self, blank: ItemScore, facts: Facts) -> ItemScore:
        reading = self._apply(facts)
        points = half_up(self._item.clamp(reading.points), self._places)
        return blank._replace(
            raw=reading.raw, points=points, note=reading.note, parts=reading.parts
        )

    def _small(self, blank: ItemScore, facts: Facts) -> ItemScore | None:
        policies = self._item.policies
        if policies.min_n is None or self._sample is None:
            return None
        count = self._sample(facts)
        if count == 0 and policies.on_zero is not None:
            return self._empty(blank)
        if count >= policies.min_n:
            return None
        note = Note("small_sample", (("count", str(count)), ("min_n", policies.min_n)))
        return self._settle(blank, "on_small", policies.on_small, note)

    def _empty(self, blank: ItemScore) -> ItemScore:
        treatment = self._item.policies.on_zero
        return self._settle(blank, "on_zero", treatment, Note("zero_denominator"))

    def _lacking(self, blank: ItemScore, fact: str) -> ItemScore:
        treatment = self._item.policies.on_missing
        return self._settle(blank, "on_missing", treatment, Note("missing_fact", (("fact", fact),)))

    def _settle(
        self, blank: ItemScore, policy: str, stated: Treatment | None, note: Note
    ) -> ItemScore:
        treatment = stated or Treatment.NO_SCORE
        points = ZERO
        if treatment is Treatment.FULL:
            points = self._item.highest or ZERO
        elif treatment is Treatment.ZERO:
            points = self._item.clamp(ZERO)
        points = half_up(points, self._places)
        return blank._replace(points=points, policy=policy, treatment=treatment, note=note)


def score_line(
    item: Item, rounding: Rounding, population: Sequence[SubjectFacts]
) -> list[ItemScore]:
    """Score one item for every subject, in the population's order.

    Raises:
        EntryOutOfRange: an entered mark lies outside its scale.
    """
    facts = [subject.facts for subject in population]
    if isinstance(item.rule, rules.RankBandCoefficient):
        facts = _with_bands(item.id, item.rule, rounding, population)
    scorer, scores = ItemScorer(item, rounding), []
    for subject, figures in zip(population, facts, strict=True):
        try:
            scores.append(scorer(figures))
        except OutOfRange as error:
            raise EntryOutOfRange(
                subject=subject.key, item=item.id, value=str(error.value), **error.bounds.texts()
            ) from error
    return _with_medians(item, rounding, population, scores)


def _with_bands(
    item_id: str,
    rule: rules.RankBandCoefficient,
    rounding: Rounding,
    population: Sequence[SubjectFacts],
) -> list[Facts]:
    """Add each subject's volume band among the siblings of its group to its facts."""
    volume = compile_expression(rule.volume.expression, rounding.rate)
    read = names(rule.volume.expression)
    volumes: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for subject in population:
        if all(name in subject.facts for name in read):
            volumes[subject.group][subject.key] = volume(subject.facts)
    bands = {
        k: band for group in volumes.values() for k, band in bands_of(group, rule.split).items()
    }
    fact = band_fact(item_id)
    return [
        {**subject.facts, fact: bands[subject.key]} if subject.key in bands else subject.facts
        for subject in population
    ]


def bands_of(volumes: Mapping[str, Decimal], split: Sequence[int]) -> dict[str, int]:
    """Put siblings into bands by volume, largest first, bands counted from 1 (domain.md 9.3).

    Sizes go by the number of siblings, never by the number of distinct volumes; equal volumes
    share the band of the first of them (domain.md 15.2, defect 9).
    """
    count, shares = len(volumes), sum(split)
    sizes = [-(-count * share // shares) for share in split]
    if count <= len(split):
        sizes = [1] * len(split)
    ordered, bands, first = sorted(volumes.items(), key=lambda pair: -pair[1]), {}, 0
    for place, (key, value) in enumerate(ordered):
        if value != ordered[first][1]:
            first = place
        bands[key] = _band_at(first, sizes)
    return bands


def _band_at(place: int, sizes: Sequence[int]) -> int:
    end = 0
    for band, size in enumerate(sizes, start=1):
        end += size
        if place < end:
            return band
    return len(sizes)


def _with_medians(
    item: Item, rounding: Rounding, population: Sequence[SubjectFacts], scores: list[ItemScore]
) -> list[ItemScore]:
    """Give the open points the median of those that were computed."""
    if all(score.treatment is not Treatment.GROUP_MEDIAN for score in scores):
        return scores
    groups: dict[str, list[Decimal]] = defaultdict(list)
    for subject, score in zip(population, scores, strict=True):
        if not score.policy:
            groups[subject.group].append(score.points)
    medians = {group: _median(points) for group, points in groups.items()}
    overall = _median([p for points in groups.values() for p in points]) if groups else None
    fallback = item.highest or ZERO if overall is None else overall
    places = rounding.score if item.places is None else item.places
    return [
        score._replace(points=half_up(medians.get(subject.group, fallback), places))
        if score.treatment is Treatment.GROUP_MEDIAN
        else score
        for subject, score in zip(population, scores, strict=True)
    ]


def _median(values: list[Decimal]) -> Decimal:
    ordered, middle = sorted(values), len(values) // 2
    return (ordered[middle] + ordered[~middle]) / 2
