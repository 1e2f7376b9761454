"""Rewarding valid information."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from gridctl.operations.base import Command, Slug
from gridctl.operations.queries.rewards import RewardRow


class RewardTicket(
    Command[RewardRow], route="POST /tickets/{ticket}/reward", permission="reward.give"
):
    """Reward the information a ticket brought, in fen; another than its reporter approves."""

    ticket: Slug
    amount_fen: int = Field(ge=1, le=10_000_000_00)
    ground: str = Field(min_length=1, max_length=500)
    approver: str = Field(min_length=1, max_length=60)
    document_no: str = Field(default="", max_length=100)
    on: date | None = None
