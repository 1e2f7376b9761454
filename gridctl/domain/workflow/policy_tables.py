"""Reading the two lists of a policy: when a stage earns a card, and how long it may last.

The shipped ones lie in files of their own; an office's policy may say others in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gridctl.domain.clocks.cards import CardRule
from gridctl.domain.clocks.stages import STAGES
from gridctl.domain.limits import Limit, parse_limit
from gridctl.domain.loop import LEVELS
from gridctl.domain.workflow.errors import CardsTurned
from gridctl.domain.workflow.reader import Table, read_rules
from gridctl.foundation.resources import config_path

_SHOWN_BY = "clock policy -o json"


@cache
def load_card_rules() -> tuple[CardRule, ...]:
    """Return the shipped rules about cards."""
    return parse_card_rules(config_path("rules", "limits", "cards.toml").read_text("utf-8"))


@cache
def load_stage_limits() -> Mapping[str, Limit]:
    """Return the shipped limits of the stages."""
    return parse_stage_limits(config_path("rules", "limits", "stages.toml").read_text("utf-8"))


def parse_card_rules(text: str) -> tuple[CardRule, ...]:
    """Return the rules a TOML text lists under ``[[cards]]``.

    Raises:
        WorkflowMalformed: the first thing that is wrong, with its table and key.
    """
    return card_rules(read_rules(text, _SHOWN_BY, "cards"))


def parse_stage_limits(text: str) -> Mapping[str, Limit]:
    """Return stage -> limit from ``[limits]`` of a TOML text.

    Raises:
        WorkflowMalformed: the first thing that is wrong, with its table and key.
    """
    return stage_limits(read_rules(text, _SHOWN_BY, "limits"))


def card_rules(file: Table) -> tuple[CardRule, ...]:
    """Return the rules under ``[[cards]]`` of a file."""
    return tuple(map(_card, file.tables("cards")))


def stage_limits(file: Table) -> Mapping[str, Limit]:
    """Return stage -> limit from ``[limits]`` of a file."""
    limits = file.table("limits")
    limits.only(STAGES)
    return {stage: parse_limit(limits.limit(stage)) for stage in limits.names()}


def _card(entry: Table) -> CardRule:
    entry.only(CardRule._fields)
    rule = CardRule(
        stage=entry.one_of("stage", (*STAGES, "handle")),
        yellow=entry.decimal("yellow"),
        red=entry.decimal("red"),
        category=entry.text("category", ""),
        level=entry.one_of("level", LEVELS, ""),
    )
    if rule.yellow >= rule.red:
        raise entry.wrong(CardsTurned, "yellow", value=str(rule.yellow), red=str(rule.red))
    return rule
