"""The steps of a whistle call (domain.md 8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from gridctl.domain.whistles import WhistleGrade, WhistleKind
from gridctl.operations.base import Command
from gridctl.operations.queries.whistles import WhistleView
from gridctl.operations.whistle_steps import WhistleStep

_Said = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
#: Points of one head; the highest stand in the rules of whistle calls.
Points = Annotated[Decimal, Field(ge=0, le=1_000, max_digits=6, decimal_places=2)]


class CallWhistle(Command[WhistleView], route="POST /whistles", permission="whistle.call"):
    """Call departments to a place, with what is the matter and what is proposed.

    Attributes:
        place: from where; the ticket's place without.
        caller: the village's or town's unit, where the office writes it down for one.
        approved_by: who approved it, for matters beyond a town's powers.
        at: when it was called, if entered later.
    """

    kind: WhistleKind
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    facts: _Said
    proposal: _Said
    place: str | None = None
    ticket: str | None = None
    caller: str | None = None
    approved_by: str = Field(default="", max_length=100)
    at: AwareDatetime | None = None


class ReviewWhistle(
    WhistleStep, route="POST /whistles/{whistle}/review", permission="whistle.review"
):
    """Accept a call, with its class and the units called, or reject it with the reason."""

    accept: bool
    grade: WhistleGrade | None = None
    lead: str | None = None
    assisting: tuple[str, ...] = Field(default=(), max_length=30)


class ArriveAtWhistle(
    WhistleStep, route="POST /whistles/{whistle}/arrive", permission="whistle.arrive"
):
    """Note that a called unit is on site: when, and with whom."""

    unit: str | None = None
    person: str = Field(default="", max_length=60)
    role: str = Field(default="", max_length=60)


class ResolveWhistle(
    WhistleStep, route="POST /whistles/{whistle}/resolve", permission="whistle.resolve"
):
    """Note that the matter is resolved; the lead unit says so."""


class ScoreWhistle(WhistleStep, route="POST /whistles/{whistle}/score", permission="whistle.score"):
    """Give the points of one side: the caller scores a unit, or the unit scores the caller.

    Attributes:
        unit: the called unit of the two.
        arrival, people, handling, effect: what the caller scores the unit on.
        necessity, cooperation: what the unit scores the caller on.
    """

    unit: str | None = None
    arrival: Points | None = None
    people: Points | None = None
    handling: Points | None = None
    effect: Points | None = None
    necessity: Points | None = None
    cooperation: Points | None = None


class CloseWhistle(WhistleStep, route="POST /whistles/{whistle}/close", permission="whistle.close"):
    """Close a call that was resolved; without all scores that needs an opinion."""
