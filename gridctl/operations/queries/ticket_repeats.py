"""Asking which tickets may be about the same matter."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from gridctl.operations.base import AfterPair, Limit, Month, Page, Query, Slug, View


class SimilarRow(View):
    """A ticket near in place and time; ``likeness`` of the words is in per cent, 2 places."""

    serial_no: str
    title: str
    state: str
    category: str | None
    community: str | None
    grid: str | None
    reported_at: datetime
    likeness: Decimal
    same_category: bool
    same_place: bool


class SimilarPage(Page):
    """The likest tickets, the likest first."""

    items: tuple[SimilarRow, ...]


class RepeatRow(View):
    """What one caller has reported again, of one category at one place.

    Who called is not told. ``ticket`` is the latest; ``repeats`` counts the reports of the period
    that repeat an earlier one. Satisfaction is that of those repeats: ``content`` of the ``rated``
    ones, in per cent with 2 places, null where nobody was reached.
    """

    ticket: str
    category: str | None
    place: str | None
    repeats: int
    first_on: date
    last_on: date
    rated: int
    content: int
    satisfaction: Decimal | None


class Volume(View):
    """How many tickets there were and how content their callers are, as in :class:`RepeatRow`."""

    tickets: int
    rated: int
    content: int
    satisfaction: Decimal | None


class RepeatPage(Page):
    """One page of groups, the largest first; repeats and all other tickets told apart."""

    items: tuple[RepeatRow, ...]
    repeats: Volume
    others: Volume


class SimilarTickets(
    Query[SimilarPage], route="GET /tickets/{ticket}/similar", permission="ticket.read"
):
    """List the tickets that may be about the same matter as one."""

    ticket: Slug
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class ListRepeats(Query[RepeatPage], route="GET /ticket-repeats", permission="ticket.read"):
    """Group the reports of a span of days that repeat an earlier one of the same caller."""

    period: Month | None = None
    since: date | None = None
    until: date | None = None
    category: str | None = None
    under: str | None = None
    limit: Limit = 200
    after: AfterPair | None = None
