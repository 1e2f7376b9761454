"""The local gateway: the handler is called in this process, on a store this process opens."""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gridctl.domain.office import KeyReused, ToldOnce
from gridctl.domain.requests import ValueUnfit
from gridctl.domain.rights import Rights
from gridctl.foundation.clock import Clock, SystemClock
from gridctl.foundation.ids import idempotency_key
from gridctl.gateway import wire
from gridctl.handlers.queries.context import Actor, QueryContext, Visit
from gridctl.handlers.queries.sight import scope_of
from gridctl.operations.base import Operation
from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.reader import Reader
from gridctl.storage.stores import Store, Turn, in_words, open_store
from gridctl.storage.work import WORK

if TYPE_CHECKING:
    from gridctl.handlers.commands.context import CommandContext
    from gridctl.storage.queries.scope import Scope
    from gridctl.storage.unit_of_work import UnitOfWork

R = TypeVar("R")
T = TypeVar("T")

#: How often a command is begun that others cross, and after how many seconds it is no more begun
#: beside them: nobody is in the way of the last time.
_ATTEMPTS, _LONG_S = 4, 1.0

#: The null sign as JSON has it, and no text that tells of it.
_NULL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")

_EARLIER = Statement(
    "journal.by_key",
    """
    SELECT request_digest, result, actor FROM journal
    WHERE idempotency_key = :key AND seq IS NOT NULL
    """,
    whole=True,
)
_OPERATOR = Statement("journal.operator", "SELECT operator FROM office WHERE id = 1")


