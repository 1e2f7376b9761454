"""Asking about rewards for valid information."""

from __future__ import annotations

from typing import Any

from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import page_of
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_filters import period_days
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.operations.queries.rewards import ListRewards, RewardPage, RewardRow
from gridctl.storage.queries import rewards as sql


def list_rewards(operation: ListRewards, context: QueryContext) -> RewardPage:
    """Return a page of rewards and the sum over all."""
    first, last = period_days(operation)
    reporter = operation.reporter
    params: dict[str, Any] = {
        "since": first,
        "until": last,
        "reporter_id": find_staff(context, reporter) if reporter else None,
        "limit": operation.limit + 1,
    }
    if operation.after:
        day, _, number = operation.after.partition(".")
        params |= {"after_1": day, "after_2": int(number)}
    rows = context.read.records(sql.LIST, params, order="newest", after=operation.after is not None)
    items, following = page_of(rows, operation.limit, lambda row: f"{row['given_on']}.{row['id']}")
    total, sum_fen = context.read.rows(sql.SUM, params)[0]
    return RewardPage(
        items=tuple(RewardRow(**row) for row in map(discretion(context), items)),
        sum_fen=int(sum_fen),
        total=total,
        next=following,
    )


def view_reward(context: QueryContext, reward_id: int) -> RewardRow:
    """Return the view of a reward by its id."""
    row = context.read.record(sql.LIST, {"id": reward_id, "limit": 1}, order="newest")
    assert row is not None
    return RewardRow(**discretion(context)(row))
