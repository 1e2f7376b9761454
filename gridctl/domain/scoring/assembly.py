"""One subject's lines put together: total, grade, conditions, money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from gridctl.domain.scoring.arithmetic import ZERO, half_up
from gridctl.domain.scoring.conditions import compile_condition
from gridctl.domain.scoring.expression import Facts, ZeroDenominator, names
from gridctl.domain.scoring.primitives import compile_measure
from gridctl.domain.scoring.results import (
    FailedCondition,
    ItemScore,
    MoneyLine,
    Note,
    Standing,
    SubjectFacts,
    SubjectScore,
)
from gridctl.domain.scoring.scheme import (
    MoneyRule,
    Rounding,
    Scheme,
    Supplement,
    Treatment,
    VetoEffect,
)


class Assembly:
    """Puts the lines of one subject after another together under one scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        rounding = scheme.round
        self._requirements = [
            (rule, compile_condition(rule.condition, rounding)) for rule in scheme.eligibility
        ]
        self._vetoes = [(rule, compile_condition(rule.condition, rounding)) for rule in scheme.veto]
        self._money = [(rule, _compile_units(rule, rounding)) for rule in scheme.money]
        self._ends = len(scheme.items), len(scheme.items) + len(scheme.bonus.items)

    def __call__(self, subject: SubjectFacts, row: tuple[ItemScore, ...]) -> SubjectScore:
        """Return a subject's score, not yet ranked, from its lines in the scheme's order."""
        scheme, (bonus_at, penalty_at) = self._scheme, self._ends
        items, bonus, penalties = row[:bonus_at], row[bonus_at:penalty_at], row[penalty_at:]
        vetoes, unknown = self._judge_vetoes(subject.facts)
        base, usable = base_of(scheme, items)
        unscored = (*_unscored(row), *unknown, *(() if usable else (Note("all_excluded"),)))
        places = scheme.round.score
        added, deducted = (
            capped_sum(bonus, scheme.bonus, places),
            capped_sum(penalties, scheme.penalty, places),
        )
        total, grade = self._result(base + added + deducted, vetoes)
        failed = self._failed(subject.facts)
        return SubjectScore(
            key=subject.key,
            group=subject.group,
            name=subject.name,
            items=items,
            bonus=bonus,
            penalties=penalties,
            base=base,
            added=added,
            deducted=deducted,
            total=None if unscored else total,
            grade="" if unscored else grade,
            money=tuple(self._money_lines(subject.facts)),
            vetoes=tuple(vetoes),
            failed=failed,
            unscored=unscored,
            standing=_standing(VetoEffect.EXCLUDE in vetoes.values(), unscored, failed),
        )

    def _judge_vetoes(self, facts: Facts) -> tuple[dict[str, VetoEffect], list[Note]]:
        """Return the vetoes that hold and a note for each that cannot be told."""
        holding: dict[str, VetoEffect] = {}
        unknown = []
        for veto, judge in self._vetoes:
            verdict = judge(facts)
            if verdict.holds is None:
                params = (("item", veto.id), ("fact", verdict.missing))
                unknown.append(Note("veto_unknown", params))
            elif verdict.holds:
                holding[veto.id] = veto.effect
        return holding, unknown

    def _failed(self, facts: Facts) -> tuple[FailedCondition, ...]:
        verdicts = ((rule, judge(facts)) for rule, judge in self._requirements)
        return tuple(
            FailedCondition(rule.id, v.value, rule.condition.comparator, v.bound, v.missing)
            for rule, v in verdicts
            if not v.holds
        )

    def _result(self, total: Decimal, vetoes: Mapping[str, VetoEffect]) -> tuple[Decimal, str]:
        """Return total and grade; grading takes the rounded total, never its whole part."""
        if self._scheme.max is not None:
            total = max(ZERO, total)
        if VetoEffect.ZERO in vetoes.values():
            total = ZERO
        total = half_up(total, self._scheme.round.score)
        grades = self._scheme.grades
        place = next((n for n, grade in enumerate(grades) if grade.band.holds(total)), None)
        if place is None:
            return total, ""
        if VetoEffect.DOWNGRADE in vetoes.values():
            place = min(place + 1, len(grades) - 1)
        return total, grades[place].id

    def _money_lines(self, facts: Facts) -> Iterable[MoneyLine]:
        for rule, compute in self._money:
            units = compute(facts)
            if units is not None:
                yield _money_line(rule, units)


def _unscored(row: Sequence[ItemScore]) -> list[Note]:
    return [
        Note(score.note.code, (("item", score.item_id), *score.note.params))
        for score in row
        if score.treatment is Treatment.NO_SCORE
    ]


def _standing(
    vetoed: bool, unscored: Sequence[Note], failed: Sequence[FailedCondition]
) -> Standing:
    if vetoed:
        return Standing.VETOED
    if unscored:
        return Standing.NO_SCORE
    return Standing.NOT_ELIGIBLE if failed else Standing.RANKED


def base_of(scheme: Scheme, items: Sequence[ItemScore]) -> tuple[Decimal, bool]:
    """Return the items' sum, scaled up for those excluded, and whether any item is left."""
    points = sum((score.points for score in items), ZERO)
    excluded = {score.item_id for score in items if score.treatment is Treatment.EXCLUDE}
    if not excluded:
        return points, True
    every = sum((item.highest or ZERO for item in scheme.items), ZERO)
    possible = every - sum((scheme.item(name).highest or ZERO for name in excluded), ZERO)
    if len(excluded) == len(items) or (scheme.max is not None and not possible):
        return ZERO, False
    scale = Decimal(1) if scheme.max is None else every / possible
    return half_up(points * scale, scheme.round.score), True


def capped_sum(scores: Sequence[ItemScore], supplement: Supplement, places: int) -> Decimal:
    """Return the sum of bonus or penalty items within its cap."""
    points = sum((score.points for score in scores), ZERO)
    cap = supplement.cap
    return half_up(points if cap is None else max(-cap, min(cap, points)), places)


def _compile_units(rule: MoneyRule, rounding: Rounding) -> Callable[[Facts], Decimal | None]:
    compute, read = compile_measure(rule.measure, rounding), names(rule.measure.expression)

    def units(facts: Facts) -> Decimal | None:
        if any(name not in facts for name in read):
            return None
        try:
            return max(ZERO, compute(facts))
        except ZeroDenominator:
            return None

    return units


def _money_line(rule: MoneyRule, units: Decimal) -> MoneyLine:
    fen = int(half_up(units * rule.fen_each, 0))
    if rule.cap_fen is not None:
        fen = max(-rule.cap_fen, min(rule.cap_fen, fen))
    return MoneyLine(rule.id, units, fen)
