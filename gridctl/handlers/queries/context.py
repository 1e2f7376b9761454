"""What a query handler is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from gridctl.domain.rights import Rights
from gridctl.foundation.clock import Clock, local_date, to_epoch
from gridctl.storage.queries.reader import Reader

T = TypeVar("T")


@dataclass(frozen=True)
class Visit:
    """How a request came to a server: from which address, and with which token."""

    source: str = ""
    token_id: int = 0


@dataclass(frozen=True)
class Actor:
    """Who acts, for whom, and with which rights; None on a file of one's own, without limits."""

    name: str
    behalf: str = ""
    rights: Rights | None = None
    visit: Visit = field(default_factory=Visit)


class QueryContext:
    """The data to read, the time, and who asks."""

    def __init__(
        self, reader: Reader, clock: Clock, actor: Actor, memory: dict[str, Any] | None = None
    ) -> None:
        self._reader = reader
        self.clock = clock
        self.actor = actor
        self._memory = {} if memory is None else memory

    @property
    def read(self) -> Reader:
        """The reader of this operation."""
        return self._reader

    def now(self) -> int:
        """Return the present instant in UTC seconds."""
        return to_epoch(self.clock.now())

    def today(self) -> date:
        """Return the present day in the office's zone."""
        return local_date(self.clock.now())

    def remembered(self, name: str, build: Callable[[], T]) -> T:
        """Return a value the gateway keeps between operations until an entry is written."""
        if name not in self._memory:
            self._memory[name] = build()
        value: T = self._memory[name]
        return value

    def forget(self) -> None:
        """Drop what was remembered, because this operation has changed it."""
        self._memory.clear()
