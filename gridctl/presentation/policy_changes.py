"""What a policy changes of another, in words an office can be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gridctl.domain.clocks import CardRule
from gridctl.domain.clocks.stages import STAGE_NAMES
from gridctl.domain.errors import word
from gridctl.domain.limits import CLOCK_NAMES, Limit
from gridctl.domain.units import LEVEL_NAMES
from gridctl.domain.workflow import Difference
from gridctl.domain.workflow.policy import Policy
from gridctl.domain.workflow.policy_differences import About, cards_by
from gridctl.foundation.i18n import N_, _, language
from gridctl.presentation.policy_words import FIGURE_NAMES, GROUNDS, REWORK

_CHANGED = N_("{name}: {after}; before {before}")
_ALONE = N_("{name}: {text}")


def policy_change_words(change: Difference, base: Policy, own: Policy) -> str:
    """Return what a difference is, with the name of what it is about.

    Args:
        change: one of :func:`gridctl.domain.workflow.policy_differences.policy_differences`.
        base: the policy that was changed.
        own: what became of it.
    """
    table, _dot, key = change.place.partition(".")
    if table == "cards":
        return _card(int(key), change, base, own)
    if table == "limits":
        name = word(_("Limit of the stage {stage}"), {"stage": _(STAGE_NAMES[key])})
        return _told(name, base.stage_limits.get(key), own.stage_limits.get(key), _limit)
    if key.startswith("return_grounds."):
        return _ground(change, key.split(".")[1], base, own)
    return _told(_(FIGURE_NAMES[key]), getattr(base, key), getattr(own, key), _figure)


def _told(name: str, before: Any, after: Any, words: Callable[[Any], str]) -> str:
    """Return what stands in place of what, or what came or went."""
    if before is None or after is None:
        return word(_(_ALONE), {"name": name, "text": words(before or after)})
    both = {"before": words(before), "after": words(after)}
    return word(_(_CHANGED), {"name": name, **both})


def _figure(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _(REWORK[value]) if value in REWORK else str(value)


def _limit(limit: Limit) -> str:
    told = {"amount": f"{limit.amount:f}", "clock": _(CLOCK_NAMES[limit.kind])}
    return word(_("{amount} {clock}"), told)


def _ground(change: Difference, code: str, base: Policy, own: Policy) -> str:
    if change.change == "renamed":
        text = word(_("{before}, now {after}"), {"before": change.before, "after": change.after})
    else:
        grounds = own.return_grounds if change.change == "added" else base.return_grounds
        text = grounds[code].text(language())
    return word(_(_ALONE), {"name": _(GROUNDS), "text": text})


def _card(number: int, change: Difference, base: Policy, own: Policy) -> str:
    rule = (base if change.change == "dropped" else own).cards[number - 1]
    about: About = (rule.stage, rule.category, rule.level)
    told = {
        "stage": _(STAGE_NAMES[rule.stage]),
        "category": rule.category,
        "level": rule.level and _(LEVEL_NAMES[rule.level]),
    }
    name = word(_("Cards for {stage}[[, {category}]][[, {level}]]"), told)
    before, after = (cards_by(each).get(about) for each in (base, own))
    return _told(name, before and before[1], after and after[1], _days)


def _days(rule: CardRule) -> str:
    told = {"yellow": f"{rule.yellow:f}", "red": f"{rule.red:f}"}
    return word(_("yellow from {yellow}, red from {red} working days over the limit"), told)
