"""Adopting the office's own rules of whistle calls."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from gridctl.operations.base import Command
from gridctl.operations.queries.whistle_rules import WhistleRulesView


class AdoptWhistleRules(
    Command[WhistleRulesView], route="POST /whistle-rules", permission="whistle.rule"
):
    """Have rules hold from a day on; calls that were reviewed keep their limits.

    Attributes:
        text: the TOML text of the rules.
        place: the county or town they hold for; the whole office without.
        valid_from: first day; today without.
    """

    text: str = Field(min_length=1, max_length=100_000)
    place: str | None = None
    valid_from: date | None = None