class LocalGateway:
    """Carries operations out on one store.

    On a server there is one for each request; they share the store.
    """

    def __init__(
        self,
        store: Store | Path,
        *,
        actor: str | None = None,
        behalf: str | None = None,
        rights: Rights | None = None,
        visit: Visit | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._store = open_store(str(store)) if isinstance(store, Path) else store
        self._wish = actor, behalf
        self._rights = rights
        self._visit = visit or Visit()
        self._clock = clock or SystemClock()

    def send(
        self,
        operation: Operation[R],
        *,
        key: str | None = None,
        dry_run: bool = False,
        reason: str = "",
    ) -> R:
        """Carry out an operation; see :class:`gridctl.operations.base.Gateway`."""
        if self._rights is not None:
            self._rights.check(operation.permission, changes=operation.action == "command")
        with in_words(self._store):
            if operation.action == "query":
                _check_signs(operation, reason)
                handler = handler_of(type(operation))
                with self._store.reading() as reader:
                    result: R = handler(operation, self._context(reader))
                return result
            return self._command(operation, key or idempotency_key(), dry_run, reason)

    def ask(self, work: Callable[[QueryContext], T]) -> T:
        """Return what a question finds that is no operation, such as whose a token is."""
        with in_words(self._store), self._store.reading() as reader:
            return work(self._context(reader))

    def keep(self, work: Callable[[CommandContext], T], *, waits: bool = True) -> T:
        """Do something that stays whatever becomes of a command, in a transaction of its own.

        Raises:
            OfficeBusy: others write, for too long or, where it does not wait, just now.
        """
        from gridctl.handlers.commands.context import CommandContext

        with in_words(self._store), self._store.writing(waits=waits) as uow:
            actor = self._actor(uow.read, {})
            result = work(CommandContext(uow, self._clock, actor, {}, None))
            uow.commit()
        return result

    def close(self) -> None:
        """Close the connections."""
        self._store.close()

    def _context(self, reader: Reader) -> QueryContext:
        """Return the context of a question, which sees what the account sees."""
        scope = self._scope(reader)
        memory = self._store.memory.of(reader, scope)
        actor = self._actor(reader, memory)
        seeing = reader if scope is None else reader.within(scope)
        return QueryContext(seeing, self._clock, actor, memory)

    def _actor(self, reader: Reader, memory: dict[str, Any]) -> Actor:
        name, behalf = self._wish
        if not name and (name := memory.get(_OPERATOR.name)) is None:
            name = memory[_OPERATOR.name] = str(reader.value(_OPERATOR) or "")
        return Actor(name, behalf or "", self._rights, self._visit)

    def _scope(self, reader: Reader) -> Scope | None:
        return None if self._rights is None else scope_of(reader, self._rights)

    def _command(self, operation: Operation[R], key: str, dry_run: bool, reason: str) -> R:
        """Carry a command out; anew where another one crossed it, as if it had come later."""
        prepared = self._prepared(operation, key)
        began, turn = time.monotonic(), Turn.FIRST
        for attempt in range(2, _ATTEMPTS + 2):
            try:
                return self._attempt(operation, prepared, key, dry_run, reason, turn)
            except Exception as error:
                if turn is Turn.ALONE or not self._store.crossed(error):
                    raise
            late = attempt == _ATTEMPTS or time.monotonic() - began > _LONG_S
            turn = Turn.ALONE if late else Turn.AGAIN
        raise AssertionError

    def _prepared(self, operation: Operation[Any], key: str) -> Any:
        """Do what a command needs before its transaction; a repeated one needs nothing."""
        kind = type(operation)
        if not kind.prepared or self.ask(lambda context: context.read.rows(_EARLIER, {"key": key})):
            return None
        module = importlib.import_module(f"gridctl.handlers.commands.{kind.noun()}")
        return getattr(module, f"prepare_{kind.handler_name()}")(operation, self)

    def _repeated(self, operation: Operation[R], key: str, result: str, actor: str) -> R:
        """Return the result of a command that was sent before.

        Raises:
            ToldOnce: it held a secret.
            KeyReused: it was sent by somebody else, who may see what this account does not.
        """
        if operation.once:
            raise ToldOnce(key=key)
        own = self._rights is None or actor == self._rights.account
        if not own and not operation.told_all:
            raise KeyReused(key=key)
        repeated: R = wire.decode_result(type(operation), result)
        return repeated

    def _attempt(
        self,
        operation: Operation[R],
        prepared: Any,
        key: str,
        dry_run: bool,
        reason: str,
        turn: Turn,
    ) -> R:
        from gridctl.gateway.command import Command, run
        from gridctl.storage.overtaking import begin

        # What only stages rows answers a repeat by itself, and is not in the journal.
        request = wire.digest(operation) if operation.journaled else ""
        with self._store.writing() as uow:
            head = begin(uow, turn, key)
            if operation.journaled and (earlier := _earlier(uow, key, request)) is not None:
                return self._repeated(operation, key, *earlier)
            scope = self._scope(uow.read)
            kept = self._store.memory.of(uow.read, scope, head)
            # What it builds of rows that may be taken back is nobody else's.
            memory = {**kept} if operation.journaled else kept
            command = Command(
                operation=operation, handler=handler_of(type(operation)), key=key,
                request=request, reason=reason, actor=self._actor(uow.read, memory),
                clock=self._clock, scope=scope, prepared=prepared, memory=memory,
            )  # fmt: skip
            result: R = run(command, uow)
            # Only now: what a command says of such a text itself tells more.
            _check_signs(operation, reason)
            if not dry_run:
                uow.commit()
                if WORK.issuperset(uow.touched):
                    # What it looked up is as true as what a question has looked up.
                    kept.update(memory)
                    if uow.entry is not None:
                        self._store.memory.goes_on(uow.entry)
        return _silent(operation, result) if dry_run else result


def _check_signs(operation: Operation[Any], reason: str) -> None:
    """Refuse null signs on every engine: one that keeps them would keep an office from others.

    Of staged rows each is judged by itself.

    Raises:
        ValueUnfit: there is one.
    """
    text = wire.encode(operation) if operation.journaled else ""
    if "\0" in reason or ("u0000" in text and _NULL.search(text)):
        raise ValueUnfit


def _silent(operation: Operation[R], result: R) -> R:
    """Return the result of a trial without its secrets: no journal keeps who was told them."""
    if not operation.once:
        return result
    told: Any = result
    kept: R = told.model_copy(update=dict.fromkeys(operation.once))
    return kept


@cache
def handler_of(operation: type[Operation[Any]]) -> Callable[..., Any]:
    """Return the function that carries an operation out, loading only its module."""
    folder = "queries" if operation.action == "query" else "commands"
    module = importlib.import_module(f"gridctl.handlers.{folder}.{operation.noun()}")
    handler: Callable[..., Any] = getattr(module, operation.handler_name())
    return handler


def _earlier(uow: UnitOfWork, key: str, request: str) -> tuple[str, str] | None:
    """Return the stored result of a command sent before under this key, and who sent it."""
    found = uow.read.rows(_EARLIER, {"key": key})
    if not found:
        return None
    if found[0][0] != request:
        raise KeyReused(key=key)
    return str(found[0][1]), str(found[0][2])
