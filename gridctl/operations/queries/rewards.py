"""Asking about rewards for valid information."""

from __future__ import annotations

from datetime import date

from gridctl.operations.base import AfterDay, Limit, Month, Page, Query, View


class RewardRow(View):
    """A reward for a ticket, in fen; ``reporter`` is empty where the report came from outside."""

    serial_no: str
    title: str
    reporter: str | None
    amount_fen: int
    ground: str
    approved_by: str
    given_on: date
    document_no: str
    revision: int


class RewardPage(Page):
    """One page of rewards, newest first, with the sum over all in fen."""

    items: tuple[RewardRow, ...]
    sum_fen: int


class ListRewards(Query[RewardPage], route="GET /rewards", permission="reward.read"):
    """List rewards by the day they were given."""

    period: Month | None = None
    since: date | None = None
    until: date | None = None
    reporter: str | None = None
    limit: Limit = 200
    after: AfterDay | None = None
