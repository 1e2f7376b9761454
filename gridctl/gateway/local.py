"""The local gateway: the handler is called in this process, on a database this process opens."""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gridctl.domain.errors import GridctlError
from gridctl.domain.office import KeyReused, OfficeBusy, OfficeDamaged
from gridctl.domain.rights import Rights
from gridctl.foundation.clock import Clock, SystemClock
from gridctl.foundation.ids import idempotency_key
from gridctl.gateway import wire
from gridctl.handlers.queries.context import Actor, QueryContext
from gridctl.handlers.queries.sight import scope_of
from gridctl.operations.base import Operation
from gridctl.storage import sqlite
from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.reader import Reader

if TYPE_CHECKING:
    from gridctl.storage.engine import Engine
    from gridctl.storage.queries.scope import Scope
    from gridctl.storage.unit_of_work import UnitOfWork

R = TypeVar("R")

_EARLIER = Statement(
    "journal.by_key",
    "SELECT request_digest, result FROM journal WHERE idempotency_key = :key AND seq IS NOT NULL",
)
_OPERATOR = Statement("journal.operator", "SELECT operator FROM office WHERE id = 1")


class LocalGateway:
    """Carries operations out on one SQLite file."""

    def __init__(
        self,
        path: Path,
        *,
        actor: str | None = None,
        behalf: str | None = None,
        rights: Rights | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._path = path
        self._wish = actor, behalf
        self._rights = rights
        self._clock = clock or SystemClock()
        self._memory: dict[Scope | None, dict[str, Any]] = {}
        self._reading: sqlite3.Connection | None = None
        self._engine: Engine | None = None

    def send(
        self,
        operation: Operation[R],
        *,
        key: str | None = None,
        dry_run: bool = False,
        reason: str = "",
    ) -> R:
        """Carry out an operation; see :class:`gridctl.operations.base.Gateway`."""
        handler = handler_of(type(operation))
        if self._rights is not None:
            self._rights.check(operation.permission, changes=operation.action == "command")
        try:
            if operation.action == "query":
                result: R = handler(operation, self._query_context())
                return result
            return self._command(operation, handler, key or idempotency_key(), dry_run, reason)
        except sqlite3.DatabaseError as error:
            if (told := self._told(error)) is None:
                raise
            raise told from error

    def close(self) -> None:
        """Close the connections."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _told(self, error: sqlite3.DatabaseError) -> GridctlError | None:
        """Return the error a person can do something about, or None."""
        if "locked" in str(error):
            return OfficeBusy(path=str(self._path))
        if "malformed" in str(error):
            return OfficeDamaged(path=str(self._path), detail=str(error))
        return None

    def _query_context(self) -> QueryContext:
        if self._reading is None:
            self._reading = sqlite.connect(self._path, write=False)
        return self._context(Reader(self._reading))

    def _context(self, reader: Reader) -> QueryContext:
        """Return the context of a question, which sees what the account sees."""
        scope = self._scope(reader)
        memory = self._remembered(scope)
        return QueryContext(reader.within(scope), self._clock, self._actor(reader), memory)

    def _actor(self, reader: Reader) -> Actor:
        name, behalf = self._wish
        return Actor(name or str(reader.value(_OPERATOR) or ""), behalf or "", self._rights)

    def _scope(self, reader: Reader) -> Scope | None:
        return None if self._rights is None else scope_of(reader, self._rights)

    def _remembered(self, scope: Scope | None) -> dict[str, Any]:
        """Return what is remembered of the part of the office a scope sees."""
        kept: dict[str, Any] = self._memory.setdefault(scope, {})
        return kept

    def _command(
        self,
        operation: Operation[R],
        handler: Callable[..., R],
        key: str,
        dry_run: bool,
        reason: str,
    ) -> R:
        from gridctl.gateway.command import Command, run
        from gridctl.storage.engine import sqlite_engine
        from gridctl.storage.unit_of_work import UnitOfWork

        if self._engine is None:
            self._engine = sqlite_engine(self._path)
        # What only stages rows answers a repeat by itself, and is not in the journal.
        request = wire.digest(operation) if operation.journaled else ""
        with UnitOfWork(self._engine, str(self._path)) as uow:
            if operation.journaled and (earlier := _earlier(uow, key, request)) is not None:
                repeated: R = wire.decode_result(type(operation), earlier)
                return repeated
            scope = self._scope(uow.read)
            command = Command(
                operation=operation, handler=handler, key=key, request=request, reason=reason,
                actor=self._actor(uow.read), clock=self._clock,
                memory=self._remembered(scope), scope=scope,
            )  # fmt: skip
            result: R = run(command, uow)
            if dry_run or operation.journaled:
                self._memory.clear()
            if not dry_run:
                uow.commit()
        return result


def handler_of(operation: type[Operation[Any]]) -> Callable[..., Any]:
    """Return the function that carries an operation out, loading only its module."""
    folder = "queries" if operation.action == "query" else "commands"
    module = importlib.import_module(f"gridctl.handlers.{folder}.{operation.noun()}")
    handler: Callable[..., Any] = getattr(module, operation.handler_name())
    return handler


def _earlier(uow: UnitOfWork, key: str, request: str) -> str | None:
    """Return the stored result of a command sent before under this key."""
    found = uow.read.rows(_EARLIER, {"key": key})
    if not found:
        return None
    if found[0][0] != request:
        raise KeyReused(key=key)
    return str(found[0][1])
