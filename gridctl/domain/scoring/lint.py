"""Scheme lint: every defect seen in a published scheme, and the house's rules of fairness.

Sources: domain.md 9.1 and 15.2 (defects), section 12 and 国办函〔2026〕12号 (banned sources),
interface.md section 3, item 7 (fairness).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from gridctl.domain.errors import Param
from gridctl.domain.scoring import rules
from gridctl.domain.scoring.arithmetic import HUNDRED, ZERO, exact
from gridctl.domain.scoring.bands import gaps, unreachable
from gridctl.domain.scoring.effects import effects
from gridctl.domain.scoring.expression import canonical, divisors, names, plain
from gridctl.domain.scoring.facts import Better, Compliance
from gridctl.domain.scoring.reading import expressions
from gridctl.domain.scoring.rules import Band
from gridctl.domain.scoring.scheme import Item, Scheme, Section, Supplement

_SENSITIVE = (
    *("login", "signin", "check-in", "checkin", "online", "track", "photo", "like"),
    *("登录", "签到", "打卡", "在线", "轨迹", "照片", "拍照", "点赞"),
)


class Severity(StrEnum):
    """Whether a scheme may be used in spite of a finding."""

    ERROR = "error"
    WARNING = "warning"


class Finding(NamedTuple):
    """One finding: a code of ``messages.FINDINGS`` about an item, with parameters."""

    code: str
    severity: Severity
    item: str
    params: tuple[tuple[str, Param], ...] = ()


def lint(scheme: Scheme) -> list[Finding]:
    """Return what is wrong or doubtful in a scheme, errors first, in the order of the file."""
    with exact():
        found = [finding for check in _CHECKS for finding in check(scheme)]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.severity)


def _error(code: str, item: str, **params: Param) -> Finding:
    return Finding(code, Severity.ERROR, item, tuple(params.items()))


def _warning(code: str, item: str, **params: Param) -> Finding:
    return Finding(code, Severity.WARNING, item, tuple(params.items()))


def _max_total(scheme: Scheme) -> Iterator[Finding]:
    found = sum((item.highest or ZERO for item in scheme.items), ZERO)
    if scheme.max is not None and found != scheme.max:
        yield _error("max_total", scheme.id, found=plain(found), stated=plain(scheme.max))


def _weights_total(scheme: Scheme) -> Iterator[Finding]:
    for item in scheme.leaves:
        match item.rule:
            case rules.WeightedSum(parts):
                weights = [part.weight for part in parts]
            case rules.Panel(raters):
                weights = [rater.weight for rater in raters]
            case rules.MultiPeriod(periods):
                weights = [period.weight for period in periods]
            case _:
                continue
        if (found := sum(weights, ZERO)) != HUNDRED:
            yield _error("weights_total", item.id, found=plain(found))


def _step_bands(scheme: Scheme) -> Iterator[Finding]:
    for item in scheme.leaves:
        if not isinstance(item.rule, rules.Steps):
            continue
        rule = item.rule
        yield from _never_reached(item.id, rule.bands)
        if rule.otherwise is not None:
            continue
        if rule.measure.percent:
            yield from _gaps(item.id, rule.bands, HUNDRED, scheme.round.rate)
        else:
            whole = not divisors(rule.measure.expression)
            yield from _gaps(item.id, rule.bands, None, 0 if whole else None)


def _grade_bands(scheme: Scheme) -> Iterator[Finding]:
    bands = [grade.band for grade in scheme.grades]
    if not bands:
        return
    yield from _never_reached("grades", bands)
    high = None if scheme.max is None else scheme.max + (scheme.bonus.cap or ZERO)
    yield from _gaps("grades", bands, high, scheme.round.score)


def _gaps(
    item: str, bands: Sequence[Band], high: Decimal | None, places: int | None
) -> Iterator[Finding]:
    """Yield a finding for each gap from zero up; without ``high`` there is no end."""
    step = ZERO if places is None else Decimal(1).scaleb(-places)
    bounds = [b for band in bands for b in (band.at_least, band.above, band.at_most, band.below)]
    top = max((b for b in bounds if b is not None), default=ZERO) + 1 if high is None else high
    for low, end in gaps(bands, ZERO, top, step):
        yield _error("band_gap", item, low=plain(low), high=plain(end))


def _never_reached(item: str, bands: Sequence[Band]) -> Iterator[Finding]:
    for number in unreachable(bands):
        yield _warning("band_unreachable", item, number=number)


def _signs(scheme: Scheme) -> Iterator[Finding]:
    for item in scheme.leaves:
        for effect in effects(item.rule):
            fact = scheme.fact(effect.fact)
            if fact is None:
                continue
            if effect.sign > 0 and fact.better is Better.LOW:
                yield _error("inverse_sign", item.id, fact=fact.name)
            elif effect.sign < 0 and fact.better is Better.HIGH and not fact.volume:
                yield _error("direct_sign", item.id, fact=fact.name)


def _measured_twice(scheme: Scheme) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for item in scheme.leaves:
        measures = rules.measures(item.rule)
        if not measures or isinstance(item.rule, rules.Levels):
            continue
        text = canonical(measures[0].expression)
        if (other := first.setdefault(text, item.id)) != item.id:
            yield _warning("measure_twice", item.id, other=other)


def _sources(scheme: Scheme) -> Iterator[Finding]:
    for item, read in expressions(scheme):
        for name in names(*read):
            fact = scheme.fact(name)
            if fact is not None and fact.compliance is Compliance.BANNED_2026:
                yield _error("banned_source", item, fact=name)
    for line in scheme.leaves:
        for effect in effects(line.rule):
            fact = scheme.fact(effect.fact)
            if fact is not None and fact.compliance is Compliance.CAUTION:
                yield _warning("caution_source", line.id, fact=effect.fact)


def _sensitive_words(scheme: Scheme) -> Iterator[Finding]:
    for fact in scheme.own_facts:
        text = f"{fact.name} {fact.label.zh} {fact.label.en}".lower()
        if word := next((word for word in _SENSITIVE if word in text), ""):
            yield _warning("sensitive_words", fact.name, fact=fact.name, word=word)


def _rate_policies(scheme: Scheme) -> Iterator[Finding]:
    for item in scheme.leaves:
        policies = item.policies
        dividing = any(divisors(measure.expression) for measure in rules.measures(item.rule))
        if isinstance(item.rule, rules.RatioCapped):
            dividing = dividing or bool(names(item.rule.target.expression))
        if dividing and policies.on_zero is None and policies.min_n is None:
            yield _error("rate_without_policy", item.id)


def _volume_caps(scheme: Scheme) -> Iterator[Finding]:
    for item in scheme.leaves:
        for effect in effects(item.rule):
            fact = scheme.fact(effect.fact)
            raw_volume = fact is not None and fact.volume and not effect.share and effect.sign > 0
            if raw_volume and not _bounded(scheme, item):
                yield _error("volume_without_cap", item.id, fact=effect.fact)


def _bounded(scheme: Scheme, item: Item) -> bool:
    """Tell whether volume can only earn so much; a raw count is no percentage to multiply by."""
    if isinstance(item.rule, rules.Ratio):
        return False
    section: Supplement = scheme.bonus if item.section is Section.BONUS else Supplement()
    return item.highest is not None or section.cap is not None


def _tie_break(scheme: Scheme) -> Iterator[Finding]:
    if scheme.award is not None and not scheme.rank.tie_break:
        yield _error("no_tie_break", "rank")


_CHECKS: tuple[Callable[[Scheme], Iterator[Finding]], ...] = (
    _max_total,
    _weights_total,
    _step_bands,
    _grade_bands,
    _signs,
    _measured_twice,
    _sources,
    _sensitive_words,
    _rate_policies,
    _volume_caps,
    _tie_break,
)
