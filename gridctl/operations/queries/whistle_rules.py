"""Asking about the rules of whistle calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gridctl.operations.base import Query, View

if TYPE_CHECKING:
    from gridctl.domain.whistles.rules import WhistleRules

Origin = Literal["shipped", "adopted"]


class WhistleRulesView(View):
    """Limits by class, highest points by head; ``text`` is the file, the start for a copy."""

    origin: Origin
    approval_required: bool
    arrival: str
    grades: dict[str, str]
    unit_heads: dict[str, int]
    caller_heads: dict[str, int]
    low_percent: int
    high_percent: int
    text: str

    @classmethod
    def of(cls, rules: WhistleRules, text: str, origin: Origin) -> WhistleRulesView:
        """Return the view of rules."""
        from dataclasses import asdict

        return cls(**asdict(rules), text=text, origin=origin)


class ShowWhistleRules(
    Query[WhistleRulesView], route="GET /whistle-rules", permission="whistle.read"
):
    """Show the rules that hold for a place; without one, for the only county or the office."""

    place: str | None = None
