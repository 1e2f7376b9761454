"""What a policy changes of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from gridctl.domain.clocks import CardRule
from gridctl.domain.workflow.differences import Difference, renamed
from gridctl.domain.workflow.policy import FIGURES, Policy

#: What a line about cards is for: stage, category, level.
About = tuple[str, str, str]
T = TypeVar("T")


def policy_differences(base: Policy, own: Policy) -> list[Difference]:
    """Return what a policy changes, drops and adds, in the order of the file.

    A place has the number of the line about cards, that of the base where it was dropped.
    """
    figures = [each for each in FIGURES if each != "return_grounds"]
    found = [
        Difference("changed", f"policy.{each}", str(before), str(after))
        for each in figures
        if (before := getattr(base, each)) != (after := getattr(own, each))
    ]
    for place, old, new in _both("policy.return_grounds", base.return_grounds, own.return_grounds):
        if old and new:
            found += renamed(place, old, new)
        else:
            found.append(_came_or_went(place, old, new))
    for place, limit, other in _both("limits", base.stage_limits, own.stage_limits):
        if limit != other:
            found.append(_came_or_went(place, limit, other))
    return [*found, *_cards(base, own)]


def cards_by(policy: Policy) -> Mapping[About, tuple[int, CardRule]]:
    """Return the lines about cards that hold by what they are for, with their numbers."""
    lines = enumerate(policy.cards, 1)
    return {_about(rule): (number, rule) for number, rule in reversed([*lines])}


def _cards(base: Policy, own: Policy) -> Iterator[Difference]:
    before, after = cards_by(base), cards_by(own)
    for about in dict.fromkeys(map(_about, (*own.cards, *base.cards))):
        old, new = before.get(about), after.get(about)
        number, _rule = new or old or (0, None)
        if (old and old[1]) != (new and new[1]):
            yield _came_or_went(f"cards.{number}", old and old[1], new and new[1])


def _about(rule: CardRule) -> About:
    return rule.stage, rule.category, rule.level


def _both(
    name: str, base: Mapping[str, T], own: Mapping[str, T]
) -> Iterator[tuple[str, T | None, T | None]]:
    for code in dict.fromkeys([*base, *own]):
        yield f"{name}.{code}", base.get(code), own.get(code)


def _came_or_went(place: str, before: object, after: object) -> Difference:
    if before is None:
        return Difference("added", place, after=str(after))
    if after is None:
        return Difference("dropped", place, before=str(before))
    return Difference("changed", place, str(before), str(after))
