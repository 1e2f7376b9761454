"""Policy lint: figures no office can mean, and lines that never hold.

Sources: domain.md 5.7, 6.5 and 6.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gridctl.domain.problems import Problem
from gridctl.domain.workflow.policy import Policy
from gridctl.foundation.i18n import N_

#: What makes a policy unusable, with what to do about it.
ERRORS: Mapping[str, str] = {
    "outside": N_("{value} is outside {least} to {most}: correct the figure"),
}
#: What is doubtful.
WARNINGS: Mapping[str, str] = {
    "card_without_limit": N_("the stage has no limit, so no card is ever due: add it to [limits]"),
    "card_twice": N_("a line before says when such a card is due: take one of the two out"),
}
FINDINGS: Mapping[str, str] = {**ERRORS, **WARNINGS}

_TIMES, _DAYS = (0, 100), (0, 3_650)
#: Figure -> the least and the most an office can mean by it.
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "returns_before_arbiter": (1, 100),
    "extensions_max": _TIMES,
    "suspensions_max": _TIMES,
    "suspension_max_days": (1, 3_650),
    "duplicate_within_hours": (0, 8_760),
    "merge_within_days": _DAYS,
    "reopen_within_days": _DAYS,
    "appeal_within_days": _DAYS,
    "archive_after_days": _DAYS,
    "contacts_kept_days": _DAYS,
}


def lint(policy: Policy) -> list[Problem]:
    """Return what is wrong or doubtful about a policy whose form is right, errors first."""
    return [*_outside(policy), *_cards(policy)]


def _outside(policy: Policy) -> Iterator[Problem]:
    for figure, (least, most) in _BOUNDS.items():
        if not least <= (value := getattr(policy, figure)) <= most:
            bounds = (("least", least), ("most", most))
            yield Problem("outside", f"policy.{figure}", str(value), bounds)


def _cards(policy: Policy) -> Iterator[Problem]:
    told = set()
    for number, rule in enumerate(policy.cards, 1):
        if rule.stage != "handle" and rule.stage not in policy.stage_limits:
            yield Problem("card_without_limit", f"cards.{number}", rule.stage)
        if (about := (rule.stage, rule.category, rule.level)) in told:
            yield Problem("card_twice", f"cards.{number}", rule.stage)
        told.add(about)
