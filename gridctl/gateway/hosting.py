"""What a server keeps open for its life: the office, and a place in the periodic work."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Protocol

from gridctl.domain.rights import Rights
from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Target, load
from gridctl.gateway.identity import PUBLIC, FrontDoor
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway
from gridctl.storage import sqlite
from gridctl.storage.stores import in_words, is_server, open_store
from gridctl.storage.stores.memory import newest


class Lease(Protocol):
    """The right to do the periodic work of an office, which one process has at a time."""

    def take(self) -> bool:
        """Return whether this process has it, trying to get it where it has not.

        Raises:
            GridctlError, OSError: nobody can be asked.
        """
        ...

    def release(self) -> None:
        """Give it back."""
        ...


class Host:
    """An office as a server holds it; safe to use from many threads."""

    def __init__(self, target: Target, clock: Clock | None = None) -> None:
        self._address = target.address
        self._store = open_store(target.address)
        self._clock = clock

    def gateway(
        self, *, actor: str | None = None, behalf: str = "", rights: Rights | None = None
    ) -> Gateway:
        """Return the gateway for one request; it stays open with the others."""
        return LocalGateway(
            self._store, actor=actor, behalf=behalf, rights=rights, clock=self._clock
        )

    def door(self) -> FrontDoor:
        """Return the way in for requests, which say by a token who sends them."""
        public = load().text("open311_public") or PUBLIC
        return FrontDoor(partial(LocalGateway, self._store, clock=self._clock), public=public)

    def head(self) -> str:
        """Return what names the newest entry of the journal, in this office and no other."""
        with in_words(self._store), self._store.reading() as reader:
            return " ".join(map(str, newest(reader)))

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Have all questions of this thread within a block asked of the same moment."""
        with in_words(self._store), self._store.standing():
            yield

    def lease(self) -> Lease:
        """Return the lease of the office's periodic work, not yet taken."""
        if is_server(self._address):
            from gridctl.storage.leases.advisory import AdvisoryLease

            return AdvisoryLease(self._address)
        from gridctl.storage.leases.file import FileLease

        return FileLease(self._address)

    def close(self) -> None:
        """Close what is open."""
        self._store.close()


def load_handlers() -> None:
    """Load what carries out every operation, which is else loaded by the first that needs it.

    A server then goes on as it began while the program's files are replaced under it, and no first
    request waits.
    """
    from gridctl import handlers

    for module in pkgutil.walk_packages(handlers.__path__, f"{handlers.__name__}."):
        importlib.import_module(module.name)


def storage_format() -> int:
    """Return the number of the storage format this program works on."""
    return sqlite.FORMAT
