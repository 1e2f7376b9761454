"""From the keys of an item to its rule and its policies."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from gridctl.domain.scoring import errors, rules
from gridctl.domain.scoring.expression import NamedRate, divisors, walk
from gridctl.domain.scoring.reader import Reader
from gridctl.domain.scoring.rules import Band, Measure, Rule
from gridctl.domain.scoring.scheme import Item, Policies, Section, Treatment

_HUNDRED = Decimal(100)
_NEEDS_FULL_MARK = (
    rules.LinearGap,
    rules.Ratio,
    rules.RatioCapped,
    rules.WeightedSum,
    rules.Panel,
    rules.MultiPeriod,
)


def read_measure(reader: Reader) -> Measure:
    """Read ``rate`` (a fraction, taken in percent) or ``value``, exactly one of them.

    Raises:
        KeysConflict: both or neither are given, or a rate is made of rates.
    """
    if reader.has("rate") == reader.has("value"):
        raise errors.KeysConflict(item=reader.item, key="rate/value")
    if reader.has("value"):
        return Measure(reader.expression("value"))
    expression = reader.expression("rate")
    if isinstance(expression, NamedRate):
        return Measure(expression.expression, percent=True)
    if any(isinstance(node, NamedRate) for node in walk(expression)):
        raise errors.KeysConflict(item=reader.item, key="rate")
    return Measure(expression, percent=True)


def read_band(reader: Reader, earns: Decimal = Decimal(0)) -> Band:
    """Read the bounds of a band; at least one is needed."""
    at_least, above = reader.optional_number("at_least"), reader.optional_number("above")
    at_most, below = reader.optional_number("at_most"), reader.optional_number("below")
    if (at_least, above, at_most, below) == (None, None, None, None):
        raise errors.KeyMissing(item=reader.item, key="at_least")
    return Band(at_least, above, at_most, below, earns)


def _linear_gap(reader: Reader) -> Rule:
    better: Literal["high", "low"] = (
        "low" if reader.one_of("better", ["high", "low"], "high") == "low" else "high"
    )
    measure = read_measure(reader)
    return rules.LinearGap(measure, reader.number("full_at"), reader.number("per_pp"), better)


def _ratio(reader: Reader) -> Rule:
    return rules.Ratio(read_measure(reader))


def _ratio_capped(reader: Reader) -> Rule:
    return rules.RatioCapped(read_measure(reader), Measure(reader.expression("target")))


def _steps(reader: Reader) -> Rule:
    measure, bands = read_measure(reader), []
    for step in reader.tables("steps"):
        bands.append(read_band(step, step.number("earns")))
        step.close()
    if not bands:
        raise errors.KeyMissing(item=reader.item, key="steps")
    return rules.Steps(measure, tuple(bands), reader.optional_number("otherwise"))


def _per_unit_add(reader: Reader) -> Rule:
    return rules.PerUnitAdd(Measure(reader.expression("unit")), reader.number("points"))


def _per_unit_deduct(reader: Reader) -> Rule:
    return rules.PerUnitDeduct(Measure(reader.expression("unit")), reader.number("points"))


def _count_beyond(reader: Reader) -> Rule:
    counted = Measure(reader.expression("value"))
    return rules.CountBeyond(counted, reader.number("beyond"), reader.signed("points"))


def _levels(reader: Reader) -> Rule:
    take: Literal["sum", "highest"] = (
        "sum" if reader.one_of("take", ["sum", "highest"]) == "sum" else "highest"
    )
    levels = []
    for level in reader.tables("levels"):
        levels.append(rules.Level(Measure(level.expression("count")), level.number("points")))
        level.close()
    if not levels:
        raise errors.KeyMissing(item=reader.item, key="levels")
    return rules.Levels(tuple(levels), take)


def _weighted_sum(reader: Reader) -> Rule:
    parts = []
    for part in reader.tables("parts"):
        weight = part.number("weight")
        parts.append(rules.Part(weight, read_item(part, Section.PART, within=reader.item)))
    if not parts:
        raise errors.KeyMissing(item=reader.item, key="parts")
    return rules.WeightedSum(tuple(parts))


def _rank_band(reader: Reader) -> Rule:
    measure, volume = read_measure(reader), Measure(reader.expression("volume"))
    if divisors(volume.expression):
        raise errors.PolicyImpossible(item=reader.item, key="volume", value="/")
    shares = reader.numbers("split")
    split = tuple(int(share) for share in shares)
    coefficients = reader.numbers("coefficients")
    if not all(split) or split != shares or not 0 < len(split) == len(coefficients):
        raise errors.KeysConflict(item=reader.item, key="split/coefficients")
    override = reader.table("override")
    when = override.condition("when") if override.names() else None
    instead = override.number("coefficient") if when else Decimal(0)
    override.close()
    return rules.RankBandCoefficient(
        measure, volume, split, coefficients, reader.number("scale"), when, instead
    )


def _panel(reader: Reader) -> Rule:
    raters = []
    for rater in reader.tables("raters"):
        dropped = rater.optional_whole("drop_high") or 0, rater.optional_whole("drop_low") or 0
        label = rater.label() if rater.has("label") else None
        raters.append(rules.Rater(rater.identifier(), rater.number("weight"), *dropped, label))
        rater.close()
    if not raters:
        raise errors.KeyMissing(item=reader.item, key="raters")
    return rules.Panel(tuple(raters), _scale(reader))


def _multi_period(reader: Reader) -> Rule:
    periods = []
    for period in reader.tables("periods"):
        periods.append(rules.PeriodShare(period.identifier(), period.number("weight")))
        period.close()
    if not periods:
        raise errors.KeyMissing(item=reader.item, key="periods")
    scheme = reader.optional_identifier("scheme")
    return rules.MultiPeriod(tuple(periods), _scale(reader), scheme)


def _scale(reader: Reader) -> Decimal:
    scale = reader.optional_number("scale", Decimal("0.01"))
    return _HUNDRED if scale is None else scale


def _manual(_reader: Reader) -> Rule:
    return rules.Manual()


_RULES: dict[str, Callable[[Reader], Rule]] = {
    "linear_gap": _linear_gap,
    "ratio": _ratio,
    "ratio_capped": _ratio_capped,
    "steps": _steps,
    "per_unit_add": _per_unit_add,
    "per_unit_deduct": _per_unit_deduct,
    "count_beyond": _count_beyond,
    "enum": _levels,
    "weighted_sum": _weighted_sum,
    "rank_band_coefficient": _rank_band,
    "panel": _panel,
    "multi_period": _multi_period,
    "manual": _manual,
}


def _policies(reader: Reader) -> Policies:
    min_n = reader.optional_whole("min_n", 1)
    on_small = reader.optional_choice("on_small", Treatment)
    sample = reader.optional_expression("sample")
    if (min_n is None) != (on_small is None) or (sample is not None and min_n is None):
        raise errors.KeysConflict(item=reader.item, key="min_n/on_small")
    return Policies(
        on_zero=reader.optional_choice("on_zero", Treatment),
        min_n=min_n,
        on_small=on_small,
        on_missing=reader.optional_choice("on_missing", Treatment),
        sample=sample,
    )


def _bounds(reader: Reader, section: Section, open_ledger: bool) -> tuple[Decimal | None, ...]:
    """Return the fewest and the most points an item of a section can give."""
    cap = None
    match section:
        case Section.BONUS:
            return Decimal(0), reader.optional_number("cap")
        case Section.PENALTY:
            cap = reader.optional_number("cap")
            return None if cap is None else -cap, Decimal(0)
        case Section.PART:
            full = reader.optional_number("max")
            return Decimal(0), _HUNDRED if full is None else full
    full = reader.optional_number("max") if open_ledger else reader.number("max")
    floor = reader.optional_number("floor")
    return floor if open_ledger or floor is not None else Decimal(0), full


def read_item(
    reader: Reader, section: Section, open_ledger: bool = False, within: str = ""
) -> Item:
    """Read one item with everything its rule needs; a part's id is ``<item>.<part>``.

    Raises:
        SchemeInvalid: with the item and the key.
    """
    item_id = reader.item = f"{within}.{reader.identifier()}".lstrip(".")
    lowest, highest = _bounds(reader, section, open_ledger)
    rule = _RULES[reader.one_of("rule", _RULES)](reader)
    item = Item(
        id=item_id,
        label=reader.label(),
        section=section,
        rule=rule,
        highest=highest,
        lowest=lowest,
        policies=_policies(reader),
        places=reader.optional_whole("places", 0, 4),
    )
    reader.close()
    _check(item)
    return item


def _check(item: Item) -> None:
    earns = isinstance(item.rule, rules.PerUnitAdd | rules.Levels) or (
        isinstance(item.rule, rules.CountBeyond) and item.rule.points > 0
    )
    if item.section is Section.PENALTY and earns:
        raise errors.PolicyImpossible(item=item.id, key="rule", value=item.rule.name)
    needs_mark = item.section is Section.PART or isinstance(item.rule, _NEEDS_FULL_MARK)
    if needs_mark and not item.highest:
        raise errors.KeyMissing(item=item.id, key="max")
    if item.highest is not None and item.lowest is not None and item.lowest > item.highest:
        raise errors.OutOfBounds(
            item=item.id, key="floor", value=str(item.lowest), low="0", high=str(item.highest)
        )
    if isinstance(item.rule, rules.Steps):
        _check_steps(item, item.rule)
    if isinstance(item.rule, rules.Manual) and not (item.highest or item.lowest):
        raise errors.KeyMissing(item=item.id, key="cap")
    if item.policies.min_n and rules.sample(item.rule) is None and item.policies.sample is None:
        raise errors.KeyMissing(item=item.id, key="sample")
    _check_policies(item)


def _check_steps(item: Item, rule: rules.Steps) -> None:
    for earned in (*(band.earns for band in rule.bands), rule.otherwise):
        if earned is not None and item.clamp(earned) != earned:
            bounds = {"low": str(item.lowest), "high": str(item.highest)}
            raise errors.OutOfBounds(item=item.id, key="earns", value=str(earned), **bounds)


def _check_policies(item: Item) -> None:
    policies = item.policies
    for key in ("on_zero", "on_small", "on_missing"):
        treatment = getattr(policies, key)
        full_without_mark = treatment is Treatment.FULL and item.highest is None
        median_of_part = treatment is Treatment.GROUP_MEDIAN and item.section is Section.PART
        left_out = treatment is Treatment.EXCLUDE and item.section not in (
            Section.ITEM,
            Section.PART,
        )
        if full_without_mark or median_of_part or left_out:
            raise errors.PolicyImpossible(item=item.id, key=key, value=str(treatment))
