"""Asking about whistle calls (domain.md 8)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridctl.domain.whistles import WhistleArrival, WhistleGrade, WhistleKind, WhistleState
from gridctl.operations.base import AfterPair, Filter, Limit, Named, Page, Query, View


class WhistleRow(View):
    """A call: who calls to which place, what became of it, by when units come and it is done.

    ``units_on_time`` of the ``units_called`` were there in time.
    """

    whistle_no: str
    kind: WhistleKind
    title: str
    state: WhistleState
    grade: WhistleGrade | None
    caller: str
    place: str | None
    ticket: str | None
    lead_unit: str | None
    units_called: int
    units_on_time: int
    called_at: datetime
    reviewed_at: datetime | None
    arrive_due: datetime | None
    resolve_due: datetime | None
    resolved_at: datetime | None
    revision: int


class WhistlePage(Page):
    """One page of calls."""

    items: tuple[WhistleRow, ...]


class CalledUnit(View):
    """A unit called: when it came and with whom, and the points both sides gave each other."""

    code: str
    unit: str
    lead: bool
    verdict: WhistleArrival
    arrived_at: datetime | None
    arrived_person: str
    arrived_role: str
    arrival: Decimal | None
    people: Decimal | None
    handling: Decimal | None
    effect: Decimal | None
    caller_comment: str
    necessity: Decimal | None
    cooperation: Decimal | None
    unit_comment: str


class WhistleEventView(View):
    """One step in the log of a call; ``undone`` if it was taken back."""

    at: datetime
    verb: str
    from_state: str
    to_state: str
    actor: str
    unit: str | None
    opinion: str
    undone: bool


class WhistleView(WhistleRow):
    """Everything about one call."""

    facts: str
    proposal: str
    approved_by: str
    units: tuple[CalledUnit, ...]
    events: tuple[WhistleEventView, ...]


class UnitWhistles(View):
    """What a unit was called for in a period; mean points per head, 2 places half up.

    ``late`` counts units that came late or not at all.
    """

    code: str
    name: str
    calls: int
    arrived_on_time: int
    late: int
    arrival: Decimal | None
    people: Decimal | None
    handling: Decimal | None
    effect: Decimal | None


class TownWhistles(View):
    """The calls of a town and its villages in a period; mean points per head, 2 places half up.

    ``rejected_share`` and ``rate`` (calls per 100 tickets reported) are per cent, null over
    nothing. ``look`` says that the rate is near zero or high (domain.md 8).
    """

    code: str
    name: str
    calls: int
    rejected: int
    rejected_share: Decimal | None
    tickets: int
    rate: Decimal | None
    look: Literal["low", "high"] | None
    necessity: Decimal | None
    cooperation: Decimal | None


class UnitWhistlesPage(Page):
    """The figures of all units that were called."""

    period: str
    items: tuple[UnitWhistles, ...]


class TownWhistlesPage(Page):
    """The figures of all towns."""

    period: str
    items: tuple[TownWhistles, ...]


class ListWhistles(Query[WhistlePage], route="GET /whistles", permission="whistle.read"):
    """List calls by the instant of the call, newest first.

    ``unit`` was called, ``caller`` calls; ``arrival`` is that of ``unit``, else of any unit.
    """

    state: tuple[WhistleState, ...] | None = Field(default=None, min_length=1)
    kind: WhistleKind | None = None
    grade: WhistleGrade | None = None
    unit: str | None = None
    arrival: WhistleArrival | None = None
    caller: str | None = None
    under: str | None = None
    ticket: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None
    filter: Filter | None = None
    limit: Limit = 200
    after: AfterPair | None = None


class ShowWhistle(Query[WhistleView], route="GET /whistles/{whistle}", permission="whistle.read"):
    """Show one call with its units, scores and log."""

    whistle: Named


class CountUnitWhistles(
    Query[UnitWhistlesPage], route="GET /whistle-stats/units", permission="whistle.read"
):
    """Count calls and mean scores by unit called, over a period; the present quarter without."""

    period: str | None = None


class CountTownWhistles(
    Query[TownWhistlesPage], route="GET /whistle-stats/towns", permission="whistle.read"
):
    """Count calls, rejections and mean scores by town, as by unit."""

    period: str | None = None
