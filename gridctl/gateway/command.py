"""Running one command inside a unit of work, with its journal entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridctl.domain.chain import Entry
from gridctl.foundation.clock import Clock, FixedClock, to_epoch
from gridctl.gateway import wire
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.sight import refuse_out_of_sight
from gridctl.handlers.queries.context import Actor
from gridctl.operations.base import Operation
from gridctl.operations.registry import operation_name
from gridctl.storage.journal import close_entry, drop_entry, open_entry
from gridctl.storage.queries.scope import Scope
from gridctl.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Command:
    """A command on its way: what, who, under which key."""

    operation: Operation[Any]
    handler: Callable[..., Any]
    key: str
    request: str
    reason: str
    actor: Actor
    clock: Clock
    memory: dict[str, Any]
    scope: Scope | None = None
    prepared: Any = None


def run(command: Command, uow: UnitOfWork) -> Any:
    """Call the handler and write the entry; the caller commits or rolls back.

    However long it takes, all of a command happens at one instant: what it wrote says the same as
    its entry. What runs by itself every few minutes leaves an entry only where it changed
    something.
    """
    at = command.clock.now()
    entry = open_entry(uow, _entry(command, at)) if command.operation.journaled else None
    context = CommandContext(
        uow,
        FixedClock(at),
        command.actor,
        command.memory,
        entry,
        command.scope,
        command.prepared,
    )
    result = command.handler(command.operation, context)
    refuse_out_of_sight(context)
    if command.operation.quiet and not uow.touched:
        drop_entry(uow)
    elif entry is not None:
        kind = type(command.operation)
        kept = result.model_copy(update=dict.fromkeys(kind.once)) if kind.once else result
        close_entry(uow, wire.encode_result(kind, kept))
    return result


def _entry(command: Command, at: datetime) -> Entry:
    return Entry(
        office_id=1,
        at=to_epoch(at),
        operation=operation_name(type(command.operation)),
        actor=command.actor.name,
        behalf=command.actor.behalf,
        reason=command.reason,
        idempotency_key=command.key,
        request_digest=command.request,
    )
