"""Contact values: they leave no trace, neither in the log nor in the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gridctl.storage.unit_of_work import UnitOfWork

Ids = Sequence[tuple[Any, ...]]


class Contacts:
    """Contact values of tickets, and what is kept of them elsewhere."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        if uow.read.engine == "sqlite":
            # What is deleted is written over with zeros.
            uow.driver.execute("PRAGMA secure_delete = ON")

    def delete(self, tickets: Ids) -> int:
        """Delete the contacts of tickets; return how many. The log keeps that there were some."""
        self._uow.execute_many("DELETE FROM ticket_contact WHERE ticket_id = ?", tickets)
        self._uow.log("ticket_contact", [(ticket, "delete", None) for (ticket,) in tickets])
        return len(tickets)

    def forget(self, images: Ids) -> int:
        """Delete what contacts had been before they were changed; return how many."""
        self._uow.execute_many("DELETE FROM contact_before WHERE id = ?", images)
        return len(images)
