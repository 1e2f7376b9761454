"""Asking about what a sweep has made: cards, reviews, digests."""

from __future__ import annotations

from datetime import date, datetime

from gridctl.domain.loop import Level
from gridctl.domain.reviews import ReviewKind, ReviewState
from gridctl.domain.signals import Colour, Urgency
from gridctl.operations.base import AfterDay, AfterNumber, Limit, Page, Query, View


class CardRow(View):
    """A card on a ticket and its unit; ``unit`` is null where the centre took too long.

    ``overrun_days`` are working days past the limit when it was issued; ``replaced`` tells a
    yellow card in whose place a red one came.
    """

    serial_no: str
    title: str
    stage: str
    colour: Colour
    cycle: int
    level: str
    unit: str | None
    issued_at: datetime
    overrun_days: str
    replaced: bool
    state: str


class CardPage(Page):
    """One page of cards."""

    items: tuple[CardRow, ...]


class ListCards(Query[CardPage], route="GET /cards", permission="ticket.read"):
    """List cards, newest first; with ``standing`` only those no red one has replaced."""

    unit: str | None = None
    ticket: str | None = None
    colour: Colour | None = None
    since: date | None = None
    until: date | None = None
    standing: bool = False
    limit: Limit = 200
    after: AfterNumber | None = None


class ReviewRow(View):
    """A review of an urgent ticket; ``level`` is that of the centre which has the ticket."""

    serial_no: str
    title: str
    urgency: Urgency
    kind: ReviewKind
    opens_on: date
    due_on: date
    state: ReviewState
    level: Level
    unit: str | None
    done_at: datetime | None
    done_by: str
    note: str


class ReviewPage(Page):
    """One page of reviews."""

    items: tuple[ReviewRow, ...]


class ListReviews(Query[ReviewPage], route="GET /reviews", permission="ticket.read"):
    """List reviews of urgent tickets, the first due first."""

    state: ReviewState | None = None
    level: Level | None = None
    under: str | None = None
    urgency: Urgency | None = None
    ticket: str | None = None
    limit: Limit = 200
    after: AfterDay | None = None


class DigestCard(View):
    """A card a digest tells of."""

    serial_no: str
    stage: str
    colour: Colour


class DigestRow(View):
    """What a unit was told on a day; ``unit`` is null for the centre.

    The numbers of the tickets are the first of each list, the counts those of all.
    """

    unit: str | None
    on: date
    made_at: datetime
    due: int
    late: int
    due_tickets: tuple[str, ...]
    late_tickets: tuple[str, ...]
    cards: tuple[DigestCard, ...]


class DigestPage(Page):
    """One page of digests."""

    items: tuple[DigestRow, ...]


class ListDigests(Query[DigestPage], route="GET /digests", permission="ticket.read"):
    """List the digests, newest first."""

    unit: str | None = None
    day: date | None = None
    limit: Limit = 200
    after: AfterNumber | None = None
