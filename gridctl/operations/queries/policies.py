"""Asking about the policy: what the loop allows, in figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from gridctl.domain.limits import ClockKind
from gridctl.operations.base import Finding, Query, View

if TYPE_CHECKING:
    from gridctl.domain.workflow.policy import Policy

Origin = Literal["shipped", "adopted", "file"]


class CardLine(View):
    """From how many working days past its limit on a stage earns a card, and for what.

    ``category`` is a path with all below it, ``level`` that of a centre; "" is all of them.
    """

    stage: str
    yellow: str
    red: str
    category: str
    level: str


class StageLimit(View):
    """How long a ticket may stay in a stage: so much on a clock (``domain.limits``)."""

    stage: str
    kind: ClockKind
    amount: Decimal


class PolicyView(View):
    """The figures of a policy; ``text`` is its file, the start for a copy of one's own.

    ``warnings`` are told once, when it is adopted.
    """

    origin: Origin
    return_within: str
    return_grounds: dict[str, dict[str, str]]
    returns_before_arbiter: int
    extensions_max: int
    extension_max: str
    suspension_max_days: int
    suspensions_max: int
    skip_levels: bool
    merge_within_days: int
    duplicate_within_hours: int
    repeat_within_days: int | None = None
    reopen_within_days: int
    appeal_within_days: int
    archive_after_days: int
    contacts_kept_days: int | None = None
    dispatch_to_sign_counts: bool
    return_restarts: bool
    rework: Literal["continue", "restart"]
    limits: tuple[StageLimit, ...] = ()
    cards: tuple[CardLine, ...]
    text: str
    warnings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, policy: Policy, text: str, origin: Origin) -> PolicyView:
        """Return the view of a policy."""
        from dataclasses import fields

        figures = {field.name: getattr(policy, field.name) for field in fields(policy)}
        figures["return_grounds"] = {
            code: label._asdict() for code, label in policy.return_grounds.items()
        }
        figures["limits"] = tuple(
            StageLimit(stage=stage, **limit._asdict())
            for stage, limit in figures.pop("stage_limits").items()
        )
        figures["cards"] = tuple(
            CardLine(**{name: str(value) for name, value in rule._asdict().items()})
            for rule in policy.cards
        )
        return cls(**figures, text=text, origin=origin)


class ShowPolicy(Query[PolicyView], route="GET /policy", permission="clock.read"):
    """Show the policy that holds for a place; without one, for the only county or the office."""

    place: str | None = None
