"""What a command handler is given."""

from __future__ import annotations

from typing import Any

from gridctl.foundation.clock import Clock
from gridctl.handlers.queries.context import Actor, QueryContext
from gridctl.storage.queries.reader import Reader
from gridctl.storage.tables.office import Journal
from gridctl.storage.unit_of_work import UnitOfWork


class CommandContext(QueryContext):
    """A query context inside a unit of work."""

    def __init__(
        self,
        uow: UnitOfWork,
        clock: Clock,
        actor: Actor,
        memory: dict[str, Any],
        entry: Journal | None,
    ) -> None:
        super().__init__(uow.read, clock, actor, memory)
        self.uow = uow
        self._entry = entry

    @property
    def read(self) -> Reader:
        """The reader of this operation; it sees what was saved so far."""
        return self.uow.read

    @property
    def entry_id(self) -> int:
        """The id of the journal entry this command is writing."""
        assert self._entry is not None
        assert self._entry.id is not None
        return self._entry.id
