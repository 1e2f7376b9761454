"""Saving rewards."""

from __future__ import annotations

from gridctl.storage.tables.desk import TicketReward
from gridctl.storage.unit_of_work import UnitOfWork


class Rewards:
    """Rewards for valid information."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def give(self, reward: TicketReward) -> int:
        """Save a reward and return its id."""
        self._uow.add(reward)
        assert reward.id is not None
        return reward.id
