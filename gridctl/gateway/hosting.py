"""What a server keeps open for its life: the office, and a place in the periodic work."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol, TypeVar

from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Target
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway, Operation
from gridctl.storage import sqlite
from gridctl.storage.lease import FileLease
from gridctl.storage.queries.offices import HEAD
from gridctl.storage.queries.reader import Reader

R = TypeVar("R")


class Lease(Protocol):
    """The right to do the periodic work of an office, which one process has at a time."""

    def take(self) -> bool:
        """Return whether this process has it, trying to get it where it has not."""
        ...

    def release(self) -> None:
        """Give it back."""
        ...


class Host:
    """An office as a server holds it; safe to use from many threads."""

    def __init__(self, target: Target, clock: Clock | None = None) -> None:
        self._path = Path(target.address)
        self._clock = clock

    def gateway(self, *, actor: str | None = None, behalf: str = "") -> Gateway:
        """Return the gateway for one request."""
        return _Once(self._path, actor, behalf, self._clock)

    def head(self) -> str:
        """Return what names the newest entry of the journal."""
        connection = sqlite.connect(self._path, write=False)
        try:
            return str(Reader(connection).value(HEAD))
        finally:
            connection.close()

    def lease(self) -> Lease:
        """Return the lease of the office's periodic work, not yet taken."""
        return FileLease(self._path)

    def close(self) -> None:
        """Close what is open."""


class _Once:
    """A gateway that opens the file for each operation."""

    def __init__(self, path: Path, actor: str | None, behalf: str, clock: Clock | None) -> None:
        self._path = path
        self._options: dict[str, Any] = {"actor": actor, "behalf": behalf, "clock": clock}

    def send(self, operation: Operation[R], **options: Any) -> R:
        gateway = LocalGateway(self._path, **self._options)
        try:
            return gateway.send(operation, **options)
        finally:
            gateway.close()

    def close(self) -> None:
        """Nothing stays open."""


def storage_format() -> int:
    """Return the number of the storage format this program works on."""
    return sqlite.FORMAT
