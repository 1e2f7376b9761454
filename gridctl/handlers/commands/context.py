"""What a command handler is given."""

from __future__ import annotations

from typing import Any

from gridctl.domain.chain import Entry
from gridctl.foundation.clock import Clock
from gridctl.handlers.queries.context import Actor, QueryContext
from gridctl.storage.queries.reader import Reader
from gridctl.storage.queries.scope import Scope
from gridctl.storage.unit_of_work import UnitOfWork


class CommandContext(QueryContext):
    """A query context inside a unit of work.

    ``scope`` is what the account sees, None all; ``prepared`` what was found before (Prelude).
    """

    def __init__(
        self,
        uow: UnitOfWork,
        clock: Clock,
        actor: Actor,
        memory: dict[str, Any],
        entry: Entry | None,
        scope: Scope | None = None,
        prepared: Any = None,
    ) -> None:
        super().__init__(uow.read, clock, actor, memory)
        self.prepared = prepared
        self.uow = uow
        self._entry = entry
        self.scope = scope

    @property
    def read(self) -> Reader:
        """The reader of this operation; it sees what was saved so far, as far as the account sees.

        The unit of work's own reader sees the whole office.
        """
        return self.uow.read if self.scope is None else self.uow.read.within(self.scope)

    def act_as(self, name: str) -> None:
        """Put into the entry who acts, where the command itself finds that out."""
        if self._entry is not None:
            self._entry.actor = name

    @property
    def journaled(self) -> bool:
        """Whether this command writes a journal entry."""
        return self._entry is not None

    def because(self, reason: str) -> None:
        """Write into the journal entry why this is done, before what the caller said of it."""
        assert self._entry is not None
        self._entry.reason = "; ".join(filter(None, (reason, self._entry.reason)))

    @property
    def entry_id(self) -> int:
        """The id of the journal entry this command is writing."""
        assert self._entry is not None
        assert self._entry.id is not None
        return self._entry.id
