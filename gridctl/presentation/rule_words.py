"""Rules in words: what an item measures and what it gives for it, in a line a gridworker reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from gridctl.domain.errors import word
from gridctl.domain.scoring import rules
from gridctl.domain.scoring.expression import (
    Binary,
    Expression,
    Name,
    NamedRate,
    Negation,
    Number,
    plain,
)
from gridctl.domain.scoring.rules import Band, Measure, Rule
from gridctl.domain.scoring.scheme import Item
from gridctl.foundation.i18n import N_, _, language, listed
from gridctl.presentation.joining import headed

Label = Callable[[str], str]

_SIGNS = {"*": "×", "/": "÷", "+": "+", "-": "−"}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}
#: (which way is better, whether it is a rate) -> words of a linear rule.
_LINEAR: Mapping[tuple[str, bool], str] = {
    ("high", True): N_("full marks from {full_at}%, minus {per_pp} per percentage point below"),
    ("low", True): N_("full marks up to {full_at}%, minus {per_pp} per percentage point above"),
    ("high", False): N_("full marks from {full_at}, minus {per_pp} for each one below"),
    ("low", False): N_("full marks up to {full_at}, minus {per_pp} for each one above"),
}
_TAKEN = {"sum": N_("all are added up"), "highest": N_("the best one counts")}


def rule_in_words(item: Item, label: Label) -> str:
    """Return the rule of an item with its bounds.

    Args:
        item: the item of the scheme the points were given by.
        label: returns what a fact is called.
    """
    said = [_rule(item, label)]
    if item.highest is not None and isinstance(item.rule, _UNBOUNDED):
        said.append(word(_("at most {points} points"), {"points": plain(item.highest)}))
    if item.lowest:
        said.append(word(_("at least {points} points"), {"points": plain(item.lowest)}))
    return _("; ").join(said)


#: Rules that would go on adding up without the item's maximum.
_UNBOUNDED = (rules.PerUnitAdd, rules.CountBeyond, rules.Levels)


def _rule(item: Item, label: Label) -> str:
    rule = item.rule
    match rule:
        case rules.LinearGap():
            template = _(_LINEAR[rule.better, rule.measure.percent])
            bounds = {"full_at": plain(rule.full_at), "per_pp": plain(rule.per_pp)}
            return _("; ").join((_measured(rule.measure, label), word(template, bounds)))
        case rules.Ratio() | rules.RatioCapped():
            return _share(item, rule, label)
        case rules.Steps():
            return _steps(rule, label)
        case rules.PerUnitAdd() | rules.PerUnitDeduct() | rules.CountBeyond():
            return _counted(rule, label)
        case rules.Levels():
            levels = (_each(level.points, level.measure, label) for level in rule.levels)
            return _("; ").join((*levels, _(_TAKEN[rule.take])))
        case rules.WeightedSum():
            return _("; ").join(_part(part, label) for part in rule.parts)
    return _special(rule, label)


def _share(item: Item, rule: rules.Ratio | rules.RatioCapped, label: Label) -> str:
    of = _measured(rule.measure, label)
    if isinstance(rule, rules.RatioCapped):
        of = f"{of} ÷ {_measured(rule.target, label)}"
    template = _("{measure}: that share of {points} points, at most all of them")
    return word(template, {"measure": of, "points": plain(item.highest or Decimal(0))})


def _steps(rule: rules.Steps, label: Label) -> str:
    steps = [_step(plain(band.earns), _range(band, rule.measure)) for band in rule.bands]
    if rule.otherwise is not None:
        steps.append(_step(plain(rule.otherwise), _("otherwise")))
    return headed(_measured(rule.measure, label), _("; ").join(steps))


def _step(points: str, where: str) -> str:
    return word(_("{where}: {points} points"), {"where": where, "points": points})


def _range(band: Band, measure: Measure) -> str:
    bounds = (("≥", band.at_least), (">", band.above), ("≤", band.at_most), ("<", band.below))
    sign = "%" if measure.percent else ""
    return " ".join(f"{mark} {plain(value)}{sign}" for mark, value in bounds if value is not None)


def _counted(rule: rules.PerUnitAdd | rules.PerUnitDeduct | rules.CountBeyond, label: Label) -> str:
    points = -rule.points if isinstance(rule, rules.PerUnitDeduct) else rule.points
    text = _each(points, rule.measure, label)
    if isinstance(rule, rules.CountBeyond):
        beyond = {"text": text, "count": plain(rule.beyond)}
        return word(_("{text}, counted beyond {count}"), beyond)
    return text


def _each(points: Decimal, measure: Measure, label: Label) -> str:
    places = {"points": f"{'+' if points > 0 else ''}{plain(points)}"}
    return word(
        _("{points} for each of: {measure}"), {**places, "measure": _measured(measure, label)}
    )


def _part(part: rules.Part, label: Label) -> str:
    places = {"weight": plain(part.weight), "rule": _rule(part.item, label)}
    return word(_("{weight}% by: {rule}"), places)


def _special(rule: Rule, label: Label) -> str:
    match rule:
        case rules.RankBandCoefficient():
            places = {
                "measure": _measured(rule.measure, label),
                "volume": _measured(rule.volume, label),
                "coefficients": listed(map(plain, rule.coefficients)),
            }
            template = _("minus {measure}, weighted by the rank in {volume} ({coefficients})")
            return word(template, places)
        case rules.Panel():
            raters = listed(
                f"{rater.called.text(language())} {plain(rater.weight)}%" for rater in rule.raters
            )
            return word(_("marks of raters: {raters}"), {"raters": raters})
        case rules.MultiPeriod():
            periods = listed(f"{each.id} {plain(each.weight)}%" for each in rule.periods)
            return word(_("scores of earlier periods: {periods}"), {"periods": periods})
    return _("entered by hand, with document and approver")


def _measured(measure: Measure, label: Label) -> str:
    return spoken(measure.expression, label)


def spoken(tree: Expression, label: Label, binding: int = 0) -> str:
    """Return an expression with the names of its facts, in no more parentheses than needed."""
    match tree:
        case Number(value):
            return plain(value)
        case Name(name):
            return label(name)
        case NamedRate(_name, inner):
            return spoken(inner, label, binding)
        case Negation(operand):
            return f"−{spoken(operand, label, 3)}"
        case Binary(sign, left, right):
            own = _BINDING[sign]
            text = f"{spoken(left, label, own)} {_SIGNS[sign]} {spoken(right, label, own + 1)}"
            return f"({text})" if own < binding else text
